"""A plain report on A4 as PDF/A: headings, paragraphs and tables, for whoever asks to see it on paper."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources
from typing import Final

import typst

from nanocore.documents._typesetting import spelt_out, typesetting
from nanocore.signing import JsonObject, Language, Text

_AS_OF: Final = Text(da="Opgjort {}", en="As of {}")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under a header. ``widths`` are shares of the page's width, one a column."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.header) for row in self.rows) or len(self.widths) != len(self.header):
            raise ValueError("a table's rows, widths and header are equally long")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what is said under it, and a table where there is something to list."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All that it says. ``kind`` stands small above the title, ``by`` is whose report it is."""

    kind: str
    title: str
    by: str
    as_of: date
    sections: Sequence[Section]
    address: str = ""


def report(document: Report, *, language: Language) -> bytes:
    """The report in `language` as PDF/A-2 (level A). The same always makes the same bytes. Raises `CannotTypeset`."""
    with typesetting():
        return typst.compile(
            _template(),
            format="pdf",
            pdf_standards=["a-2a"],
            sys_inputs={"said": json.dumps(_said(document, language))},
            timestamp=datetime.combine(document.as_of, time(), tzinfo=UTC),
            ignore_system_fonts=True,
        )


@cache
def _template() -> bytes:
    return (resources.files(__package__) / "report.typ").read_bytes()


def _said(document: Report, language: Language) -> JsonObject:
    return {
        "language": language.value,
        "kind": document.kind,
        "title": document.title,
        "by": document.by,
        "as_of": _AS_OF[language].format(spelt_out(document.as_of, language)),
        "address": document.address,
        "sections": [_section(section) for section in document.sections],
    }


def _section(section: Section) -> JsonObject:
    table = section.table
    return {
        "heading": section.heading,
        "paragraphs": list(section.paragraphs),
        "table": None
        if table is None
        else {"header": list(table.header), "widths": list(table.widths), "rows": [list(row) for row in table.rows]},
    }
