"""Who may act for an organisation: ``check_…`` raises, ``can_…`` asks."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.organisations.models import Membership, Organisation, Role


def can_act(person: Person | AnonymousUser, organisation: Organisation, *roles: Role, now: datetime) -> bool:
    """Whether the person has one of the roles in the organisation now: one query, none for a visitor."""
    if not isinstance(person, Person):
        return False
    return Membership.objects.of(person).at(now).filter(organisation=organisation, role__in=roles).exists()


def check_role(person: Person | AnonymousUser, organisation: Organisation, *roles: Role, now: datetime) -> None:
    """Raise NotYours unless the person has one of the roles in the organisation now."""
    if not can_act(person, organisation, *roles, now=now):
        raise NotYours(_("You do not have the role that this takes."))
