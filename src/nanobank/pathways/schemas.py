"""The shapes of pathways in the API; what a person says is in ``terms``."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nanobank.pathways.models import EventKind, PlanningKind
from nanobank.pathways.terms import Change, GoalTerms, LifeTerms, WishTerms


class PathwayIn(Schema):
    """A pathway to begin; without a life a usual one of six hours a week is assumed."""

    goal: GoalTerms
    title: str = Field(default="", max_length=120, description="Made from the goal unless given", examples=["Mod job"])
    life: LifeTerms | None = None


class TitleIn(Schema):
    """Another name."""

    title: str = Field(max_length=120, examples=["Sundhedskommunikation ved siden af jobbet"])


class PathwayLineOut(Schema):
    """A pathway in a list."""

    uuid: UUID
    title: str = Field(examples=["Sundhedskommunikatør"])
    goal_kind: str = Field(examples=["role"])
    changed_at: datetime
    chosen: UUID | None = Field(description="The plan that is gone by")


class PathwaysOut(Schema):
    """One page of pathways."""

    count: int = Field(examples=[2])
    items: list[PathwayLineOut]


class PathwayOut(PathwayLineOut):
    """All that has been said about a pathway; ``asked`` counts the times it was changed."""

    goal: GoalTerms
    life: LifeTerms
    wishes: WishTerms
    asked: int
    latest: UUID | None = Field(description="The planning asked for last")
    calendar: str | None = Field(description="Where calendars fetch the plan", examples=["https://…/forloeb/kal….ics"])


class PathwayAskIn(Schema):
    """What to ask the planner for."""

    kind: PlanningKind = Field(default=PlanningKind.PLAN, examples=["alternatives"])
    unattended: bool = Field(default=False, description="Go on though nobody asks for the progress")


class PathwayStepOut(Schema):
    """A module of a plan. Weeks count from Monday 1 January 2024; ``clock`` is in minutes of study since the start."""

    module: str = Field(examples=["sydvest-datajournalistik"])
    begins: int
    ends: int
    begins_on: date
    ends_on: date
    clock: tuple[int, int] = Field(examples=[[0, 1650]])
    lanes: int
    hours: Decimal = Field(examples=["27.5"])
    ects: Decimal = Field(examples=["1"])
    price: Decimal = Field(description="DKK", examples=["2400"])
    offering: str | None = Field(description="None when it can be begun any day", examples=[None])
    version: str = Field(description="The module version", examples=["2f1c6a5e-0b7d-4a37-9a53-0d8a2f1b8c11"])


class FiguresOut(Schema):
    """A plan in numbers; less ``shortfall`` is better quality."""

    finish: int
    finish_on: date
    cost: Decimal = Field(description="DKK", examples=["12400"])
    shortfall: int
    ects: Decimal = Field(examples=["7.5"])


class PlanOut(Schema):
    """A plan, what is proven of it, and why it is as it is."""

    uuid: UUID
    number: int
    label: str = Field(description="only, fastest, cheapest, best or between", examples=["fastest"])
    status: str = Field(description="best: proven best; sound: as far from best as the bound says", examples=["best"])
    gap: str = Field(
        description="The first aim that is not proven; `order` when the plan before was only moved on in time",
        examples=[""],
    )
    bound: dict[str, Any] = Field(description="What no plan can be better than")
    steps: list[PathwayStepOut]
    figures: FiguresOut
    reasons: list[dict[str, Any]] = Field(description="Why each module is in it, and what could stand in its place")
    quality: dict[str, str] = Field(
        description="How each module of it and each runner-up stands today: assured, external, expired or none",
        examples=[{"sydvest-datajournalistik": "assured"}],
    )
    changes: dict[str, Any] = Field(description="What went, came and moved against the plan before")
    cause: str = Field(examples=["event"])
    said: dict[str, Any] = Field(description="Goal, life and wishes as they were")
    at: datetime
    is_chosen: bool
    looked_longer: dict[str, Any] | None = Field(
        default=None,
        description="What came of looking longer: `outcome` proven, better, stands, changed or stopped, and `seconds`",
        examples=[{"outcome": "stands", "seconds": 60}],
    )


class PlansOut(Schema):
    """One page of plans, the newest first."""

    count: int = Field(examples=[3])
    items: list[PlanOut]


class PlanningOut(Schema):
    """One asking of the planner and how far it has come. To look is to say that one waits: look every few seconds."""

    uuid: UUID
    kind: str = Field(examples=["plan"])
    state: str = Field(description="waiting, running, done, stopped or failed", examples=["running"])
    stage: str = Field(description="searching, improving or explaining", examples=["improving"])
    place: int = Field(description="In the queue, from 1; 0 when it does not wait", examples=[0])
    seconds: float = Field(description="Since it was asked", examples=[0.4])
    asked_at: datetime
    best: dict[str, Any] | None = Field(description="The best plan so far")
    result: dict[str, Any] | None = Field(description="What came of it; of an impossible question an explanation")
    plans: list[UUID] = Field(description="The plans that came of it, along the front")


class EventIn(Schema):
    """Something that happened to the plan that is chosen."""

    kind: EventKind
    module: str = Field(default="", max_length=120, examples=["sydvest-datajournalistik"])
    since: date | None = None
    until: date | None = Field(default=None, description="The last day of an illness, or of weeks without study (life)")
    again: bool = Field(
        default=False, description="Dropped out, but takes it later, from `since` on if that is to come"
    )
    note: str = Field(default="", max_length=1000, examples=["Underviseren er syg"])
    unattended: bool = False


class PathwayEventOut(Schema):
    """Something that happened."""

    uuid: UUID
    kind: str = Field(examples=["cancelled"])
    module: str = Field(examples=["sydvest-datajournalistik"])
    since: date
    until: date | None
    note: str = Field(examples=["Underviseren er syg"])
    at: datetime


class EventsOut(Schema):
    """What has happened, the latest first."""

    count: int = Field(examples=[1])
    items: list[PathwayEventOut]


class PathwayChangedOut(Schema):
    """What came of a wish: the planning that repairs the plan, None when no plan is chosen yet."""

    wishes: WishTerms
    planning: PlanningOut | None


class PathwayNeedOut(Schema):
    """What became of a goal that nobody teaches: see ``/needs``."""

    need: UUID
    words: str = Field(examples=["At kunne rådgive om droner i landbruget"])


class BankedOut(Schema):
    """How many modules were put in the bank that were not there."""

    planned: int = Field(examples=[4])


class CompetencesOut(Schema):
    """The competences that some words may mean, the likeliest first."""

    slug: str = Field(examples=["health-communication"])
    label: str = Field(examples=["sundhedskommunikation"])
    uri: str = Field(examples=["http://data.europa.eu/esco/skill/…"])


class GoalOfferOut(Schema):
    """Something whole that fits some words: ``goal`` is what ``POST /pathways`` takes to make it the goal."""

    kind: str = Field(description="micro_credential, bundle or role", examples=["micro_credential"])
    slug: str = Field(examples=["sundhedskommunikation"])
    title: str = Field(examples=["Sundhedskommunikation"])
    why: str = Field(examples=["Giver alle 3 kompetencer."])
    covers: list[str] = Field(description="Those of the competences read that it gives", examples=[["klar-formidling"]])
    goal: GoalTerms


class PathwayRoleOut(Schema):
    """A role, and what it asks for."""

    slug: str = Field(examples=["sundhedskommunikatoer"])
    uri: str = Field(description="ESCO's occupation, where known", examples=[""])
    label: str = Field(examples=["Sundhedskommunikatør"])
    summary: str = Field(examples=["Gør viden om sundhed til noget, folk kan bruge."])
    competences: list[dict[str, Any]]


class DegreeOut(Schema):
    """A whole education; one with ``rules`` can be planned towards, the others are there to compare with."""

    slug: str = Field(examples=["sygeplejerske"])
    title: str = Field(examples=["Professionsbachelor i sygepleje"])
    level: int
    ects: Decimal = Field(examples=["210"])
    months: int
    price: Decimal = Field(description="DKK, what the learner pays", examples=["0"])
    rules: dict[str, Any] | None


class CommentIn(Schema):
    """Something to say about the plan, at one of its modules unless it is about all of it."""

    words: str = Field(min_length=1, max_length=2000, examples=["Tag hellere datajournalistik først."])
    module: str = Field(default="", max_length=120, examples=["sydvest-datajournalistik"])


class CommentOut(Schema):
    """What somebody has said about the plan."""

    uuid: UUID
    words: str = Field(examples=["Tag hellere datajournalistik først."])
    module: str = Field(examples=["sydvest-datajournalistik"])
    by: str = Field(examples=["Torkil Espegaard"])
    at: datetime
    settled_at: datetime | None


class ProposalIn(Schema):
    """A change that a mentor proposes."""

    change: Change
    words: str = Field(default="", max_length=2000, examples=["Så når du det før sommer."])


class ProposalOut(Schema):
    """A proposal; ``accepted`` is None until it is answered."""

    uuid: UUID
    change: Change
    words: str = Field(examples=["Så når du det før sommer."])
    by: str = Field(examples=["Torkil Espegaard"])
    at: datetime
    accepted: bool | None


class PathwayAnswerIn(Schema):
    """Yes or no."""

    accepted: bool


class TalkOut(Schema):
    """What learner and mentors have said, proposed and signed."""

    comments: list[CommentOut]
    proposals: list[ProposalOut]
    signed: list[str] = Field(description="Which mentors stand behind the plan that is chosen", examples=[["internal"]])


class ReminderIn(Schema):
    """Whether to send the weekly mail."""

    wanted: bool


class DueOut(Schema):
    """A module that something is to be done about this week."""

    module: str = Field(examples=["sydvest-datajournalistik"])
    title: str = Field(examples=["Datajournalistik"])
    what: str = Field(description="begins, goes_on or ends", examples=["begins"])
    on: date
    hours: Decimal = Field(description="Of study this week", examples=["4"])
    pathway: UUID


class ThisWeekOut(Schema):
    """What is next, over all of a person's pathways."""

    monday: date
    hours: Decimal = Field(description="Of study this week", examples=["6"])
    due: list[DueOut]
    coming: DueOut | None = Field(description="What begins first afterwards")


class CalendarOut(Schema):
    """Where calendars fetch the plan. Whoever has the address sees the plan."""

    address: str = Field(examples=["https://nanobanken.example/forloeb/kalender/9Jq….ics"])
