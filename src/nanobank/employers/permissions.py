"""Whose workplace it is. An employer never learns that another's needs, people or orders exist."""

from datetime import datetime
from decimal import Decimal

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.employers.models import Colleague, CostCentre, Order, OrderState
from nanobank.organisations.models import Kind, Membership, Organisation, Role
from nanobank.organisations.permissions import can_act


def confirmed_addresses(person: Person) -> set[str]:
    """The addresses, in lower case, that the person has shown to be theirs: one query."""
    confirmed = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return {email.lower() for email in confirmed}


def employers_of(person: Person, *, now: datetime) -> QuerySet[Organisation]:
    """The employers that the person acts for."""
    mine = Membership.objects.of(person).at(now).filter(role=Role.EMPLOYER).values("organisation")
    return Organisation.objects.filter(pk__in=mine, kind=Kind.EMPLOYER).order_by("name_da", "pk")


def check_employer(person: Person | AnonymousUser, organisation: Organisation, *, now: datetime) -> None:
    """Raise NotYours unless the person acts for this employer."""
    if organisation.kind != Kind.EMPLOYER or not can_act(person, organisation, Role.EMPLOYER, now=now):
        raise NotYours(_("There is no such workplace."))


def deciders(cost_centre: CostCentre, *, orderer: Person, now: datetime) -> list[Person]:
    """Who can approve what ``orderer`` wants paid: the approver, or all others who act where there is none to ask."""
    acting = Membership.objects.at(now).filter(organisation=cost_centre.organisation_id, role=Role.EMPLOYER)
    others = [one.person for one in acting.exclude(person=orderer).select_related("person").order_by("pk")]
    return [one for one in others if one.pk == cost_centre.approver_id] or others


def can_loosen(person: Person, cost_centre: CostCentre, *, now: datetime) -> bool:
    """Whether the person may raise the limit, or let somebody else approve: the approver, where one is named."""
    named = cost_centre.approver
    if named is None or named.pk == person.pk:
        return True
    return not can_act(named, cost_centre.organisation, Role.EMPLOYER, now=now)


def can_decide(person: Person, order: Order, *, now: datetime) -> bool:
    """Whether the order waits for this person."""
    if order.state != OrderState.WAITING:
        return False
    return person in deciders(order.cost_centre, orderer=order.made_by, now=now)


def free_limit(cost_centre: CostCentre, *, orderer: Person, now: datetime) -> Decimal:
    """The DKK that ``orderer`` can have paid without approval: nothing by a limit that they set themselves.

    Where nobody else acts for the workplace, nobody else can be asked, and the limit holds.
    """
    held = cost_centre.limit_by_id == orderer.pk and deciders(cost_centre, orderer=orderer, now=now)
    return Decimal(0) if held else cost_centre.limit


def check_may_decide(person: Person, order: Order, *, now: datetime) -> None:
    """Raise NotYours unless the order waits for this person."""
    check_employer(person, order.organisation, now=now)
    if not can_decide(person, order, now=now):
        raise NotYours(_("Somebody else has to approve this order."))


def check_is_me(person: Person, colleague: Colleague) -> None:
    """Raise NotYours unless it is the person's own place of work."""
    if colleague.membership is None or colleague.membership.person_id != person.pk or colleague.left_at is not None:
        raise NotYours(_("There is no such workplace."))
