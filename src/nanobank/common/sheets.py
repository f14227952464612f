"""Lists as people's spreadsheets write them, line by line; memory does not grow with the length of a CSV file."""

import zipfile
import zlib
from collections.abc import Generator, Sequence
from datetime import date, datetime
from typing import IO, Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from nanobank.common.tables import NoTable, encoding_of, rows_of

_LONGEST_CELL: Final = 1_000
_MOST_UNPACKED: Final = 400_000_000
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""What comes along unseen when one copies from a text: soft hyphens and spaces without width."""
MOST_IN_EXCEL: Final = 100_000
"""Excel's format keeps all its texts in one table, which has to be in memory. A CSV list can be of any length."""


class CannotRead(Exception):
    """The list as a whole cannot be used; ``code`` and ``params`` say why for whoever has sentences for them."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def tidy(cell: str) -> str:
    """What a cell says, without what cannot be seen, and no longer than a thousand characters."""
    return " ".join(cell.translate(_INVISIBLE).split())[:_LONGEST_CELL]


def csv_lines(file: IO[bytes]) -> Generator[tuple[int, Sequence[str]], None, None]:
    """Each line with its number. Raises CannotRead (``csv``)."""
    try:
        file.seek(0)
        encoding = encoding_of(file)
        file.seek(0)
        yield from rows_of(file, encoding)
    except NoTable:
        raise CannotRead("csv") from None


_ASTRAY: Final = (KeyError, IndexError, ValueError, TypeError, AttributeError)
"""How openpyxl takes a workbook whose parts do not fit together."""


def xlsx_lines(file: IO[bytes]) -> Generator[tuple[int, Sequence[str]], None, None]:
    """Each line of the first sheet with its number. Raises CannotRead (``xlsx``, ``long``)."""
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                raise CannotRead("long", most=str(MOST_IN_EXCEL))
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield number, [written(value) for value in row]
        finally:
            book.close()
    except (zipfile.BadZipFile, zlib.error, EOFError, InvalidFileException, ParseError, *_ASTRAY):
        raise CannotRead("xlsx") from None


def written(value: Any) -> str:
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
