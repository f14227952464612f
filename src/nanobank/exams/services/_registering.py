"""What a learner does: put themselves forward, book, hand in, step back."""

from datetime import date, datetime
from pathlib import PurePath
from uuid import uuid4

from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock as lock_person
from nanobank.catalogue.models import MicroCredential, State
from nanobank.common.errors import Conflict, Refused
from nanobank.exams.bridge import Event, is_free_to_leave
from nanobank.exams.models import Registration, RegistrationState, Slot
from nanobank.exams.readiness import Readiness, readiness_for
from nanobank.exams.services._files import check_file
from nanobank.exams.services._moving import close, give_back_seat, lock, move, note_in_ledger
from nanobank.ledger.models import Kind

MAX_TEXT = 100_000


@transaction.atomic
def register(*, person: Person, micro_credential: MicroCredential, now: datetime) -> Registration:
    """Put the person forward, the same minute as the rule is met. The counted module versions are frozen with it.

    Raises Refused when the rule is not met, no attempt is left, it is passed already or not offered; Conflict when a
    registration is open already. An edition that was replaced is still open to who has tried it and not passed.
    """
    lock_person(person)
    readiness = readiness_for(person, micro_credential)
    _check_can_register(readiness, timezone.localdate(now))
    registration = Registration.objects.create(person=person, micro_credential=micro_credential, registered_at=now)
    registration.versions.set([line.version for line in readiness.completed])
    note_in_ledger(registration, Kind.REGISTERED, by=person, now=now)
    return registration


def _check_can_register(readiness: Readiness, today: date) -> None:
    if readiness.micro_credential.state != State.PUBLISHED and not readiness.is_reexamined(today):
        raise Refused(_("This micro-credential is not offered at the moment."))
    if readiness.passed:
        raise Refused(_("You have already passed this exam."))
    if readiness.open_registration:
        raise Conflict(_("You have already put yourself forward for this exam."))
    if not readiness.attempts_left:
        raise Refused(
            _("You have used all your attempts. The study secretary can grant one more in unusual circumstances.")
        )
    if not readiness.rule_is_met:
        raise Refused(_("You have not yet completed what this exam asks for."))


@transaction.atomic
def book_slot(*, registration: Registration, slot: Slot, now: datetime) -> Registration:
    """Take a seat at the slot; a booked learner moves to it until their limit.

    Raises Conflict when somebody else took the last seat, Refused when the slot is not theirs to choose.
    """
    registration = lock(registration)
    if registration.micro_credential.by_hand_in or slot.micro_credential_id != registration.micro_credential_id:
        raise Refused(_("That time is not for this exam."), field="slot")
    if slot.starts_at <= now:
        raise Refused(_("That time has passed. Choose another."), field="slot")
    if slot.examiner_id == registration.person_id:
        raise Refused(_("You cannot be examined by yourself. Choose another time."), field="slot")
    former = registration.slot
    if former == slot:
        return registration
    if former is not None:
        _check_can_still_change(former, now)
    move(registration, Event.BOOK)
    others = Slot.objects.standing().exclude(examiner=registration.person_id)
    taken = others.filter(pk=slot.pk, seats_taken__lt=F("seats")).update(seats_taken=F("seats_taken") + 1)
    if not taken:
        raise Conflict(_("Somebody else took that time a moment ago. Choose another."), field="slot")
    if former is not None:
        give_back_seat(former)
    registration.slot = slot
    registration.save(update_fields=["state", "slot"])
    return registration


@transaction.atomic
def cancel_booking(*, registration: Registration, now: datetime) -> Registration:
    """Give the booked time back and stay registered. Raises Refused after the limit."""
    registration = lock(registration)
    slot = registration.slot
    move(registration, Event.CANCEL_BOOKING)
    if slot is not None:
        _check_can_still_change(slot, now)
        give_back_seat(slot)
    registration.slot = None
    registration.save(update_fields=["state", "slot"])
    return registration


def _check_can_still_change(slot: Slot, now: datetime) -> None:
    if not is_free_to_leave(slot, now):
        raise Refused(
            _("It is too late to change the time: the exam is too close. You can still withdraw, but then it counts.")
        )


@transaction.atomic
def hand_in(*, registration: Registration, text: str, file: "File[bytes] | None", now: datetime) -> Registration:
    """Hand in a text (Markdown), a file or both; what was handed in before is replaced until assessment begins.

    A file handed in before stays when only the text is replaced. Raises Refused for a text that is too long and a file
    that cannot be handed in.
    """
    registration = lock(registration)
    if not registration.micro_credential.by_hand_in:
        raise Refused(_("Nothing is handed in for this exam; you book a time instead."))
    move(registration, Event.HAND_IN)
    text = text.strip()
    if not text and file is None and not registration.file:
        raise Refused(_("Write your answer or choose a file."), field="text")
    if len(text) > MAX_TEXT:
        raise Refused(_("Your text is longer than 100,000 characters. Hand it in as a file."), field="text")
    registration.text = text
    if file is not None:
        extension = check_file(file)
        _forget_file(registration)
        registration.file_name = PurePath(file.name or "").name[-200:]
        registration.file.save(f"{uuid4()}{extension}", file, save=False)
    registration.handed_in_at = now
    registration.save()
    return registration


def _forget_file(registration: Registration) -> None:
    """Remove the former file once the new one is safely stored."""
    storage, name = registration.file.storage, registration.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def withdraw(*, registration: Registration, now: datetime) -> Registration:
    """Step back. It counts as an attempt when the limit before a booked time has passed.

    docs/reference/exam-states.md has the rule. Raises Conflict once assessment or the booked time has begun.
    """
    registration = lock(registration)
    slot = registration.slot
    if registration.state == RegistrationState.BOOKED and slot is not None and slot.starts_at <= now:
        raise Conflict(_("The exam has begun, so you can no longer withdraw."))
    close(registration, Event.WITHDRAW, counts=not is_free_to_leave(slot, now), now=now)
    if slot is not None:
        give_back_seat(slot)
    note_in_ledger(registration, Kind.WITHDRAWN, by=registration.person, now=now)
    return registration
