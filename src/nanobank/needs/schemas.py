"""What the API takes and gives about needs."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nanobank.catalogue.models import Form
from nanobank.needs.models import EnquiryState, Origin, Reply, State

_Words = Annotated[
    str, Field(description="In one's own words, Danish or English", examples=["Vi skal kunne læse en CSRD-rapport."])
]
_Competences = Annotated[list[str], Field(max_length=40, description="Slugs", examples=[["sustainability-reporting"]])]
_Region = Annotated[str, Field(description="ISO 3166-2, or empty", examples=["DK-82"])]
_Sector = Annotated[str, Field(description="Main section of DB07 (NACE Rev. 2), a letter, or empty", examples=["C"])]


class NeedWordsIn(Schema):
    """Words to be read."""

    words: _Words


class ReadOut(Schema):
    """A competence that the words were read into, and the sentence it came from."""

    competence: str = Field(description="Slug", examples=["sustainability-reporting"])
    label: str = Field(examples=["lede arbejdet med bæredygtighedsrapportering"])
    sentence: str = Field(examples=["Vi skal kunne læse en CSRD-rapport."])
    is_sure: bool = Field(description="Whether a page would tick it")


class ReadingOut(Schema):
    """What words were read into."""

    language: str = Field(description="ISO 639-1, or und", examples=["da"])
    remarks: list[str] = Field(description="What to know of how it was read", examples=[[]])
    competences: list[ReadOut]
    not_understood: list[str] = Field(
        description="Sentences, and parts of them, that gave no competence", examples=[["skrive klart"]]
    )


class _Said(Schema):
    words: _Words
    competences: _Competences = []
    people: int = Field(default=1, ge=1, le=100_000, description="For how many")
    region: _Region = ""
    sector: _Sector = ""
    name_shown: bool = Field(
        default=False, description="Whether institutions that are asked see the organisation's name"
    )
    may_be_contacted: bool = Field(default=False, description="Whether institutions may write, without knowing to whom")
    hears: bool = Field(default=True, description="Whether to get a mail when something new fits")


class NeedIn(_Said):
    """A need. ``organisation`` is one that I act for, or empty for myself."""

    organisation: str = Field(default="", description="Slug", examples=["brodal"])


class NeedChange(_Said):
    """A need said better, whole."""


class FitOut(Schema):
    """A module that has come since and fits."""

    module: str = Field(description="Slug", examples=["fjord-klimaregnskab"])
    covers: int = Field(description="How many of the competences it teaches")
    found_at: datetime


class EnquiryLine(Schema):
    """One institution that was asked."""

    uuid: UUID
    institution: str = Field(description="Slug", examples=["fjord"])
    state: EnquiryState


class ContactOut(Schema):
    """An institution that has written to me, and what I answered."""

    uuid: UUID
    institution: str = Field(description="Slug", examples=["midtvest"])
    words: str = Field(examples=["Vi overvejer et modul om vejledning af unge. Hvad mangler I mest?"])
    at: datetime
    reply: Reply = Field(description="Empty until I have answered")


class NeedOut(_Said):
    """A need of mine, or of an organisation that I act for."""

    uuid: UUID
    state: State
    origin: Origin
    language: str = Field(description="ISO 639-1, or und", examples=["da"])
    organisation: str = Field(description="Slug, empty for my own", examples=["brodal"])
    made_at: datetime
    closed_at: datetime | None
    fits: list[FitOut]
    enquiries: list[EnquiryLine]
    contacts: list[ContactOut]


class NeedSuggestionOut(Schema):
    """An institution worth asking, and why."""

    institution: str = Field(description="Slug", examples=["fjord"])
    name: str = Field(examples=["Erhvervsakademi Fjord"])
    covers: list[str] = Field(
        description="Of the competences, those it teaches", examples=[["sustainability-reporting"]]
    )
    modules: int = Field(description="How many of its modules teach them")
    near: list[str] = Field(description="Titles of modules near the words", examples=[["Klimaregnskab"]])
    in_region: bool
    is_online: bool


class NeedAskIn(Schema):
    """Whom to ask."""

    institutions: list[str] = Field(max_length=20, description="Slugs", examples=[["fjord", "limfjord"]])


class PartIn(Schema):
    """One module of an outline: ``module`` for one there is, else ``title`` and ``ects`` of one to be written."""

    module: str = Field(default="", description="Slug", examples=["fjord-klimaregnskab"])
    title: str = Field(default="", examples=["Bæredygtigt indkøb i praksis"])
    summary: str = Field(default="", examples=["Stil krav, der kan måles, og følg dem op."])
    ects: Decimal | None = Field(default=None, examples=["2.5"])
    competences: _Competences = []


class NeedAnswerIn(Schema):
    """What an institution offers; sent anew, it takes the place of the answer before."""

    words: str = Field(examples=["Fire onsdage hos jer, og imellem dem prøver I det af."])
    price: Decimal = Field(description="DKK for all the seats together", examples=["48000"])
    seats: int = Field(examples=[12])
    starts_on: date
    ends_on: date
    form: Form
    place: str = Field(default="", max_length=80, examples=["Hos jer i Skive"])
    postcode: str = Field(default="", pattern=r"^(\d{4})?$", examples=["7800"])
    parts: list[PartIn] = Field(max_length=20)


class PartOut(Schema):
    """One module of an outline, as it was when it was offered."""

    module: str = Field(description="Slug, empty while it is to be written", examples=["fjord-klimaregnskab"])
    is_new: bool
    title: str = Field(examples=["Klimaregnskab"])
    summary: str = Field(examples=["Regn virksomhedens udledning ud."])
    ects: Decimal = Field(examples=["2.5"])
    competences: list[str] = Field(examples=[["sustainability-performance"]])
    offering: UUID | None = Field(description="The class that was made of it, once it is accepted")


class AnswerOut(Schema):
    """An answer, and what it covers of what is wanted."""

    uuid: UUID
    number: int = Field(description="1 for the first; the latest counts")
    at: datetime
    words: str = Field(examples=["Fire onsdage hos jer."])
    price: Decimal = Field(description="DKK for all the seats together", examples=["48000.00"])
    seats: int
    starts_on: date
    ends_on: date
    form: Form
    place: str = Field(examples=["Hos jer i Skive"])
    postcode: str = Field(examples=["7800"])
    accepted_at: datetime | None
    parts: list[PartOut]


class ComparedOut(Schema):
    """The latest answer of one institution beside the others'."""

    institution: str = Field(description="Slug", examples=["fjord"])
    enquiry: UUID
    state: EnquiryState
    covers: _Competences
    leaves_out: _Competences
    ects: Decimal = Field(description="Of all its modules together", examples=["7.5"])
    price_a_seat: Decimal = Field(description="DKK", examples=["4000.00"])
    modules_to_be_written: int
    answer: AnswerOut


