"""What a feed says, whatever form it came in: offers, and what is wrong with a line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from nanobank.common.sheets import CannotRead

__all__ = ["CannotRead", "Line", "Offered", "Reader", "Row", "Wrong"]


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong: in which column, what stands there, and which sentence says so (``texts``)."""

    column: str
    cell: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Offered:
    """An offer as its source has it. ``key`` is what it is known by: the source's own id, else its address.

    ``workload`` is what the source says of the time it takes, in its own words; ``hours`` that as a number where it
    is one. ``terms`` are the competences that the source names: addresses of concepts, or words.
    """

    key: str
    url: str
    title: str
    provider: str
    description: str = ""
    language: str = ""
    workload: str = ""
    hours: Decimal | None = None
    ects: Decimal | None = None
    level: int | None = None
    price: Decimal | None = None
    currency: str = ""
    form: str = ""
    starts_on: date | None = None
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One offer before it is looked at: our names for what the source says (``values.NAMES``), each as text.

    ``number`` is that of the line, or of the offer where there are no lines. ``wrong``: it could not be read at all.
    """

    number: int
    said: Mapping[str, str] = field(default_factory=dict)
    wrong: tuple[Wrong, ...] = ()


@dataclass(frozen=True)
class Line:
    """One offer, or what is wrong with it."""

    number: int
    offered: Offered | None = None
    wrong: tuple[Wrong, ...] = ()


class Reader(Protocol):
    """A feed's content, which can be gone through as often as one likes; memory does not grow with its length."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns of a table; none of anything else."""

    def rows(self) -> Iterator[Row]:
        """All offers in order. Raises CannotRead."""
