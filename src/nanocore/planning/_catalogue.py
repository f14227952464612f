"""What there is to choose among: modules, what they ask for, and when they can be taken."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

HOURS_A_CREDIT = Decimal("27.5")
"""Hours of work for one ECTS credit, unless the institution says 27."""


class Quality(StrEnum):
    """Who stands for the quality of a module. Nothing unassessed looks assessed."""

    OWN = "own"
    VETTED = "vetted"
    UNASSESSED = "unassessed"


@dataclass(frozen=True, slots=True)
class HasModule:
    """Met when ``module`` is held, or planned to be completed before."""

    module: str


@dataclass(frozen=True, slots=True)
class HasCompetence:
    """Met when ``competence`` is held, or taught by a module completed before, at ``level`` (EQF 1-8) or above."""

    competence: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class AllOf:
    """Met when each of ``all`` is; met at once when there is none."""

    all: "tuple[Requirement, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Met when one of ``any`` is; never met when there is none."""

    any: "tuple[Requirement, ...]"


Requirement = HasModule | HasCompetence | AllOf | AnyOf
"""A tree of what must be completed or known before, ``DEEPEST`` levels at most.

Trees of several modules may point at each other in circles.
"""

DEEPEST = 50
"""A requirement that goes deeper is a fault."""

NOTHING = AllOf(())
"""The requirement that everybody meets."""


@dataclass(frozen=True, slots=True)
class Offering:
    """A dated chance to take a module: ``weeks`` whole weeks from week ``starts``, the same hours in each.

    ``seats`` that are left (None: no limit); ``times`` are the days and evenings that must be free, in the words of
    whoever asks (``"mon-evening"``); ``place`` likewise (None: nowhere in particular, as when online). ``price`` (DKK)
    and ``form`` are the module's own when None.
    """

    id: str
    starts: int
    weeks: int
    seats: int | None = None
    place: str | None = None
    times: frozenset[str] = frozenset()
    form: str | None = None
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Module:
    """A learning unit of ``ects`` credits (0.5-10, hundredths at the finest), each of ``hours_a_credit`` hours.

    ``price`` in DKK; ``level`` is the qualification level (EQF 1-8); ``teaches`` says which competence to which level.
    A module without ``offerings`` is rolling: it can begin at any moment and go on at any pace. One that has some can
    only be taken in one of them. ``rating`` (0-100) is what learners and exams say of it, ``match`` (0-100) how well
    it fits this goal, where known. ``is_external`` modules are those of other institutions, drawn into the education.
    """

    id: str
    ects: Decimal
    price: Decimal = Decimal(0)
    provider: str = ""
    form: str = "online"
    place: str | None = None
    language: str = "da"
    level: int = 6
    teaches: tuple[tuple[str, int], ...] = ()
    requires: Requirement = NOTHING
    offerings: tuple[Offering, ...] = ()
    quality: Quality = Quality.OWN
    rating: int = 50
    match: int = 50
    is_external: bool = False
    hours_a_credit: Decimal = HOURS_A_CREDIT


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every module on offer, ids unique. Weeks count from a Monday that all who share the catalogue agree on."""

    modules: tuple[Module, ...]


def is_too_deep(requirement: Requirement) -> bool:
    """Whether there are more than ``DEEPEST`` levels."""
    here: tuple[Requirement, ...] = (requirement,)
    for _ in range(DEEPEST):
        here = tuple(part for one in here for part in _parts_of(one))
        if not here:
            return False
    return True


def _parts_of(requirement: Requirement) -> tuple[Requirement, ...]:
    match requirement:
        case AllOf(parts) | AnyOf(parts):
            return parts
        case _:
            return ()
