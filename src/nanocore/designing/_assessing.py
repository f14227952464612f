"""Which assessment would show a competence in practice: told from the outcomes' verbs, the level and the format."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from nanocore.designing._showing import Showing, shown_by


class Assessment(StrEnum):
    """How one can be examined; the catalogue's own words."""

    ORAL = "oral"
    ASSIGNMENT = "assignment"
    PORTFOLIO = "portfolio"
    PRACTICAL = "practical"


class Approach(StrEnum):
    """The didactic idea: where what is worked with comes from."""

    OWN_PRACTICE = "own_practice"
    CASES = "cases"
    PROJECT = "project"
    REHEARSAL = "rehearsal"
    THEORY = "theory"


@dataclass(frozen=True)
class Reason:
    """Why an assessment fits: a code, and the verb or number it is about."""

    code: str
    about: str = ""


@dataclass(frozen=True)
class Suggested:
    """An assessment that would show it, the stronger the ``weight``; ``handed_in`` when it is better than a time."""

    assessment: Assessment
    weight: int
    handed_in: bool
    reasons: tuple[Reason, ...]
    outcome: int | None
    """The number, from 0, of the outcome that it shows best: for an example."""


_FITS: Final = {
    Showing.DOING: {Assessment.PRACTICAL: 6, Assessment.PORTFOLIO: 4},
    Showing.MAKING: {Assessment.PORTFOLIO: 6, Assessment.ASSIGNMENT: 4, Assessment.PRACTICAL: 2},
    Showing.JUDGING: {Assessment.ASSIGNMENT: 6, Assessment.ORAL: 5, Assessment.PORTFOLIO: 2},
    Showing.TELLING: {Assessment.ORAL: 4, Assessment.ASSIGNMENT: 3},
}
"""How well each kind lets an assessor see it: 6 is best. The shares of the outcomes weigh them."""
_OF_APPROACH: Final = {
    Approach.OWN_PRACTICE: {Assessment.PORTFOLIO: 3, Assessment.PRACTICAL: 1},
    Approach.CASES: {Assessment.ORAL: 2, Assessment.ASSIGNMENT: 1},
    Approach.PROJECT: {Assessment.PORTFOLIO: 2, Assessment.ORAL: 1},
    Approach.REHEARSAL: {Assessment.PRACTICAL: 3},
    Approach.THEORY: {Assessment.ASSIGNMENT: 2, Assessment.ORAL: 1},
}
_SCALE: Final = 10
_ADVANCED, _BASIC = 7, 5
_SMALL, _LARGE = Decimal("2.5"), Decimal(10)
_FEWEST: Final = 20
"""A kind that weighs less than this is not worth saying."""
_MOST: Final = 3


def suggested_assessments(
    outcomes: Sequence[str],
    *,
    approach: Approach | None = None,
    level: int | None = None,
    online: bool | None = None,
    ects: Decimal | None = None,
) -> tuple[Suggested, ...]:
    """At most three kinds of assessment, the best first; none when no outcome has a verb that tells anything.

    ``level`` is an EQF level, ``online`` whether nobody meets. An approach alone suggests nothing: an assessment that
    shows no outcome is no assessment of this competence.
    """
    seen = [(number, *shown) for number, text in enumerate(outcomes) if (shown := shown_by(text)) is not None]
    if not seen:
        return ()
    weights: Counter[Assessment] = Counter()
    for _number, showing, _verb in seen:
        for kind, fit in _FITS[showing].items():
            weights[kind] += _SCALE * fit
    found = []
    for kind, weight in weights.items():
        extra = list(_extras(kind, approach, level, online=online, ects=ects))
        in_all = weight // len(seen) + sum(amount for amount, _reason in extra)
        number, showing, verb = max(seen, key=lambda one: (_FITS[one[1]].get(kind, 0), -one[0]))
        reasons = (Reason(f"shows_{showing}", verb), *(reason for _amount, reason in extra if reason))
        handed_in = kind in (Assessment.ASSIGNMENT, Assessment.PORTFOLIO) or (
            kind is Assessment.PRACTICAL and online is True
        )
        found.append(Suggested(kind, in_all, handed_in, reasons, number))
    worth = [one for one in found if one.weight >= _FEWEST]
    return tuple(sorted(worth, key=lambda one: (-one.weight, one.assessment))[:_MOST])


def _extras(
    kind: Assessment, approach: Approach | None, level: int | None, *, online: bool | None, ects: Decimal | None
) -> Iterator[tuple[int, Reason | None]]:
    """What speaks for and against a kind beside the outcomes: an amount, and a reason where it is worth saying."""
    if approach is not None and (amount := _OF_APPROACH[approach].get(kind)):
        yield _SCALE * amount, Reason(f"approach_{approach}")
    if level is not None and level >= _ADVANCED and kind in (Assessment.ASSIGNMENT, Assessment.ORAL):
        yield _SCALE, Reason("level_argues", str(level))
    if level is not None and level <= _BASIC and kind is Assessment.PRACTICAL:
        yield _SCALE, Reason("level_shows", str(level))
    if kind is Assessment.PRACTICAL and online is not None:
        yield (0, Reason("online_film")) if online else (_SCALE, Reason("meets"))
    if ects is not None and ects >= _LARGE and kind is Assessment.PORTFOLIO:
        yield _SCALE, Reason("large")
    if ects is not None and ects <= _SMALL and kind is Assessment.ORAL:
        yield _SCALE // 2, Reason("small")
    if ects is not None and ects <= _SMALL and kind is Assessment.PORTFOLIO:
        yield -_SCALE, None
