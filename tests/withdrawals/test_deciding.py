"""What an educator decides, what it leads to, and that of two at the same moment one wins."""

from datetime import timedelta
from decimal import Decimal

import pytest

from factories import (
    NOW,
    make_competence,
    make_member,
    make_micro_credential,
    make_module,
    make_organisation,
    make_person,
)
from factories_exams import make_completed
from factories_feeds import make_offer
from factories_withdrawals import (
    GROUNDS,
    MASTERCLASS,
    educator_of,
    make_asked,
    make_decided,
    make_draft,
    make_teacher,
    terms,
)
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.exams.readiness import readiness_for
from nanobank.ledger.queries import balance_of, counted_from_outside
from nanobank.notices.models import Notice, NoticeKind
from nanobank.organisations.models import Kind, Role
from nanobank.withdrawals.bridge import Alike
from nanobank.withdrawals.models import Outcome, Precedent, WithdrawalState
from nanobank.withdrawals.precedents import precedents_for
from nanobank.withdrawals.queries import counted_alone
from nanobank.withdrawals.services import (
    answer_appeal,
    appeal,
    ask,
    decide,
    reopen,
    retire_precedent,
    return_to_learner,
)

pytestmark = pytest.mark.django_db


def test_what_counts_as_a_module_is_in_the_bank_as_from_outside_and_the_learner_is_told() -> None:
    withdrawal = make_asked()
    module = make_module(withdrawal.provider)
    make_decided(withdrawal, Outcome.COUNTS, modules=[module])
    withdrawal.refresh_from_db()
    assert withdrawal.state == WithdrawalState.DECIDED
    assert counted_from_outside(withdrawal.person) == {
        module.pk: "Investigative journalism: a masterclass – The Night Desk"
    }
    told = Notice.objects.get(person=withdrawal.person)
    assert (told.kind, told.url) == (NoticeKind.WITHDRAWAL_DECIDED, f"/udtraek/{withdrawal.uuid}/")


def test_what_counts_partly_may_be_ects_by_themselves_with_competences() -> None:
    withdrawal, competence = make_asked(), make_competence()
    make_decided(withdrawal, Outcome.PARTLY, ects=Decimal("1.50"), level=6, competences=[competence])
    assert balance_of(withdrawal.person).completed == Decimal("1.50")
    assert [(one.ects, one.level, one.competences) for one in counted_alone(withdrawal.person)] == [
        (Decimal("1.50"), 6, (competence.slug,))
    ]


def test_what_must_be_examined_here_admits_to_the_exam() -> None:
    withdrawal = make_asked()
    exam = make_micro_credential(withdrawal.provider)
    assert not readiness_for(withdrawal.person, exam).ready
    make_decided(withdrawal, Outcome.EXAMINE, micro_credential=exam)
    assert readiness_for(withdrawal.person, exam).ready
    assert balance_of(withdrawal.person).total == 0


def test_a_decision_needs_grounds_a_rubric_and_something_to_count_as() -> None:
    withdrawal = make_asked()
    elsewhere, held = make_module(), make_module(withdrawal.provider)
    make_completed(withdrawal.person, held)
    for field, given in (
        ("grounds", terms(withdrawal, grounds="Too short")),
        ("provider", terms(withdrawal, rubric={})),
        ("modules", terms(withdrawal, Outcome.COUNTS)),
        ("modules", terms(withdrawal, Outcome.COUNTS, modules=[elsewhere])),
        ("modules", terms(withdrawal, Outcome.COUNTS, modules=[held])),
        ("ects", terms(withdrawal, Outcome.PARTLY, ects=Decimal(-1))),
        ("micro_credential", terms(withdrawal, Outcome.EXAMINE)),
        ("micro_credential", terms(withdrawal, Outcome.EXAMINE, micro_credential=make_micro_credential())),
    ):
        with pytest.raises(Refused) as refused:
            decide(withdrawal=withdrawal, by=educator_of(withdrawal), terms=given, now=NOW)
        assert refused.value.field == field


