"""Who keeps feeds and judges offers: educators and programme leads, for their own institution."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.permissions import AUTHORS
from nanobank.common.errors import NotYours
from nanobank.organisations.models import Membership, Organisation
from nanobank.organisations.permissions import can_act, check_role


def check_may_keep(person: Person | None, organisation: Organisation, *, now: datetime) -> None:
    """Raise NotYours unless the person teaches for the institution. None is the site's own operator, who may."""
    if person is not None:
        check_role(person, organisation, *AUTHORS, now=now)


def can_keep(person: Person | AnonymousUser, organisation: Organisation, *, now: datetime) -> bool:
    """Whether the person may."""
    return can_act(person, organisation, *AUTHORS, now=now)


def kept_by(person: Person, *, now: datetime) -> list[Organisation]:
    """The institutions that the person may do this for, by name: one query. Raises NotYours when there is none."""
    memberships = Membership.objects.of(person).at(now).filter(role__in=AUTHORS).select_related("organisation")
    found = {one.organisation_id: one.organisation for one in memberships.order_by("organisation__name_da")}
    if not found:
        raise NotYours(_("You do not have the role that this takes."))
    return list(found.values())
