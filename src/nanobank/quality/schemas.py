"""What the API of quality takes and gives."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Schema
from pydantic import Field

from nanobank.common.schemas import example
from nanobank.quality import queries
from nanobank.quality.models import Approval, Gate, Points, Policy, Review, Verdict
from nanobank.quality.things import Thing, kind_of

Kind = Literal["modules", "micro-credentials", "bundles"]
KINDS: Final[dict[Kind, str]] = {
    "modules": "modul",
    "micro-credentials": "micro-credential",
    "bundles": "fagpakke",
}
"""What each kind is called here."""


class QualityLineOut(Schema):
    """The one honest line."""

    standing: Literal["assured", "external", "expired", "none"]
    by: str = Field(description="Who stands or stood by it; empty when nobody does", examples=["Sydvest Universitet"])
    until: date | None
    words: str = Field(examples=["Kvalitetssikret af Sydvest Universitet, gælder til 3. maj 2029"])


class ApprovalOut(Schema):
    """Somebody stands by it, for a time."""

    uuid: UUID
    by: str = Field(examples=["Sydvest Universitet"])
    since: date
    until: date
    grounds: str = Field(examples=["Målene er klare, og øvelserne fører derhen."])
    withdrawn_at: datetime | None


class ScoreOut(Schema):
    """Points for one criterion."""

    criterion: str = Field(examples=["Læringsmålene er klare og på det rigtige niveau"])
    points: int = Field(ge=1, le=4)
    grounds: str = Field(examples=["Alle mål kan ses af en bedømmer."])


class JudgedOut(Schema):
    """A decided review, as the public may read it."""

    decided_at: datetime | None
    verdict: Verdict
    grounds: str = Field(examples=["Målene er klare, og øvelserne fører derhen."])
    changes_made: str = Field(examples=["Trin 3 har fået undertekster."])
    scores: list[ScoreOut]


class EvaluatedOut(Schema):
    """One question that learners answer."""

    question: str = Field(examples=["Jeg kan bruge det i mit arbejde eller mit studie."])
    mean: float = Field(examples=[4.2])
    spread: list[int] = Field(description="How many gave each of 1 to 5")


class EvaluationsOut(Schema):
    """What learners say; nothing of fewer than five."""

    count: int
    rating: float | None = Field(examples=[4.1])
    hours: float | None = Field(description="The median of what it took them", examples=[24.5])
    questions: list[EvaluatedOut]


class ResultsOut(Schema):
    """How it goes for those who take it; null where fewer than five are told of."""

    begun: int | None
    completed: int | None
    completion: int | None
    examined: int | None
    passed: int | None
    pass_rate: int | None


class QualityOut(Schema):
    """How something was judged, for everybody."""

    uuid: UUID
    title: str = Field(examples=["Datajournalistik"])
    line: QualityLineOut
    approvals: list[ApprovalOut]
    reviews: list[JudgedOut]
    evaluations: EvaluationsOut
    results: ResultsOut


class FindingOut(Schema):
    """Something that a check found."""

    code: str = Field(examples=["no_alt"])
    sentence: str = Field(examples=["Et billede har ingen tekst til dem, der ikke kan se det: kurve.png"])
    bars: bool
    where: str = Field(description="The title of a step; empty for the whole", examples=["Begynd med tallene"])


class GateOut(Schema):
    """One gate and where something stands before it."""

    code: str = Field(examples=["review"])
    label: str = Field(examples=["En kollega har bedømt og godkendt det"])
    required: bool
    passed: bool | None = Field(description="Null while there is too little to say")
    advice: str = Field(examples=["Bed en kollega, der ikke har skrevet på det, om at bedømme det."])
    findings: list[FindingOut]


class ChecklistIn(Schema):
    """The lines of the checklist that hold; the others do not."""

    items: list[str] = Field(max_length=50, examples=[["outcomes", "reader"]])


class ChecklistItemOut(Schema):
    """A line of the author's checklist."""

    key: str = Field(examples=["outcomes"])
    words: str = Field(examples=["Hvert læringsmål øves i et trin og kan ses af en bedømmer."])
    ticked: bool


class ReviewAskIn(Schema):
    """Whom to ask; nobody named is everybody of the provider's who may."""

    reviewer: UUID | None = None
    words: str = Field(default="", max_length=4_000, examples=["Se især på øvelsen i trin 3."])


class ReviewOut(Schema):
    """A review that waits or is decided."""

    uuid: UUID
    kind: Kind
    thing: UUID
    title: str = Field(examples=["Datajournalistik"])
    asked_at: datetime
    due_on: date
    is_overdue: bool
    reviewer: UUID | None
    words: str = Field(examples=["Se især på øvelsen i trin 3."])
    verdict: str = Field(examples=["approved"])
    grounds: str = Field(examples=["Målene er klare, og øvelserne fører derhen."])
    ended_at: datetime | None


class ReviewPage(Schema):
    """Some of the reviews that wait for you."""

    items: list[ReviewOut]
    count: int


class DeclarationIn(Schema):
    """Whether you have an interest in it."""

    has_interest: bool
    words: str = Field(default="", max_length=4_000, examples=["Jeg har skrevet den sammen med forfatteren."])


class ScoreIn(Schema):
    """Points for one criterion, and why."""

    points: Points
    grounds: str = Field(max_length=4_000, examples=["Alle mål kan ses af en bedømmer."])


