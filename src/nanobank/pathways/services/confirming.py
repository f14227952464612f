"""Looking longer at a plan that holds but is not proven best."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock
from nanobank.common.errors import Refused
from nanobank.pathways.models import Cause, Planning, PlanningKind, PlanVersion
from nanobank.pathways.permissions import check_owns
from nanobank.pathways.services.asking import check_room
from nanobank.pathways.standing import can_be_confirmed, longer_look_at

ONGOING: Final = ("waiting", "running")


@transaction.atomic
def look_longer(*, version: PlanVersion, by: Person, now: datetime) -> Planning:
    """Have the planner go on from this plan: it is proven, bettered, or its distance from best confirmed.

    It goes on though nobody looks, and what comes of it stands with the plan. One that is under way already is the
    answer. Raises NotYours; Refused when there is nothing to prove, or too much under way.
    """
    pathway = version.pathway
    check_owns(by, pathway)
    if not can_be_confirmed(version):
        raise Refused(_("There is nothing more to prove about this plan."))
    lock(pathway.person)
    before = longer_look_at(version)
    if before is not None and before.state in ONGOING:
        return before
    check_room(pathway.person)
    return Planning.objects.create(
        person=pathway.person,
        pathway=pathway,
        event=version.event,
        kind=PlanningKind.PLAN,
        asked=version.planning.asked,
        problem={
            "confirms": version.pk,
            "question": version.question,
            "said": version.said,
            "cause": Cause.ASKED.value,
            "by": by.pk,
            "instead_of": version.pk,
        },
        best={**version.plan, "status": version.status, "gap": version.gap, "bound": version.bound},
        unattended=True,
        asked_at=now,
        seen_at=now,
    )
