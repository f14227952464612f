"""What this room's part of the API takes and gives."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nanobank.catalogue.question import MOST
from nanobank.common.schemas import example


class Filters(Schema):
    """The catalogue page's own filters, by the same names; those with several values may be repeated."""

    q: str = Field(default="", description="Words, in Danish or English", examples=["sundhedskommunikation"])
    level: list[int] = Field(default=[], examples=[[6, 7]])
    language: list[str] = Field(default=[], examples=[["da"]])
    form: list[str] = Field(default=[], examples=[["online"]])
    audience: list[str] = Field(default=[], examples=[["professionals"]])
    provider: list[str] = Field(default=[], description="Slugs")
    ects_min: str = Field(default="", examples=["2.5"])
    ects_max: str = Field(default="", examples=["10"])
    price_max: str = Field(default="", description="DKK; 0 is free", examples=["5000"])
    starts: str = Field(default="", description="now, month or half_year", examples=["month"])
    sort: str = Field(default="relevance", description="relevance, price, ects or start", examples=["price"])


class Asked(Filters):
    """The filters, and which part of the results."""

    limit: int = Field(default=20, ge=1, le=100)
    offset: int = Field(default=0, ge=0, le=MOST)


class AskedOfAll(Asked):
    """The same for everything at once."""

    kind: list[str] = Field(
        default=[],
        description="module, micro_credential, bundle, provider, competence; the first three when left out",
        examples=[["module"]],
    )
    meaning: bool = Field(default=True, description="False: words alone, which is what one wants while somebody types")


class Hit(Schema):
    """Something found."""

    model_config = example(
        kind="module",
        slug="sydvest-datajournalistik",
        title_da="Datajournalistik",
        title_en="Data journalism",
        summary_da="Du kan finde historien i et regneark.",
        summary_en="You can find the story in a spreadsheet.",
        provider="Sydvest",
        level=7,
        ects="2.50",
        price="3200.00",
        language="da",
        form="online",
        rolling=True,
        next_start=None,
        reason="Nævner ‘datajournalistik’",
    )
    kind: str = Field(description="module, micro_credential, bundle, provider or competence")
    slug: str
    title_da: str
    title_en: str
    summary_da: str
    summary_en: str
    provider: str = Field(alias="provider_name")
    level: int | None = Field(description="Danish qualification level, the same as EQF")
    ects: Decimal | None
    price: Decimal | None = Field(description="DKK")
    language: str
    form: str
    rolling: bool = Field(description="Whether one can begin any day")
    next_start: date | None
    reason: str = Field(
        description="Why it was found, in the language of Accept-Language; empty when nothing was asked"
    )


class Meant(Schema):
    """A word that nothing holds, and the one it was taken for."""

    typed: str = Field(examples=["datajurnalistik"])
    meant: str = Field(examples=["datajournalistik"])


class AskedFor(Schema):
    """A competence that a question in whole words was read into, and the sentence that says so."""

    model_config = example(
        slug="health-communication",
        label_da="kommunikere i sundhedsvæsenet",
        label_en="communicate in healthcare",
        strength=0.84,
        sentence="jeg vil kunne arbejde med sundhedskommunikation",
    )
    slug: str
    label_da: str
    label_en: str
    strength: float = Field(description="0 to 1: how sure that is")
    sentence: str


class Hits(Schema):
    """A page of what was found. Only the first 1,000 can be leafed through; ``more`` says that there are more."""

    count: int = Field(examples=[1])
    more: bool
    near: bool = Field(description="Nothing held all the words; these hold some of them")
    items: list[Hit]


class Everything(Hits):
    """The same with what the page says beside it."""

    meant: list[Meant] = Field(description="Words that were taken for others")
    names: list[Hit] = Field(description="Providers and competences whose names hold the words; only with offset 0")
    asked_for: list[AskedFor] = Field(
        description="What a question of five words and more is read into, surest first; what gives it comes sooner"
    )
    counts: dict[str, dict[str, int]] = Field(
        description="How many each value of a filter would leave, by filter and value",
        examples=[{"level": {"6": 12, "7": 4}, "language": {"da": 15, "en": 1}}],
    )
    without_meaning: bool = Field(description="Found by words alone")


class SearchSuggestionOut(Schema):
    """What is offered while somebody types."""

    model_config = example(
        address="/moduler/sydvest-datajournalistik/", title="Datajournalistik", note="Modul · Sydvest"
    )
    address: str
    title: str
    note: str


class SavedSearchIn(Filters):
    """A search to be told about. ``kind`` as in a search."""

    model_config = example(q="datajournalistik", level=[7], form=["online"])
    kind: list[str] = Field(default=[], examples=[["module"]])


class SavedSearchOut(Schema):
    """A saved search."""

    model_config = example(
        uuid="0197a3f2-6a41-7c1e-9b53-3a5e7d2f1c44",
        address="q=datajournalistik&level=7",
        words="“datajournalistik” · Niveau 7 (master)",
        saved_at="2026-11-22T06:00:00Z",
    )
    uuid: UUID
    address: str = Field(description="The query string of GET /search and of the catalogue's page")
    words: str = Field(description="The same in words")
    saved_at: datetime
