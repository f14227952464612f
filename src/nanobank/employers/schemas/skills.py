"""Who can what, who lacks what, and what jobs ask for."""

from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nanobank.employers.models import JobRole
from nanobank.employers.schemas.people import WorkplaceEvidenceOut, WorkplaceGapOut


class WorkplaceExpiringOut(Schema):
    """Evidence that expires within half a year."""

    colleague: UUID
    name: str = Field(examples=["Malene Hvilsted"])
    evidence: WorkplaceEvidenceOut


class WorkplaceCellOut(Schema):
    """One person and one competence."""

    competence: str = Field(examples=["data-protection"])
    enough: bool = Field(description="A credential or a completed module shows it, at the level asked for")
    expires_soon: bool
    evidence: WorkplaceEvidenceOut | None = Field(description="The best there is")


class WorkplaceSkillRowOut(Schema):
    """One person."""

    colleague: UUID
    name: str = Field(examples=["Malene Hvilsted"])
    consents: bool
    cells: list[WorkplaceCellOut]


class WorkplaceColumnOut(Schema):
    """One competence."""

    competence: str = Field(alias="competence.slug", examples=["data-protection"])
    label: str = Field(alias="competence.label", examples=["databeskyttelse"])
    level: int | None = Field(examples=[6])
    have: int = Field(description="How many of the people on this page", examples=[12])


class WorkplaceSkillsOut(Schema):
    """Who can what: one page of people."""

    count: int = Field(description="People in all", examples=[44])
    columns: list[WorkplaceColumnOut]
    items: list[WorkplaceSkillRowOut]


class WorkplaceGapsOut(Schema):
    """Who lacks what: one page of people, and what of it expires."""

    count: int = Field(description="People in all", examples=[44])
    gaps: list[WorkplaceGapOut]
    expiring: list[WorkplaceExpiringOut]


class JobAskedIn(Schema):
    """A competence that a job asks for."""

    competence: str = Field(description="Slug", examples=["data-protection"])
    level: int | None = Field(None, ge=4, le=8, description="At least; any when null", examples=[6])


class JobRoleIn(Schema):
    """A job to hold people against. Without `asked`, one that begins from `occupation` asks for what that does."""

    name: str = Field("", max_length=120, description="As it stands beside the people", examples=["Lærer"])
    occupation: str | None = Field(None, description="Slug of a framework's role", examples=["esg-medarbejder"])
    asked: list[JobAskedIn] | None = Field(None, max_length=24)


class JobAskedOut(JobAskedIn):
    """The same, with its name."""

    competence: str = Field(alias="competence.slug", examples=["data-protection"])
    label: str = Field(alias="competence.label", examples=["databeskyttelse"])


class JobRoleOut(Schema):
    """A job, and what it asks for."""

    uuid: UUID
    name: str = Field(examples=["Lærer"])
    occupation: str | None = Field(alias="occupation.slug", default=None, examples=["esg-medarbejder"])
    asked: list[JobAskedOut]

    @staticmethod
    def resolve_asked(role: JobRole) -> list[Any]:
        """In the order of the page."""
        return list(role.asked.select_related("competence"))


class JobRoleLineOut(Schema):
    """A job in a list."""

    uuid: UUID
    name: str = Field(examples=["Lærer"])
    people: int = Field(description="How many on file hold it", examples=[40])
    competences: int = Field(examples=[6])