class DecisionIn(Schema):
    """Points for each criterion, and the decision."""

    model_config = example(
        scores={"outcomes": {"points": 3, "grounds": "Alle mål kan ses af en bedømmer."}},
        verdict="approved",
        grounds="Målene er klare, og øvelserne fører derhen.",
    )
    scores: dict[str, ScoreIn] = Field(
        description="By criterion: outcomes, alignment, content, learners, workload, access"
    )
    verdict: Verdict
    grounds: str = Field(max_length=4_000)


class ReviewWordsIn(Schema):
    """What was done, or why, in words."""

    words: str = Field(max_length=4_000, examples=["Trin 3 har fået undertekster."])


class ReviewerIn(Schema):
    """Who shall have the review instead; null: anybody of the provider's."""

    reviewer: UUID | None


class VettingIn(Schema):
    """Your institution vouches for what another offers."""

    organisation: str = Field(description="Slug", examples=["sydvest"])
    valid_until: date
    grounds: str = Field(max_length=4_000, examples=["Indhold og niveau svarer til vores eget modul."])


class PolicyIn(Schema):
    """Which gates an institution asks for."""

    gates: list[Gate]
    valid_months: int = Field(default=36)
    review_days: int = Field(default=14)
    least_rating: Decimal = Field(default=Decimal(3), max_digits=2, decimal_places=1, examples=["3.0"])
    least_completion: int = Field(default=40)


class PolicyOut(PolicyIn):
    """Which gates an institution asks for, and whether it has decided so itself."""

    is_decided: bool


class ChecklistItemIn(Schema):
    """A line of the institution's own on the checklist."""

    words_da: str = Field(examples=["Modulet følger vores skabelon."])
    words_en: str = Field(examples=["The module follows our template."])


class EvaluationIn(Schema):
    """What you answer, once you have completed it."""

    model_config = example(
        answers={"clear": 5, "learnt": 4, "useful": 5, "fitting": 4, "recommend": 5}, hours="24.5", comment=""
    )
    answers: dict[str, int] = Field(description="1 to 5 for: clear, learnt, useful, fitting, recommend")
    hours: Decimal | None = Field(default=None, max_digits=5, decimal_places=1)
    comment: str = Field(default="", max_length=2_000)


class LinksTriedOut(Schema):
    """That a worker tries the links now."""

    begun: bool


def quality_out(thing: Thing) -> QualityOut:
    """All that the public may know."""
    line, found, results = queries.line_of(thing), queries.evaluation_of(thing), queries.results_of(thing)
    return QualityOut(
        uuid=thing.uuid,
        title=thing.title,
        line=QualityLineOut(standing=line.standing, by=line.by, until=line.until, words=line.words),
        approvals=[approval_out(one) for one in queries.approvals_of(thing)],
        reviews=[
            JudgedOut(
                decided_at=one.review.ended_at,
                verdict=Verdict(one.review.verdict),
                grounds=one.review.grounds,
                changes_made=one.review.changes_made,
                scores=[
                    ScoreOut(criterion=label, points=points, grounds=grounds)
                    for label, points, _w, grounds in one.points
                ],
            )
            for one in queries.judged(thing)
        ],
        evaluations=EvaluationsOut(
            count=found.count,
            rating=found.rating,
            hours=float(found.hours) if found.hours is not None else None,
            questions=[
                EvaluatedOut(question=one.words, mean=one.mean, spread=list(one.spread)) for one in found.answered
            ],
        ),
        results=ResultsOut(**{name: getattr(results, name) for name in results.__dataclass_fields__}),
    )


def approval_out(one: Approval) -> ApprovalOut:
    """One approval."""
    return ApprovalOut(
        uuid=one.uuid,
        by=one.organisation.name,
        since=timezone.localdate(one.at),
        until=one.valid_until,
        grounds=one.grounds,
        withdrawn_at=one.withdrawn_at,
    )


def gates_out(thing: Thing) -> list[GateOut]:
    """Each gate."""
    return [
        GateOut(
            code=one.code,
            label=one.label,
            required=one.required,
            passed=one.passed,
            advice=one.advice,
            findings=[
                FindingOut(code=found.code, sentence=found.sentence, bars=found.bars, where=found.where)
                for found in one.findings
            ],
        )
        for one in queries.gates_of(thing)
    ]


def review_out(review: Review, today: date) -> ReviewOut:
    """One review, with everything about it joined."""
    thing = review.thing
    return ReviewOut(
        uuid=review.uuid,
        kind=next(kind for kind, word in KINDS.items() if word == kind_of(thing)),
        thing=thing.uuid,
        title=thing.title,
        asked_at=review.asked_at,
        due_on=review.due_on,
        is_overdue=review.is_overdue(today),
        reviewer=review.reviewer.uuid if review.reviewer else None,
        words=review.words,
        verdict=review.verdict,
        grounds=review.grounds,
        ended_at=review.ended_at,
    )


def policy_out(policy: Policy) -> PolicyOut:
    """What an institution asks for."""
    return PolicyOut(
        gates=[Gate(one) for one in policy.gates],
        valid_months=policy.valid_months,
        review_days=policy.review_days,
        least_rating=policy.least_rating,
        least_completion=policy.least_completion,
        is_decided=policy.pk is not None,
    )
