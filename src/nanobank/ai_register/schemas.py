"""What goes in and out of the register's API."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nanobank.ai_register.models import Knowledge, Part, Risk


class SystemIn(Schema):
    """An AI system."""

    name: str = Field(max_length=120, examples=["Skrivehjælp i Office"])
    purpose: str = Field(max_length=4000, examples=["Udkast til breve. Ingen afgørelser."])
    review_on: date = Field(description="When it is looked at again", examples=["2027-11-01"])
    supplier: str = Field(default="", max_length=120, examples=["Nordkontor"])
    part: Part = Field(
        default=Part.DEPLOYER, description="The organisation's own part, in the AI Act's words", examples=["deployer"]
    )
    risk: Risk = Field(default=Risk.NOT_ASSESSED, examples=["limited"])
    risk_grounds: str = Field(
        default="", max_length=4000, description="Needed from limited risk on", examples=["Et menneske læser med."]
    )
    uses_personal_data: bool = False
    rules: str = Field(
        default="", max_length=8000, description="What staff may and may not do with it", examples=["Ingen navne."]
    )
    responsible: str = Field(default="", max_length=160, examples=["Skolechefen"])
    in_use_since: date | None = Field(default=None, examples=["2026-02-01"])


class SystemOut(SystemIn):
    """An AI system in the register."""

    uuid: UUID
    retired_on: date | None


class GroupIn(Schema):
    """Colleagues who use the same systems in the same way."""

    name: str = Field(max_length=120, examples=["Lærere, udskolingen"])
    use: str = Field(default="", max_length=4000, examples=["Forslag til opgaver og tilbagemeldinger"])
    knowledge: Knowledge = Field(default=Knowledge.NONE, examples=["some"])
    systems: list[UUID] = Field(default=[], max_length=500)
    members: list[UUID] = Field(default=[], max_length=10_000, description="Memberships, as in GET …/staff")


class RequirementIn(Schema):
    """Something that a group must have learnt: a module, or what the title says."""

    module: str = Field(default="", max_length=120, description="A module's slug", examples=["ai-i-praksis"])
    title: str = Field(default="", max_length=200, examples=["Vores egne regler"])
    months: int | None = Field(
        default=None, ge=1, le=120, description="How long it holds; null: for good", examples=[24]
    )


class RequirementOut(Schema):
    """One of a group's requirements."""

    uuid: UUID
    title: str = Field(examples=["AI på arbejdet"])
    module: str | None = Field(description="Its slug, where it is one", examples=["ai-paa-arbejdet"])
    months: int | None


class AiRegisterLineOut(Schema):
    """One person and one requirement."""

    member: UUID
    name: str = Field(examples=["Malene Hvilsted"])
    requirement: UUID
    is_met: bool
    has_expired: bool
    source: str | None = Field(description="attended, completed or credential; null: not learnt", examples=["attended"])
    title: str | None = Field(description="What shows it", examples=["AI på skolen, en eftermiddag"])
    on: date | None
    until: date | None = Field(description="The last day it holds; null: for good")
    credential: UUID | None


class GroupOut(Schema):
    """A group and how its people stand."""

    uuid: UUID
    name: str = Field(examples=["Lærere, udskolingen"])
    use: str = Field(examples=["Forslag til opgaver"])
    knowledge: Knowledge = Field(examples=["some"])
    systems: list[UUID]
    members: list[UUID]
    ready: int = Field(description="How many have all that they must have", examples=[34])
    requirements: list[RequirementOut]
    lines: list[AiRegisterLineOut]


class TrainingIn(Schema):
    """Training that was held."""

    title: str = Field(max_length=200, examples=["AI på skolen, en eftermiddag"])
    content: str = Field(max_length=8000, examples=["Hvad en sprogmodel er; vores regler; øvelser med egne opgaver."])
    held_on: date = Field(examples=["2026-09-14"])
    hours: Decimal = Field(gt=0, le=200, max_digits=4, decimal_places=1, examples=[3])
    held_by: str = Field(default="", max_length=160, examples=["Pædagogisk it-vejleder"])
    meets: list[UUID] = Field(default=[], max_length=500, description="Requirements")
    attended: list[UUID] = Field(max_length=10_000, description="Memberships of those who were there")


class TrainingOut(Schema):
    """Training in the register."""

    uuid: UUID
    title: str = Field(examples=["AI på skolen, en eftermiddag"])
    content: str = Field(examples=["Hvad en sprogmodel er; vores regler."])
    held_on: date
    hours: float = Field(examples=[3])
    held_by: str = Field(examples=["Pædagogisk it-vejleder"])
    attended: list[UUID]


class RegisterOut(Schema):
    """All of an organisation's register."""

    organisation: str = Field(description="Its slug", examples=["aalose"])
    people: int = Field(examples=[40])
    people_ready: int = Field(examples=[34])
    systems: list[SystemOut]
    groups: list[GroupOut]
    trainings: list[TrainingOut]


class StaffOut(Schema):
    """Somebody employed there."""

    member: UUID
    name: str = Field(examples=["Malene Hvilsted"])


class StaffPage(Schema):
    """One page of staff."""

    count: int = Field(examples=[41])
    items: list[StaffOut]


class MineOut(Schema):
    """What one employer's register says of me."""

    member: UUID
    organisation: str = Field(description="Its slug", examples=["aalose"])
    groups: list[str] = Field(examples=[["Lærere, udskolingen"]])
    lines: list[AiRegisterLineOut]
    attended: list[str] = Field(description="Training they wrote down that I took part in")
    consents: bool = Field(description="Whether they see required modules that I completed on my own")


class WordingIO(Schema):
    """What every register says of the law."""

    text_da: str = Field(min_length=1, max_length=4000, examples=["Der kræves intet certifikat."])
    text_en: str = Field(min_length=1, max_length=4000, examples=["No certificate is required."])
    source: str = Field(min_length=1, max_length=200, examples=["Forordning (EU) 2024/1689, artikel 4"])
