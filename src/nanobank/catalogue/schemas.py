"""What the catalogue's part of the API takes and gives."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nanobank.catalogue.models import Assessment, Audience, Form, Grading, Language, Level
from nanobank.common.schemas import example


class Outcome(Schema):
    """A learning outcome in both languages."""

    da: str = Field(examples=["Rense et datasæt"])
    en: str = Field(examples=["Clean a data set"])


class CompetenceOut(Schema):
    """A competence; the URI is ESCO's."""

    model_config = example(
        slug="source-criticism",
        uri="http://data.europa.eu/esco/skill/db33c0f3-43ee-4ba3-ba47-9269ac837697",
        label_da="vurdere information og kilder kritisk",
        label_en="critically evaluate information and its sources",
        label_da_is_official=False,
    )
    slug: str
    uri: str
    label_da: str
    label_en: str
    label_da_is_official: bool


class ProviderOut(Schema):
    """Somebody who teaches."""

    model_config = example(
        slug="sydvest", kind="university", name_da="Sydvest Universitet", name_en="Sydvest University", city="Odense",
        country="DK",
    )  # fmt: skip
    slug: str
    kind: str
    name_da: str
    name_en: str
    city: str
    country: str


class OfferingOut(Schema):
    """A chance to take a module; no dates mean any day, no ``seats`` mean no limit."""

    uuid: UUID
    starts_on: date | None
    ends_on: date | None
    place: str = Field(examples=["Odense"])
    postcode: str = Field(examples=["5000"])
    times: list[str] = Field(description="Days and evenings on which one must be there", examples=[["tue-evening"]])
    seats: int | None
    seats_left: int | None


class VersionOut(Schema):
    """What a version of a module says."""

    uuid: UUID
    number: int
    state: str = Field(examples=["published"])
    published_at: datetime | None
    title_da: str = Field(examples=["Datajournalistik"])
    title_en: str = Field(examples=["Data journalism"])
    summary_da: str = Field(examples=["Du kan finde historien i et regneark."])
    summary_en: str = Field(examples=["You can find the story in a spreadsheet."])
    description: str = Field(description="Markdown, in ``language``", examples=["Vi arbejder med **rigtige** tal."])
    learning_outcomes: list[Outcome]
    language: str = Field(examples=["da"])
    ects: Decimal = Field(examples=["2.50"])
    level: int
    price: Decimal = Field(examples=["3200.00"])
    form: str = Field(examples=["online"])
    audiences: list[str] = Field(examples=[["professionals"]])
    competences: list[str] = Field(description="Slugs", examples=[["source-criticism"]])
    prerequisites: list[list[str]] = Field(description="All groups must be met, each by any one of its modules (slugs)")


class ModuleOut(Schema):
    """A module with its version and the ways to begin."""

    uuid: UUID
    slug: str = Field(examples=["sydvest-datajournalistik"])
    provider: str = Field(description="Slug", examples=["sydvest"])
    version: VersionOut
    offerings: list[OfferingOut]
    leads_to: list[str] = Field(description="Slugs of the micro-credentials that it counts towards")


class ElectivesOut(Schema):
    """At least ``min_ects`` from these modules at ``min_level`` or above."""

    min_ects: Decimal = Field(examples=["1.00"])
    min_level: int
    modules: list[str]


class MicroCredentialOut(Schema):
    """A micro-credential: the EU's mandatory elements, the rule and the exam."""

    uuid: UUID
    slug: str = Field(examples=["undersoegende-datajournalistik"])
    provider: str = Field(examples=["sydvest"])
    country: str = Field(examples=["DK"])
    title_da: str = Field(examples=["Undersøgende datajournalistik"])
    title_en: str = Field(examples=["Investigative data journalism"])
    summary_da: str = Field(examples=["Du kan finde, kontrollere og fortælle en historie, der bygger på data."])
    summary_en: str = Field(examples=["You can find, check and tell a story that is built on data."])
    description_da: str = Field(examples=["Beviset er for dig, der vil kunne grave selv."])
    description_en: str = Field(examples=["This credential is for people who want to dig for themselves."])
    learning_outcomes: list[Outcome]
    language: str = Field(examples=["da"])
    level: int
    ects: Decimal = Field(examples=["7.00"])
    price: Decimal = Field(examples=["21000.00"])
    assessment: Assessment
    by_hand_in: bool
    grading: Grading
    second_examiner: bool
    participation: Form
    quality_assurance_da: str = Field(examples=["Kvalitetssikret af studienævnet."])
    quality_assurance_en: str = Field(examples=["Quality-assured by the study board."])
    validity_months: int | None = Field(description="How long a credential is valid; null: for good", examples=[None])
    suspendable: bool = Field(description="Whether verifiers elsewhere are told when one is suspended")
    competences: list[str]
    required: list[str]
    electives: list[ElectivesOut]
    replaces: str | None = Field(description="The edition before it, by slug", examples=[None])
    edition: str | None = Field(
        description="The new edition, by slug, when this one is awarded no more", examples=[None]
    )


