"""What a person wants, and the life that it has to fit into."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from nanocore.planning._catalogue import HasCompetence


@dataclass(frozen=True, slots=True)
class Choice:
    """At least ``at_least`` modules and ``min_ects`` credits from ``of``, counting those at ``min_level`` or above.

    A module counts in one choice only.
    """

    of: frozenset[str]
    at_least: int = 0
    min_ects: Decimal = Decimal(0)
    min_level: int = 1


@dataclass(frozen=True, slots=True)
class DegreeRules:
    """At least ``min_ects`` in all, of which ``min_ects_at_level`` at a level or above; at most ``max_external_ects``.

    ``of`` limits what counts, towards any of it (None: no limit). What is held counts too, and so do modules that are
    in the plan for other reasons. A degree may need more than a plan can hold: that is a clash.
    """

    min_ects: Decimal = Decimal(0)
    min_ects_at_level: tuple[tuple[int, Decimal], ...] = ()
    max_external_ects: Decimal | None = None
    choices: tuple[Choice, ...] = ()
    of: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """All of it must be reached: each competence to its level, each module, and the rules of a degree."""

    competences: tuple[HasCompetence, ...] = ()
    modules: frozenset[str] = frozenset()
    rules: DegreeRules | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Something already completed. ``module`` may be one of the catalogue, whose word then goes, or not.

    What was learnt elsewhere ``is_external``, also where it counts as a module that is not. What does not ``counts``
    adds nothing to a degree; it is held and known all the same.
    """

    module: str
    ects: Decimal = Decimal(0)
    level: int = 1
    is_external: bool = False
    teaches: tuple[tuple[str, int], ...] = ()
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Period:
    """From week ``week`` on, until the next period begins, ``hours`` of study a week (0: leave)."""

    week: int
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Life:
    """What there is room for.

    Study begins in week ``begins``. ``hours`` are periods in order of week, the first of which holds from ``begins``.
    ``at_once`` lanes (1-6) share the hours of each week evenly; whatever is being studied occupies one or more of them,
    the same number from its beginning to its end, so that at most ``at_once`` modules are under way together. A rolling
    module takes as many lanes as the plan gives it, and is the sooner done the more it has; its beginning and end may
    lie anywhere in a week. A dated offering takes as many as its weekly minutes (the module's minutes over its weeks)
    need in the week of its own that has fewest, and does not fit when all lanes are too few, or before ``begins``.

    ``deadline`` is the last week one may study in. ``budget`` in DKK. A set that is None lets everything through:
    ``forms``, ``languages``, ``places`` (the module's, and the offering's where it is taken in one; either may have
    none), ``times`` (each of an offering's must be among them). ``accepts`` are the quality lines that are good enough.
    ``max_external_share`` (0-1) is of all ECTS in the plan. What is held is not taken again.
    """

    begins: int
    hours: tuple[Period, ...]
    at_once: int = 1
    deadline: int | None = None
    budget: Decimal | None = None
    forms: frozenset[str] | None = None
    languages: frozenset[str] | None = None
    places: frozenset[str] | None = None
    times: frozenset[str] | None = None
    accepts: frozenset[str] = frozenset({"own", "vetted", "unassessed"})
    max_external_share: Decimal | None = None
    held: tuple[Held, ...] = ()
    knows: tuple[HasCompetence, ...] = ()


class Aim(StrEnum):
    """What is made best, each without giving up any of those before it."""

    FINISH = "finish"
    COST = "cost"
    QUALITY = "quality"


@dataclass(frozen=True, slots=True)
class Pin:
    """The plan has ``module``; in ``offering`` and beginning in ``week``, where said. A repair never moves it.

    What is held is met already. A pin that makes no sense is a fault, and the question impossible.
    """

    module: str
    offering: str | None = None
    week: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A module of the plan one had, with where it was; a repair changes as few of these as it can."""

    module: str
    begins: int
    offering: str | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """``order`` of aims is the learner's. ``bans`` are modules (and, as ``provider:<name>``, providers, and, as
    ``offering:<id>``, offerings) not to be used.

    The weeks before ``now`` have been lived: only what is pinned to a week lies there, and all else begins in ``now``
    or later.

    ``kept`` makes the question a repair: before the aims comes that as few as possible of them go, then that as few as
    possible move to another week or offering.
    """

    order: tuple[Aim, ...] = (Aim.FINISH, Aim.COST, Aim.QUALITY)
    pins: tuple[Pin, ...] = ()
    bans: frozenset[str] = frozenset()
    kept: tuple[Kept, ...] = ()
    now: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """Study in ``count`` terms instead of weeks: a module lies in one, after the terms of all it requires.

    The ECTS of a term lie between ``min_ects`` and ``max_ects``, its number of modules between ``min_modules`` and
    ``max_modules``; the aim is that the heaviest term is as light as can be (a cohort's load, for a programme lead).
    """

    count: int
    min_ects: Decimal = Decimal(0)
    max_ects: Decimal | None = None
    min_modules: int = 0
    max_modules: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A goal, a life, and wishes. With ``terms`` the weeks, hours and lanes of the life play no part."""

    goal: Goal
    life: Life
    wishes: Wishes = field(default_factory=Wishes)
    terms: Terms | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """When to be content. ``seconds`` of wall time; ``effort`` is CP-SAT's deterministic time, the same everywhere.

    The answer is the same for the same question wherever ``effort`` ends the search and ``seconds`` do not.
    """

    seconds: float = 10.0
    effort: float = 20.0
