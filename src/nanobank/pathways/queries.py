"""What pages and the API ask about pathways. The number of queries does not grow with the rows."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential
from nanobank.common.errors import NotYours
from nanobank.common.prepared import among_texts, prepared
from nanobank.pathways.models import (
    Choosing,
    Comment,
    CoSign,
    DegreeProgramme,
    Event,
    Feed,
    GoalKind,
    Pathway,
    Planning,
    PlanningQuerySet,
    PlanningState,
    PlanVersion,
    Proposal,
)
from nanobank.pathways.permissions import can_see
from nanobank.pathways.questions import Said
from nanobank.pathways.rules import Bite, Course, biting
from nanobank.pathways.terms import GoalTerms, LifeTerms, WishTerms

MOST_RECENT: Final = 20
"""So many of the newest plans are looked among; the rest are in the history."""


def said(pathway: Pathway) -> Said:
    """What the person has said last."""
    return Said(
        goal=GoalTerms.model_validate(pathway.goal),
        life=LifeTerms.model_validate(pathway.life),
        wishes=WishTerms.model_validate(pathway.wishes),
    )


def said_then(version: PlanVersion) -> Said:
    """What the person had said when the plan was made."""
    return Said(
        goal=GoalTerms.model_validate(version.said["goal"]),
        life=LifeTerms.model_validate(version.said["life"]),
        wishes=WishTerms.model_validate(version.said["wishes"]),
    )


def pathways_of(person: Person) -> QuerySet[Pathway]:
    """A person's pathways, the one changed last first, each with the plan that is chosen."""
    return Pathway.objects.of(person).kept().select_related("chosen").order_by("-changed_at", "-pk")


def pathway_for(viewer: Person | AnonymousUser, uuid: UUID, *, now: datetime) -> Pathway:
    """One's own, or that of somebody whose mentor one is. Raises NotYours."""
    found = next(iter(_with_uuid(uuid=uuid)), None)
    if found is None or not can_see(viewer, found, now):
        raise NotYours(_("There is no such pathway."))
    return found


@prepared
def _with_uuid(uuid: Any) -> QuerySet[Pathway]:
    """Without the plan that is chosen, which is large and often asked for by itself."""
    return Pathway.objects.select_related("person").filter(uuid=uuid)


def version_for(viewer: Person | AnonymousUser, uuid: UUID, *, now: datetime) -> PlanVersion:
    """A plan of one's own, or of somebody whose mentor one is. Raises NotYours."""
    found = PlanVersion.objects.select_related("pathway__person", "pathway__chosen", "event", "by")
    version = found.filter(uuid=uuid).first()
    if version is None or not can_see(viewer, version.pathway, now):
        raise NotYours(_("There is no such plan."))
    return version


def planning_for(viewer: Person | AnonymousUser, uuid: UUID, *, now: datetime) -> Planning:
    """A planning that one asked for oneself, or one of a pathway that one sees. Raises NotYours."""
    planning = Planning.objects.select_related("pathway__person", "pathway__chosen").filter(uuid=uuid).first()
    if planning is not None and isinstance(viewer, Person):
        if planning.person_id == viewer.pk:
            return planning
        if planning.pathway is not None and can_see(viewer, planning.pathway, now):
            return planning
    raise NotYours(_("There is no such planning."))


def latest_planning(pathway: Pathway) -> Planning | None:
    """What was asked last about it, without the problem, which is large; to look longer at a plan asks nothing new."""
    return next(iter(_plannings(pathway=pathway)), None)


@prepared
def _plannings(pathway: Any) -> QuerySet[Planning]:
    asked = Planning.objects.filter(pathway=pathway).exclude(problem__has_key="confirms")
    return asked.defer("problem").order_by("-asked_at", "-pk")[:1]


def versions_of(pathway: Pathway) -> QuerySet[PlanVersion]:
    """Every plan there has been, the newest first, with when it was chosen last."""
    found = pathway.versions.select_related("event", "by").annotate(chosen_at=Max("choosings__at"))
    return found.order_by("-number")


def events_of(pathway: Pathway) -> QuerySet[Event]:
    """What has happened, the latest first."""
    return pathway.events.order_by("-at", "-pk")


def open_feed_of(pathway: Pathway) -> Feed | None:
    """Its calendar's address, if there is one that still answers."""
    return next(iter(_feeds(pathway=pathway)), None)


@prepared
def _feeds(pathway: Any) -> QuerySet[Feed]:
    return Feed.objects.filter(pathway=pathway, stopped_at__isnull=True).order_by("pk")[:1]


