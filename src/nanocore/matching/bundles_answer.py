"""What the market answers: a few bundles that are truly different, what each covers, and what it leaves out and why."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Aim(StrEnum):
    """What a bundle is best at."""

    PRICE = "price"
    TIME = "time"
    QUALITY = "quality"
    DISTANCE = "distance"
    BALANCED = "balanced"


class Reason(StrEnum):
    """Why somebody does not get a competence: the first bound that nothing on offer keeps within, in this order."""

    NOBODY_TEACHES = "nobody_teaches"
    LEVEL = "level"
    LANGUAGE = "language"
    TOO_LATE = "too_late"
    TOO_FAR = "too_far"
    COMPLETED = "completed"
    REQUIREMENTS = "requirements"
    LIMITS = "limits"
    """Seats, the budget, or how many offers a bundle may consist of."""
    NOT_ASKED = "not_asked"
    """Enough others get it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An offer of a bundle, and who takes it."""

    offer: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody who would lack a competence still."""

    person: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Covered:
    """What becomes of one wanted competence: who can it already, who gets it by which offers, and who does not."""

    competence: str
    already: tuple[str, ...]
    people: tuple[str, ...]
    by: tuple[str, ...]
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """A bundle in numbers, for all people together.

    ``price`` DKK; ``minutes`` of study; ``quality`` 0-100: 100 less what it lacks on the average over what is covered,
    each competence of each person by its weight, and what is taught twice lacks twice (as ``Aim.QUALITY`` has it, so
    that the best at it shows the most); ``kilometres`` there and back on all days; ``match`` 0-1, the part of what is
    lacking that is covered, by weight.
    """

    price: Decimal
    minutes: int
    quality: float
    kilometres: int
    match: float


@dataclass(frozen=True, slots=True)
class Bundle:
    """A combination of offers. ``best_at`` is empty for one that is best by other weights.

    ``is_proven``: none is better at that; else it is at most ``gap`` (a part of its own figure) from the best there
    can be.
    """

    best_at: tuple[Aim, ...]
    taken: tuple[Taken, ...]
    figures: Figures
    covers: tuple[Covered, ...]
    is_proven: bool
    gap: float


@dataclass(frozen=True, slots=True)
class BundleFront:
    """The bundles, the balanced one first; none when nothing lacking is taught within the bounds.

    ``lacking`` are the places to fill (a person and a competence), ``of_use`` the offers that would fill any.
    """

    bundles: tuple[Bundle, ...]
    lacking: int
    of_use: int
    missing: tuple[Covered, ...]
    """What no bundle covers for anybody."""
