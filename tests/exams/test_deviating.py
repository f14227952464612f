"""Absence counts, documented illness does not, and a fourth attempt takes a reason."""

from datetime import timedelta

import pytest

from factories import NOW, make_member, make_person
from factories_exams import make_booked, make_handed_in, make_registration
from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.exams.models import Registration, RegistrationState
from nanobank.exams.readiness import readiness_for
from nanobank.exams.services import grant_dispensation, record_absence, record_illness, register
from nanobank.ledger.models import Entry, Kind
from nanobank.organisations.models import Membership, Role

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=4)
SEEN = "Doctor's note of 3 March seen."


def _secretary(registration: Registration) -> Person:
    return make_member(Role.STUDY_SECRETARY, registration.micro_credential.provider)


def _attempts_left(registration: Registration) -> int:
    return readiness_for(registration.person, registration.micro_credential).attempts_left


def test_absence_spends_an_attempt() -> None:
    registration = make_booked(make_registration())
    registration = record_absence(registration=registration, by=_secretary(registration), now=LATER)
    assert registration.state == RegistrationState.ABSENT
    assert _attempts_left(registration) == 2
    assert Entry.objects.of(registration.person).filter(kind=Kind.ABSENT).exists()


def test_the_examiner_who_waited_may_record_it_too() -> None:
    registration = make_booked(make_registration())
    assert registration.slot
    record_absence(registration=registration, by=registration.slot.examiner, now=LATER)
    assert _attempts_left(registration) == 2


def test_nobody_is_absent_before_the_exam() -> None:
    registration = make_booked(make_registration())
    with pytest.raises(Conflict):
        record_absence(registration=registration, by=_secretary(registration), now=NOW)


def test_documented_illness_spends_nothing_and_frees_the_seat() -> None:
    registration = make_booked(make_registration())
    registration = record_illness(
        registration=registration, documentation=SEEN, by=_secretary(registration), now=NOW + timedelta(hours=1)
    )
    assert registration.slot
    registration.slot.refresh_from_db()
    assert (registration.state, registration.slot.seats_taken) == (RegistrationState.ILL, 0)
    assert _attempts_left(registration) == 3


def test_illness_documented_after_the_absence_gives_the_attempt_back() -> None:
    registration = make_booked(make_registration())
    secretary = _secretary(registration)
    record_absence(registration=registration, by=secretary, now=LATER)
    record_illness(registration=registration, documentation=SEEN, by=secretary, now=LATER)
    assert _attempts_left(registration) == 3


def test_what_the_secretary_saw_stays_out_of_the_ledger() -> None:
    registration = make_booked(make_registration())
    record_illness(registration=registration, documentation=SEEN, by=_secretary(registration), now=NOW)
    assert Entry.objects.of(registration.person).get(kind=Kind.ILL).note == ""


def test_illness_takes_documentation() -> None:
    registration = make_booked(make_registration())
    with pytest.raises(Refused) as refused:
        record_illness(registration=registration, documentation=" ", by=_secretary(registration), now=NOW)
    assert refused.value.field == "documentation"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.STUDY_SECRETARY])
def test_only_the_study_secretary_records_illness(role: Role) -> None:
    registration = make_handed_in()
    with pytest.raises(NotYours):
        record_illness(
            registration=registration,
            documentation=SEEN,
            by=make_member(role, registration.micro_credential.provider),
            now=NOW,
        )


def test_the_secretary_of_another_provider_records_nothing() -> None:
    registration = make_booked(make_registration())
    by = make_member(Role.STUDY_SECRETARY)
    with pytest.raises(NotYours):
        record_illness(registration=registration, documentation=SEEN, by=by, now=LATER)
    with pytest.raises(NotYours):
        record_absence(registration=registration, by=by, now=LATER)


def test_a_secretary_who_is_the_learner_does_not_act_on_their_own() -> None:
    registration = make_booked(make_registration())
    Membership.objects.create(
        person=registration.person,
        organisation=registration.micro_credential.provider,
        role=Role.STUDY_SECRETARY,
        since=NOW,
    )
    with pytest.raises(NotYours):
        record_illness(registration=registration, documentation=SEEN, by=registration.person, now=LATER)


def _three_times_absent() -> Registration:
    registration = make_booked(make_registration())
    record_absence(registration=registration, by=_secretary(registration), now=LATER)
    person, micro_credential = registration.person, registration.micro_credential
    for _ in range(2):
        registration = make_booked(register(person=person, micro_credential=micro_credential, now=NOW))
        record_absence(registration=registration, by=_secretary(registration), now=LATER)
    return registration


def test_a_dispensation_gives_a_fourth_attempt() -> None:
    registration = _three_times_absent()
    person, micro_credential = registration.person, registration.micro_credential
    with pytest.raises(Refused):
        register(person=person, micro_credential=micro_credential, now=LATER)
    grant_dispensation(
        person=person,
        micro_credential=micro_credential,
        reason="Bereavement in the days before the exam.",
        by=_secretary(registration),
        now=LATER,
    )
    assert register(person=person, micro_credential=micro_credential, now=LATER).pk


def test_a_dispensation_has_a_reason() -> None:
    registration = make_registration()
    with pytest.raises(Refused) as refused:
        grant_dispensation(
            person=registration.person,
            micro_credential=registration.micro_credential,
            reason="",
            by=_secretary(registration),
            now=NOW,
        )
    assert refused.value.field == "reason"


def test_nobody_grants_themselves_or_a_stranger_a_dispensation() -> None:
    registration = make_registration()
    secretary = _secretary(registration)
    for by, person in ((secretary, secretary), (make_person(), registration.person)):
        with pytest.raises(NotYours):
            grant_dispensation(
                person=person,
                micro_credential=registration.micro_credential,
                reason="Because I would like one.",
                by=by,
                now=NOW,
            )


def test_a_dispensation_is_for_those_who_have_spent_every_attempt_and_is_given_once() -> None:
    def grant(registration: Registration) -> None:
        grant_dispensation(
            person=registration.person,
            micro_credential=registration.micro_credential,
            reason="Bereavement in the days before the exam.",
            by=_secretary(registration),
            now=LATER,
        )

    spent = _three_times_absent()
    grant(spent)
    for registration in (make_registration(), spent):
        with pytest.raises(Conflict):
            grant(registration)
