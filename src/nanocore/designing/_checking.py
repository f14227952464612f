"""What does not hold in a design yet, question by question. The caller puts it into words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from nanocore.designing._showing import Showing, shown_by

_HEAVY_HOURS: Final = 40
"""More hours a week than a full working week is not study beside a job, nor full time."""
_MOST_ECTS: Final = Decimal(60)


@dataclass(frozen=True)
class Part:
    """One module of a design: ``key`` names it; ``level`` and ``competences`` only of one that is written.

    ``requires``: every group must be met, by any one of its modules; those that are no part are got elsewhere.
    """

    key: str
    ects: Decimal
    elective: bool = False
    level: int | None = None
    competences: frozenset[int] = frozenset()
    requires: tuple[frozenset[str], ...] = ()
    is_written: bool = True


@dataclass(frozen=True)
class Plan:
    """All of a design that a rule can look at; what has not been answered is empty. ECTS in Decimal."""

    audiences: int = 0
    target: str = ""
    outcomes: tuple[str, ...] = ()
    competences: frozenset[int] = frozenset()
    didactics: str = ""
    participation: str = ""
    weeks: int | None = None
    level: int | None = None
    ects: Decimal | None = None
    parts: tuple[Part, ...] = ()
    elective_ects: Decimal = Decimal(0)
    assessment: str = ""
    hours_per_ects: Decimal = Decimal("27.5")


@dataclass(frozen=True)
class Fault:
    """Something that does not hold, at which question. ``blocks`` when it cannot be made so; otherwise it is advice."""

    code: str
    question: str
    blocks: bool = True
    params: Mapping[str, Any] = field(default_factory=dict)


def faults_of(plan: Plan) -> tuple[Fault, ...]:
    """Everything that does not hold, in the order of the questions."""
    return (
        *_of_whom(plan),
        *_of_competence(plan),
        *_of_shape(plan),
        *_of_size(plan),
        *_of_parts(plan),
        *_of_assessment(plan),
    )


def _of_whom(plan: Plan) -> Iterator[Fault]:
    if not plan.audiences:
        yield Fault("no_audience", "whom")
    if not plan.target.strip():
        yield Fault("no_target", "whom")


def _of_competence(plan: Plan) -> Iterator[Fault]:
    if not plan.outcomes:
        yield Fault("no_outcome", "competence")
    if not plan.competences:
        yield Fault("no_competence", "competence")
    shown = [shown_by(outcome) for outcome in plan.outcomes]
    if shown and all(one is not None and one[0] is Showing.TELLING for one in shown):
        yield Fault("only_telling", "competence", blocks=False)


def _of_shape(plan: Plan) -> Iterator[Fault]:
    if not plan.didactics.strip():
        yield Fault("no_didactics", "didactics")
    if not plan.participation:
        yield Fault("no_participation", "format")
    if plan.weeks and plan.ects and (hours := plan.ects * plan.hours_per_ects / plan.weeks) > _HEAVY_HOURS:
        yield Fault("too_heavy", "format", blocks=False, params={"hours": hours, "weeks": plan.weeks})
    if plan.level is None:
        yield Fault("no_level", "level")


def _of_size(plan: Plan) -> Iterator[Fault]:
    if not plan.parts:
        yield Fault("no_parts", "modules")
    if plan.ects is None or plan.ects <= 0:
        yield Fault("no_ects", "modules")
        return
    if plan.ects > _MOST_ECTS:
        yield Fault("too_large", "modules", params={"most": _MOST_ECTS})
    chosen = sum((part.ects for part in plan.parts if not part.elective), Decimal(0))
    electives = sum((part.ects for part in plan.parts if part.elective), Decimal(0))
    if plan.elective_ects > electives:
        yield Fault("too_few_electives", "modules", params={"asked": plan.elective_ects, "there": electives})
    elif electives and not plan.elective_ects:
        yield Fault("no_elective_ects", "modules")
    elif plan.parts and chosen + plan.elective_ects != plan.ects:
        in_all = chosen + plan.elective_ects
        yield Fault("does_not_add_up", "modules", params={"claimed": plan.ects, "parts": in_all})


def _of_parts(plan: Plan) -> Iterator[Fault]:
    circle = circle_in(plan.parts)
    if circle:
        yield Fault("circle", "modules", params={"parts": circle})
    keys = {part.key for part in plan.parts}
    for part in plan.parts:
        outside = [group for group in part.requires if not group & keys]
        if outside:
            yield Fault("requires_more", "modules", blocks=False, params={"part": part.key, "groups": tuple(outside)})
    levels = [part.level for part in plan.parts if part.level is not None]
    if plan.level is not None and levels and max(levels) < plan.level and all(part.is_written for part in plan.parts):
        yield Fault("level_too_high", "level", params={"claimed": plan.level, "highest": max(levels)})
    if plan.parts and all(part.is_written for part in plan.parts):
        built = frozenset().union(*(part.competences for part in plan.parts))
        if missing := plan.competences - built:
            yield Fault("competence_not_built", "modules", blocks=False, params={"competences": missing})


def _of_assessment(plan: Plan) -> Iterator[Fault]:
    if not plan.assessment:
        yield Fault("no_assessment", "assessment")


def circle_in(parts: Sequence[Part]) -> tuple[str, ...]:
    """Parts that wait for each other in a circle, the first one again at the end; empty when all can be reached.

    A group with a module from elsewhere can always be met. Parts are taken one by one as soon as all their groups are
    met; what is left then is or waits for a circle.
    """
    left = {part.key: part.requires for part in parts}
    while ready := [key for key, groups in left.items() if not any(_waits(group, left) for group in groups)]:
        for key in ready:
            del left[key]
    if not left:
        return ()
    path: list[str] = []
    here = next(iter(left))
    while here not in path:
        path.append(here)
        here = next(min(group) for group in left[here] if _waits(group, left))
    return (*path[path.index(here) :], here)


def _waits(group: frozenset[str], left: Mapping[str, object]) -> bool:
    """Whether all who could meet the group are themselves still waiting."""
    return bool(group) and all(key in left for key in group)
