"""What a person is to which organisation."""

from datetime import datetime
from typing import Final

from django.core.cache import cache

from nanobank.accounts.models import Person
from nanobank.organisations.models import Membership, MembershipQuerySet, Organisation
from nanobank.organisations.regions import region_of

_AN_HOUR: Final = 3600


def roles_of(person: Person, now: datetime) -> MembershipQuerySet:
    """The memberships in force, each with its organisation: one query."""
    return (
        Membership.objects.of(person).at(now).select_related("organisation").order_by("organisation__name_da", "role")
    )


def members_of(organisation: Organisation, now: datetime) -> MembershipQuerySet:
    """Everyone with a role in the organisation now, by name: one query."""
    members = Membership.objects.filter(organisation=organisation).at(now)
    return members.select_related("person").order_by("person__given_name", "person__family_name", "role")


def region_of_work(person: Person, now: datetime) -> str:
    """The region where the person works, by the postcode of one of their organisations; empty when none is known.

    Remembered for an hour: at most one query.
    """
    return str(cache.get_or_set(f"organisations.region.{person.pk}", lambda: _region_of_work(person, now), _AN_HOUR))


def _region_of_work(person: Person, now: datetime) -> str:
    postcodes = Membership.objects.of(person).at(now).order_by("pk").values_list("organisation__postcode", flat=True)
    return next((str(region) for postcode in postcodes if (region := region_of(postcode)) is not None), "")
