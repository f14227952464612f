"""The forms in which outside offers are handed over, all read into the same rows."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import IO, Final

from nanobank.feeds.formats.elm_xml import ElmXml
from nanobank.feeds.formats.items import CannotRead, Line, Offered, Reader, Row, Wrong
from nanobank.feeds.formats.jsonld import JsonLd
from nanobank.feeds.formats.pages import objects_of_page
from nanobank.feeds.formats.tables import Table, guessed
from nanobank.feeds.formats.values import NAMES, line_of

__all__ = [
    "NAMES", "CannotRead", "Form", "Line", "Offered", "Reader", "Row", "Wrong", "form_of", "guessed", "line_of",
    "lines_of", "reader_of",
]  # fmt: skip
_HEAD: Final = 4_096


class Form(StrEnum):
    """What the content is, told by how it begins, whatever it is called."""

    JSON_LD = "json_ld"
    PAGE = "page"
    XML = "xml"
    CSV = "csv"


def form_of(file: IO[bytes]) -> Form:
    """Raises CannotRead (``empty``, ``csv``): for nothing, and for what is no text at all."""
    file.seek(0)
    head = file.read(_HEAD)
    if not head.strip():
        raise CannotRead("empty")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text[:1] in (b"{", b"["):
        return Form.JSON_LD
    if text[:1] == b"<":
        return Form.PAGE if b"<!doctype html" in text or b"<html" in text else Form.XML
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CannotRead("csv")
    return Form.CSV


def reader_of(file: IO[bytes], form: Form, mapping: Mapping[str, str] | None = None) -> Reader:
    """What goes through the content; ``mapping`` is for a table. Raises CannotRead."""
    if form is Form.CSV:
        return Table(file, mapping)
    if form is Form.XML:
        return ElmXml(file)
    return JsonLd(objects=objects_of_page(file)) if form is Form.PAGE else JsonLd(file)


def lines_of(reader: Reader) -> Iterator[Line]:
    """Each offer looked at."""
    return map(line_of, reader.rows())
