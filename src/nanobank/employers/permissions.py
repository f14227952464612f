"""Whose workplace it is. An employer never learns that another's needs, people or orders exist."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.employers.models import Colleague, Order, OrderState
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


def can_decide(person: Person, order: Order, *, now: datetime) -> bool:
    """Whether the order waits for this person: the cost centre's approver, or anybody acting but who made it."""
    if order.state != OrderState.WAITING or order.made_by_id == person.pk:
        return False
    approver = order.cost_centre.approver_id
    return approver in (None, person.pk) and can_act(person, order.organisation, Role.EMPLOYER, now=now)


def check_may_decide(person: Person, order: Order, *, now: datetime) -> None:
    """Raise NotYours unless the order waits for this person."""
    check_employer(person, order.organisation, now=now)
    if not can_decide(person, order, now=now):
        raise NotYours(_("Somebody else has to approve this order."))


def check_is_me(person: Person, colleague: Colleague) -> None:
    """Raise NotYours unless it is the person's own place of work."""
    if colleague.membership is None or colleague.membership.person_id != person.pk or colleague.left_at is not None:
        raise NotYours(_("There is no such workplace."))
