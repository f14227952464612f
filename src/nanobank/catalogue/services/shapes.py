"""What an author writes, as the services take it: whole and checked for shape, not yet for completeness."""

from dataclasses import dataclass
from decimal import Decimal

from nanobank.catalogue.models import (
    Assessment,
    Audience,
    Competence,
    Form,
    Grading,
    Language,
    Level,
    MicroCredential,
    Module,
)

Texts = tuple[tuple[str, str], ...]
"""Sentences in Danish and English side by side."""


@dataclass(frozen=True)
class Facts:
    """All that a module version says and demands. ``ects`` and ``price`` (DKK) in Decimal."""

    ects: Decimal
    level: Level
    form: Form
    title_da: str = ""
    title_en: str = ""
    summary_da: str = ""
    summary_en: str = ""
    description: str = ""
    language: Language = Language.DANISH
    price: Decimal = Decimal(0)
    outcomes: Texts = ()
    audiences: tuple[Audience, ...] = ()
    competences: tuple[Competence, ...] = ()
    prerequisites: tuple[tuple[Module, ...], ...] = ()
    """All groups must be met, each by any one of its modules."""


@dataclass(frozen=True)
class Electives:
    """At least ``min_ects`` from these modules at ``min_level`` or above."""

    min_ects: Decimal
    modules: tuple[Module, ...]
    min_level: Level = Level.FOUR


@dataclass(frozen=True)
class MicroCredentialFacts:
    """All that a micro-credential says, demands and how it is examined."""

    title_da: str
    title_en: str
    summary_da: str
    summary_en: str
    description_da: str
    description_en: str
    level: Level
    ects: Decimal
    assessment: Assessment
    grading: Grading
    participation: Form
    by_hand_in: bool
    outcomes: Texts = ()
    language: Language = Language.DANISH
    price: Decimal = Decimal(0)
    second_examiner: bool = False
    identity_check_da: str = ""
    identity_check_en: str = ""
    exam_guidance_da: str = ""
    exam_guidance_en: str = ""
    quality_assurance_da: str = ""
    quality_assurance_en: str = ""
    prerequisites_da: str = ""
    prerequisites_en: str = ""
    validity_months: int | None = None
    suspendable: bool = False
    competences: tuple[Competence, ...] = ()
    required: tuple[Module, ...] = ()
    electives: tuple[Electives, ...] = ()


@dataclass(frozen=True)
class BundleFacts:
    """All that a bundle says; its price is for all of it together."""

    title_da: str
    title_en: str
    summary_da: str
    summary_en: str
    description_da: str
    description_en: str
    audience: Audience
    price: Decimal
    need_da: str = ""
    need_en: str = ""
    modules: tuple[Module, ...] = ()
    micro_credentials: tuple[MicroCredential, ...] = ()


def as_rows(outcomes: Texts) -> list[dict[str, str]]:
    """Outcomes as the database keeps them."""
    return [{"da": danish.strip(), "en": english.strip()} for danish, english in outcomes if danish or english]
