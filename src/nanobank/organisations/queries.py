"""What a person is to which organisation."""

from datetime import datetime

from nanobank.accounts.models import Person
from nanobank.organisations.models import Membership, MembershipQuerySet, Organisation


def roles_of(person: Person, now: datetime) -> MembershipQuerySet:
    """The memberships in force, each with its organisation: one query."""
    return (
        Membership.objects.of(person).at(now).select_related("organisation").order_by("organisation__name_da", "role")
    )


def members_of(organisation: Organisation, now: datetime) -> MembershipQuerySet:
    """Everyone with a role in the organisation now, by name: one query."""
    members = Membership.objects.filter(organisation=organisation).at(now)
    return members.select_related("person").order_by("person__given_name", "person__family_name", "role")
