"""A module as a list of many shows it: read as a plain row, where making models would be most of the time."""

from decimal import Decimal
from typing import NamedTuple

from nanobank.common.bilingual import in_english


class ModuleLine(NamedTuple):
    """One version of a module. ``module`` and ``version`` are ids."""

    module: int
    slug: str
    version: int
    title_da: str
    title_en: str
    ects: Decimal
    level: int

    @property
    def title(self) -> str:
        """In the active language, the other where that is empty."""
        return self.title_en or self.title_da if in_english() else self.title_da or self.title_en


OF_VERSION = ("pk", "title_da", "title_en", "ects", "level")
"""The fields of a version that a line ends with."""
