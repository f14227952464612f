"""Tables that somebody's spreadsheet wrote as text: in which encoding, with which delimiter, one row after another."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import IO, Final

_BLOCK: Final = 1 << 20
_DELIMITERS: Final = ";\t,"


class NoTable(Exception):
    """The content is not text in rows and cells."""


def encoding_of(file: IO[bytes]) -> str:
    """UTF-8 if all of it is, UTF-16 if it says so, otherwise Windows-1252, as Danish spreadsheets write.

    Reads the file to its end, in blocks. Raises NoTable where there are bytes that no text has.
    """
    head = file.read(2)
    if head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, block = True, head
    while block:
        if b"\x00" in block:
            raise NoTable
        if is_utf8:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                is_utf8 = False
        block = file.read(_BLOCK)
    return "utf-8-sig" if is_utf8 else "cp1252"


def rows_of(file: IO[bytes], encoding: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number as a spreadsheet shows it; a cell may hold several lines. Memory does not grow.

    What cannot be decoded becomes U+FFFD, so that a row can be named instead of a file refused. Raises NoTable.
    """
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        first = text.readline()
        delimiter = max(_DELIMITERS, key=first.count)
        yield from enumerate(csv.reader(_again(first, text), delimiter=delimiter), start=1)
    except (csv.Error, UnicodeError):
        raise NoTable from None
    finally:
        if not file.closed:  # as it is when whoever reads has stopped half way and closed it
            text.detach()


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
