"""What a person says, as it is kept and as the API takes it: in dates and slugs. Weeks are the bridge's business.

Each says its ``version``, so that what was kept can still be read when the terms change.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from nanobank.catalogue.models import TIMES

__all__ = [
    "TIMES",
    "AtLevel",
    "Change",
    "ChoiceTerms",
    "CompetenceTerms",
    "DegreeTerms",
    "GoalTerms",
    "HeldTerms",
    "HoursTerms",
    "LifeTerms",
    "PinTerms",
    "Terms",
    "WishKind",
    "WishTerms",
]

Slug = Annotated[str, Field(max_length=120, pattern=r"^[-a-zA-Z0-9_]+$")]
Ban = Annotated[str, Field(max_length=140, pattern=r"^((provider|offering):)?[-a-zA-Z0-9_]+$")]
Money = Annotated[Decimal, Field(ge=0, le=10_000_000, decimal_places=2)]
Credits = Annotated[Decimal, Field(ge=0, le=1000, decimal_places=2)]
LevelNumber = Annotated[int, Field(ge=1, le=8)]
Time = Annotated[str, Field(pattern=r"^(mon|tue|wed|thu|fri|sat|sun)-(day|evening)$")]
FormName = Literal["online", "blended", "on_site", "evening"]
LanguageCode = Literal["da", "en"]
Line = Literal["own", "vetted", "unassessed"]


_STRICT: Final = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)


def example(**values: Any) -> ConfigDict:
    """With an example of the whole for the API's document."""
    return ConfigDict(**_STRICT, json_schema_extra={"example": values})


class Terms(BaseModel):
    """The base: unknown names are refused, nothing changes afterwards."""

    model_config = _STRICT

    def kept(self) -> dict[str, Any]:
        """As JSON, as the database keeps it."""
        return self.model_dump(mode="json")


class CompetenceTerms(Terms):
    """A competence (its slug) at a level or above."""

    slug: Slug = Field(description="The competence", examples=["kildekritik"])
    level: LevelNumber = Field(default=1, description="EQF", examples=[6])


class ChoiceTerms(Terms):
    """At least so many modules and ECTS from these, at a level or above."""

    model_config = example(
        title_da="Valgfag i data",
        title_en="Electives in data",
        of=["sydvest-datajournalistik", "sydvest-dataanalyse-med-sql"],
        at_least=1,
        min_ects="5",
        min_level=6,
    )
    title_da: str = ""
    title_en: str = ""
    of: tuple[Slug, ...] = Field(max_length=60)
    at_least: int = Field(default=0, ge=0, le=60)
    min_ects: Credits = Decimal(0)
    min_level: LevelNumber = 1


class AtLevel(Terms):
    """So many ECTS at this level or above."""

    model_config = example(level=7, ects="10")
    level: LevelNumber
    ects: Credits


class DegreeTerms(Terms):
    """The rules of a degree; ``of`` None lets every module count."""

    model_config = example(
        min_ects="15",
        at_level=[{"level": 7, "ects": "10"}],
        max_external_ects="5",
        choices=[{"of": ["sydvest-datajournalistik", "sydvest-dataanalyse-med-sql"], "at_least": 1}],
    )
    version: Literal[1] = 1
    min_ects: Credits = Decimal(0)
    at_level: tuple[AtLevel, ...] = ()
    max_external_ects: Credits | None = None
    choices: tuple[ChoiceTerms, ...] = ()
    modules: tuple[Slug, ...] = ()
    competences: tuple[CompetenceTerms, ...] = ()
    of: tuple[Slug, ...] | None = None


class GoalTerms(Terms):
    """What is wanted. ``competences`` are what own words were read into; the other kinds name what they are about."""

    model_config = example(
        kind="own_words",
        words="Jeg vil kunne arbejde med sundhedskommunikation",
        competences=[{"slug": "health-communication", "level": 6}],
    )
    version: Literal[1] = 1
    kind: Literal["own_words", "micro_credential", "role", "degree"]
    words: str = Field(default="", max_length=1000, description="What the person said")
    competences: tuple[CompetenceTerms, ...] = Field(default=(), max_length=40)
    modules: tuple[Slug, ...] = Field(default=(), max_length=60, description="Modules that must be in it")
    micro_credential: Slug | None = None
    role: Slug | None = None
    degree: Slug | None = None
    rules: DegreeTerms | None = Field(default=None, description="Of a degree that one puts together oneself")