def pathway_with_feed(secret: str) -> Pathway | None:
    """The pathway whose calendar has this secret address, unless it has been stopped."""
    found = Pathway.objects.select_related("chosen").filter(feeds__secret=secret, feeds__stopped_at__isnull=True)
    return found.first()


def options_of(planning: Planning) -> list[PlanVersion]:
    """The plans that came of one asking, along the front."""
    return list(planning.versions.select_related("event", "by").order_by("place"))


def queue() -> PlanningQuerySet:
    """All that waits, in the order in which it is taken: those first whose turn was longest ago, then who came first.

    A person whose planning is under way comes after those who have none; of a person's own that first which has had
    the fewest slices of time.
    """
    turns = Planning.objects.filter(person=OuterRef("person"), begun_at__isnull=False).order_by("-begun_at")
    waiting = Planning.objects.filter(state=PlanningState.WAITING)
    ordered = waiting.annotate(last_turn=Subquery(turns.values("begun_at")[:1]))
    return ordered.order_by(F("last_turn").asc(nulls_first=True), "slices", "asked_at", "pk")


@dataclass(frozen=True)
class Progress:
    """How far a planning has come: ``ahead`` of it so many wait, ``best`` is the best plan so far, if any."""

    state: PlanningState
    stage: str
    ahead: int
    best: dict[str, Any] | None
    seconds: float

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state not in (PlanningState.WAITING, PlanningState.RUNNING)

    @property
    def place(self) -> int:
        """The place in the queue, from 1; 0 when it does not wait."""
        return self.ahead + 1 if self.state == PlanningState.WAITING else 0


def progress_of(planning: Planning, now: datetime) -> Progress:
    """How far it has come: no query unless it waits."""
    ahead = _ahead_of(planning) if planning.state == PlanningState.WAITING else 0
    until = planning.ended_at or now
    return Progress(
        state=PlanningState(planning.state),
        stage=planning.stage,
        ahead=ahead,
        best=planning.best,
        seconds=max((until - planning.asked_at).total_seconds(), 0.0),
    )


def _ahead_of(planning: Planning) -> int:
    """How many come before it when each person has one turn after the other: one query."""
    turns: dict[int, int] = {}
    order = []
    for place, (pk, person) in enumerate(queue().values_list("pk", "person_id")):
        turns[person] = turns.get(person, 0) + 1
        order.append((turns[person], place, pk))
    return next((number for number, (*_turn, pk) in enumerate(sorted(order)) if pk == planning.pk), 0)


@dataclass(frozen=True)
class ExamMoment:
    """The exam at the end of a pathway towards a micro-credential; ``price`` is beyond that of the modules."""

    micro_credential: MicroCredential
    price: Decimal
    by_hand_in: bool


def exam_of(pathway: Pathway) -> ExamMoment | None:
    """The exam that the pathway leads to. Its price is what the whole costs beyond its modules at their cheapest."""
    if pathway.goal_kind != GoalKind.MICRO_CREDENTIAL:
        return None
    slug = pathway.goal.get("micro_credential")
    found = MicroCredential.objects.filter(slug=slug).prefetch_related(
        "required__current", "elective_groups__modules__current"
    )
    one = found.first()
    if one is None:
        return None
    modules = sum((module.current.price for module in one.required.all() if module.current), Decimal(0))
    for group in one.elective_groups.all():
        modules += _cheapest([module.current for module in group.modules.all() if module.current], group.min_ects)
    return ExamMoment(one, max(one.price - modules, Decimal(0)), one.by_hand_in)


def _cheapest(versions: list[Any], ects: Decimal) -> Decimal:
    """The price of so many ECTS, the cheapest credits first."""
    price = Decimal(0)
    for version in sorted(versions, key=lambda one: (one.price / one.ects, one.pk)):
        if ects <= 0:
            break
        price, ects = price + version.price, ects - version.ects
    return price


def rules_biting(pathway: Pathway, version: PlanVersion | None) -> list[Bite]:
    """The rules of others that the plan, or the life when there is none yet, runs into: no query."""
    told = said(pathway) if version is None else said_then(version)
    steps = version.steps if version is not None else []
    earned = sorted((date.fromisoformat(step["ends_on"]), Decimal(step["ects"])) for step in steps)
    return biting(Course(life=told.life, goal=told.goal, earned=tuple(earned)))


def is_comparable(pathway: Pathway, version: PlanVersion) -> bool:
    """Whether there is a degree that gives some of the same: one query."""
    degree = pathway.goal.get("degree")
    return bool(_called(slug=degree) if degree else _giving(competences=sorted(_wanted(version))))


@prepared
def _called(slug: Any) -> QuerySet[DegreeProgramme, tuple[int]]:
    return DegreeProgramme.objects.filter(slug=slug).values_list("pk")


