"""Who looks after the registry: offices propose, the bank's own staff decide, and nobody decides alone."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.organisations.models import PROVIDER_KINDS, Membership, Role

_PROPOSING = (Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD)


def can_propose(person: Person | AnonymousUser, *, now: datetime) -> bool:
    """Whether the person works in an institution's office, or is of the bank's staff."""
    if not isinstance(person, Person):
        return False
    if person.is_staff:
        return True
    offices = Membership.objects.of(person).at(now).filter(role__in=_PROPOSING)
    return offices.filter(organisation__kind__in=PROVIDER_KINDS).exists()


def check_may_propose(person: Person, *, now: datetime) -> None:
    """Raise NotYours unless the person works in an institution's office, or is of the bank's staff."""
    if not can_propose(person, now=now):
        raise NotYours(_("You do not have the role that this takes."))


def can_decide(person: Person | AnonymousUser) -> bool:
    """Whether the person is of the bank's staff."""
    return isinstance(person, Person) and person.is_staff


def check_may_decide(person: Person) -> None:
    """Raise NotYours unless the person is of the bank's staff."""
    if not can_decide(person):
        raise NotYours(_("You do not have the role that this takes."))