class HoursTerms(Terms):
    """From a day on, so many hours of study a week; 0 is leave."""

    model_config = example(**{"from": "2027-06-07", "hours": 8})
    since: date = Field(
        validation_alias=AliasChoices("from", "since"),
        serialization_alias="from",
        description="From this day on",
        examples=["2027-06-07"],
    )
    hours: Decimal = Field(ge=0, le=80, decimal_places=2, examples=[8])


class HeldTerms(Terms):
    """Something completed elsewhere, as the person tells it."""

    model_config = example(
        title="Statistik, sommerkursus", ects="2.5", level=6, teaches=[{"slug": "data-analysis", "level": 6}]
    )
    title: str = Field(min_length=1, max_length=200)
    ects: Credits = Decimal(0)
    level: LevelNumber = 1
    is_external: bool = True
    teaches: tuple[CompetenceTerms, ...] = Field(default=(), max_length=20)


class LifeTerms(Terms):
    """What there is room for. A list that is None lets everything through. ``intensity`` scales all hours (percent)."""

    model_config = example(
        begins="2027-01-04",
        hours=[{"from": "2027-01-04", "hours": 10}, {"from": "2027-03-01", "hours": 3}],
        at_once=2,
        deadline="2027-12-17",
        budget="20000",
        forms=["online", "evening"],
        postcode="8000",
        distance_km=60,
        times=["tue-evening", "thu-evening"],
        knows=[{"slug": "source-criticism", "level": 6}],
    )
    version: Literal[1] = 1
    begins: date
    hours: tuple[HoursTerms, ...] = Field(min_length=1, max_length=200)
    intensity: int = Field(default=100, ge=10, le=300)
    at_once: int = Field(default=1, ge=1, le=6)
    deadline: date | None = None
    budget: Money | None = None
    forms: tuple[FormName, ...] | None = None
    languages: tuple[LanguageCode, ...] | None = None
    postcode: str | None = Field(default=None, pattern=r"^\d{4}$")
    distance_km: int | None = Field(default=None, ge=1, le=600)
    times: tuple[Time, ...] | None = Field(default=None, description="When the person is free")
    accepts: tuple[Line, ...] = ("own", "vetted", "unassessed")
    max_external_share: Decimal | None = Field(default=None, ge=0, le=1)
    gets_su: bool | None = Field(default=None, description="Whether I get SU, the state's grant; None when not said")
    knows: tuple[CompetenceTerms, ...] = Field(default=(), max_length=60, description="What I already can")
    holds: tuple[HeldTerms, ...] = Field(default=(), max_length=40, description="What I completed elsewhere")


class PinTerms(Terms):
    """The plan has this module, in this offering and from this day where said."""

    model_config = example(**{"module": "sydvest-datajournalistik", "from": "2027-02-01"})
    module: Slug
    offering: UUID | None = None
    since: date | None = Field(default=None, validation_alias=AliasChoices("from", "since"), serialization_alias="from")


class WishTerms(Terms):
    """The order of the aims, what must be in the plan, and what must not be.

    Of ``bans`` ``provider:<slug>`` is all that is theirs, and ``offering:<uuid>`` one class.
    """

    model_config = example(
        order=["cost", "finish", "quality"],
        pins=[{"module": "sydvest-datajournalistik"}],
        bans=["provider:nordsjo"],
    )
    version: Literal[1] = 1
    order: tuple[Literal["finish", "cost", "quality"], ...] = Field(
        default=("finish", "cost", "quality"), min_length=3, max_length=3
    )
    pins: tuple[PinTerms, ...] = Field(default=(), max_length=60)
    bans: tuple[Ban, ...] = Field(default=(), max_length=200)


class WishKind(StrEnum):
    """What one can wish about a module of a plan."""

    PIN = "pin"
    UNPIN = "unpin"
    BAN = "ban"
    UNBAN = "unban"
    SWAP = "swap"
    MOVE = "move"


class Change(Terms):
    """One wish about one module: ``other`` stands in its place (swap), ``since`` is when it begins (move)."""

    model_config = example(kind="swap", module="sydvest-aktindsigt", other="sydvest-ai-i-redaktionen")
    kind: WishKind
    module: Ban = Field(description="A module; of a ban also provider:<slug>")
    other: Slug | None = None
    offering: UUID | None = None
    since: date | None = Field(default=None, validation_alias=AliasChoices("from", "since"), serialization_alias="from")
