"""When an exam does not go as planned: absence, illness, and one attempt more."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock as lock_person
from nanobank.catalogue.models import MicroCredential
from nanobank.common.errors import Conflict, Refused
from nanobank.exams.bridge import Event
from nanobank.exams.models import Dispensation, Registration, RegistrationState
from nanobank.exams.permissions import check_office, check_secretary
from nanobank.exams.readiness import readiness_for
from nanobank.exams.services._moving import close, give_back_seat, lock, note_in_ledger
from nanobank.ledger.models import Kind

MIN_REASON = 10


def check_reason(reason: str, *, field: str = "reason") -> str:
    """The reason without needless space. Raises Refused when it says nothing."""
    reason = reason.strip()
    if len(reason) < MIN_REASON:
        raise Refused(_("Write the reason in a sentence."), field=field)
    return reason


@transaction.atomic
def record_absence(*, registration: Registration, by: Person, now: datetime) -> Registration:
    """The learner did not come to the booked time: the attempt is spent. Raises Conflict before it has begun."""
    registration = lock(registration)
    slot = registration.slot
    if slot is None or slot.examiner_id != by.pk or registration.person_id == by.pk:
        check_office(by, registration.micro_credential, now=now, about=registration.person)
    if slot is not None and slot.starts_at > now:
        raise Conflict(_("The exam has not begun yet."))
    close(registration, Event.RECORD_ABSENCE, counts=True, now=now)
    note_in_ledger(registration, Kind.ABSENT, by=by, now=now)
    return registration


@transaction.atomic
def record_illness(*, registration: Registration, documentation: str, by: Person, now: datetime) -> Registration:
    """The learner has documented illness: the attempt is not spent, also when they were first noted as absent.

    ``documentation`` says what the study secretary has seen, never the diagnosis; it stays out of the ledger.
    """
    registration = lock(registration)
    check_secretary(by, registration, now=now)
    documentation = check_reason(documentation, field="documentation")
    slot = registration.slot
    if registration.state == RegistrationState.BOOKED and slot is not None and slot.starts_at > now:
        give_back_seat(slot)
    registration.closing_note = documentation
    close(registration, Event.RECORD_ILLNESS, counts=False, now=now)
    note_in_ledger(registration, Kind.ILL, by=by, now=now)
    return registration


@transaction.atomic
def grant_dispensation(
    *, person: Person, micro_credential: MicroCredential, reason: str, by: Person, now: datetime
) -> Dispensation:
    """Give a person who has spent every attempt one more, for a reason that can be read.

    Raises NotYours unless ``by`` runs the exams, Conflict while there is an attempt left or the exam is passed.
    """
    check_office(by, micro_credential, now=now, about=person)
    reason = check_reason(reason)
    lock_person(person)
    readiness = readiness_for(person, micro_credential)
    if readiness.attempts_left or readiness.passed or readiness.open_registration:
        raise Conflict(_("One attempt more is given when all are spent and the exam is not passed."))
    return Dispensation.objects.create(
        person=person, micro_credential=micro_credential, reason=reason, by=by, granted_at=now
    )