def test_of_two_decisions_one_wins_and_the_other_is_told_whose() -> None:
    withdrawal = make_asked()
    lead = make_member(Role.PROGRAMME_LEAD, withdrawal.provider)
    make_decided(withdrawal)
    with pytest.raises(Conflict, match="Ebbe Nørskov"):
        decide(withdrawal=withdrawal, by=lead, terms=terms(withdrawal, Outcome.NOT), now=NOW)


def test_nobody_judges_their_own_nor_what_another_has_in_hand() -> None:
    withdrawal = make_asked()
    neighbour = make_member(Role.EDUCATOR, withdrawal.provider)
    stranger = make_member(Role.PROGRAMME_LEAD)
    for person in (withdrawal.person, neighbour, stranger, make_member(Role.STUDY_SECRETARY, withdrawal.provider)):
        with pytest.raises(NotYours):
            decide(withdrawal=withdrawal, by=person, terms=terms(withdrawal), now=NOW)


@pytest.mark.parametrize(
    ("kind", "country", "board", "weeks"),
    [
        (Kind.UNIVERSITY, "DK", "meritankenaevn", 2),
        (Kind.UNIVERSITY, "GB", "kvalifikationsnaevn", 4),
        (Kind.UNIVERSITY_COLLEGE, "DK", "kvalifikationsnaevn", 4),
        (Kind.VOCATIONAL_SCHOOL, "DK", "institution", 4),
    ],
)
def test_a_decision_says_where_and_until_when_one_can_complain(
    kind: Kind, country: str, board: str, weeks: int
) -> None:
    decision = make_decided(make_asked(provider=make_organisation(kind), country=country))
    assert (decision.board, decision.complain_by) == (board, (NOW + timedelta(weeks=weeks)).date())


def test_a_complaint_is_made_in_time_and_judged_by_somebody_else() -> None:
    provider = make_organisation()
    withdrawal = make_asked(make_member(Role.EDUCATOR, provider))
    first, lead = educator_of(withdrawal), make_member(Role.PROGRAMME_LEAD, provider)
    other = make_member(Role.EDUCATOR, provider)
    decision = make_decided(withdrawal)
    with pytest.raises(Refused):
        appeal(
            withdrawal=withdrawal, by=withdrawal.person, words="It is too late now." * 3, now=NOW + timedelta(days=40)
        )
    appeal(withdrawal=withdrawal, by=withdrawal.person, words="The assignments were overlooked.", now=NOW)
    assert Notice.objects.filter(person=lead).exists()
    with pytest.raises(NotYours):
        answer_appeal(withdrawal=withdrawal, by=first, upheld=True, answer=GROUNDS, now=NOW)
    answer_appeal(withdrawal=withdrawal, by=lead, upheld=False, answer=GROUNDS, now=NOW)
    withdrawal.refresh_from_db()
    decision.refresh_from_db()
    assert (withdrawal.state, withdrawal.round, withdrawal.educator) == (WithdrawalState.ASKED, 2, other)
    assert decision.undone_at == NOW
    with pytest.raises(Conflict):
        decide(withdrawal=withdrawal, by=lead, terms=terms(withdrawal, round=1), now=NOW)


def test_a_complaint_that_is_not_upheld_leaves_the_decision() -> None:
    withdrawal = make_asked()
    make_decided(withdrawal)
    appeal(withdrawal=withdrawal, by=withdrawal.person, words="The assignments were overlooked.", now=NOW)
    lead = make_member(Role.PROGRAMME_LEAD, withdrawal.provider)
    answer_appeal(withdrawal=withdrawal, by=lead, upheld=True, answer=GROUNDS, now=NOW)
    with pytest.raises(Conflict):
        appeal(withdrawal=withdrawal, by=withdrawal.person, words="The assignments were overlooked.", now=NOW)


