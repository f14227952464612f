"""The plans that people go by already, laid out in rows."""

from datetime import date
from itertools import islice
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_CHUNK = 500


def lay_out(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A row for each module of each plan that is gone by now."""
    rows = apps.get_model("pathways", "PlannedModule")
    chosen = apps.get_model("pathways", "Pathway").objects.filter(chosen__isnull=False)
    plans = chosen.order_by("pk").values_list("pk", "chosen__plan").iterator(_CHUNK)
    while some := list(islice(plans, _CHUNK)):
        steps = [(pathway, step) for pathway, plan in some for step in plan["steps"]]
        rows.objects.bulk_create(_rows(apps, rows, steps), batch_size=_CHUNK)


def _rows(apps: StateApps, rows: Any, steps: list[tuple[int, dict[str, Any]]]) -> list[Any]:
    slugs = {step["module"] for _pathway, step in steps}
    uuids = {step["offering"] for _pathway, step in steps if step["offering"]}
    modules = dict(apps.get_model("catalogue", "Module").objects.filter(slug__in=slugs).values_list("slug", "pk"))
    found = apps.get_model("catalogue", "Offering").objects.filter(uuid__in=uuids).values_list("uuid", "pk")
    offerings = {str(uuid): pk for uuid, pk in found}
    return [
        rows(
            pathway_id=pathway,
            module_id=modules[step["module"]],
            offering_id=offerings.get(step["offering"]),
            begins_on=date.fromisoformat(step["begins_on"]),
        )
        for pathway, step in steps
        if step["module"] in modules
    ]


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial"), ("pathways", "0005_planned_modules")]

    operations = [migrations.RunPython(lay_out, migrations.RunPython.noop, elidable=True)]
