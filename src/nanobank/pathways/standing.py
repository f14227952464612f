"""How good a plan is known to be: as it was found, or as looking longer at it has shown.

A planning that looks longer names the plan in its problem (``confirms``); the plan itself is never changed.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet

from nanobank.pathways.models import IN_ITS_ORDER, Planning, PlanVersion


def can_be_confirmed(version: PlanVersion) -> bool:
    """Whether more can be known of how good a plan is: it was looked for by the aims, and is not proven best."""
    is_open = version.status == "sound" and version.gap != IN_ITS_ORDER
    return is_open and version.label == PlanVersion.Label.ONLY


def longer_look_at(version: PlanVersion) -> Planning | None:
    """The last time that a planner was asked to look longer at a plan: one query where that can be, else none."""
    return longer_looks_at([version]).get(version.pk)


def longer_looks_at(versions: Iterable[PlanVersion]) -> dict[int, Planning]:
    """The same of several plans, by their ids: one query, none where all are proven."""
    asked = {one.pk: one.pathway_id for one in versions if can_be_confirmed(one)}
    return {one.of: one for one in _looks(asked)} if asked else {}


def _looks(asked: dict[int, int]) -> QuerySet[Any]:
    looks = Planning.objects.filter(pathway__in=set(asked.values()), problem__confirms__in=list(asked))
    return looks.annotate(of=F("problem__confirms")).defer("problem", "best").order_by("asked_at", "pk")


def standing_of(version: PlanVersion, longer: Planning | None) -> dict[str, Any]:
    """``status``, ``gap`` and ``bound`` of a plan, after what came of looking ``longer`` at it."""
    found = (longer.result or {}) if longer is not None else {}
    if found.get("outcome") in ("proven", "stands"):
        return {name: found[name] for name in ("status", "gap", "bound")}
    return {"status": version.status, "gap": version.gap, "bound": version.bound}
