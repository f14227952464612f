"""A learner asks, somebody answers; what each may see; and how it ends."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from factories import NOW, make_competence, make_member, make_person
from factories_catalogue import published_module
from factories_guidance import KIND, Guided, make_hours, make_profile
from nanobank.bank.models import Mentorship, Sight
from nanobank.bank.services import plan
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.guidance import queries, services
from nanobank.guidance.letters import invitation_with, token_of
from nanobank.guidance.models import Invitation
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def test_mentors_who_know_what_one_works_on_come_first_with_the_reason() -> None:
    learner, known = make_person(), make_competence()
    plan(person=learner, module=published_module(competences=(known,)), now=NOW)
    fitting = make_profile(make_member(Role.INTERNAL_MENTOR), known)
    make_profile(make_member(Role.INTERNAL_MENTOR), make_competence())
    make_profile(make_member(Role.INTERNAL_MENTOR), known, is_open=False)
    make_profile(make_member(Role.EXTERNAL_MENTOR), known)
    found = queries.suggestions(learner, KIND.INTERNAL, now=NOW)
    assert len(found) == 2
    assert (found[0].profile, found[0].competences) == (fitting, [known])


def test_who_says_yes_becomes_a_mentor_and_sees_what_was_chosen() -> None:
    learner, mentor = make_person(), make_profile(make_member(Role.EXTERNAL_MENTOR)).person
    asked = services.invite(learner=learner, kind=KIND.EXTERNAL, mentor=mentor, words="", sights=[Sight.PLANS], now=NOW)
    made = services.answer_invitation(invitation=asked, accepted=True, reason="", by=mentor, now=NOW)
    assert made is not None
    assert made.sights == {Sight.PLANS}
    with pytest.raises(Conflict):
        services.answer_invitation(invitation=asked, accepted=True, reason="", by=mentor, now=NOW)


def test_who_says_no_says_why_and_another_can_be_asked() -> None:
    learner, mentor = make_person(), make_profile(make_member(Role.EXTERNAL_MENTOR)).person
    given = {"learner": learner, "kind": KIND.EXTERNAL, "words": "", "sights": [], "now": NOW}
    asked = services.invite(mentor=mentor, **given)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        services.invite(email="ida@example.dk", **given)  # type: ignore[arg-type]
    services.answer_invitation(invitation=asked, accepted=False, reason="Jeg skal på barsel", by=mentor, now=NOW)
    assert queries.questions_by(learner, NOW)[0].reason == "Jeg skal på barsel"
    services.invite(email="ida@example.dk", **given)  # type: ignore[arg-type]


def test_nobody_asks_themselves_an_insider_by_mail_a_full_one_or_one_who_offers_nothing() -> None:
    full = make_profile(make_member(Role.INTERNAL_MENTOR), most=0).person
    given = {"learner": full, "kind": KIND.INTERNAL, "words": "", "sights": [], "now": NOW}
    for refused, more in (
        (Refused, {"mentor": full}),
        (Refused, {"email": "ida@example.dk"}),
        (NotYours, {"mentor": make_member(Role.INTERNAL_MENTOR)}),
        (Conflict, {"mentor": full, "learner": make_person()}),
        (Refused, {"kind": KIND.EXTERNAL, "email": full.email}),
    ):
        with pytest.raises(refused):
            services.invite(**{**given, **more})  # type: ignore[arg-type]


def test_a_mentor_takes_no_more_than_they_said() -> None:
    mentor = make_profile(make_member(Role.EXTERNAL_MENTOR), most=1).person
    given = {"kind": KIND.EXTERNAL, "mentor": mentor, "words": "", "sights": [], "now": NOW}
    first, second = (services.invite(learner=make_person(), **given) for _ in range(2))  # type: ignore[arg-type]
    services.answer_invitation(invitation=first, accepted=True, reason="", by=mentor, now=NOW)
    with pytest.raises(Conflict):
        services.answer_invitation(invitation=second, accepted=True, reason="", by=mentor, now=NOW)
    second.refresh_from_db()
    assert second.state == "waiting"


def test_the_link_in_the_mail_leads_to_the_question_until_it_is_too_old() -> None:
    learner = make_person()
    given = {"learner": learner, "kind": KIND.EXTERNAL, "words": "Hej Ida", "sights": [], "now": NOW}
    asked = services.invite(email="Ida@Example.dk", **given)  # type: ignore[arg-type]
    assert mail.outbox[0].to == ["ida@example.dk"]
    address = reverse("mentor_asked", args=[token_of(asked)])
    assert address in str(mail.outbox[0].body)
    client = Client()
    assert "Hej Ida" in client.get(address).content.decode()
    assert client.post(address, {"answer": "yes"}).status_code == 200
    assert not Mentorship.objects.exists()
    ida = make_person()
    client.force_login(ida)
    assert client.post(address, {"answer": "yes"}).status_code == 302
    assert Mentorship.objects.get().mentor == ida
    assert client.get(address).status_code == 404
    Invitation.objects.update(state="waiting", expires_at=NOW - timedelta(days=1))
    assert invitation_with(token_of(asked)) is None
    assert invitation_with("nonsense") is None


def test_an_external_mentor_sees_what_the_learner_chose_and_nothing_else() -> None:
    guided = Guided(external_sees=[])
    client = Client()
    client.force_login(guided.external)
    bank, plans = (reverse(name, args=[guided.learner.uuid]) for name in ("bank_of", "pathways_of"))
    assert [client.get(page).status_code for page in (bank, plans)] == [404, 404]
    services.show_mentor(mentorship=guided.outside, sights=frozenset({Sight.PLANS}), by=guided.learner)
    assert [client.get(page).status_code for page in (bank, plans)] == [404, 200]
    services.show_mentor(mentorship=guided.outside, sights=frozenset({Sight.CREDENTIALS}), by=guided.learner)
    page = client.get(bank).content.decode()
    assert "Beviser" in page
    assert "ECTS planlagt" not in page
    assert plans not in page
    with pytest.raises(NotYours):
        services.show_mentor(mentorship=guided.outside, sights=frozenset(Sight), by=guided.external)


@pytest.mark.parametrize(
    "name", ["withdrawals_to_judge", "precedents", "quality_queue", "exam_office", "guidance_office", "enquiries"]
)
def test_an_external_mentor_sees_nothing_of_the_institutions(name: str) -> None:
    guided = Guided(external_sees=list(Sight))
    client = Client()
    client.force_login(guided.external)
    assert client.get(reverse(name)).status_code == 404


def test_when_it_ends_what_was_agreed_is_cancelled_and_the_other_told() -> None:
    guided = Guided()
    make_hours(guided.internal)
    begins = queries.free_times(guided.internal, NOW)[0].begins
    made = services.book(mentorship=guided.inside, begins=begins, words="", by=guided.learner, now=NOW)
    with pytest.raises(NotYours):
        services.end_mentorship(mentorship=guided.inside, by=guided.external, now=NOW)
    services.end_mentorship(mentorship=guided.inside, by=guided.internal, now=NOW + timedelta(hours=1))
    made.refresh_from_db()
    assert not made.stands
    assert "er slut" in mail.outbox[-1].subject


def test_notes_are_seen_by_their_author_alone() -> None:
    guided = Guided()
    services.note(mentorship=guided.inside, words="Er god til tal", by=guided.internal, now=NOW)
    page = reverse("mentorship", args=[guided.inside.uuid])
    seen = []
    for person in (guided.internal, guided.learner, guided.external):
        client = Client()
        client.force_login(person)
        answer = client.get(page)
        seen.append((answer.status_code, "Er god til tal" in answer.content.decode()))
    assert seen == [(200, True), (200, False), (404, False)]