@prepared
def _giving(competences: Any) -> QuerySet[DegreeProgramme, tuple[int]]:
    return DegreeProgramme.objects.filter(gives__slug__in=among_texts(competences)).values_list("pk")[:1]


def numbered(pathway: Pathway, number: int) -> PlanVersion | None:
    """One plan of its history, with all a page says of it."""
    return next(iter(_numbered(pathway=pathway, number=number)), None)


def newest(pathway: Pathway) -> PlanVersion | None:
    """The first plan of the last asking since the person chose; else the one that they go by. Two queries."""
    rows = _recent(pathway=pathway)
    if not rows:
        return None
    _pk, planning, _place, at, chosen_at = rows[0]
    if pathway.chosen_id is not None and chosen_at is not None and at <= chosen_at:
        return _whole(pk=pathway.chosen_id)[0]
    together = [(place, pk) for pk, of, place, _at, _chosen_at in rows if of == planning]
    return _whole(pk=min(together)[1])[0]


@prepared
def _recent(pathway: Any) -> QuerySet[PlanVersion, tuple[int, int, int, datetime, datetime | None]]:
    chosen = Choosing.objects.filter(pathway=OuterRef("pathway")).order_by("-at").values("at")[:1]
    plans = PlanVersion.objects.filter(pathway=pathway).annotate(last_chosen=Subquery(chosen)).order_by("-number")
    return plans.values_list("pk", "planning_id", "place", "at", "last_chosen")[:MOST_RECENT]


@prepared
def _whole(pk: Any) -> QuerySet[PlanVersion]:
    return _shown().filter(pk=pk)


@prepared
def _numbered(pathway: Any, number: Any) -> QuerySet[PlanVersion]:
    return _shown().filter(pathway=pathway, number=number)


def _shown() -> QuerySet[PlanVersion]:
    """With all a page says of a plan, without the problem it answers, which is large."""
    found = PlanVersion.objects.select_related("event", "by", "planning")
    return found.defer("planning__problem", "planning__best", "planning__result")


def comments_on(pathway: Pathway) -> list[Comment]:
    """What has been said about its plans, in order."""
    return _comments(pathway=pathway)


@prepared
def _comments(pathway: Any) -> QuerySet[Comment]:
    return Comment.objects.filter(pathway=pathway).select_related("by").order_by("at", "pk")


def open_proposals(pathway: Pathway) -> list[Proposal]:
    """What mentors propose and nobody has answered, in order."""
    return _proposals(pathway=pathway)


@prepared
def _proposals(pathway: Any) -> QuerySet[Proposal]:
    open_ = Proposal.objects.filter(pathway=pathway, accepted__isnull=True)
    return open_.select_related("by").order_by("at", "pk")


def signatures_of(version: PlanVersion) -> list[CoSign]:
    """Who stands behind a plan."""
    return _signatures(version=version)


@prepared
def _signatures(version: Any) -> QuerySet[CoSign]:
    return CoSign.objects.filter(version=version).select_related("by").order_by("kind")


@dataclass(frozen=True)
class Comparison:
    """A plan beside a whole degree that gives some of the same."""

    degree: DegreeProgramme
    ects: Decimal
    price: Decimal
    weeks: int

    @property
    def ects_saved(self) -> Decimal:
        """What the degree has that the plan does without."""
        return self.degree.ects - self.ects


def compared(pathway: Pathway, version: PlanVersion) -> Comparison | None:
    """The plan beside the degree that gives most of what it wants, if any does."""
    goal = GoalTerms.model_validate(pathway.goal)
    degree = _degree_for(goal, version)
    if degree is None:
        return None
    figures = version.figures
    begins = version.question["life"]["begins"]
    return Comparison(
        degree=degree,
        ects=Decimal(figures["ects"]),
        price=Decimal(figures["cost"]),
        weeks=figures["finish"] - begins + 1,
    )


def _degree_for(goal: GoalTerms, version: PlanVersion) -> DegreeProgramme | None:
    if goal.degree is not None:
        return DegreeProgramme.objects.filter(slug=goal.degree).first()
    wanted = _wanted(version)
    counts: dict[int, int] = {}
    for pk in DegreeProgramme.objects.filter(gives__slug__in=wanted).values_list("pk", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    if not counts:
        return None
    return DegreeProgramme.objects.get(pk=max(counts, key=lambda pk: (counts[pk], -pk)))


def _wanted(version: PlanVersion) -> set[str]:
    """The competences that the plan was asked for and those that it covers."""
    wanted = {one["competence"] for one in version.question["goal"]["competences"]}
    return wanted | {slug for reason in version.reasons for slug in reason["covers"]}
