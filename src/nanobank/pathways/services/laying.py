"""The plan that somebody goes by, laid out in rows that can be counted."""

from datetime import date

from nanobank.catalogue.models import Module, Offering
from nanobank.pathways.models import Pathway, PlannedModule, PlanVersion


def lay_out(*, pathway: Pathway, version: PlanVersion) -> None:
    """Have the pathway's rows be those of this plan: whoever chooses a plan does it in the same transaction."""
    slugs = {step["module"] for step in version.steps}
    modules = dict(Module.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    uuids = {step["offering"] for step in version.steps if step["offering"]}
    offerings = {str(uuid): pk for uuid, pk in Offering.objects.filter(uuid__in=uuids).values_list("uuid", "pk")}
    PlannedModule.objects.filter(pathway=pathway).delete()
    PlannedModule.objects.bulk_create(
        PlannedModule(
            pathway=pathway,
            module_id=modules[step["module"]],
            offering_id=offerings.get(step["offering"]),
            begins_on=date.fromisoformat(step["begins_on"]),
        )
        for step in version.steps
        if step["module"] in modules
    )
