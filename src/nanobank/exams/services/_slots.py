"""What an examiner does with their calendar."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock
from nanobank.catalogue.models import MicroCredential
from nanobank.common.errors import Conflict, Refused
from nanobank.exams.models import Assessment, Registration, Slot
from nanobank.exams.permissions import check_examiner, check_office, is_examiner
from nanobank.exams.services._examiners import not_an_examiner

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
    lock(examiner)
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
    if not _is_free(examiner, starts_at, starts_at + count * length):
        raise _overlap()
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


def _is_free(examiner: Person, starts_at: datetime, ends_at: datetime) -> bool:
    earliest = starts_at - timedelta(minutes=MAX_MINUTES)
    near = Slot.objects.standing().filter(examiner=examiner, starts_at__gt=earliest, starts_at__lt=ends_at)
    return not any(slot.ends_at > starts_at for slot in near)


def _overlap() -> Conflict:
    return Conflict(_("You have already opened a time that overlaps with this."), field="starts_at")


@transaction.atomic
def cancel_slot(*, slot: Slot, by: Person, now: datetime) -> None:
    """Call off a slot that nobody has booked. Raises Conflict when somebody has."""
    check_examiner(by, slot.micro_credential)
    called_off = Slot.objects.standing().filter(pk=slot.pk, examiner=by, seats_taken=0).update(cancelled_at=now)
    if not called_off:
        raise Conflict(_("That time cannot be called off: somebody has booked it."))


@transaction.atomic
def hand_over_slot(*, slot: Slot, to: Person, by: Person, now: datetime) -> Slot:
    """Let another examiner of the same exam hold the slot, with everybody who has booked it.

    For the exam office, when its examiner is gone; also once it has begun, as long as its examiner has not assessed.
    Raises NotYours unless ``by`` runs the exam and is not examined at it, Refused (field ``to``) when ``to`` does not
    examine it or is examined at it, Conflict when they are taken then or somebody has assessed.
    """
    check_office(by, slot.micro_credential, now=now)
    lock(to)
    # Registrations before the slot, as in every other change of the two.
    list(Registration.objects.open().filter(slot=slot).select_for_update().order_by("pk"))
    slot = Slot.objects.select_for_update(of=("self",)).select_related("micro_credential__provider").get(pk=slot.pk)
    booked = list(Registration.objects.open().filter(slot=slot).select_related("person"))
    for registration in booked:
        check_office(by, slot.micro_credential, now=now, about=registration.person)
    _check_can_take_over(slot, to, booked)
    slot.examiner = to
    try:
        with transaction.atomic():
            slot.save(update_fields=["examiner"])
    except IntegrityError:
        raise _taken(to) from None
    return slot


def _check_can_take_over(slot: Slot, to: Person, booked: list[Registration]) -> None:
    if slot.cancelled_at is not None:
        raise Conflict(_("That time has been called off."))
    if slot.examiner_id == to.pk:
        raise Conflict(_("%(name)s holds that time already.") % {"name": to.name}, field="to")
    if not is_examiner(to, slot.micro_credential):
        raise not_an_examiner(to, field="to")
    if any(registration.person_id == to.pk for registration in booked):
        raise Refused(_("Nobody examines themselves. Choose somebody else."), field="to")
    given = Assessment.objects.filter(registration__in=booked)
    if given.filter(role=Assessment.Role.FIRST).exists():
        raise Conflict(_("The examiner has already assessed this exam, so it cannot be handed over."))
    if given.filter(examiner=to).exists():
        raise Conflict(_("%(name)s is the second examiner here. Choose somebody else.") % {"name": to.name}, field="to")
    if not _is_free(to, slot.starts_at, slot.ends_at):
        raise _taken(to)


def _taken(person: Person) -> Conflict:
    return Conflict(_("%(name)s has another exam at that time.") % {"name": person.name}, field="to")
