"""Seats for several at once: asked for, approved by whoever answers for the money, and answered by each employee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.ai_register.services import note_paid
from nanobank.catalogue.models import Module, Offering, State
from nanobank.catalogue.services import give_back_seat
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.employers.letters import await_approval, offer, tell_decided
from nanobank.employers.models import (
    Brief,
    Colleague,
    CostCentre,
    LineState,
    Order,
    OrderLine,
    OrderState,
)
from nanobank.employers.permissions import check_employer, check_is_me, check_may_decide, free_limit
from nanobank.employers.services.seats import hold, take_back
from nanobank.organisations.models import Organisation
from nanobank.study.models import Enrolment
from nanobank.study.services import enrol

MOST_SEATS: Final = 500


@dataclass(frozen=True)
class Seat:
    """A module in a class, for somebody, at a price."""

    module: Module
    offering: Offering
    colleague: Colleague
    price: Decimal


@transaction.atomic
def place_order(
    *,
    organisation: Organisation,
    seats: Sequence[Seat],
    cost_centre: CostCentre,
    by: Person,
    now: datetime,
    brief: Brief | None = None,
    reference: str = "",
) -> Order:
    """Ask for the seats. Within what is free for ``by`` they are offered to the employees at once.

    Raises NotYours; Refused (fields ``seats``, ``cost_centre``); Conflict when a class has no seat left.
    """
    check_employer(by, organisation, now=now)
    if cost_centre.organisation_id != organisation.pk or cost_centre.closed_at is not None:
        raise Refused(_("Choose one of your cost centres."), field="cost_centre")
    _check_seats(organisation, seats)
    Organisation.objects.select_for_update(no_key=True).only("pk").get(pk=organisation.pk)
    last = Order.objects.filter(organisation=organisation).aggregate(last=Max("number"))["last"] or 0
    order = Order.objects.create(
        organisation=organisation, number=last + 1, brief=brief, cost_centre=cost_centre, reference=reference.strip(),
        made_by=by, made_at=now,
    )  # fmt: skip
    OrderLine.objects.bulk_create(
        OrderLine(order=order, module=one.module, offering=one.offering, colleague=one.colleague, price=one.price)
        for one in seats
    )
    if total_of(order) <= free_limit(cost_centre, orderer=by, now=now):
        return _approve(order, by=by, now=now)
    await_approval(order, now=now)
    return order


@transaction.atomic
def approve(*, order: Order, by: Person, now: datetime) -> Order:
    """Let the seats be offered. Raises NotYours; Conflict when it has been decided, or a class is full."""
    standing = _waiting(order)
    check_may_decide(by, standing, now=now)
    decided = _approve(standing, by=by, now=now)
    tell_decided(decided, now=now)
    return decided


@transaction.atomic
def refuse(*, order: Order, note: str, by: Person, now: datetime) -> Order:
    """Say no, and why. Raises NotYours, Refused (field ``note``), Conflict."""
    standing = _waiting(order)
    check_may_decide(by, standing, now=now)
    if not note.strip():
        raise Refused(_("Say why, so that your colleague knows what should be different."), field="note")
    decided = _decided(standing, OrderState.REFUSED, by=by, now=now, note=note.strip())
    tell_decided(decided, now=now)
    return decided


@transaction.atomic
def withdraw_order(*, order: Order, by: Person, now: datetime) -> Order:
    """Give up what has not been answered; what an employee has said yes to stands. Raises NotYours, Conflict."""
    check_employer(by, order.organisation, now=now)
    standing = _locked(order)
    if standing.state not in (OrderState.WAITING, OrderState.APPROVED):
        raise Conflict(_("This order is closed already."))
    take_back(OrderLine.objects.filter(order=standing), now=now)
    if standing.state == OrderState.WAITING or not standing.lines.filter(state=LineState.ACCEPTED).exists():
        return _decided(standing, OrderState.WITHDRAWN, by=by, now=now)
    return standing


@transaction.atomic
def accept_seat(*, line: OrderLine, person: Person, now: datetime) -> Enrolment:
    """The employee says yes and is enrolled. Raises NotYours, Refused as ``enrol``, Conflict when it is taken back."""
    standing = _offered(line, person)
    give_back_seat(offering=standing.offering)
    enrolment = enrol(person=person, module=standing.module, offering=standing.offering, now=now)
    standing.state, standing.answered_at, standing.enrolment = LineState.ACCEPTED, now, enrolment
    standing.save(update_fields=["state", "answered_at", "enrolment"])
    if standing.colleague.membership is not None:
        note_paid(membership=standing.colleague.membership, module=standing.module, now=now)
    return enrolment


@transaction.atomic
def decline_seat(*, line: OrderLine, person: Person, now: datetime) -> None:
    """The employee says no; nobody need say why. Raises NotYours, Conflict."""
    standing = _offered(line, person)
    give_back_seat(offering=standing.offering)
    standing.state, standing.answered_at = LineState.DECLINED, now
    standing.save(update_fields=["state", "answered_at"])


def total_of(order: Order) -> Decimal:
    """What it comes to if everybody says yes."""
    return OrderLine.objects.filter(order=order).aggregate(total=Sum("price"))["total"] or Decimal(0)


def _check_seats(organisation: Organisation, seats: Sequence[Seat]) -> None:
    if not seats:
        raise Refused(_("Choose at least one seat."), field="seats")
    if len(seats) > MOST_SEATS:
        raise Refused(_("At most %d seats can be ordered at a time.") % MOST_SEATS, field="seats")
    if len({(one.module.pk, one.colleague.pk) for one in seats}) < len(seats):
        raise Refused(_("The same person cannot have two seats on one module."), field="seats")
    for one in seats:
        if one.colleague.organisation_id != organisation.pk or one.colleague.left_at is not None:
            raise Refused(_("Seats can only be ordered for your own people."), field="seats")
        if one.offering.module_id != one.module.pk:
            raise Refused(_("That class belongs to another module."), field="seats")
        if one.offering.reserved_for_id not in (None, organisation.pk):
            raise Refused(_("That class is for the people of another workplace."), field="seats")
        if one.module.current is None or one.module.current.state != State.PUBLISHED:
            raise Refused(_("This module does not take in anybody at the moment."), field="seats")


def _approve(order: Order, *, by: Person, now: datetime) -> Order:
    hold(OrderLine.objects.filter(order=order))
    decided = _decided(order, OrderState.APPROVED, by=by, now=now)
    told = Colleague.objects.filter(lines__order=order).distinct()
    offer(order, told.select_related("organisation", "membership__person"), now=now)
    return decided


def _decided(order: Order, state: OrderState, *, by: Person, now: datetime, note: str = "") -> Order:
    order.state, order.decided_by, order.decided_at, order.note = state, by, now, note[:400]
    order.save(update_fields=["state", "decided_by", "decided_at", "note"])
    return order


def _locked(order: Order) -> Order:
    return (
        Order.objects.select_for_update(of=("self",))
        .select_related("organisation", "cost_centre", "made_by")
        .get(pk=order.pk)
    )


def _waiting(order: Order) -> Order:
    standing = _locked(order)
    if standing.state != OrderState.WAITING:
        raise Conflict(_("This order has been decided already."))
    return standing


def _offered(line: OrderLine, person: Person) -> OrderLine:
    standing = (
        OrderLine.objects.select_for_update(of=("self",))
        .select_related("offering", "module__current", "colleague__membership")
        .get(pk=line.pk)
    )
    check_is_me(person, standing.colleague)
    if standing.state == LineState.ASKED:
        raise NotYours(_("There is no such seat."))
    if standing.state != LineState.OFFERED:
        raise Conflict(_("This seat is no longer waiting for your answer."))
    return standing
