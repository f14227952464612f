"""A need is put to institutions, they answer, and one answer comes true."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from factories import NOW, make_competence, make_member, make_organisation, make_person
from factories_needs import make_answer, make_enquiry, make_firm, make_institution, make_need, terms
from nanobank.catalogue.models import Module, Offering, State
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.needs import services
from nanobank.needs.models import Enquiry, EnquiryState, Need
from nanobank.needs.permissions import Side
from nanobank.needs.queries import compared, suggestions_for, thread_of
from nanobank.needs.services import PartTerms
from nanobank.organisations.models import Kind, Membership, Role
from nanobank.study.queries import open_offerings

pytestmark = pytest.mark.django_db


def test_a_need_is_put_to_those_who_could_and_they_hear_of_it_without_a_name() -> None:
    need = make_need()
    institution, lead, _module = make_institution()
    enquiry = make_enquiry(need, institution)
    need.refresh_from_db()
    assert (need.state, enquiry.state) == ("asked", EnquiryState.SENT)
    letter = mail.outbox[-1]
    assert letter.to == [lead.email]
    assert "Region Midtjylland" in letter.body
    assert "Brodal" not in f"{letter.subject} {letter.body}"


def test_nobody_is_asked_twice_nor_without_anybody_chosen() -> None:
    enquiry = make_enquiry()
    by = enquiry.need.by
    assert by is not None
    assert services.ask(need=enquiry.need, institutions=[enquiry.institution], by=by, now=NOW) == []
    with pytest.raises(Refused) as refused:
        services.ask(need=enquiry.need, institutions=[], by=by, now=NOW)
    assert refused.value.field == "institutions"


def test_an_institution_that_left_cannot_be_asked_and_then_nobody_is() -> None:
    need, (there, _lead, _module) = make_need(), make_institution()
    gone = make_organisation(name_da="Den Lukkede Skole")
    person = make_member(Role.PROGRAMME_LEAD, gone)
    Membership.objects.filter(person=person).update(until=NOW - timedelta(days=1))
    assert need.by is not None
    with pytest.raises(Refused, match="Den Lukkede Skole") as refused:
        services.ask(need=need, institutions=[there, gone], by=need.by, now=NOW)
    assert refused.value.field == "institutions"
    assert not need.enquiries.exists()


def test_a_firm_or_a_region_cannot_be_asked_to_teach() -> None:
    need = make_need()
    assert need.by is not None
    with pytest.raises(Refused):
        services.ask(need=need, institutions=[make_organisation(Kind.REGION)], by=need.by, now=NOW)


def test_a_learner_does_not_order_tailored_courses() -> None:
    person = make_person()
    need = services.record_need(words="CSRD", origin="learner", by=person, now=NOW)
    with pytest.raises(Refused):
        services.ask(need=need, institutions=[make_institution()[0]], by=person, now=NOW)


def test_whoever_teaches_most_of_it_is_suggested_first_with_the_reasons() -> None:
    first, second = make_competence(), make_competence()
    need = make_need(competences=[first, second])
    both, *_rest = make_institution(first, second, postcode="9000")
    one, *_rest = make_institution(second, postcode="8800")
    make_institution()
    silent = make_organisation()
    found = suggestions_for(need, now=NOW)
    assert [(each.institution, len(each.covers), each.in_region) for each in found[:2]] == [
        (both, 2, False),
        (one, 1, True),
    ]
    assert silent not in [each.institution for each in found]
    make_enquiry(need, both)
    assert both not in [each.institution for each in suggestions_for(need, now=NOW)]


def test_an_answer_is_kept_when_a_better_one_comes() -> None:
    wanted = [make_competence(), make_competence()]
    institution, _lead, module = make_institution(wanted[0])
    enquiry = make_enquiry(make_need(competences=wanted), institution)
    make_answer(enquiry)
    new = PartTerms(title="Dobbelt væsentlighed", ects=Decimal("1.5"), competences=(wanted[1],))
    make_answer(enquiry, PartTerms(module=module), new, price=Decimal(40_000), seats=8)
    (one,) = compared(enquiry.need)
    assert (len(one.covers), one.leaves_out, one.ects, one.each, one.new, one.seats_short) == (
        2, (), Decimal(4), Decimal(5_000), 1, 4,
    )  # fmt: skip
    assert [answer.number for answer in thread_of(enquiry, Side.ASKER).answers] == [2, 1]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("words", {"words": " "}),
        ("price", {"price": Decimal(-1)}),
        ("price", {"price": Decimal(10) ** 8}),
        ("seats", {"seats": 0}),
        ("starts_on", {"starts_on": NOW.date() - timedelta(days=1)}),
        ("ends_on", {"ends_on": NOW.date()}),
        ("parts", {"parts": ()}),
        ("parts", {"parts": (PartTerms(title=" ", ects=Decimal(1)),)}),
        ("parts", {"parts": (PartTerms(title="CSRD", ects=Decimal(11)),)}),
        ("parts", {"parts": (PartTerms(title="CSRD"),)}),
        ("parts", {"parts": (PartTerms(title="C" * 201, ects=Decimal(1)),)}),
    ],
)
def test_what_is_wrong_with_an_answer_is_told_where_it_stands(field: str, wrong: dict[str, Any]) -> None:
    enquiry = make_enquiry()
    lead = enquiry.institution.memberships.get().person
    with pytest.raises(Refused) as refused:
        services.answer(enquiry=enquiry, terms=terms(**{"parts": terms().parts, **wrong}), by=lead, now=NOW)
    assert refused.value.field == field


def test_nobody_builds_with_another_institutions_modules() -> None:
    enquiry = make_enquiry()
    *_rest, module = make_institution(make_competence())
    lead = enquiry.institution.memberships.get().person
    with pytest.raises(Refused):
        services.answer(enquiry=enquiry, terms=terms(PartTerms(module=module)), by=lead, now=NOW)


def test_when_all_have_said_no_the_need_is_open_again() -> None:
    need = make_need()
    enquiries = [make_enquiry(need), make_enquiry(need)]
    make_answer(enquiries[0])
    for enquiry, after in zip(enquiries, ("asked", "open"), strict=True):
        lead = enquiry.institution.memberships.get().person
        services.decline(enquiry=enquiry, note="Vi har ingen, der kan det.", by=lead, now=NOW)
        need.refresh_from_db()
        assert need.state == after
    assert "Vi har ingen, der kan det." in mail.outbox[-1].body


def test_questions_and_answers_stand_in_one_thread_and_the_asker_stays_unknown_until_they_say_so() -> None:
    enquiry = make_enquiry()
    lead, boss = enquiry.institution.memberships.get().person, enquiry.need.by
    assert boss is not None
    services.say(enquiry=enquiry, words="Hvor mange har læst en årsrapport før?", by=lead, now=NOW)
    services.say(enquiry=enquiry, words="To.", by=boss, now=NOW + timedelta(hours=1))
    enquiry.refresh_from_db()
    seen = thread_of(enquiry, Side.INSTITUTION)
    assert [(line.is_mine, line.words) for line in seen.lines] == [
        (True, "Hvor mange har læst en årsrapport før?"),
        (False, "To."),
    ]
    assert boss.name not in seen.lines[1].who
    assert "Brodal" not in seen.asker + seen.lines[1].who
    services.show_name(enquiry=enquiry, by=boss, now=NOW)
    enquiry.refresh_from_db()
    shown = thread_of(enquiry, Side.INSTITUTION)
    assert shown.asker == "Brodal Teknik"
    assert boss.name in shown.lines[1].who


def test_an_accepted_answer_comes_true_and_the_others_are_told_kindly() -> None:
    competence = make_competence()
    need = make_need(competences=[competence])
    institution, lead, module = make_institution(competence)
    chosen, other = make_enquiry(need, institution), make_enquiry(need)
    assert module is not None
    assert need.by is not None
    make_answer(other)
    new = PartTerms(title="Dobbelt væsentlighed", ects=Decimal("1.5"), competences=(competence,))
    answer = make_answer(chosen, PartTerms(module=module), new)
    mail.outbox.clear()
    services.accept(answer=answer, by=need.by, now=NOW)
    need.refresh_from_db()
    assert need.state == "met"
    assert set(need.enquiries.values_list("state", flat=True)) == {"accepted", "passed_over"}
    existing, written = answer.parts.select_related("module", "offering")
    assert existing.offering is not None
    assert written.module is not None
    assert written.offering is not None
    assert existing.offering.reserved_for == need.organisation
    assert (existing.offering.seats, existing.offering.starts_on) == (12, answer.starts_on)
    draft = written.module.versions.get()
    assert (draft.state, draft.title_da, draft.ects) == (State.DRAFT, "Dobbelt væsentlighed", Decimal("1.5"))
    assert list(draft.competences.all()) == [competence]
    assert written.offering.module == written.module
    kind, won = sorted(mail.outbox, key=lambda one: "accept" in one.subject.lower())
    assert "Brodal Teknik" in won.body
    assert lead.email in won.to
    assert "Brodal" not in kind.body


def test_only_the_firms_own_people_can_take_the_class_that_comes_of_it() -> None:
    competence = make_competence()
    institution, _lead, module = make_institution(competence)
    enquiry = make_enquiry(make_need(competences=[competence]), institution)
    answer = make_answer(enquiry, PartTerms(module=module))
    assert enquiry.need.by is not None
    assert module is not None
    services.accept(answer=answer, by=enquiry.need.by, now=NOW)
    employee = make_member(Role.EMPLOYEE, enquiry.need.organisation)
    neighbour = make_member(Role.EMPLOYEE, make_organisation(Kind.EMPLOYER))
    offering = Offering.objects.get(reserved_for=enquiry.need.organisation)
    assert offering in open_offerings(module, employee, NOW)
    assert offering not in open_offerings(module, neighbour, NOW)


def test_an_answer_that_was_changed_meanwhile_is_not_accepted_unseen() -> None:
    first = make_answer()
    by = first.enquiry.need.by
    assert by is not None
    make_answer(first.enquiry, price=Decimal(90_000))
    with pytest.raises(Conflict):
        services.accept(answer=first, by=by, now=NOW)


def test_an_answer_of_an_institution_that_has_left_meanwhile_is_not_accepted() -> None:
    answer = make_answer()
    Membership.objects.filter(organisation=answer.enquiry.institution).update(until=NOW - timedelta(hours=1))
    by = answer.enquiry.need.by
    assert by is not None
    with pytest.raises(Refused):
        services.accept(answer=answer, by=by, now=NOW)
    assert Enquiry.objects.get().state == EnquiryState.ANSWERED


def test_when_the_need_is_withdrawn_nothing_more_can_be_said() -> None:
    answer = make_answer()
    enquiry, by = answer.enquiry, answer.enquiry.need.by
    assert by is not None
    services.withdraw(need=enquiry.need, by=by, now=NOW)
    enquiry.refresh_from_db()
    assert enquiry.state == EnquiryState.WITHDRAWN
    with pytest.raises(Conflict):
        services.say(enquiry=enquiry, words="Er I der?", by=by, now=NOW)
    with pytest.raises(Conflict):
        services.accept(answer=answer, by=by, now=NOW)
    with pytest.raises(Conflict):
        make_answer(enquiry)


@pytest.mark.parametrize("role", [*Role, None])
def test_neither_side_can_do_what_is_the_others(role: Role | None) -> None:
    answer = make_answer()
    enquiry = answer.enquiry
    person = make_person() if role is None else make_member(role, make_organisation(Kind.EMPLOYER))
    lead, boss = enquiry.institution.memberships.get().person, enquiry.need.by
    assert boss is not None
    for outsider, attempts in (
        (person, ("ask", "answer", "decline", "say", "accept", "show_name")),
        (lead, ("ask", "accept", "show_name")),
        (boss, ("answer", "decline")),
    ):
        for attempt in attempts:
            with pytest.raises(NotYours):
                _attempt(attempt, answer, outsider)


def _attempt(what: str, answer: Any, by: Any) -> object:
    enquiry: Enquiry = answer.enquiry
    attempts: dict[str, Callable[[], object]] = {
        "ask": lambda: services.ask(need=enquiry.need, institutions=[make_institution()[0]], by=by, now=NOW),
        "answer": lambda: services.answer(enquiry=enquiry, terms=terms(), by=by, now=NOW),
        "decline": lambda: services.decline(enquiry=enquiry, note="Nej tak", by=by, now=NOW),
        "say": lambda: services.say(enquiry=enquiry, words="Hej", by=by, now=NOW),
        "accept": lambda: services.accept(answer=answer, by=by, now=NOW),
        "show_name": lambda: services.show_name(enquiry=enquiry, by=by, now=NOW),
    }
    return attempts[what]()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_in_the_same_moment_one_wins_and_the_other_is_told() -> None:
    firm, boss = make_firm()
    colleague = make_member(Role.EMPLOYER, firm)
    need = make_need(firm, boss)
    answers = [make_answer(make_enquiry(need)), make_answer(make_enquiry(need))]
    at_once, outcomes = Barrier(2), []

    def accept(person: Any, answer: Any) -> None:
        try:
            at_once.wait(timeout=60)
            services.accept(answer=answer, by=person, now=NOW)
            outcomes.append("won")
        except Conflict as conflict:
            outcomes.append(conflict.message)
        finally:
            connection.close()

    threads = [Thread(target=accept, args=pair) for pair in zip((boss, colleague), answers, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert outcomes.count("won") == 1
    assert len(outcomes) == 2
    assert Need.objects.get().state == "met"
    assert sorted(need.enquiries.values_list("state", flat=True)) == ["accepted", "passed_over"]
    assert Module.objects.count() == 1
