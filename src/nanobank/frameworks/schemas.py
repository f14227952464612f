"""What this room's part of the API takes and gives."""

from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nanobank.common.schemas import example

_SKILL = "http://data.europa.eu/esco/skill/db33c0f3-43ee-4ba3-ba47-9269ac837697"


class FrameworkOut(Schema):
    """A framework, with how many of each kind are in force."""

    model_config = example(
        slug="esco",
        uri="http://data.europa.eu/esco",
        title_da="ESCO – EU's klassifikation af færdigheder, kompetencer og erhverv",
        title_en="ESCO – European Skills, Competences, Qualifications and Occupations",
        publisher="Europa-Kommissionen / European Commission",
        version="1.2",
        attribution_da="Denne tjeneste bruger Europa-Kommissionens ESCO-klassifikation.",
        attribution_en="This service uses the ESCO classification of the European Commission.",
        competences=13939,
        groups=640,
        occupations=3039,
    )
    slug: str
    uri: str
    title_da: str
    title_en: str
    publisher: str
    version: str
    attribution_da: str
    attribution_en: str
    competences: int
    groups: int
    occupations: int


class ConceptOut(Schema):
    """A concept of a framework: a competence, an area of them (group), a role (occupation) or a field of work."""

    model_config = example(
        kind="competence",
        slug="source-criticism",
        uri=_SKILL,
        code="",
        label_da="vurdere information og kilder kritisk",
        label_en="critically evaluate information and its sources",
        retired=False,
    )
    kind: str = Field(description="competence, group, occupation or occupation_group")
    slug: str
    uri: str
    code: str = Field(description="As the framework numbers it")
    label_da: str
    label_en: str
    retired: bool = Field(description="Not to be chosen any more")


class Concepts(Schema):
    """A page of concepts."""

    count: int
    items: list[ConceptOut]


class FrameworkWantedOut(Schema):
    """A competence that a role asks for."""

    slug: str = Field(examples=["source-criticism"])
    label_da: str = Field(examples=["vurdere information og kilder kritisk"])
    label_en: str = Field(examples=["critically evaluate information and its sources"])
    essential: bool = Field(description="Always asked for; otherwise often")
    taught: bool = Field(description="Whether a module teaches it here")


class FrameworkOfferOut(Schema):
    """Something in the catalogue that teaches some of what a role asks for."""

    kind: str = Field(examples=["module"])
    slug: str = Field(examples=["sydvest-datajournalistik"])
    covers: int = Field(description="How many of the competences")
    essential: int = Field(description="How many of the essential ones")


class RoleOut(ConceptOut):
    """A role: what it asks for, and what teaches the most of it."""

    kind: str = Field(examples=["occupation"])
    slug: str = Field(examples=["sundhedskommunikatoer"])
    uri: str = Field(examples=["https://nanobanken.example/rammer/nanobankens-roller#sundhedskommunikatoer"])
    code: str = Field(examples=["sundhedskommunikatoer"])
    label_da: str = Field(examples=["sundhedskommunikatør"])
    label_en: str = Field(examples=["health communicator"])
    framework: str = Field(description="Slug", examples=["nanobankens-roller"])
    description_da: str = Field(examples=["Gør viden om sundhed til noget, mennesker kan bruge."])
    description_en: str = Field(examples=["Turns knowledge about health into something people can use."])
    also_called: list[str] = Field(description="In the language asked for", examples=[["sundhedsformidler"]])
    competences: list[FrameworkWantedOut]
    offers: list[FrameworkOfferOut]


class RelationsOut(Schema):
    """How a competence hangs together with others, and which roles ask for it (the first 24)."""

    framework: str | None = Field(description="Slug; null when no framework has brought it", examples=["esco"])
    also_called: list[str] = Field(description="In the language asked for", examples=[["kildekritik"]])
    broader: list[ConceptOut]
    narrower: list[ConceptOut]
    goes_with: list[ConceptOut]
    essential_for: list[ConceptOut]
    optional_for: list[ConceptOut]
    roles: int = Field(description="How many roles ask for it in all", examples=[17])


class ImportIn(Schema):
    """What goes with the files."""

    title: str = Field("", max_length=200, description="What a plain list is to be called", examples=["Vores roller"])
    whole: bool = Field(False, description="Retire what the framework has no more")  # noqa: FBT003


class ImportOut(Schema):
    """A framework that is to be taken in or has been, and how far it is."""

    model_config = example(
        uuid="6f1c9a52-3f0e-4a2e-9f3f-0c7a6f2f9a10",
        framework="esco",
        name="ESCO dataset - v1.2.0 - classification - da - csv.zip",
        format="esco",
        state="ready",
        trouble="",
        languages=["da"],
        unused_files=["conceptSchemes_da.csv"],
        lines=153473,
        faulty=2,
        new=13939,
        missing=0,
        done=0,
        added=0,
        changed=0,
        retired=0,
        made_at="2026-11-22T08:00:00Z",
        finished_at=None,
    )
    uuid: UUID
    framework: str | None = Field(description="Slug, once it has begun")
    name: str
    format: str = Field(description="esco, case or plain")
    state: str = Field(description="checking, unreadable, ready, importing, stopped, finished or withdrawn")
    trouble: str = Field(description="Why the files could not be read, if so")
    languages: list[str]
    unused_files: list[str] = Field(description="Files, or columns of a plain list, that are not used")
    lines: int
    faulty: int = Field(description="Lines that are left out")
    new: int = Field(description="Concepts that the bank does not have yet")
    missing: int = Field(description="Concepts of the framework that are not in the files")
    done: int = Field(description="Lines dealt with so far")
    added: int
    changed: int
    retired: int
    made_at: datetime
    finished_at: datetime | None


class Imports(Schema):
    """A page of imports."""

    count: int
    items: list[ImportOut]


class FrameworkFaultOut(Schema):
    """One thing that is wrong with one line of one file."""

    file: str = Field(examples=["skills_da.csv"])
    line: int = Field(examples=[17])
    column: str = Field(examples=["preferredLabel"])
    cell: str = Field(description="What stands there", examples=[""])
    text: str = Field(description="What is wrong", examples=["Navnet mangler."])


class Faults(Schema):
    """Some of what is wrong, in the order of the files."""

    lines: int = Field(description="How many lines are left out in all", examples=[2])
    items: list[FrameworkFaultOut]
