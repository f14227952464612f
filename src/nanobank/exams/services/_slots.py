"""What an examiner does with their calendar."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock
from nanobank.catalogue.models import MicroCredential
from nanobank.common.errors import Conflict, Refused
from nanobank.exams.models import Slot
from nanobank.exams.permissions import check_examiner

MAX_MINUTES = 480
MAX_IN_A_ROW = 24
FURTHEST = timedelta(days=730)
"""How far ahead a time can be opened; beyond it somebody has mistyped the year."""


@transaction.atomic
def open_slots(
    *,
    micro_credential: MicroCredential,
    examiner: Person,
    starts_at: datetime,
    minutes: int,
    count: int,
    place: str,
    now: datetime,
    seats: int = 1,
) -> list[Slot]:
    """Open ``count`` slots of ``minutes`` each, one after the other, at a place or a link.

    Raises NotYours unless ``examiner`` is assigned, Conflict when one would overlap with another of theirs.
    """
    check_examiner(examiner, micro_credential)
    if micro_credential.by_hand_in:
        raise Refused(_("This exam is handed in, so it has no times."), field="micro_credential")
    if starts_at <= now:
        raise Refused(_("Choose a time to come."), field="starts_at")
    if starts_at > now + FURTHEST:
        raise Refused(_("Choose a time within the next two years."), field="starts_at")
    if not 5 <= minutes <= MAX_MINUTES:
        raise Refused(_("A time lasts from 5 minutes to 8 hours."), field="minutes")
    if not 1 <= count <= MAX_IN_A_ROW:
        raise Refused(_("Open from 1 to 24 times in a row."), field="count")
    if seats < 1:
        raise Refused(_("A time has at least one seat."), field="seats")
    if not place.strip():
        raise Refused(_("Write where the exam is held, or a link."), field="place")
    length = timedelta(minutes=minutes)
    lock(examiner)
    _check_free(examiner, starts_at, starts_at + count * length)
    slots = [
        Slot(
            micro_credential=micro_credential,
            examiner=examiner,
            starts_at=starts_at + number * length,
            minutes=minutes,
            place=place.strip(),
            seats=seats,
        )
        for number in range(count)
    ]
    try:
        with transaction.atomic():
            return Slot.objects.bulk_create(slots)
    except IntegrityError:
        raise _overlap() from None


def _check_free(examiner: Person, starts_at: datetime, ends_at: datetime) -> None:
    earliest = starts_at - timedelta(minutes=MAX_MINUTES)
    near = Slot.objects.standing().filter(examiner=examiner, starts_at__gt=earliest, starts_at__lt=ends_at)
    if any(slot.ends_at > starts_at for slot in near):
        raise _overlap()


def _overlap() -> Conflict:
    return Conflict(_("You have already opened a time that overlaps with this."), field="starts_at")


@transaction.atomic
def cancel_slot(*, slot: Slot, by: Person, now: datetime) -> None:
    """Call off a slot that nobody has booked. Raises Conflict when somebody has."""
    check_examiner(by, slot.micro_credential)
    called_off = Slot.objects.standing().filter(pk=slot.pk, examiner=by, seats_taken=0).update(cancelled_at=now)
    if not called_off:
        raise Conflict(_("That time cannot be called off: somebody has booked it."))
