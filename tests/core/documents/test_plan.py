from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nanocore.documents import CannotTypeset, PlannedModule, PlanSheet, plan_sheet
from nanocore.signing import Language

MODULE = PlannedModule(
    title="Datajournalistik",
    begins_on=date(2027, 2, 1),
    ends_on=date(2027, 3, 14),
    ects=Decimal("2.50"),
    hours=Decimal("68.75"),
    price=Decimal("6800.00"),
    is_class=True,
    place="Odense",
    why="Dækker det, du vil kunne.",
)
SHEET = PlanSheet(
    title="Data og lyd",
    holder="Alma Dalgaard",
    standing="Bevist bedst.",
    modules=(MODULE, MODULE),
    address="https://nanobanken.example/forloeb/1/",
    laid_on=date(2026, 11, 22),
)


@pytest.mark.parametrize("language", Language)
def test_the_same_plan_always_makes_the_same_bytes(language: Language) -> None:
    sheet = plan_sheet(SHEET, language=language)
    assert sheet.startswith(b"%PDF-1.7")
    assert plan_sheet(SHEET, language=language) == sheet
    assert f"/Lang({language.value})".encode() in sheet


def test_words_are_words_and_never_markup() -> None:
    assert plan_sheet(replace(SHEET, title="#panic() *x* $y$ \\"), language=Language.DANISH)


def test_a_plan_of_many_modules_takes_more_pages() -> None:
    assert b"/Count 1/" in plan_sheet(SHEET, language=Language.DANISH)
    assert b"/Count 1/" not in plan_sheet(replace(SHEET, modules=(MODULE,) * 60), language=Language.DANISH)


def test_a_letter_that_no_font_has_is_told() -> None:
    with pytest.raises(CannotTypeset):
        plan_sheet(replace(SHEET, title="计划"), language=Language.DANISH)
