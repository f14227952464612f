"""The shapes of teams in the API; what an employer says is in ``terms``."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nanobank.pathways.schemas import PathwayStepOut
from nanobank.pathways.teams.terms import MemberTerms, TeamTerms


class TeamIn(Schema):
    """People who work together, and what they are to learn."""

    organisation: str = Field(description="The employer's slug", examples=["aalose"])
    title: str = Field(default="", max_length=120, examples=["Teknologiforståelse på mellemtrinnet"])
    terms: TeamTerms
    people: list[MemberTerms] = Field(min_length=1, max_length=200)


class TeamChangeIn(Schema):
    """All of it said anew; the employer stays."""

    title: str = Field(default="", max_length=120, examples=["Teknologiforståelse på mellemtrinnet"])
    terms: TeamTerms
    people: list[MemberTerms] = Field(min_length=1, max_length=200)


class TeamLineOut(Schema):
    """A team in a list."""

    uuid: UUID
    title: str = Field(examples=["Teknologiforståelse på mellemtrinnet"])
    organisation: str = Field(examples=["aalose"])
    people: int = Field(examples=[6])
    changed_at: datetime


class TeamsOut(Schema):
    """One page of teams."""

    count: int = Field(examples=[1])
    items: list[TeamLineOut]


class TeamMemberOut(Schema):
    """One of a team, and what they have answered: None when nothing is sent, ``accepted`` None until they have."""

    person: UUID
    name: str = Field(examples=["Malene Hvilsted"])
    hours: Decimal | None = Field(examples=["3"])
    sent_at: datetime | None
    accepted: bool | None
    words: str = Field(examples=["Gerne, men efter sommerferien"])


class TeamOut(TeamLineOut):
    """All that was said about a team, and what each has answered."""

    terms: TeamTerms
    members: list[TeamMemberOut]


class TeamAskIn(Schema):
    """How to ask."""

    unattended: bool = Field(default=False, description="Go on though nobody asks for the progress")


class TeamProgressOut(Schema):
    """How far a team's planning has come. To look is to say that one waits: look every few seconds."""

    uuid: UUID
    state: str = Field(description="waiting, running, done, stopped or failed", examples=["running"])
    place: int = Field(description="In the queue, from 1; 0 when it does not wait", examples=[0])
    people: int = Field(examples=[6])
    done: int = Field(description="So many have a plan", examples=[4])


class PlacedOut(Schema):
    """Somebody's part of the plan."""

    person: UUID
    name: str = Field(examples=["Malene Hvilsted"])
    finish_on: date
    cost: Decimal = Field(description="DKK", examples=["4800"])
    steps: list[PathwayStepOut]
    gave_way: list[UUID] = Field(description="Classes left to others")


class NotPlacedOut(Schema):
    """Somebody without a plan: ``for_want_of`` are classes that had too few seats, or fell on too busy weeks."""

    person: UUID
    name: str = Field(examples=["Katrine Egelykke"])
    status: str = Field(examples=["impossible"])
    for_want_of: list[UUID]


class SeatsOut(Schema):
    """A class, and how many of the team sit in it."""

    offering: UUID
    taken: int = Field(examples=[3])


class TeamAwayOut(Schema):
    """A week, by its Monday, and how many are at a class in working hours."""

    monday: date
    people: int = Field(examples=[2])


class TeamPlanOut(Schema):
    """The plan made last: who takes what when, who could not be placed, and what it comes to together."""

    status: str = Field(description="best: each proven best with what the others leave; else sound", examples=["best"])
    is_current: bool = Field(description="Whether it answers what was said last")
    cost: Decimal = Field(description="DKK in all", examples=["28800"])
    placed: list[PlacedOut]
    not_placed: list[NotPlacedOut]
    taken: list[SeatsOut]
    away: list[TeamAwayOut]


class SentOut(Schema):
    """How many were sent their part just now."""

    sent: int = Field(examples=[6])


class TeamPartOut(Schema):
    """What an employer's plan has for the caller; ``pathway`` is what it became."""

    uuid: UUID
    team: str = Field(examples=["Teknologiforståelse på mellemtrinnet"])
    organisation: str = Field(examples=["Åløse Kommune"])
    sent_at: datetime
    accepted: bool | None
    pathway: UUID | None
    counts_bank: bool = Field(description="Whether what the caller's bank holds may count")
    finish_on: date
    cost: Decimal = Field(description="DKK", examples=["4800"])
    steps: list[PathwayStepOut]


class PartAnswerIn(Schema):
    """Yes or no."""

    accepted: bool
    words: str = Field(default="", max_length=400, description="To the employer", examples=["Gerne!"])


class CountsIn(Schema):
    """Whether what the caller's bank holds may count; the employer can tell from the plan."""

    counts: bool
