"""A workplace's people: on file, from a list, and what they can."""

from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nanobank.employers.models import Colleague


class ColleagueIn(Schema):
    """Somebody to put on file."""

    given_name: str = Field(max_length=80, examples=["Ditte"])
    family_name: str = Field(max_length=80, examples=["Hjermind"])
    email: str = Field(max_length=254, examples=["ditte@brodal.example"])
    team: str = Field("", max_length=80, examples=["Kontoret"])
    job_role: str = Field("", max_length=120, examples=["Indkøb"])


class ColleagueFields(Schema):
    """Who somebody on file is."""

    uuid: UUID
    name: str = Field(examples=["Ditte Hjermind"])
    email: str = Field(examples=["ditte@brodal.example"])
    team: str = Field(examples=["Kontoret"])
    job_role: str = Field(examples=["Indkøb"])
    has_said_yes: bool = Field(description="Whether they are one of the workplace's people", examples=[True])
    person: UUID | None = Field(description="Once they have said yes; names them in a team's plan (`/teams`)")


class ColleagueOut(ColleagueFields):
    """Somebody on file."""

    @staticmethod
    def resolve_has_said_yes(colleague: Colleague) -> bool:
        """Whether there is a membership."""
        return colleague.membership_id is not None

    @staticmethod
    def resolve_person(colleague: Colleague) -> UUID | None:
        """The person behind the membership."""
        return colleague.membership.person.uuid if colleague.membership else None


class ColleaguesOut(Schema):
    """One page of people."""

    count: int = Field(examples=[1])
    items: list[ColleagueOut]


class WorkplaceColleagueChangeIn(Schema):
    """Another team, job or cost centre."""

    team: str = Field("", max_length=80, examples=["Kirkebakkeskolen"])
    job_role: str = Field("", max_length=120, examples=["Lærer"])
    cost_centre: str | None = Field(None, description="Its code", examples=["4110"])


class WorkplaceEvidenceOut(Schema):
    """What says that somebody can something."""

    competence: str = Field(alias="competence.slug", examples=["data-protection"])
    label: str = Field(alias="competence.label", examples=["databeskyttelse"])
    kind: str = Field(description="credential, module (completed) or declared (by themselves)", examples=["module"])
    level: int = Field(examples=[6])
    title: str = Field(description="Of the credential or module", examples=["AI i praksis og AI-forordningen"])
    at: datetime | None
    expires_at: datetime | None
    paid: bool = Field(description="By this workplace, so that it may know anyway")


class WorkplaceGapOut(Schema):
    """One thing that one person lacks."""

    colleague: UUID = Field(alias="colleague.uuid")
    name: str = Field(alias="colleague.name", examples=["Malene Hvilsted"])
    competence: str = Field(alias="competence.slug", examples=["data-protection"])
    label: str = Field(alias="competence.label", examples=["databeskyttelse"])
    level: int | None = Field(description="Asked for; any when null", examples=[6])
    lack: str = Field(description="missing, only_said, too_low or expires (soon)", examples=["missing"])
    evidence: WorkplaceEvidenceOut | None = Field(description="What there is of it, if anything")


class WorkplacePersonOut(ColleagueFields):
    """Somebody on file, and all that the workplace knows that they can."""

    cost_centre: str | None = Field(description="Its code", examples=["4110"])
    consents: bool = Field(description="Whether they let the workplace see what it did not pay for")
    evidence: list[WorkplaceEvidenceOut]
    job: UUID | None = Field(description="The job role that theirs names, if the workplace keeps it")
    gaps: list[WorkplaceGapOut] = Field(description="What that job asks for and they lack")


class PeopleListOut(Schema):
    """A list of people that was handed in, and how far it is."""

    uuid: UUID
    name: str = Field(examples=["laerere.csv"])
    state: str = Field(description="reading, unreadable, ready, taken_in or withdrawn", examples=["ready"])
    trouble: str = Field(description="Why it could not be read, if so", examples=[""])
    unknown_columns: list[str] = Field(description="Columns that are not used", examples=[["Skostørrelse"]])
    rows: int = Field(description="Lines read", examples=[40])
    fit: int = Field(description="Lines that can be taken in", examples=[38])
    known: int = Field(description="Of these: colleagues already, whose details change", examples=[4])
    with_problems: int = Field(description="Lines that are left out", examples=[2])
    made_at: datetime


class PeopleFaultOut(Schema):
    """One thing that is wrong with one line."""

    line: int = Field(examples=[17])
    column: str = Field(examples=["E-mail"])
    cell: str = Field(description="What stands there", examples=["ida(at)aalose.example"])
    text: str = Field(description="What is wrong", examples=["»ida(at)aalose.example« er ikke en e-mailadresse."])


class PeopleFaultsOut(Schema):
    """What is wrong: one page of lines."""

    count: int = Field(description="Lines with problems", examples=[2])
    items: list[PeopleFaultOut]


class PeopleTakeIn(Schema):
    """How a list is taken in."""

    invites: bool = Field(True, description="Whether each new one is asked in")  # noqa: FBT003


class PeopleTakenInOut(Schema):
    """What came of it."""

    on_file: int = Field(examples=[38])
