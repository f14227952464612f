"""From a plan into the bank."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.bank.services import plan as plan_in_bank
from nanobank.catalogue.models import Module, State
from nanobank.common.errors import Refused
from nanobank.ledger.queries import positions_of
from nanobank.pathways.models import Pathway, PlanVersion
from nanobank.pathways.permissions import check_owns
from nanobank.pathways.services.changing import choose


@transaction.atomic
def follow(*, version: PlanVersion, by: Person, now: datetime) -> int:
    """Go by this plan in the place of any other, and have it in the bank. Raises as ``put_in_bank`` does."""
    choose(version=version, by=by, now=now)
    return put_in_bank(version=version, by=by, now=now)


@transaction.atomic
def put_in_bank(*, version: PlanVersion, by: Person, now: datetime) -> int:
    """Go by this plan, and have each of its modules in the bank as planned; how many were not there before.

    To do it twice changes nothing more. What is no longer offered is passed over. Raises NotYours; Refused when none
    of the plan is offered any longer, or when another plan is gone by, which nobody has let go of yet.
    """
    pathway = Pathway.objects.get(pk=version.pathway_id)
    check_owns(by, pathway)
    if pathway.chosen_id not in (None, version.pk):
        raise Refused(_("First say whether you use this plan or keep the one you had. Then it can go into your bank."))
    choose(version=version, by=by, now=now)
    modules = list(
        Module.objects.select_related("current")
        .filter(slug__in=[step["module"] for step in version.steps], current__state=State.PUBLISHED)
        .order_by("slug")
    )
    if version.steps and not modules:
        raise Refused(_("None of these modules is in the catalogue any longer."))
    there = positions_of(by)
    new = [module for module in modules if module.pk not in there or not there[module.pk].total]
    for module in new:
        plan_in_bank(person=by, module=module, now=now)
    return len(new)
