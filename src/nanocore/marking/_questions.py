"""The four kinds of question that mark themselves."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Choice:
    """One possible answer, and what is said to whoever picks it."""

    text: str
    correct: bool
    feedback: str = ""


@dataclass(frozen=True)
class Single:
    """Exactly one choice is correct; answered with its place in ``choices``, counted from 0."""

    key: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Multiple:
    """One or more choices are correct; answered with a list of their places in ``choices``."""

    key: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Numeric:
    """A number within ``tolerance`` of ``answer``; ``unit`` may be written after it but need not be."""

    key: str
    answer: Decimal
    tolerance: Decimal = Decimal(0)
    unit: str = ""


@dataclass(frozen=True)
class ShortText:
    """A few words equal to one of ``accepted`` once case, spaces and closing punctuation are folded away."""

    key: str
    accepted: tuple[str, ...]


Question = Single | Multiple | Numeric | ShortText
