"""Where a person stands with each micro-credential."""

from datetime import timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from factories import NOW, make_micro_credential, make_module, make_person
from factories_exams import make_completed, make_ready
from nanobank.catalogue.models import ElectiveGroup, State
from nanobank.exams.models import Dispensation, Grade, Registration, RegistrationState, Result
from nanobank.exams.readiness import readiness_for, readiness_of
from nanobank.ledger.models import Kind
from nanobank.ledger.services import record_module

pytestmark = pytest.mark.django_db


def test_what_is_planned_shows_with_what_is_missing() -> None:
    person, module, other = make_person(), make_module(), make_module()
    micro_credential = make_micro_credential(required=[module, other], ects=Decimal(5))
    assert module.current
    record_module(person=person, version=module.current, kind=Kind.PLANNED, by=person, now=NOW)
    (readiness,) = readiness_of(person)
    assert readiness.micro_credential.pk == micro_credential.pk
    assert {choice.module for choice in readiness.missing} == {module.pk, other.pk}
    assert not readiness.ready


def test_what_one_has_nothing_to_do_with_does_not_show() -> None:
    make_micro_credential()
    assert readiness_of(make_person()) == []


def test_a_met_rule_is_ready_the_same_minute() -> None:
    micro_credential = make_micro_credential()
    (readiness,) = readiness_of(make_ready(micro_credential))
    assert readiness.ready
    assert readiness.percent == 100
    assert readiness.attempts_left == 3


def test_a_group_says_how_much_is_missing_and_what_may_be_chosen() -> None:
    person, required, chosen, other = make_person(), make_module(), make_module(ects="1"), make_module(ects="1")
    too_low = make_module(level=6)
    micro_credential = make_micro_credential(required=[required], ects=Decimal("4.5"))
    group = ElectiveGroup.objects.create(micro_credential=micro_credential, min_ects=Decimal(2), min_level=7)
    group.modules.set([chosen, other, too_low])
    for module in (required, chosen, too_low):
        make_completed(person, module)
    readiness = readiness_for(person, micro_credential)
    (short,) = readiness.missing_groups
    assert short.ects == Decimal(1)
    assert [choice.module for choice in short.choices] == [other.pk]
    assert {line.module for line in readiness.completed} == {required.pk, chosen.pk}


def test_an_unpublished_micro_credential_does_not_show() -> None:
    micro_credential = make_micro_credential(state=State.WITHDRAWN)
    assert readiness_of(make_ready(micro_credential)) == []


def test_three_failed_attempts_are_the_end_until_there_is_a_dispensation() -> None:
    micro_credential = make_micro_credential()
    person = make_ready(micro_credential)
    for attempt in range(3):
        registration = Registration.objects.create(
            person=person,
            micro_credential=micro_credential,
            state=RegistrationState.PUBLISHED,
            registered_at=NOW - timedelta(days=attempt),
            closed_at=NOW,
        )
        Result.objects.create(registration=registration, grade=Grade.ZERO, grounds="…", published_at=NOW, by=person)
    readiness = readiness_for(person, micro_credential)
    assert (readiness.attempts_used, readiness.attempts_left, readiness.ready) == (3, 0, False)
    Dispensation.objects.create(
        person=person, micro_credential=micro_credential, reason="Bereaved", by=person, granted_at=NOW
    )
    assert readiness_for(person, micro_credential).ready


def test_ten_more_micro_credentials_cost_no_more_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    person = make_ready(make_micro_credential())
    with django_assert_max_num_queries(10) as captured:
        assert len(readiness_of(person)) == 1
    few = len(captured)
    for _ in range(5):
        micro_credential = make_micro_credential()
        group = ElectiveGroup.objects.create(micro_credential=micro_credential, min_ects=Decimal(1))
        group.modules.set([make_module(), make_module()])
        for module in micro_credential.required.all():
            make_completed(person, module)
    with django_assert_max_num_queries(few + 1):
        assert len(readiness_of(person)) == 6