class BundleOut(Schema):
    """A bundle with its parts; ``separately`` is what they cost one by one, DKK."""

    uuid: UUID
    slug: str = Field(examples=["gravergruppe-paa-et-halvt-aar"])
    provider: str = Field(examples=["sydvest"])
    title_da: str = Field(examples=["Gravergruppe på et halvt år"])
    title_en: str = Field(examples=["An investigative group in six months"])
    summary_da: str = Field(examples=["Fem moduler og én eksamen."])
    summary_en: str = Field(examples=["Five modules and one exam."])
    need_da: str = Field(examples=["Lokale medier vil have flere egne historier."])
    need_en: str = Field(examples=["Local media want more stories of their own."])
    audience: Audience
    price: Decimal = Field(examples=["20700.00"])
    separately: Decimal = Field(examples=["23400.00"])
    ects: Decimal = Field(examples=["10.50"])
    modules: list[str]
    micro_credentials: list[str]


class VersionIn(Schema):
    """What an author writes. Everything may be sent alone in a PATCH."""

    model_config = example(
        title_da="Datajournalistik", title_en="Data journalism", summary_da="Du kan finde historien i et regneark.",
        summary_en="You can find the story in a spreadsheet.", description="Vi arbejder med rigtige tal.",
        outcomes=[{"da": "Rense et datasæt", "en": "Clean a data set"}], language="da", ects="2.5", level=7,
        price="3200", form="online", audiences=["professionals"], competences=["source-criticism"],
        prerequisites=[["sydvest-kildekritik-digital", "sydvest-faktatjek"]],
    )  # fmt: skip
    title_da: str | None = None
    title_en: str | None = None
    summary_da: str | None = None
    summary_en: str | None = None
    description: str | None = None
    outcomes: list[Outcome] | None = None
    language: Language | None = None
    ects: Decimal | None = Field(default=None, max_digits=4, decimal_places=2)
    level: Level | None = None
    price: Decimal | None = Field(default=None, max_digits=9, decimal_places=2)
    form: Form | None = None
    audiences: list[Audience] | None = None
    competences: list[str] | None = Field(default=None, description="Slugs")
    prerequisites: list[list[str]] | None = Field(default=None, description="Groups of module slugs")


class DraftOut(Schema):
    """A micro-credential that is not published yet."""

    model_config = example(
        slug="lydproduktion-i-praksis", title="Lydproduktion i praksis", provider="sydvest",
        missing={"quality_assurance_da": "Hvordan kvaliteten sikres, på dansk og på engelsk."},
    )  # fmt: skip
    slug: str
    title: str
    provider: str = Field(description="The institution's slug")
    missing: dict[str, str] = Field(description="What it lacks, by input, in the language of Accept-Language")


class ModuleIn(VersionIn):
    """A new module with its first draft."""

    provider: str = Field(description="Slug of the organisation that you write for")
    slug: str | None = Field(
        default=None, pattern=r"^[a-z0-9-]{1,120}$", description="Made from the title unless given"
    )
    ects: Decimal = Field(max_digits=4, decimal_places=2)
    level: Level
    form: Form


class OfferingIn(Schema):
    """A new way to begin: both dates, or neither for any day."""

    model_config = example(
        starts_on="2027-02-01", ends_on="2027-03-01", place="Odense", postcode="5000", times=["tue-evening"], seats=20
    )
    starts_on: date | None = None
    ends_on: date | None = None
    place: str = Field(default="", max_length=80)
    postcode: str = Field(default="", pattern=r"^(\d{4})?$", description="Four digits")
    times: list[str] = Field(
        default=[], max_length=14, description="Days and evenings on which one must be there: mon-day to sun-evening"
    )
    seats: int | None = Field(default=None, ge=1, le=1_000_000)
