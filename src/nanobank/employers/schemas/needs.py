"""What a workplace needs, and the bundles for it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nanobank.employers.models import Brief


class EmployerWordsIn(Schema):
    """A need in one's own words."""

    words: str = Field(
        max_length=60_000, examples=["Vores kunder vil have klimatal, og vi skal kunne analysere vores energiforbrug."]
    )


class WantedIn(Schema):
    """A competence that is wanted."""

    competence: str = Field(description="Slug", examples=["energy-analysis"])
    level: int | None = Field(None, ge=4, le=8, description="At least; any when null", examples=[6])
    weight: int = Field(2, ge=1, le=3, description="How much it matters", examples=[3])
    people: int | None = Field(None, ge=1, description="How many must have it; all when null", examples=[2])


class EmployerWantedOut(WantedIn):
    """The same, with the sentence that it was read from."""

    competence: str = Field(alias="competence.slug", examples=["energy-analysis"])
    label: str = Field(alias="competence.label", examples=["analysere energiforbrug"])
    sentence: str = Field(examples=["Vi skal kunne analysere vores energiforbrug."])


class BriefIn(Schema):
    """A need put right."""

    title: str = Field(max_length=120, examples=["Klimatal til de store kunder"])
    wanted: list[WantedIn] = Field(max_length=12)
    colleagues: list[UUID] = Field([], max_length=200, description="Whom it is for, of those on file")
    people: int = Field(0, ge=0, le=200, description="How many more it is for", examples=[3])
    budget: Decimal | None = Field(None, ge=0, description="DKK for all of them", examples=["20000"])
    furthest_km: int | None = Field(None, ge=0, le=1000, examples=[60])
    ready_by: date | None = Field(None, examples=["2027-06-30"])
    danish_only: bool = Field(False, examples=[False])  # noqa: FBT003
    order: list[str] | None = Field(
        None, description="What matters most, first to last", examples=[["price", "quality", "time", "distance"]]
    )


class BriefOut(Schema):
    """A need, and the bundles found for it: each with what it is best at, its figures, who takes what, what each
    competence gets, and whom it leaves out and why."""

    uuid: UUID
    title: str = Field(examples=["Klimatal til de store kunder"])
    language: str = Field(examples=["da"])
    remarks: list[str] = Field(description="What there is to say about how it was read", examples=[[]])
    not_understood: list[str] = Field(
        description="The parts of the words that gave no competence", examples=[["skrive klart"]]
    )
    wanted: list[EmployerWantedOut]
    order: list[str] = Field(examples=[["price", "quality", "time", "distance"]])
    answered_at: datetime | None
    answer: dict[str, Any] = Field(
        examples=[{"lacking": 9, "of_use": 12, "people": ["#1"], "missing": [], "bundles": []}]
    )

    @staticmethod
    def resolve_wanted(brief: Brief) -> list[Any]:
        """In the order of the page."""
        return list(brief.wanted.select_related("competence"))


class WorkplaceNeedLineOut(Schema):
    """A need in a list."""

    uuid: UUID
    title: str = Field(examples=["Klimatal til de store kunder"])
    competences: int = Field(examples=[4])
    changed_at: datetime
    answered_at: datetime | None


class WorkplaceNeedsOut(Schema):
    """One page of needs."""

    count: int = Field(examples=[1])
    items: list[WorkplaceNeedLineOut]


class WorkplaceAskIn(Schema):
    """How what nobody teaches is asked for."""

    name_shown: bool = Field(False, description="Whether institutions may see who asks")  # noqa: FBT003


class WorkplaceAskedOut(Schema):
    """The need that institutions hear of."""

    need: UUID = Field(alias="uuid", description="See `/needs/{uuid}`")
