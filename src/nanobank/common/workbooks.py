"""A workbook of plain tables (XLSX) for whoever wants to count on."""

import io
import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHARACTERS_A_PAGE: Final = 110
_LONGEST_NAME: Final = 31
_NOT_IN_A_NAME: Final = re.compile(r"[\\/*?:\[\]]+ ?")


class Sheet(NamedTuple):
    """One table. ``widths`` are shares of the page, one a column."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[str]]
    widths: Sequence[float]


def workbook_of(sheets: Iterable[Sheet]) -> bytes:
    """XLSX with a sheet for each table. What looks like a formula is kept as text."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for one in sheets:
        sheet = workbook.create_sheet(_NOT_IN_A_NAME.sub(" ", one.name)[:_LONGEST_NAME])
        for row in (one.header, *one.rows):
            sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row])
        for number, width in enumerate(one.widths, start=1):
            letter = get_column_letter(number)
            sheet.column_dimensions[letter].width = width / sum(one.widths) * _CHARACTERS_A_PAGE
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "A2"
    kept = io.BytesIO()
    workbook.save(kept)
    return kept.getvalue()
