"""What a page gives to be kept: a file under its name, and lists that Danish spreadsheets open by themselves."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse, StreamingHttpResponse

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def attached(content: bytes | str, *, kind: str, name: str) -> HttpResponse:
    """``content`` of the media type ``kind``, to be saved as ``name``."""
    return HttpResponse(content, content_type=kind, headers=_saved_as(name))


def spreadsheet(rows: Iterable[Sequence[object]], *, name: str) -> StreamingHttpResponse:
    """The rows as CSV with semicolons and a byte order mark, sent as they are read; no text is taken for a formula."""
    return StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8", headers=_saved_as(name))


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([_harmless(cell) for cell in row])


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


class _Echo:
    """Gives back what a CSV writer writes."""

    def write(self, line: str) -> str:
        return line
