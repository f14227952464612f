"""How often one may try: three times, and more only by a reasoned dispensation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

ATTEMPTS = 3


class Ending(StrEnum):
    """How an attempt ended, if it has."""

    OPEN = "open"
    PASSED = "passed"
    NOT_PASSED = "not_passed"
    ABSENT = "absent"
    WITHDRAWN_LATE = "withdrawn_late"
    WITHDRAWN = "withdrawn"
    ILL = "ill"

    @property
    def counts(self) -> bool:
        """Whether it is one of the three. Absence and late withdrawal are; documented illness is not."""
        return self not in _DO_NOT_COUNT


_TRIED_IN_VAIN = frozenset({Ending.NOT_PASSED, Ending.ABSENT, Ending.WITHDRAWN_LATE, Ending.ILL})
_DO_NOT_COUNT = frozenset({Ending.OPEN, Ending.WITHDRAWN, Ending.ILL})


@dataclass(frozen=True)
class Dispensation:
    """One attempt more, for a reason that can be read. Raises ValueError when no reason is given."""

    reason: str
    granted_at: datetime

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("a dispensation has a reason")


def may_be_reexamined(history: Iterable[Ending]) -> bool:
    """Whether somebody has tried and not passed, illness included: they may be examined again in what they learnt for,
    though a new edition has taken its place. Whoever has never tried, or stepped back in time, takes the new one.
    """
    endings = frozenset(history)
    return Ending.PASSED not in endings and not endings.isdisjoint(_TRIED_IN_VAIN)


def attempts_used(history: Iterable[Ending]) -> int:
    """How many attempts have been spent; one that is still open is not spent yet."""
    return sum(ending.counts for ending in history)


def attempts_left(history: Iterable[Ending], dispensations: Iterable[Dispensation] = ()) -> int:
    """How many attempts there are left: three and one for each dispensation, less those spent; never below zero."""
    return max(0, ATTEMPTS + sum(1 for _ in dispensations) - attempts_used(history))
