"""The Danish 7-point scale with its ECTS letters, passed/not passed, and what it takes for two examiners to agree.

Source: the ministerial order on the 7-point grading scale (karakterbekendtgørelsen): passed from 02; two examiners
give one grade, so where they differ they confer before it is published.
"""

from collections.abc import Iterable
from enum import StrEnum


class Scale(StrEnum):
    """How a result is expressed."""

    SEVEN_POINT = "seven_point"
    PASS_FAIL = "pass_fail"  # noqa: S105 - a scale, no password


class Grade(StrEnum):
    """A grade as it is written on a credential."""

    TWELVE = "12"
    TEN = "10"
    SEVEN = "7"
    FOUR = "4"
    TWO = "02"
    ZERO = "00"
    MINUS_THREE = "-3"
    PASSED = "passed"
    NOT_PASSED = "not_passed"


_LETTERS = {
    Grade.TWELVE: "A",
    Grade.TEN: "B",
    Grade.SEVEN: "C",
    Grade.FOUR: "D",
    Grade.TWO: "E",
    Grade.ZERO: "Fx",
    Grade.MINUS_THREE: "F",
}
_FAILED = frozenset({Grade.ZERO, Grade.MINUS_THREE, Grade.NOT_PASSED})


class Disagreement(Exception):
    """The examiners have not given the same grade: they confer, and assess again."""


def grades_of(scale: Scale) -> tuple[Grade, ...]:
    """The grades of a scale, best first."""
    return tuple(_LETTERS) if scale is Scale.SEVEN_POINT else (Grade.PASSED, Grade.NOT_PASSED)


def ects_letter(grade: Grade) -> str | None:
    """The letter of the ECTS scale, A to F; None for passed and not passed."""
    return _LETTERS.get(grade)


def is_passed(grade: Grade) -> bool:
    """Whether the grade is 02 or better, or *passed*."""
    return grade not in _FAILED


def agreed(grades: Iterable[Grade]) -> Grade:
    """The one grade that all examiners gave. Raises Disagreement when they differ, ValueError when there is none."""
    given = set(grades)
    if not given:
        raise ValueError("nobody has assessed")
    if len(given) > 1:
        raise Disagreement
    return given.pop()
