"""What comes of a question: a plan with its reasons, or why there is none."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Status(StrEnum):
    """How much is known of the answer."""

    BEST = "best"
    """The plan is proven best in every aim, in their order."""
    SOUND = "sound"
    """The plan holds; it may be as far from best as the bound says."""
    IMPOSSIBLE = "impossible"
    """Proven: no plan can do it."""
    NOTHING_TO_DO = "nothing_to_do"
    """All of the goal is held already."""
    UNKNOWN = "unknown"
    """No plan was found in the time there was, and it is not proven that there is none."""


@dataclass(frozen=True, slots=True)
class Step:
    """A module in the plan: from week ``begins`` to the end of week ``ends``, in ``offering`` unless it is rolling.

    ``clock`` is where it lies on the work clock: whole minutes of study that there has been room for since the life's
    beginning (each week gives its hours' minutes, rounded down), at its begin and at its end; ``lanes`` how many of
    ``at_once`` it occupies. A rolling module lasts its minutes of work, rounded up, times ``at_once`` over ``lanes``,
    rounded up again: with all lanes exactly its minutes, so that one after another is never slower than side by side.
    ``price`` in DKK, ``hours`` of work in all.

    In a plan by terms ``begins`` and ``ends`` are the number of the term, from 0.
    """

    module: str
    begins: int
    ends: int
    clock: tuple[int, int]
    lanes: int
    hours: Decimal
    ects: Decimal
    price: Decimal
    offering: str | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """A plan in numbers: the last week of study, DKK, the shortfall from perfect quality, ECTS, heaviest term (ECTS).

    ``shortfall`` adds up, over the modules, hundredths of ECTS times how far each is from perfect, rounded down: how
    far (0-100) the mean of its rating and match is from 100, plus 25 for each quality line below one's own; less is
    better.
    """

    finish: int
    cost: Decimal
    shortfall: int
    ects: Decimal
    heaviest: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in order of begin on the work clock (in a plan by terms: of term), then of module id."""

    steps: tuple[Step, ...]
    figures: Figures


@dataclass(frozen=True, slots=True)
class Fault:
    """A module that was left out, or a part of the question that makes no sense; ``code`` says why, ``about`` which.

    Codes: ``no_credits``, ``negative_price``, ``no_weeks``, ``same_id``, ``too_deep`` (a requirement of too many
    levels), ``circle`` (modules that can only be begun when others of them are completed), ``unknown_module``,
    ``no_hours``, ``hours_not_in_order``, ``pins_clash``, ``pin_banned``, ``pin_not_offered``.
    """

    code: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """What no plan can be better than, as far as is proven, for each aim in order; None where nothing is known."""

    finish: int | None = None
    cost: Decimal | None = None
    shortfall: int | None = None
    heaviest: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a module is in the plan. All ids; whoever shows it has the words.

    ``covers`` of the goal's competences; ``required_by`` steps of the plan that need it; ``counts_in`` the numbers of
    the choices of a degree; ``meets`` what it requires and where that comes from (module id, or ``""`` when held).
    ``best_in`` is the aim it is preferred for over ``runner_up``, the module that could best stand in its place, whose
    figures of the plan would be ``instead`` (None where no other single module could).
    """

    module: str
    covers: tuple[str, ...] = ()
    required_by: tuple[str, ...] = ()
    counts_in: tuple[int, ...] = ()
    meets: tuple[tuple[str, str], ...] = ()
    is_goal: bool = False
    is_pinned: bool = False
    best_in: str | None = None
    runner_up: str | None = None
    instead: Figures | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a question. ``plan`` is there unless impossible, unknown or nothing to do.

    ``gap`` names the first aim that is not proven, None when all are. ``not_taught`` are competences of the goal that
    no module teaches (to that level), ``out_of_reach`` what is taught or offered but never within this life's filters.
    ``milliseconds`` until the first plan and until the end, of wall time.
    """

    status: Status
    plan: Plan | None = None
    bound: Bound = Bound()
    gap: str | None = None
    faults: tuple[Fault, ...] = ()
    not_taught: tuple[str, ...] = ()
    out_of_reach: tuple[str, ...] = ()
    milliseconds: tuple[float, float] = (0.0, 0.0)
