"""Who may write to whom about what, who is awaited, and who is reminded."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.management import call_command

from factories import NOW, make_module, make_person
from factories_guidance import Guided
from factories_pathways import make_pathway
from nanobank.bank.models import Sight
from nanobank.common.errors import NotYours, Refused
from nanobank.guidance import queries, services
from nanobank.guidance.models import About, Message, Thread
from nanobank.notices.models import Notice, NoticeKind
from nanobank.notices.queries import unread_of
from nanobank.pathways.models import Pathway

pytestmark = pytest.mark.django_db


def plan_of(guided: Guided) -> Pathway:
    pathway = make_pathway()
    Pathway.objects.filter(pk=pathway.pk).update(person=guided.learner)
    return pathway


def test_both_mentors_are_told_and_awaited_and_an_answer_ends_the_wait() -> None:
    guided = Guided()
    thread = guided.talk()
    assert (thread.awaits, thread.waits_since) == ("mentors", NOW)
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([guided.internal.email, guided.external.email])
    services.say(thread=thread, words="Begynd her", by=guided.internal, now=NOW, expects_answer=False)
    thread.refresh_from_db()
    assert (thread.awaits, thread.waits_since) == ("", None)
    assert "Begynd her" in str(mail.outbox[-1].body)


def test_writing_again_does_not_make_the_wait_shorter() -> None:
    guided = Guided()
    thread = guided.talk()
    services.say(thread=thread, words="Er I der?", by=guided.learner, now=NOW + timedelta(days=1), expects_answer=True)
    thread.refresh_from_db()
    assert thread.waits_since == NOW


def test_only_those_who_take_part_see_it_and_only_while_it_lasts() -> None:
    guided = Guided()
    thread = guided.talk(mentors=[guided.external])
    for person in (guided.internal, make_person()):
        with pytest.raises(NotYours):
            queries.thread_of(person, thread.uuid, now=NOW)
    assert queries.thread_of(guided.external, thread.uuid, now=NOW) == thread
    services.end_mentorship(mentorship=guided.outside, by=guided.learner, now=NOW + timedelta(hours=1))
    with pytest.raises(NotYours):
        queries.thread_of(guided.external, thread.uuid, now=NOW + timedelta(hours=2))
    with pytest.raises(Refused, match="nogen"):
        services.say(
            thread=thread, words="Hallo?", by=guided.learner, now=NOW + timedelta(hours=2), expects_answer=True
        )


def test_a_mentor_who_may_not_see_plans_is_in_no_talk_about_one() -> None:
    guided = Guided(external_sees=[Sight.BANK])
    plan = plan_of(guided)
    with pytest.raises(NotYours):
        guided.talk(about=About.PLAN, anchor=plan.uuid)
    services.show_mentor(mentorship=guided.outside, sights=frozenset({Sight.PLANS}), by=guided.learner)
    thread = guided.talk(about=About.PLAN, anchor=plan.uuid)
    assert queries.thread_of(guided.external, thread.uuid, now=NOW) == thread
    services.show_mentor(mentorship=guided.outside, sights=frozenset(), by=guided.learner)
    with pytest.raises(NotYours):
        queries.thread_of(guided.external, thread.uuid, now=NOW)
    services.say(thread=thread, words="Kun for Torkil", by=guided.learner, now=NOW, expects_answer=True)
    assert not Notice.objects.filter(person=guided.external, quote="Kun for Torkil").exists()


def test_nobody_hangs_a_talk_on_what_is_not_theirs() -> None:
    guided = Guided()
    for about, anchor in ((About.PLAN, make_pathway().uuid), (About.MODULE, uuid4()), (About.WITHDRAWAL, uuid4())):
        with pytest.raises(NotYours):
            guided.talk(mentors=[guided.internal], about=about, anchor=anchor)
    thread = guided.talk(about=About.MODULE, anchor=make_module().uuid)
    assert thread.about == "module"


def test_a_mentor_writes_to_their_learner_and_to_nobody_else() -> None:
    guided = Guided()
    thread = guided.talk(by=guided.external, expects_answer=True, office_sees=True)
    assert (thread.awaits, thread.office_sees) == ("learner", False)
    assert [part.person for part in thread.parts.order_by("pk")] == [guided.learner, guided.external]
    with pytest.raises(NotYours):
        guided.talk(by=make_person())


@pytest.mark.parametrize(("field", "value"), [("title", " "), ("words", " "), ("words", "x" * 10_001), ("mentors", [])])
def test_what_lacks_is_said_where_it_stands(field: str, value: Any) -> None:
    with pytest.raises(Refused) as refused:
        Guided().talk(**{field: value})
    assert refused.value.field == field
    assert not Message.objects.exists()


def test_after_two_days_whoever_is_awaited_is_reminded_once(capsys: pytest.CaptureFixture[str]) -> None:
    guided = Guided()
    guided.talk(now=NOW)
    assert services.nudge(NOW + timedelta(days=1)) == 0
    assert (services.nudge(NOW + timedelta(days=2)), services.nudge(NOW + timedelta(days=3))) == (1, 0)
    reminded = Notice.objects.filter(kind=NoticeKind.WAITING)
    assert {notice.person_id for notice in reminded} == {guided.internal.pk, guided.external.pk}
    assert "Jonas Revsgaard har ventet to dage" in reminded[0].sentence
    call_command("svar_venter")
    assert "reminded" in capsys.readouterr().out


def test_a_talk_that_is_put_to_rest_reminds_nobody_and_one_begun_anew_does_again() -> None:
    guided = Guided()
    thread = guided.talk()
    services.nudge(NOW + timedelta(days=2))
    services.settle(thread=thread, by=guided.internal, now=NOW + timedelta(days=2))
    assert services.nudge(NOW + timedelta(days=9)) == 0
    services.say(thread=thread, words="Hov", by=guided.learner, now=NOW + timedelta(days=9), expects_answer=True)
    assert services.nudge(NOW + timedelta(days=12)) == 1


def test_opening_a_talk_reads_its_notice() -> None:
    guided = Guided()
    thread = guided.talk()
    assert [line.new for line in queries.thread_lines(guided.internal, NOW)] == [True]
    services.open_thread(thread=thread, by=guided.internal, now=NOW)
    assert unread_of(guided.internal) == 0
    assert [(line.new, line.mine) for line in queries.thread_lines(guided.internal, NOW)] == [(False, True)]
    assert Thread.objects.count() == 1
