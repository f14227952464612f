"""What every printed document shares: how dates and numbers are written, and what happens when no font has a letter."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Final

import typst

from nanocore.signing import Language

_MONTHS: Final = {
    Language.DANISH: "januar februar marts april maj juni juli august september oktober november december",
    Language.ENGLISH: "January February March April May June July August September October November December",
}


class CannotTypeset(Exception):
    """There is a letter in it that none of the document's fonts has."""


@contextmanager
def typesetting() -> Iterator[None]:
    """Turns a missing letter into CannotTypeset; all else that goes wrong is a mistake of ours."""
    try:
        yield
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        raise CannotTypeset(str(error)) from None


def number(amount: Decimal, language: Language) -> str:
    """Without zeros that say nothing, and with a comma in Danish."""
    written = f"{amount.normalize():f}"
    return written.replace(".", ",") if language is Language.DANISH else written


def spelt_out(day: date, language: Language) -> str:
    """As 1. februar 2027, or 1 February 2027."""
    month = _MONTHS[language].split()[day.month - 1]
    return f"{day.day}. {month} {day.year}" if language is Language.DANISH else f"{day.day} {month} {day.year}"
