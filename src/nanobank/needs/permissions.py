"""Whose a need is: the person's own, or their employer's when they act for it."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.needs.models import Need
from nanobank.organisations.models import Role
from nanobank.organisations.permissions import can_act


def can_see_to(person: Person | AnonymousUser, need: Need, *, now: datetime) -> bool:
    """Whether the need is theirs to see and change: a firm's belongs to those who act for it, whoever wrote it."""
    if not isinstance(person, Person):
        return False
    if need.organisation is not None:
        return can_act(person, need.organisation, Role.EMPLOYER, now=now)
    return need.by_id == person.pk


def check_sees_to(person: Person | AnonymousUser, need: Need, *, now: datetime) -> None:
    """Raise NotYours unless ``can_see_to``."""
    if not can_see_to(person, need, now=now):
        raise NotYours(_("There is no such need."))
