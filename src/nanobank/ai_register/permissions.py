"""Whoever acts for an employer keeps its register; the bank's staff keep the wording of the law."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.organisations.models import Organisation, Role
from nanobank.organisations.permissions import check_role


def check_keeps(person: Person, organisation: Organisation, *, now: datetime) -> None:
    """Raise NotYours unless the person acts for the organisation as an employer now."""
    check_role(person, organisation, Role.EMPLOYER, now=now)


def check_words(person: Person) -> None:
    """Raise NotYours unless the person is of the bank's staff."""
    if not person.is_staff:
        raise NotYours(_("You do not have the role that this takes."))
