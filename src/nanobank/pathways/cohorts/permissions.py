"""Who may see what is in demand at an institution, and lay its modules over terms: those who lead its programmes."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.organisations.models import Membership, Organisation, Role
from nanobank.organisations.permissions import can_act

LEADS = (Role.PROGRAMME_LEAD, Role.STUDY_SECRETARY)


def check_leads(person: Person, organisation: Organisation, now: datetime) -> None:
    """Raise NotYours unless the person leads programmes there, or is secretary to those who do."""
    if not can_act(person, organisation, *LEADS, now=now):
        raise NotYours(_("There is no such institution."))


def led_by(person: Person, now: datetime) -> list[Organisation]:
    """The institutions whose programmes the person leads: one query."""
    held = Membership.objects.of(person).at(now).filter(role__in=LEADS).select_related("organisation")
    return list({one.organisation_id: one.organisation for one in held.order_by("organisation__name_da")}.values())
