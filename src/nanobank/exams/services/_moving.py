"""What every change of a registration has in common: it is locked, and its table is asked."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict
from nanobank.exams.bridge import Event, NotPossible, next_state
from nanobank.exams.models import Registration, Slot
from nanobank.ledger.models import Kind
from nanobank.ledger.services import record_micro_credential


def lock(registration: Registration) -> Registration:
    """The registration as it stands now; others wait until this transaction ends."""
    return (
        Registration.objects.select_for_update(of=("self",))
        .select_related("person", "micro_credential__provider", "slot__examiner")
        .get(pk=registration.pk)
    )


def move(registration: Registration, event: Event) -> None:
    """Set the state that the event leads to, unsaved. Raises Conflict when it is not possible now."""
    try:
        registration.state = next_state(registration, event)
    except NotPossible:
        raise Conflict(
            _("That is not possible any more. Your registration is now: %(state)s.")
            % {"state": registration.get_state_display()}
        ) from None


def close(registration: Registration, event: Event, *, counts: bool, now: datetime) -> None:
    """End the registration through the event and save it."""
    move(registration, event)
    registration.counts = counts
    registration.closed_at = now
    registration.save()


def give_back_seat(slot: Slot) -> None:
    """Let somebody else book it."""
    Slot.objects.filter(pk=slot.pk, seats_taken__gt=0).update(seats_taken=F("seats_taken") - 1)


def note_in_ledger(registration: Registration, kind: Kind, *, by: Person, now: datetime, note: str = "") -> None:
    """Tell the learner's bank what happened."""
    record_micro_credential(
        person=registration.person,
        micro_credential=registration.micro_credential,
        kind=kind,
        by=by,
        now=now,
        note=note,
    )
