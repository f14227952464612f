"""Opens a list and gives its lines one by one, whoever's spreadsheet wrote it; memory does not grow with its length."""

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Final
from xml.etree.ElementTree import ParseError

import orjson
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from nanobank.awards.lists.columns import Column, Layout, layout_of
from nanobank.awards.models import Source

_BLOCK: Final = 1 << 20
_LONGEST_CELL: Final = 1_000
_DELIMITERS: Final = ";\t,"
_MOST_UNPACKED: Final = 400_000_000
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""What comes along unseen when one copies from a text: soft hyphens and spaces without width."""
MOST_IN_EXCEL: Final = 100_000
"""Excel's format keeps all its texts in one table, which has to be in memory. A CSV list can be of any length."""
MOST_ROWS: Final = 2_000_000


class CannotRead(Exception):
    """The list as a whole cannot be used; ``code`` and ``params`` say why (see ``texts.trouble``)."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


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
    with closing({Source.CSV: _csv, Source.XLSX: _xlsx, Source.API: _json}[source](file)) as table:
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
        cells = {
            column: " ".join(row[place].translate(_INVISIBLE).split())[:_LONGEST_CELL]
            for column, place in layout.places.items()
            if place < len(row)
        }
        if any(cells.values()):
            yield Line(number, cells)


def _csv(file: IO[bytes]) -> Generator[tuple[int, Sequence[str]], None, None]:
    encoding = _encoding_of(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")  # a row is named, not a file refused
    try:
        first = text.readline()
        text.seek(0)
        delimiter = max(_DELIMITERS, key=first.count)
        yield from enumerate(csv.reader(text, delimiter=delimiter), start=1)
    except csv.Error:
        raise CannotRead("csv") from None
    finally:
        text.detach()


def _encoding_of(file: IO[bytes]) -> str:
    """UTF-8 if all of it is, UTF-16 if it says so, otherwise Windows-1252, as Danish spreadsheets write."""
    head = file.read(2)
    if head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    while block := file.read(_BLOCK):
        if b"\x00" in block:
            raise CannotRead("csv")
        if is_utf8:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                is_utf8 = False
    return "utf-8-sig" if is_utf8 else "cp1252"


_ASTRAY: Final = (KeyError, IndexError, ValueError, TypeError, AttributeError)
"""How openpyxl takes a workbook whose parts do not fit together."""


def _xlsx(file: IO[bytes]) -> Generator[tuple[int, Sequence[str]], None, None]:
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                raise CannotRead("long", most=str(MOST_IN_EXCEL))
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield number, [_written(value) for value in row]
        finally:
            book.close()
    except (zipfile.BadZipFile, zlib.error, EOFError, InvalidFileException, ParseError, *_ASTRAY):
        raise CannotRead("xlsx") from None


def _written(value: Any) -> str:
    """A cell as one would write it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _json(file: IO[bytes]) -> Generator[tuple[int, Sequence[str]], None, None]:
    """A JSON array of arrays, the headings first: how the API keeps what it was sent."""
    try:
        table = orjson.loads(file.read())
    except orjson.JSONDecodeError:
        raise CannotRead("json") from None
    for number, row in enumerate(table, start=1):
        yield number, [_written(value) for value in row]
