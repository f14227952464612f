"""What a program sends and gets in this room."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

_UUID = "7f1f3c0e-6f0a-4b52-9a57-3d5d6f7a1b2c"
_SLUG = "klarsprog-klart-sprog"
_LICENCES = ", ".join(("cc0", "cc_by", "cc_by_sa", "cc_by_nc", "cc_by_nc_sa", "cc_by_nd", "cc_by_nc_nd", "all_rights"))


class ReuseLicence(Schema):
    """What others may do with a module."""

    licence: str = Field(description=f"One of {_LICENCES}", examples=["cc_by_sa"])
    name: str = Field(description="As people know it", examples=["CC BY-SA 4.0"])
    deed: str = Field(description="Where it is explained; empty for all rights reserved",
                      examples=["https://creativecommons.org/licenses/by-sa/4.0/"])  # fmt: skip
    may_adapt: bool = Field(description="Whether others may make their own of it", examples=[True])
    for_adaptations: list[str] = Field(description="The licences that an adaptation may have", examples=[["cc_by_sa"]])


class ReuseResults(Schema):
    """What came of a module; null where fewer than five people did."""

    began: int | None = Field(description="How many began", examples=[48])
    completed: int | None = Field(description="How many completed it", examples=[41])
    examined: int | None = Field(
        description="How many of those were examined in something that asks for it", examples=[22]
    )
    passed: int | None = Field(description="How many of those passed in the end", examples=[20])


class ReuseLine(Schema):
    """A module that could be taken up."""

    slug: str = Field(description="The module", examples=[_SLUG])
    version: int = Field(description="Its current version", examples=[1])
    title: str = Field(description="In the language asked for", examples=["Klart sprog i breve og beslutninger"])
    provider: str = Field(description="The provider's slug", examples=["klarsprog"])
    licence: ReuseLicence = Field(description="What others may do with it")
    quality: str = Field(description="Its quality line", examples=["Ikke vurderet"])
    used_by: int = Field(description="How many organisations besides its own use or have adapted it", examples=[2])
    micro_credentials: list[str] = Field(description="Those that ask for it", examples=[["professionel-kommunikation"]])
    results: ReuseResults = Field(description="What came of it")


class ReusePage(Schema):
    """Some of the modules found."""

    count: int = Field(description="How many there are in all, at most 100", examples=[1])
    items: list[ReuseLine] = Field(description="Those asked for")


class ReuseMember(Schema):
    """One of a module's family."""

    slug: str = Field(description="The module", examples=["klart-sprog-i-skolens-breve"])
    title: str = Field(description="In the language asked for", examples=["Klart sprog i skolens breve"])
    provider: str = Field(description="The provider's slug", examples=["midtvest"])
    generation: int = Field(description="1 for the first", examples=[2])
    made_of: str | None = Field(description="The module it was made of", examples=[_SLUG])
    made_of_version: int | None = Field(description="And in which version", examples=[1])
    audience: str = Field(
        description="Whom the variant is for; empty for the same as its source", examples=["educators"]
    )
    given_back: int = Field(description="Improvements that its source took in", examples=[0])


class ReuseSimilar(Schema):
    """Another module that teaches some of the same."""

    slug: str = Field(description="The module", examples=["oresund-klart-sprog-til-patienter"])
    title: str = Field(description="In the language asked for", examples=["Klart sprog til patienter"])
    provider: str = Field(description="The provider's slug", examples=["oresund"])
    score: float = Field(description="How much of the same, at most 1", examples=[0.42])
    shared: list[str] = Field(description="Competences of both", examples=[["adapt-communication"]])
    colleague: str = Field(description="Who is behind it, or the unit where they have left", examples=["Samira Juhl"])
    email: str = Field(
        description="Of the colleague; empty where it is the unit", examples=["samira.juhl@sonderby.example"]
    )


class ReuseModule(ReuseLine):
    """One module for those who might take it up."""

    may_look_inside: bool = Field(description="Whether you may read its steps", examples=[True])
    family: list[ReuseMember] = Field(description="What it was made of, and what was made of it")
    similar: list[ReuseSimilar] = Field(description="Who else teaches it")


class ReuseLicenceIn(Schema):
    """The licence of a module's draft, or of its current version where there is no draft."""

    licence: str = Field(description=f"One of {_LICENCES}", examples=["cc_by_sa"])


class UptakeIn(Schema):
    """How an organisation will use another's module."""

    organisation: str = Field(description="Your organisation's slug", examples=["midtvest"])
    way: Literal["follow", "pin"] = Field(description="The newest version always, or one version", examples=["pin"])
    version: int | None = Field(
        default=None, description="The version to stay with; the current when left out", examples=[1]
    )
    purpose: str = Field(default="", max_length=300, description="What for", examples=["Introduktionsforløbet"])


class UptakeEnrolIn(Schema):
    """On which of the module's offerings to begin."""

    offering: UUID | None = Field(
        default=None, description="May be left out when the module has only one open", examples=[None]
    )


class UptakeOut(Schema):
    """Another's module that an organisation uses."""

    uuid: UUID = Field(description="Its number", examples=[_UUID])
    module: str = Field(description="The module", examples=[_SLUG])
    organisation: str = Field(description="Who uses it", examples=["midtvest"])
    way: str = Field(description="follow or pin", examples=["pin"])
    version: int = Field(description="The version that is used", examples=[1])
    newer: int | None = Field(description="A version that has not been looked at yet", examples=[None])
    purpose: str = Field(description="What for", examples=["Introduktionsforløbet"])


