"""Who may look into another's module, and who may act for the one that uses it."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.permissions import AUTHORS, check_may_author
from nanobank.common.errors import NotYours
from nanobank.organisations.models import Membership, Organisation
from nanobank.reuse.models import Adaptation, Uptake


def is_educator(person: Person | AnonymousUser, now: datetime) -> bool:
    """Whether the person writes modules for any organisation in the bank: one query."""
    if not isinstance(person, Person):
        return False
    return Membership.objects.of(person).at(now).filter(role__in=AUTHORS).exists()


def check_is_educator(person: Person | AnonymousUser, now: datetime) -> None:
    """Raise NotYours unless the person writes modules for some organisation."""
    if not is_educator(person, now):
        raise NotYours(_("This is for those who write modules."))


def check_takes_up_for(person: Person | None, organisation: Organisation, now: datetime) -> None:
    """Raise NotYours unless the person writes modules for the organisation that takes something up."""
    check_may_author(person, organisation, now=now)


def check_sees_uptake(person: Person | None, uptake: Uptake, now: datetime) -> None:
    """Raise NotYours unless the person writes modules for the organisation that uses the module."""
    check_may_author(person, uptake.organisation, now=now)


def check_sees_adaptation(person: Person | None, adaptation: Adaptation, now: datetime) -> None:
    """Raise NotYours unless the person writes modules for the adaptation's provider."""
    check_may_author(person, adaptation.module.provider, now=now)
