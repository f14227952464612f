"""What this room's part of the API takes and gives."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nanobank.common.schemas import example
from nanobank.feeds.models import Verdict

_OFFER = {
    "uuid": "0b8f3b0e-5a44-4c0e-9d3b-7d1f4e1d2c10",
    "url": "https://lyttepost.example/kurser/lydredigering",
    "title": "Lydredigering til podcast",
    "provider": "Lyttepost",
    "description": "Lær at redigere optaget lyd i gratis programmer.",
    "language": "da",
    "workload": "PT27H",
    "hours": "27.00",
    "ects": "1.00",
    "level": 5,
    "price": "2400.00",
    "currency": "DKK",
    "form": "online",
    "starts_on": None,
    "competences": ["sound-editing"],
    "line": "Vurderet af Sydvest, gælder til 25. juli 2028",
    "retired": False,
}


class OfferVettingOut(Schema):
    """What an institution says of an offer, why, and until when."""

    model_config = example(
        uuid="9f1c9a52-3f0e-4a2e-9f3f-0c7a6f2f9a10",
        organisation="sydvest",
        at="2026-07-25T08:00:00Z",
        verdict="counts",
        until="2028-07-25",
        grounds="Vi har set alt materialet. Opgaven bliver vurderet efter kriterier, der ligner vores egne.",
        level=5,
        ects="1.00",
        hours="27.00",
        competences=["sound-editing"],
        withdrawn_at=None,
    )
    uuid: UUID
    organisation: str = Field(description="Slug")
    at: datetime
    verdict: Verdict
    until: date
    grounds: str
    level: int | None
    ects: Decimal | None
    hours: Decimal | None
    competences: list[str] = Field(description="Slugs")
    withdrawn_at: datetime | None


class OutsideOfferOut(Schema):
    """An offer from outside as its source says it, and the honest line about it."""

    model_config = example(**_OFFER)
    uuid: UUID
    url: str
    title: str
    provider: str
    description: str
    language: str = Field(description="ISO 639-1, empty when not said")
    workload: str = Field(description="The time it takes, as the source says it")
    hours: Decimal | None
    ects: Decimal | None
    level: int | None = Field(description="EQF, as the source says it")
    price: Decimal | None
    currency: str
    form: str
    starts_on: date | None
    competences: list[str] = Field(description="Slugs; read from the text by a machine")
    line: str = Field(description="Who has vetted it and until when, or that nobody has")
    retired: bool = Field(description="The source does not have it any more")


class OutsideOfferWhole(OutsideOfferOut):
    """The same with all judgements of it, the newest first."""

    model_config = example(**_OFFER, vettings=[])
    vettings: list[OfferVettingOut]


class OutsideOffers(Schema):
    """A page of offers."""

    count: int
    items: list[OutsideOfferOut]


class OfferVettingIn(Schema):
    """A judgement of an offer."""

    verdict: Verdict = Field(description="counts or rejected")
    grounds: str = Field(max_length=4_000, examples=["Vi har set materialet og prøven, og de svarer til vores eget."])
    until: date
    level: int | None = Field(default=None, examples=[5])
    ects: Decimal | None = Field(default=None, examples=["1.00"])
    hours: Decimal | None = Field(default=None, examples=["27.00"])
    competences: list[str] = Field(default=[], description="Slugs", examples=[["sound-editing"]])
    expects: UUID | None = Field(default=None, description="The judgement you have seen; null when there was none")


class FeedIn(Schema):
    """A feed, with a file beside it or an address."""

    organisation: str = Field(description="Slug", examples=["sydvest"])
    title: str = Field(max_length=120, examples=["Kursushuset, efterår"])
    address: str = Field("", max_length=600, examples=["https://kursushuset.example/kurser"])
    whole: bool = Field(True, description="Retire what is no longer in it")  # noqa: FBT003


class FeedOut(Schema):
    """A feed, how many of its offers are shown, and how many nobody has vetted."""

    model_config = example(
        uuid="6f1c9a52-3f0e-4a2e-9f3f-0c7a6f2f9a11",
        organisation="sydvest",
        title="Kurser, vi anbefaler at kende",
        address="",
        whole=True,
        closed=False,
        every_days=None,
        due_at=None,
        offers=8,
        waiting=5,
    )
    uuid: UUID
    organisation: str
    title: str
    address: str
    whole: bool
    closed: bool
    every_days: int | None = Field(description="How often it is fetched by itself")
    due_at: datetime | None = Field(description="When next")
    offers: int
    waiting: int


class FeedRhythmIn(Schema):
    """How often a feed is fetched by itself."""

    model_config = example(every_days=7)
    every_days: Literal[1, 7, 30] | None = Field(description="1, 7 or 30; null: only when somebody asks")


class FeedMappingIn(Schema):
    """Which column of a table is what: our names to headings."""

    mapping: dict[str, str] = Field(examples=[{"title": "Titel", "url": "Link", "price": "Pris"}])


class FeedRunOut(Schema):
    """A feed's content, what is in it, and how far taking it in is."""

    model_config = example(
        uuid="6f1c9a52-3f0e-4a2e-9f3f-0c7a6f2f9a12",
        feed="6f1c9a52-3f0e-4a2e-9f3f-0c7a6f2f9a11",
        name="kurser.csv",
        state="ready",
        trouble="",
        headings=["Titel", "Link"],
        mapping={"title": "Titel", "url": "Link"},
        lines=5,
        faulty=2,
        new=3,
        missing=0,
        done=0,
        added=0,
        changed=0,
        unchanged=0,
        retired=0,
        made_at="2026-11-22T08:00:00Z",
        finished_at=None,
    )
    uuid: UUID
    feed: UUID
    name: str
    state: str = Field(description="checking, unreadable, ready, importing, stopped, finished or withdrawn")
    trouble: str = Field(description="Why it could not be read, if so")
    headings: list[str] = Field(description="The columns of a table")
    mapping: dict[str, str]
    lines: int
    faulty: int = Field(description="Offers that are left out")
    new: int
    missing: int = Field(description="Offers that are shown and not in it")
    done: int
    added: int
    changed: int
    unchanged: int
    retired: int
    made_at: datetime
    finished_at: datetime | None


class FeedFaultOut(Schema):
    """One thing that is wrong with one offer."""

    line: int = Field(examples=[4])
    column: str = Field(examples=["Adresse"])
    cell: str = Field(description="What stands there", examples=["http://192.168.4.20/kursus"])
    text: str = Field(description="What is wrong", examples=["Adressen fører til et privat netværk."])


class FeedFaults(Schema):
    """A page of what is wrong."""

    offers: int = Field(description="How many offers are left out")
    items: list[FeedFaultOut]
