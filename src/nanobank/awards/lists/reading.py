"""Opens a list and gives its lines one by one, whoever's spreadsheet wrote it; memory does not grow with its length."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import IO, Final

import orjson

from nanobank.awards.lists.columns import Column, Layout, layout_of
from nanobank.awards.models import Source
from nanobank.common.sheets import MOST_IN_EXCEL, CannotRead, csv_lines, tidy, written, xlsx_lines

MOST_ROWS: Final = 2_000_000


@dataclass(frozen=True)
class Line:
    """One line: its number as a spreadsheet shows it, and what stands in the columns that we know."""

    number: int
    cells: dict[Column, str]


@dataclass(frozen=True)
class Opened:
    """A list that has been opened. ``lines`` can be gone through once; it may raise CannotRead on the way."""

    layout: Layout
    lines: Iterator[Line]


@contextmanager
def open_list(file: IO[bytes], source: Source) -> Iterator[Opened]:
    """The list in ``file``, as long as that is open. Raises CannotRead."""
    with closing({Source.CSV: csv_lines, Source.XLSX: xlsx_lines, Source.API: _json}[source](file)) as table:
        yield _opened(table, source)


def _opened(table: Iterator[tuple[int, Sequence[str]]], source: Source) -> Opened:
    headings = next(((number, row) for number, row in table if any(map(str.strip, row))), None)
    if headings is None:
        raise CannotRead("empty")
    layout = layout_of(headings[1])
    if layout.twice:
        raise CannotRead("twice", column=layout.twice[0])
    if layout.missing:
        raise CannotRead("missing", columns=",".join(layout.missing))
    return Opened(layout, _lines(table, layout, most=MOST_IN_EXCEL if source is Source.XLSX else MOST_ROWS))


def _lines(table: Iterator[tuple[int, Sequence[str]]], layout: Layout, *, most: int) -> Iterator[Line]:
    for number, row in table:
        if number > most + 1:
            raise CannotRead("long", most=str(most))
        cells = {column: tidy(row[place]) for column, place in layout.places.items() if place < len(row)}
        if any(cells.values()):
            yield Line(number, cells)


def _json(file: IO[bytes]) -> Generator[tuple[int, Sequence[str]], None, None]:
    """A JSON array of arrays, the headings first: how the API keeps what it was sent."""
    try:
        table = orjson.loads(file.read())
    except orjson.JSONDecodeError:
        raise CannotRead("json") from None
    for number, row in enumerate(table, start=1):
        yield number, [written(value) for value in row]
