"""Seats in one module for those who are chosen by name: who they could be, and the classes that take them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.ai_register.queries import lacking
from nanobank.catalogue.models import Module, Offering
from nanobank.common.errors import Refused
from nanobank.employers import services
from nanobank.employers.market import classes_of, seat_prices_of
from nanobank.employers.models import Colleague, CostCentre, LineState, Order, OrderLine, OrderState
from nanobank.employers.queries import people_of
from nanobank.employers.services import Seat
from nanobank.organisations.models import Membership, Organisation

_MOST: Final = 500
_HELD: Final = (LineState.ASKED, LineState.OFFERED, LineState.ACCEPTED)
_STANDING: Final = (OrderState.WAITING, OrderState.APPROVED)


@dataclass(frozen=True)
class Candidate:
    """Somebody to give a seat. ``uuid`` is a colleague's, or a membership's of who is not on file; ``lacks``: the AI
    register says that they must have learnt the module and have not; ``has_seat``: one is asked for already."""

    uuid: UUID
    name: str
    team: str
    lacks: bool
    has_seat: bool
    is_ticked: bool


@dataclass(frozen=True)
class ClassOffered:
    """A class with room, and what a seat in it costs (DKK)."""

    module: Module
    offering: Offering
    price: Decimal


def classes_offered(module: Module, *, organisation: Organisation, now: datetime) -> list[ClassOffered]:
    """Those that the organisation's people can be given seats in, the first first."""
    found = classes_of(module, organisation=organisation, now=now)
    prices = seat_prices_of((module, one) for one in found)
    return [ClassOffered(module, one, prices[one.pk]) for one in found]


def candidates(module: Module, *, organisation: Organisation, by_register: bool, now: datetime) -> list[Candidate]:
    """All who could have a seat; those who lack the module first, and ticked where they have none."""
    lack = {one.pk: one for one in lacking(organisation, module, now=now)} if by_register else {}
    addresses = {one.person.email.lower(): pk for pk, one in lack.items()}
    seated = _seated(module, organisation)
    first: list[Candidate] = []
    rest: list[Candidate] = []
    for one in people_of(organisation)[:_MOST]:
        member = one.membership_id or addresses.get(one.email.lower())
        found = Candidate(
            one.uuid, one.name, one.team, lacks=member in lack, has_seat=one.pk in seated, is_ticked=False
        )
        lack.pop(member or 0, None)
        (first if found.lacks else rest).append(found)
    first += [
        Candidate(one.uuid, one.person.name, "", lacks=True, has_seat=False, is_ticked=True) for one in lack.values()
    ]
    return [*(replace(one, is_ticked=not one.has_seat) for one in first), *rest]


def ticked(found: Iterable[Candidate], uuids: Collection[str]) -> list[Candidate]:
    """The same people with the ticks as they were sent."""
    return [replace(one, is_ticked=str(one.uuid) in uuids) for one in found]


def chosen(organisation: Organisation, uuids: Collection[UUID]) -> tuple[list[Colleague], list[Membership]]:
    """Who these are: people on file, and employees who are not."""
    colleagues = list(Colleague.objects.of(organisation).here().filter(uuid__in=uuids))
    members = Membership.objects.filter(organisation=organisation, uuid__in=uuids, until=None, colleague=None)
    return colleagues, list(members.select_related("person", "organisation"))


@transaction.atomic
def order_seats(
    *,
    organisation: Organisation,
    people: Collection[UUID],
    offered: ClassOffered,
    cost_centre: CostCentre,
    reference: str,
    by: Person,
    now: datetime,
) -> Order:
    """A seat in the class for each; employees who are not on file are put there. Raises as ``place_order``."""
    colleagues, members = chosen(organisation, people)
    if len(colleagues) + len(members) < len(set(people)):
        raise Refused(_("Choose among your own people."), field="seats")
    colleagues += services.put_on_file(memberships=members, by=by, now=now)
    return services.place_order(
        organisation=organisation,
        seats=[Seat(offered.module, offered.offering, one, offered.price) for one in colleagues],
        cost_centre=cost_centre,
        by=by,
        now=now,
        reference=reference,
    )


def _seated(module: Module, organisation: Organisation) -> set[int]:
    lines = OrderLine.objects.filter(
        order__organisation=organisation, order__state__in=_STANDING, module=module, state__in=_HELD
    )
    return set(lines.values_list("colleague_id", flat=True))
