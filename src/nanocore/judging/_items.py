"""Item analysis of classical test theory: how hard a question is, and whether it tells the able from the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import correlation, fmean
from typing import Final

ENOUGH: Final = 20
"""With fewer answers than this, chance decides more than the question does."""
_ALL_KNOW: Final = 0.95
_NOBODY_KNOWS: Final = 0.10
_TELLS: Final = 0.20


class Telling(StrEnum):
    """What the answers say about a question."""

    TOO_FEW = "too_few"
    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    MISLEADS = "misleads"
    TELLS_LITTLE = "tells_little"
    TELLS = "tells"


@dataclass(frozen=True)
class Item:
    """One question. ``difficulty``: the mean of its points, 0 (nobody) to 1 (all).

    ``discrimination``: the correlation of its points with the points of the quiz's *other* questions, -1 to 1: the
    point-biserial coefficient, corrected so that a question is not held against itself. None where there is nothing
    to compare with: one question alone, or no difference between the answers.
    """

    answers: int
    difficulty: float
    discrimination: float | None
    telling: Telling


def items(points: Sequence[Sequence[float]]) -> tuple[Item, ...]:
    """Each question of a quiz, from a row of points (0 to 1) for each learner, all equally long.

    What is below 0.20 tells little, after Ebel and Frisbie, Essentials of Educational Measurement (5th ed., 1991).
    Raises ValueError when the rows differ in length.
    """
    columns = list(zip(*points, strict=True))
    return tuple(_item(column, [sum(row) - row[place] for row in points]) for place, column in enumerate(columns))


def _item(own: Sequence[float], rest: Sequence[float]) -> Item:
    difficulty = fmean(own)
    together = correlation(own, rest) if len(set(own)) > 1 and len(set(rest)) > 1 else None
    return Item(len(own), difficulty, together, _telling(len(own), difficulty, together))


def _telling(answers: int, difficulty: float, discrimination: float | None) -> Telling:
    if answers < ENOUGH:
        return Telling.TOO_FEW
    if difficulty > _ALL_KNOW:
        return Telling.TOO_EASY
    if difficulty < _NOBODY_KNOWS:
        return Telling.TOO_HARD
    if discrimination is None or discrimination >= _TELLS:
        return Telling.TELLS
    return Telling.MISLEADS if discrimination < 0 else Telling.TELLS_LITTLE
