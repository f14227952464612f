"""What from elsewhere counts in a degree, told where not all of it may."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from nanobank.catalogue.models import ModuleVersion
from nanobank.pathways.models import Planning, PlanVersion
from nanobank.pathways.wording import Json, number
from nanobank.withdrawals.models import Decision

_ELSEWHERE, _OUTSIDE = "elsewhere", "outside"


@dataclass(frozen=True)
class Credit:
    """At most so many ECTS from elsewhere count; ``ects`` of them do, and what is ``passed_over`` does not."""

    most: Decimal
    ects: Decimal
    passed_over: list[str]


def credit_in(version: PlanVersion) -> Credit | None:
    """What a plan has counted of what is held from elsewhere; None, without a query, when all of it."""
    held = version.question["life"]["held"]
    return _credit(held, version.question["goal"], version.said["life"]) if _passes_over(held) else None


def credit_without_plan(planning: Planning) -> Credit | None:
    """The same of an asking that led to no plan."""
    held = (planning.result or {}).get("held", [])
    if not _passes_over(held):
        return None
    return _credit(held, planning.problem["question"]["goal"], planning.problem["said"]["life"])


def _passes_over(held: list[Json]) -> bool:
    return any(not one.get("counts", True) for one in held)


def _credit(held: list[Json], goal: Json, life: Json) -> Credit:
    """``held`` and ``goal`` as the core writes them, ``life`` as the person said it."""
    outside = [one for one in held if one["is_external"] and one["counts"]]
    return Credit(
        most=number(goal["rules"]["max_external_ects"]),
        ects=sum((number(one["ects"]) for one in outside), Decimal(0)),
        passed_over=_titles([one["module"] for one in held if not one["counts"]], life["holds"]),
    )


def _titles(ids: list[str], told: list[Json]) -> list[str]:
    """In their order: what the person told of, what was drawn from outside, modules. Two queries."""
    named = [id_.rpartition(":") for id_ in ids]
    drawn = Decision.objects.filter(uuid__in=[UUID(name) for kind, _colon, name in named if kind == _OUTSIDE])
    titles = {str(uuid): title for uuid, title in drawn.values_list("uuid", "withdrawal__title")}
    versions = ModuleVersion.objects.filter(current_of__slug__in=ids).select_related("module")
    titles |= {one.module.slug: one.title for one in versions}
    return [
        told[int(name)]["title"] if kind == _ELSEWHERE else titles.get(name) or name for kind, _colon, name in named
    ]