class NeedLineOut(Schema):
    """Something said in a thread."""

    who: str = Field(description="As far as the reader may know", examples=["En organisation i Region Midtjylland"])
    is_mine: bool = Field(description="Whether my side said it")
    words: str = Field(examples=["Kan I om onsdagen?"])
    at: datetime


class EnquiryOut(Schema):
    """A request as my side sees it. ``asker`` is no name unless the asker shows it."""

    uuid: UUID
    institution: str = Field(description="Slug", examples=["fjord"])
    state: EnquiryState
    asker: str = Field(examples=["En organisation i Region Midtjylland"])
    words: _Words
    competences: _Competences
    people: int
    region: _Region
    sector: _Sector
    asked_at: datetime
    note: str = Field(description="Why it was declined", examples=[""])
    lines: list[NeedLineOut]
    answers: list[AnswerOut] = Field(description="The latest first")


class EnquiryHead(Schema):
    """A request in an institution's list."""

    uuid: UUID
    institution: str = Field(description="Slug", examples=["fjord"])
    state: EnquiryState
    title: str = Field(examples=["Vi skal kunne læse en CSRD-rapport."])
    people: int
    region: _Region
    asked_at: datetime


class MessageIn(Schema):
    """Something to say."""

    words: str = Field(max_length=8_000, examples=["Kan I om onsdagen?"])


class SupplyOut(Schema):
    """What there is of a competence."""

    modules: int
    institutions: int
    within_reach: int = Field(description="Modules online or in the region asked about")


class NeedWantedOut(Schema):
    """A competence that at least five ask for."""

    competence: str = Field(description="Slug", examples=["mental-health"])
    label: str = Field(examples=["fremme mental sundhed"])
    askers: int
    people: int = Field(description="At least so many; rounded down to fives")
    quarters: list[int | None] = Field(
        description="New askers in each quarter; null where withheld", examples=[[5, None]]
    )
    supply: SupplyOut


class SoughtOut(Schema):
    """Words searched for in vain at least five times."""

    words: str = Field(examples=["svejsning"])
    searches: int
    without_hit: int


class RadarOut(Schema):
    """What is missing. Nothing is told of fewer than five, nor anything they could be worked out from."""

    fewest: int
    withheld: int = Field(description="Competences that are left out for that reason")
    quarters: list[str] = Field(examples=[["3. kv. 2026", "4. kv. 2026"]])
    wanted: list[NeedWantedOut]
    sought: list[SoughtOut]


class OutreachIn(Schema):
    """What to write to those who asked for a competence, in a region and a sector if given."""

    institution: str = Field(description="Slug of one I answer for", examples=["midtvest"])
    competence: str = Field(description="Slug", examples=["mental-health"])
    region: _Region = ""
    sector: _Sector = ""
    words: str = Field(examples=["Vi overvejer et hold om elevers trivsel til foråret. Hvad mangler I mest?"])


class YesOut(Schema):
    """Somebody who said yes, and thereby who they are."""

    name: str = Field(examples=["Huong Nguyen Dam"])
    organisation: str = Field(description="Empty for a person's own need", examples=[""])
    email: str = Field(examples=["huong@midtvest.example"])
    words: str = Field(examples=["Helst eftermiddage."])
    need: _Words


class OutreachOut(Schema):
    """A message to those who asked. ``reached`` is null below five."""

    uuid: UUID
    institution: str = Field(description="Slug", examples=["midtvest"])
    competence: str = Field(description="Slug", examples=["mental-health"])
    region: _Region
    sector: _Sector
    words: str = Field(examples=["Vi overvejer et hold om elevers trivsel til foråret."])
    at: datetime
    reached: int | None
    yes: list[YesOut]


class ReplyIn(Schema):
    """Yes or no. A yes tells the institution who I am."""

    yes: bool
    words: str = Field(default="", max_length=4_000, examples=["Ring gerne efter kl. 15."])
