"""What marking gives back."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor


class Verdict(StrEnum):
    """How an answer did."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Mark:
    """One answer marked. ``points`` is between 0 and 1; ``chosen`` are places in the question's choices."""

    key: str
    points: Fraction
    verdict: Verdict
    chosen: tuple[int, ...] = ()
    written: str = ""
    feedback: tuple[str, ...] = ()


@dataclass(frozen=True)
class Marking:
    """A whole quiz marked; every question weighs the same."""

    marks: tuple[Mark, ...]

    @property
    def points(self) -> Fraction:
        """The points of all questions together."""
        return sum((mark.points for mark in self.marks), Fraction(0))

    @property
    def percent(self) -> int:
        """Points of those possible, 0 to 100, rounded down so that nobody passes by rounding; no questions is 0."""
        return floor(100 * self.points / len(self.marks)) if self.marks else 0

    def passes(self, pass_percent: int) -> bool:
        """Whether this reaches the percentage asked for."""
        return self.percent >= pass_percent
