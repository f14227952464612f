"""Who may write the catalogue: educators and programme leads, for their own organisation."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from nanobank.accounts.models import Person
from nanobank.organisations.models import Organisation, Role
from nanobank.organisations.permissions import can_act, check_role

AUTHORS = (Role.EDUCATOR, Role.PROGRAMME_LEAD)


def check_may_author(person: Person | AnonymousUser | None, provider: Organisation, *, now: datetime) -> None:
    """Raise NotYours unless the person writes for the provider. None is the site's own operator, who may."""
    if person is not None:
        check_role(person, provider, *AUTHORS, now=now)


def can_author(person: Person | AnonymousUser, provider: Organisation, *, now: datetime) -> bool:
    """Whether the person writes for the provider."""
    return can_act(person, provider, *AUTHORS, now=now)