def test_what_is_opened_again_leaves_the_bank_and_the_exam() -> None:
    withdrawal = make_asked()
    educator, exam = educator_of(withdrawal), make_micro_credential(withdrawal.provider)
    make_decided(withdrawal, Outcome.COUNTS, modules=[make_module(withdrawal.provider)])
    reopen(withdrawal=withdrawal, by=educator, because="The wrong module", now=NOW)
    assert balance_of(withdrawal.person).total == 0
    withdrawal.refresh_from_db()
    make_decided(withdrawal, Outcome.EXAMINE, micro_credential=exam)
    reopen(withdrawal=withdrawal, by=educator, because="The wrong exam", now=NOW)
    assert not readiness_for(withdrawal.person, exam).ready
    assert not Precedent.objects.filter(retired_at__isnull=True).exists()


def test_a_decision_is_offered_to_the_same_institution_for_the_same_thing_until_it_is_retired() -> None:
    provider, competence = make_organisation(), make_competence()
    make_teacher(provider, competence)
    decision = make_decided(make_asked(provider=provider), Outcome.PARTLY, ects=Decimal(1))
    again = make_draft(provider=provider)
    by_name = make_draft(provider=provider, by_address="")
    other = make_draft(provider=provider, by_address="x", by_name="x", url="", title="Regnskab")
    elsewhere = make_draft()
    offered = precedents_for(again)
    assert [one.precedent.decision for one in offered] == [decision]
    assert [one.precedent.decision for one in precedents_for(by_name)] == [decision]
    assert precedents_for(other) == [] == precedents_for(elsewhere)
    with pytest.raises(NotYours):
        retire_precedent(precedent=offered[0].precedent, by=make_person(), because="It is no longer given", now=NOW)
    retire_precedent(precedent=offered[0].precedent, by=decision.by, because="It is no longer given", now=NOW)
    assert precedents_for(again) == []


@pytest.mark.parametrize(
    ("brought", "alike"),
    [
        ({"known_as": "https://badges.example/1"}, Alike.KNOWN_AS),
        ({"outside_provider": "Night Desk ApS", "title": MASTERCLASS.title}, Alike.TITLE),
        ({"outside_provider": "Night Desk", "title": "Investigative journalisme, a masterclass"}, Alike.NEAR),
        ({"outside_provider": "Night Desk", "title": "Investigative journalism: a masterclass, part 2"}, None),
        ({"outside_provider": "Somebody Else", "title": MASTERCLASS.title}, None),
    ],
)
def test_what_comes_another_way_or_is_written_otherwise_is_found_too(
    brought: dict[str, str], alike: Alike | None
) -> None:
    withdrawal = make_asked(known_as="https://badges.example/1")
    decision = make_decided(withdrawal)
    again = make_draft(provider=withdrawal.provider)
    for name, value in {"url": "", "by_address": "", "by_name": "", "title": "", "outside_provider": ""}.items():
        setattr(again, name, brought.get(name, value))
    again.known_as = brought.get("known_as", "")
    offered = precedents_for(again)
    assert [(one.precedent.decision, one.alike) for one in offered] == ([(decision, alike)] if alike else [])


def test_an_offer_of_the_catalogues_is_the_same_whatever_it_is_called_by_then() -> None:
    offer = make_offer()
    decision = make_decided(make_asked(offer=offer))
    again = make_draft(provider=decision.withdrawal.provider, offer=offer, url="", by_address="", by_name="", title="x")
    (offered,) = precedents_for(again)
    assert (offered.alike, offered.is_sure) == (Alike.OFFER, True)


def test_an_educator_may_ask_for_more_first_and_the_waiting_goes_on() -> None:
    withdrawal = make_asked()
    return_to_learner(withdrawal=withdrawal, by=educator_of(withdrawal), question="May I see an assignment?", now=NOW)
    withdrawal.refresh_from_db()
    assert (withdrawal.state, withdrawal.question) == (WithdrawalState.RETURNED, "May I see an assignment?")
    later = ask(withdrawal=withdrawal, by=withdrawal.person, now=NOW + timedelta(days=3))
    assert (later.asked_at, later.round, later.educator) == (NOW, 1, withdrawal.educator)
