"""Chances to take a module, and their seats."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.indexing import index_starts
from nanobank.catalogue.models import TIMES, Module, Offering
from nanobank.catalogue.permissions import check_may_author
from nanobank.common.errors import Conflict, Refused
from nanobank.organisations.models import Organisation


@transaction.atomic
def add_offering(
    *,
    module: Module,
    by: Person | None,
    now: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
    place: str = "",
    postcode: str = "",
    times: Sequence[str] = (),
    seats: int | None = None,
    reserved_for: Organisation | None = None,
) -> Offering:
    """Offer a module from a date to a date, or any day when neither is given; without end of seats when None.

    One that is ``reserved_for`` an organisation is for its people alone (ADR 0087).

    ``times`` are the days and evenings (``models.TIMES``) on which one must be there. Raises NotYours; Refused when the
    dates, times or seats make no sense.
    """
    check_may_author(by, module.provider, now=now)
    if (starts_on is None) != (ends_on is None):
        raise Refused(_("Give both dates, or neither when one can begin any day."), field="ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused(_("It cannot end before it starts."), field="ends_on")
    if seats is not None and seats < 1:
        raise Refused(_("There must be at least one seat."), field="seats")
    if set(times) - set(TIMES):
        raise Refused(_("Times are days and evenings of the week, such as tue-evening."), field="times")
    offering = Offering.objects.create(
        module=module,
        starts_on=starts_on,
        ends_on=ends_on,
        place=place,
        postcode=postcode,
        times=sorted(set(times), key=TIMES.index),
        seats=seats,
        reserved_for=reserved_for,
    )
    index_starts(module, now=now)
    return offering


def take_seat(*, offering: Offering) -> None:
    """Take one seat, in one statement, so that two who ask for the last at once cannot both get it.

    Raises Conflict when none is left.
    """
    free = Q(seats__isnull=True) | Q(seats_taken__lt=F("seats"))
    if not Offering.objects.filter(free, pk=offering.pk).update(seats_taken=F("seats_taken") + 1):
        raise Conflict(_("The last seat has just been taken. Choose another start, or put the module in your bank."))


def give_back_seat(*, offering: Offering) -> None:
    """Let somebody else have the seat."""
    Offering.objects.filter(pk=offering.pk, seats_taken__gt=0).update(seats_taken=F("seats_taken") - 1)
