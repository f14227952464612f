"""What a person is to which organisation."""

from datetime import datetime

from nanobank.accounts.models import Person
from nanobank.organisations.models import Membership, MembershipQuerySet


def roles_of(person: Person, now: datetime) -> MembershipQuerySet:
    """The memberships in force, each with its organisation: one query."""
    return (
        Membership.objects.of(person).at(now).select_related("organisation").order_by("organisation__name_da", "role")
    )
