"""Modules and micro-credentials as long lists show them: plain rows, where making models would be most of the time."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from nanobank.catalogue.models import Assessment, Listing
from nanobank.common.bilingual import in_english, said


class ModuleLine(NamedTuple):
    """One version of a module. ``module`` and ``version`` are ids; ``outside`` says what counts as it, if anything."""

    module: int
    slug: str
    version: int
    title_da: str
    title_en: str
    ects: Decimal
    level: int
    outside: str = ""

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
    max_outside_ects: Decimal | None

    @property
    def outside_limit(self) -> Decimal:
        """How much of it may have been learnt elsewhere, in ECTS: half of it unless said otherwise."""
        return self.ects / 2 if self.max_outside_ects is None else self.max_outside_ects

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
    *("provider__name_da", "provider__name_en", "provider__short_name", "max_outside_ects"),
)
"""The fields of a micro-credential that make its line."""


class ListingLine(NamedTuple):
    """What a page of results shows of a listing."""

    pk: int
    kind: str
    target_id: int
    slug: str
    title_da: str
    title_en: str
    summary_da: str
    summary_en: str
    provider_name: str
    level: int | None
    ects: Decimal | None
    price: Decimal | None
    language: str
    form: str
    rolling: bool
    next_start: date | None

    @property
    def title(self) -> str:
        """In the active language, the other where that is empty."""
        return said(self.title_da, self.title_en, english=in_english())


Listed: TypeAlias = Listing | ListingLine
"""Either has what a card shows."""
