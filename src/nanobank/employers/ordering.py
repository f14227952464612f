"""A bundle that was found, as the seats that it takes."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from nanobank.common.errors import Conflict, Refused
from nanobank.employers.market import parts_of, seat_prices_of, wholes_of
from nanobank.employers.models import Brief, Colleague
from nanobank.employers.services import Seat


def seats_of(brief: Brief, number: int, *, now: datetime) -> list[Seat]:
    """The seats of bundle ``number`` (from 1) for the colleagues named. What is had whole has its price shared by its
    modules.

    Raises Refused (field ``seats``) when it is for people who have no names; Conflict when some of it is gone.
    """
    taken = brief.answer["bundles"][number - 1]["taken"]
    colleagues = {str(one.uuid): one for one in Colleague.objects.of(brief.organisation).here()}
    if any(person not in colleagues for one in taken for person in one["people"]):
        raise Refused(_("Say who it is for before you order: put names to the people."), field="seats")
    parts = parts_of([one["offer"] for one in taken], organisation=brief.organisation, now=now)
    if any(one["offer"] not in parts for one in taken):
        raise Conflict(_("Some of it can no longer be had. Look again to see what there is now."))
    wholes = wholes_of(one["offer"] for one in taken)
    prices = seat_prices_of(pair for inside in parts.values() for pair in inside)
    seats: dict[tuple[int, int], Seat] = {}
    for one in taken:
        inside = parts[one["offer"]]
        for module, offering in inside:
            whole = wholes.get(one["offer"])
            price = prices[offering.pk] if whole is None else (whole.price / len(inside)).quantize(Decimal("0.01"))
            for person in one["people"]:
                colleague = colleagues[person]
                seats.setdefault((module.pk, colleague.pk), Seat(module, offering, colleague, price))
    return list(seats.values())
