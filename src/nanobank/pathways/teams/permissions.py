"""Who may plan for a team: the employer's own people with that role. For everybody else the team does not exist."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.organisations.models import Membership, Organisation, Role
from nanobank.organisations.permissions import can_act
from nanobank.pathways.models import Team, TeamPart

STAFF = (Role.EMPLOYEE, Role.EMPLOYER)
"""The roles that make somebody one of an employer's own."""


def check_plans_for(person: Person, organisation: Organisation, now: datetime) -> None:
    """Raise NotYours unless the person may plan for this employer's staff."""
    if not can_act(person, organisation, Role.EMPLOYER, now=now):
        raise NotYours(_("There is no such team."))


def check_plans(person: Person, team: Team, now: datetime) -> None:
    """Raise NotYours unless it is a team of the person's own workplace, and theirs to plan."""
    check_plans_for(person, team.organisation, now)


def check_is_for(person: Person, part: TeamPart) -> None:
    """Raise NotYours unless the part is the person's own, and was not taken back."""
    if part.member.person_id != person.pk or part.taken_back_at is not None:
        raise NotYours(_("There is no such plan."))


def employers_of(person: Person, now: datetime) -> list[Organisation]:
    """Those whose staff the person may plan for: one query."""
    held = Membership.objects.of(person).at(now).filter(role=Role.EMPLOYER)
    return [one.organisation for one in held.select_related("organisation").order_by("organisation__name_da")]