class AdaptationIn(Schema):
    """What an adaptation begins as. Steps are given by what they began as (``origin``)."""

    organisation: str = Field(description="Whose module it will be", examples=["midtvest"])
    licence: str = Field(description="Among those that the source allows", examples=["cc_by_sa"])
    title_da: str = Field(
        default="", max_length=200, description="The source's when empty", examples=["Klart sprog i skolens breve"]
    )
    title_en: str = Field(
        default="",
        max_length=200,
        description="The source's when empty",
        examples=["Plain language in letters from school"],
    )
    audience: str = Field(
        default="", description="students, professionals, employers, educators or empty", examples=["educators"]
    )
    purpose: str = Field(
        default="", max_length=300, description="What must be different", examples=["Breve til forældre"]
    )
    core: list[UUID] | None = Field(default=None, description="Steps to follow; all when left out", examples=[[_UUID]])
    own: list[UUID] = Field(default=[], description="Steps to copy and go one's own way with", examples=[[]])


class AdaptationOut(Schema):
    """A module made of another."""

    uuid: UUID = Field(description="Its number", examples=[_UUID])
    module: str = Field(description="The adapted module", examples=["klart-sprog-i-skolens-breve"])
    source: str = Field(description="The module it was made of", examples=[_SLUG])
    source_version: int = Field(description="In this version", examples=[1])
    looked_through: int = Field(description="The source's version that was looked through last", examples=[1])
    newest: int = Field(description="The source's newest", examples=[2])
    core: list[UUID] = Field(description="The steps that it follows", examples=[[_UUID]])
    draft: UUID | None = Field(description="Its draft, where there is one", examples=[_UUID])


class FollowedIn(Schema):
    """The steps of the source that an adaptation follows, by what they began as."""

    steps: list[UUID] = Field(max_length=300, examples=[[_UUID]])


class ChangePiece(Schema):
    """A stretch of text that is the same, added or removed."""

    what: str = Field(description="same, added or removed", examples=["added"])
    text: str = Field(description="The words", examples=["Skriv"])


class ChangedStep(Schema):
    """A step that is not as it was."""

    origin: str = Field(description="What it began as: the same in every version", examples=[_UUID])
    what: str = Field(description="added, removed, changed or moved", examples=["changed"])
    title: str = Field(description="As it is called now", examples=["Find den, der gør noget"])
    title_pieces: list[ChangePiece] = Field(description="The title, word by word, where it changed", examples=[[]])
    pieces: list[ChangePiece] = Field(
        description="The text, word by word, where it changed", examples=[[{"what": "added", "text": "Skriv"}]]
    )
    other_pieces: list[ChangePiece] = Field(description="Questions, files and time, where they changed", examples=[[]])
    standing: str | None = Field(
        description="taken, clean, own or absent: what taking it over would mean; null for a mere difference",
        examples=["clean"],
    )
    is_core: bool = Field(description="Whether the adaptation follows it", examples=[True])


class ChangedFact(Schema):
    """A fact that is another now."""

    name: str = Field(description="title, outcomes, ects, price …", examples=["outcomes"])
    label: str = Field(description="In words", examples=["Læringsudbytte"])
    pieces: list[ChangePiece] = Field(description="Word by word", examples=[[{"what": "removed", "text": "2"}]])


class ReuseDifference(Schema):
    """All that differs between two versions."""

    old: int = Field(description="The version compared from", examples=[1])
    new: int = Field(description="The version compared to", examples=[2])
    facts: list[ChangedFact] = Field(description="About the module")
    steps: list[ChangedStep] = Field(description="Its steps")


class TakeOverIn(Schema):
    """One change to take over: a step by what it began as, or a fact by its name."""

    step: UUID | None = Field(default=None, description="The step", examples=[_UUID])
    fact: str = Field(
        default="", description="summary, description, outcomes, competences, ects or level", examples=["outcomes"]
    )


class ReuseDraftOut(Schema):
    """The draft that was written in."""

    draft: UUID = Field(description="The draft's version", examples=[_UUID])


class ImprovementIn(Schema):
    """Steps of one's own published version, offered to the source."""

    steps: list[UUID] = Field(description="By what they began as", examples=[[_UUID]])
    words: str = Field(max_length=2000, description="Why it is better", examples=["Brevene læses på telefonen."])


class ImprovementOut(Schema):
    """An improvement on its way back."""

    uuid: UUID = Field(description="Its number", examples=[_UUID])
    adaptation: UUID = Field(description="What it comes from", examples=[_UUID])
    source: str = Field(description="The module it is for", examples=[_SLUG])
    words: str = Field(description="Why it is better", examples=["Brevene læses på telefonen."])
    answer: str = Field(description="waiting, accepted, declined or withdrawn", examples=["waiting"])
    grounds: str = Field(description="What was answered", examples=[""])
    at: datetime = Field(description="When it was offered", examples=["2026-11-22T09:00:00Z"])
    steps: list[ChangedStep] = Field(description="What would be other in the source")


class ImprovementAnswerIn(Schema):
    """Take some of the steps in, or decline with grounds."""

    accept: bool = Field(description="Whether any is taken in", examples=[True])
    steps: list[UUID] | None = Field(
        default=None, description="Those to take in; all when left out", examples=[[_UUID]]
    )
    grounds: str = Field(
        default="", max_length=2000, description="Needed when declining", examples=["Tak, det manglede."]
    )


class TwinOut(Schema):
    """Two modules whose words are as good as the same."""

    one: str = Field(description="A module", examples=[_SLUG])
    other: str = Field(description="Another", examples=["oresund-klart-sprog-til-patienter"])
    percent: int = Field(description="How alike", examples=[93])
