"""The shapes of udtræk in the API."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nanobank.withdrawals.bridge import Alike, CvKind, CvLine
from nanobank.withdrawals.models import Criterion, Decision, Finding, Outcome, Precedent, Withdrawal
from nanobank.withdrawals.queries import Queued, board_of, decisions_on

_TITLE = "Masterclass i undersøgende journalistik"


class WithdrawalIn(Schema):
    """What one has of it: a link, or its title. Files go to their own addresses."""

    provider: str = Field(description="Slug of the institution that is to look at it", examples=["sydvest-universitet"])
    url: str = Field("", max_length=500, examples=["https://night-desk.example/masterclass"])
    title: str = Field("", max_length=300, description="When there is no link", examples=[_TITLE])


class WithdrawalDescriptionIn(Schema):
    """What it is. Everything is replaced; competences are left as they are unless given."""

    title: str = Field(max_length=300, examples=[_TITLE])
    outside_provider: str = Field("", max_length=200, examples=["The Night Desk"])
    country: str = Field("", max_length=2, examples=["GB"])
    language: str = Field("", max_length=2, examples=["en"])
    description: str = Field("", max_length=10_000, examples=["Ti lektioner om kilder, dokumenter og jura."])
    hours: Decimal | None = Field(None, gt=0, lt=10_000, examples=["56"])
    ects: Decimal | None = Field(None, gt=0, le=120, examples=["2"])
    level: int | None = Field(None, ge=4, le=8, examples=[6])
    assessed: str = Field("", max_length=5_000, examples=["To opgaver med skriftlig kommentar."])
    completed_on: date | None = Field(None, examples=["2026-09-30"])
    is_formal: bool = Field(default=False, description="Formal education: credit transfer (merit)")
    disclosed: bool | None = Field(None, description="Whether other elements have been passed earlier")
    elements: str = Field("", max_length=5_000, description="Which they are", examples=["Medieret, 5 ECTS, 2024"])
    competences: list[str] | None = Field(None, max_length=40, description="Slugs", examples=[["kildekritik"]])


class WithdrawalWordsIn(Schema):
    """A few words: a question, a complaint, a reason."""

    words: str = Field(max_length=10_000, examples=["Opgaverne er ikke taget med i vurderingen."])


class RubricLine(Schema):
    """What was found of one criterion."""

    finding: Finding
    note: str = Field("", max_length=1000, examples=["Kendte redaktører underviser."])


class WithdrawalDecisionIn(Schema):
    """A decision with its grounds. ``round`` is the one that was read, so that of two at the same moment one wins."""

    outcome: Outcome
    grounds: str = Field(
        max_length=10_000, examples=["Indhold og omfang svarer til vores modul om dokumenter og jura."]
    )
    round: int = Field(ge=1, examples=[1])
    rubric: dict[Criterion, RubricLine]
    modules: list[str] = Field([], max_length=40, description="Slugs", examples=[["sydvest-datajournalistik"]])
    ects: Decimal | None = Field(None, description="That count by themselves", examples=["1.5"])
    level: int | None = Field(None, ge=4, le=8, examples=[7])
    competences: list[str] = Field([], max_length=40, description="Slugs", examples=[["kildekritik"]])
    micro_credential: str | None = Field(None, description="Slug", examples=["undersoegende-datajournalistik"])
    precedent: UUID | None = Field(None, description="The precedent that is followed, if one is")


class ComplaintAnswerIn(Schema):
    """What a complaint is answered."""

    upheld: bool = Field(description="Whether the decision stands", examples=[True])
    answer: str = Field(max_length=10_000, examples=["Vi har læst opgaverne igen; de viser ikke arbejdet med kilder."])


class HandOnWithdrawalIn(Schema):
    """Who takes it over."""

    to: UUID | None = Field(None, description="An educator; whom it fits best when left out")


class AwayIn(Schema):
    """Days on which one judges nothing, both included."""

    first: date = Field(examples=["2026-12-21"])
    last: date = Field(examples=["2027-01-02"])


class AwayOut(AwayIn):
    """Days away."""

    uuid: UUID


class DecisionOut(Schema):
    """What was decided, why, and where one can complain."""

    round: int = Field(examples=[1])
    outcome: Outcome
    grounds: str = Field(examples=["Indhold og omfang svarer til vores modul."])
    rubric: dict[Criterion, RubricLine]
    modules: list[str] = Field(description="Slugs", examples=[["sydvest-datajournalistik"]])
    ects: Decimal | None = Field(examples=["1.50"])
    level: int | None = Field(examples=[7])
    competences: list[str] = Field(description="Slugs", examples=[["kildekritik"]])
    micro_credential: str | None = Field(examples=["undersoegende-datajournalistik"])
    by: str = Field(description="Name", examples=["Astrid Lindholt"])
    at: datetime
    complain_to: str = Field(examples=["Meritankenævnet"])
    complain_by: date = Field(examples=["2026-12-06"])
    complaint: str | None = Field(examples=["Opgaverne er ikke taget med."])
    complaint_answer: str | None = Field(examples=["Vi har læst opgaverne igen."])
    opened_again_because: str | None = Field(description="When it does not stand any more", examples=["Nye bilag"])


class WithdrawalLineOut(Schema):
    """An udtræk in a list."""

    uuid: UUID
    title: str = Field(examples=[_TITLE])
    outside_provider: str = Field(examples=["The Night Desk"])
    provider: str = Field(description="Slug of the institution", examples=["sydvest-universitet"])
    source: str = Field(examples=["link"])
    state: str = Field(examples=["asked"])
    learner: str = Field(description="Name", examples=["Alma Dalgaard"])
    educator: str | None = Field(description="Name of whoever has it", examples=["Astrid Lindholt"])
    asked_at: datetime | None
    days: int | None = Field(None, description="For how many days it has waited", examples=[3])


class WithdrawalsPage(Schema):
    """A page of udtræk."""

    count: int
    items: list[WithdrawalLineOut]


class WithdrawalOut(WithdrawalLineOut):
    """One udtræk with all that was said and decided."""

    round: int = Field(examples=[1])
    url: str = Field(examples=["https://night-desk.example/masterclass"])
    country: str = Field(examples=["GB"])
    language: str = Field(examples=["en"])
    description: str = Field(examples=["Ti lektioner om kilder, dokumenter og jura."])
    hours: Decimal | None = Field(examples=["56.0"])
    ects: Decimal | None = Field(examples=["2.00"])
    level: int | None = Field(examples=[6])
    assessed: str = Field(examples=["To opgaver med skriftlig kommentar."])
    completed_on: date | None
    is_formal: bool
    disclosed: bool | None
    elements: str = Field(description="Passed earlier", examples=["Medieret, 5 ECTS, 2024"])
    competences: list[str] = Field(description="Slugs", examples=[["kildekritik"]])
    verdict: str | None = Field(description="Of our check, when a credential was brought", examples=["genuine"])
    question: str = Field(description="What the educator asks for, if they do", examples=["Må jeg se en opgave?"])
    decisions: list[DecisionOut] = Field(description="The latest first")


class CvLineOut(Schema):
    """One thing that a CV says was learnt."""

    number: int = Field(description="To choose it by", examples=[0])
    kind: CvKind
    title: str = Field(examples=["Bachelor i journalistik"])
    outside_provider: str = Field(examples=["Kystens Universitet"])
    description: str = Field(examples=["Kilder, interview og mediejura."])
    country: str = Field(examples=["NO"])
    level: int | None = Field(description="Of EQF", examples=[6])
    begun_on: date | None
    completed_on: date | None = Field(description="None while it is under way, or when no date is said")
    is_ongoing: bool


def cv_line_out(number: int, one: CvLine) -> CvLineOut:
    """As it is answered."""
    return CvLineOut(
        number=number,
        kind=one.kind,
        title=one.found.title,
        outside_provider=one.found.provider,
        description=one.found.description,
        country=one.found.country,
        level=one.found.level,
        begun_on=one.begun_on,
        completed_on=one.completed_on,
        is_ongoing=one.is_ongoing,
    )


class PrecedentOut(Schema):
    """A decision that is offered when the same thing is brought again."""

    uuid: UUID
    title: str = Field(examples=[_TITLE])
    outside_provider: str = Field(examples=["The Night Desk"])
    provider: str = Field(description="Slug", examples=["sydvest-universitet"])
    outcome: Outcome
    grounds: str = Field(examples=["Indhold og omfang svarer til vores modul."])
    by: str = Field(description="Name", examples=["Astrid Lindholt"])
    made_at: datetime
    retired_because: str | None = Field(examples=["Kurset er lavet om."])
    alike: Alike | None = Field(
        None, description="In what it is the same as the udtræk that it is offered for; title and near need a look"
    )


class PrecedentsPage(Schema):
    """A page of precedents."""

    count: int
    items: list[PrecedentOut]


def line_out(withdrawal: Withdrawal, *, days: int | None = None) -> WithdrawalLineOut:
    """As a list shows it."""
    return WithdrawalLineOut(**_line(withdrawal), days=days)


def _line(one: Withdrawal) -> dict[str, Any]:
    return {
        "uuid": one.uuid,
        "title": one.title,
        "outside_provider": one.outside_provider,
        "provider": one.provider.slug,
        "source": one.source,
        "state": one.state,
        "learner": one.person.name,
        "educator": one.educator.name if one.educator else None,
        "asked_at": one.asked_at,
    }


def queued_out(queued: Queued) -> WithdrawalLineOut:
    """As a queue shows it."""
    return line_out(queued.withdrawal, days=queued.days)


def withdrawal_out(one: Withdrawal) -> WithdrawalOut:
    """All of it."""
    same = (
        *("round", "url", "country", "language", "description", "hours", "ects", "level", "assessed", "completed_on"),
        *("is_formal", "disclosed", "elements", "question"),
    )
    return WithdrawalOut(
        **_line(one),
        **{name: getattr(one, name) for name in same},
        competences=list(one.competences.order_by("slug").values_list("slug", flat=True)),
        verdict=one.verdict["outcome"] if one.verdict else None,
        decisions=[decision_out(decision) for decision in decisions_on(one)],
    )


def decision_out(one: Decision) -> DecisionOut:
    """A decision with the complaint about it."""
    complaint = getattr(one, "appeal", None)
    return DecisionOut(
        round=one.round,
        outcome=Outcome(one.outcome),
        grounds=one.grounds,
        rubric=one.rubric,
        modules=[version.module.slug for version in one.versions.all()],
        ects=one.ects,
        level=one.level,
        competences=[competence.slug for competence in one.competences.all()],
        micro_credential=one.micro_credential.slug if one.micro_credential else None,
        by=one.by.name,
        at=one.at,
        complain_to=board_of(one).name,
        complain_by=one.complain_by,
        complaint=complaint.words if complaint else None,
        complaint_answer=complaint.answer or None if complaint else None,
        opened_again_because=one.undone_because or None,
    )


def precedent_out(one: Precedent, *, alike: Alike | None = None) -> PrecedentOut:
    """As a list shows it."""
    decision = one.decision
    return PrecedentOut(
        uuid=one.uuid,
        title=decision.withdrawal.title,
        outside_provider=decision.withdrawal.outside_provider,
        provider=one.provider.slug,
        outcome=Outcome(decision.outcome),
        grounds=decision.grounds,
        by=decision.by.name,
        made_at=one.made_at,
        retired_because=one.retired_because or None,
        alike=alike,
    )
