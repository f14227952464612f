"""Modules and micro-credentials as long lists show them: plain rows, where making models would be most of the time."""

from decimal import Decimal
from typing import NamedTuple

from nanobank.catalogue.models import Assessment
from nanobank.common.bilingual import in_english, said


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


class MicroCredentialLine(NamedTuple):
    """A micro-credential with its provider's names."""

    pk: int
    slug: str
    state: str
    title_da: str
    title_en: str
    ects: Decimal
    assessment: str
    by_hand_in: bool
    provider_da: str
    provider_en: str
    provider_short: str

    @property
    def title(self) -> str:
        """In the active language, the other where that is empty."""
        return said(self.title_da, self.title_en, english=in_english())

    @property
    def provider_name(self) -> str:
        """The provider's whole name, likewise."""
        return said(self.provider_da, self.provider_en, english=in_english())

    @property
    def assessment_words(self) -> str:
        """How one is examined."""
        return str(Assessment(self.assessment).label)


OF_MICRO_CREDENTIAL = (
    *("pk", "slug", "state", "title_da", "title_en", "ects", "assessment", "by_hand_in"),
    *("provider__name_da", "provider__name_en", "provider__short_name"),
)
"""The fields of a micro-credential that make its line."""
