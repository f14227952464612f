from datetime import timedelta
from typing import Any

import pytest

from factories import NOW, make_competence, make_organisation, make_person
from factories_pathways import chosen, make_life, make_pathway, make_teaching
from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship
from nanobank.bank.services import begin_mentorship
from nanobank.notices.models import Notice, NoticeKind, Way
from nanobank.notices.services import choose
from nanobank.pathways import services
from nanobank.pathways.letters import send_weekly
from nanobank.pathways.models import Pathway
from nanobank.pathways.services import mentoring
from nanobank.pathways.this_week import What, this_week

pytestmark = pytest.mark.django_db
NEXT_WEEK = NOW + timedelta(days=4)


@pytest.fixture
def learner() -> Person:
    """Somebody with two modules after each other, from next week on, who wants the mail."""
    wanted, university = make_competence(), make_organisation()
    first = make_teaching(university, "metode", ects="1")
    make_teaching(university, "data", wanted, ects="2", requires=((first,),))
    pathway = make_pathway(wanted, life=make_life(10))
    chosen(pathway)
    services.remind(person=pathway.person, wanted=True, language="da")
    return pathway.person


def test_a_week_has_what_begins_goes_on_and_ends_with_the_hours_of_each(learner: Person) -> None:
    weeks = [this_week(learner, NEXT_WEEK + timedelta(weeks=number)) for number in range(9)]
    assert [[(due.module, due.what) for due in week.due] for week in weeks][:4] == [
        [("metode", What.BEGINS)],
        [("metode", What.GOES_ON)],
        [("metode", What.ENDS), ("data", What.BEGINS)],
        [("data", What.GOES_ON)],
    ]
    assert [week.hours for week in weeks[:8]] == [10] * 8
    assert sum(week.hours for week in weeks) == 82.5
    assert weeks[0].coming is not None
    assert weeks[0].coming.module == "data"


def test_one_mail_a_week_however_often_it_is_run(learner: Person, mailoutbox: list[Any]) -> None:
    assert [send_weekly(NEXT_WEEK), send_weekly(NEXT_WEEK + timedelta(days=1))] == [1, 0]
    assert send_weekly(NEXT_WEEK + timedelta(weeks=1)) == 1
    assert mailoutbox[0].to == [learner.email]
    assert "Metode" in mailoutbox[0].body
    assert "10 timer" in mailoutbox[0].body


def test_who_does_not_want_it_gets_none(learner: Person, mailoutbox: list[Any]) -> None:
    services.remind(person=learner, wanted=False, language="da")
    assert send_weekly(NEXT_WEEK) == 0
    assert mailoutbox == []


def test_each_chooses_how_the_week_is_told(learner: Person, mailoutbox: list[Any]) -> None:
    choose(person=learner, ways={NoticeKind.WEEK: Way.APP})
    assert send_weekly(NEXT_WEEK) == 1
    assert mailoutbox == []
    notice = Notice.objects.get(person=learner)
    assert notice.sentence.startswith("Hvad nu?")
    assert "10 timer" in notice.quote


def test_what_mentors_and_learner_say_about_a_plan_is_told_to_the_other(learner: Person) -> None:
    mentor, hidden = make_person("Torkil"), make_person("Vibe")
    begin_mentorship(learner=learner, mentor=mentor, kind=Mentorship.Kind.INTERNAL, now=NOW)
    begin_mentorship(learner=learner, mentor=hidden, kind=Mentorship.Kind.EXTERNAL, now=NOW)
    Mentorship.objects.filter(mentor=hidden).update(shows_plans=False)
    pathway = Pathway.objects.get(person=learner)
    mentoring.comment(pathway=pathway, words="Er det for meget?", module="", by=learner, now=NEXT_WEEK)
    mentoring.comment(pathway=pathway, words="Nej, det går.", module="", by=mentor, now=NEXT_WEEK)
    assert pathway.chosen is not None
    mentoring.co_sign(version=pathway.chosen, by=mentor, now=NEXT_WEEK)
    told = Notice.objects.filter(kind=NoticeKind.PLAN).order_by("pk")
    assert [(one.person, one.quote) for one in told] == [
        (mentor, "Er det for meget?"),
        (learner, "Nej, det går."),
        (learner, ""),
    ]
    assert "står inde for planen" in told[2].sentence


def test_whose_plan_is_over_gets_none(learner: Person, mailoutbox: list[Any]) -> None:
    assert send_weekly(NEXT_WEEK + timedelta(weeks=30)) == 0
    assert mailoutbox == []


def test_a_week_is_a_constant_number_of_queries(learner: Person, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(3):
        this_week(learner, NEXT_WEEK)


def test_the_mail_is_in_the_language_it_was_asked_for_in(learner: Person, mailoutbox: list[Any]) -> None:
    services.remind(person=learner, wanted=True, language="en")
    assert send_weekly(NEXT_WEEK) == 1
    assert "What now? Your plan for week" in mailoutbox[0].subject
    assert "10 hours" in mailoutbox[0].body
