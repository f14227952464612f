"""Pathways in the API: say what is wanted, ask for plans, live with the one that was chosen. All that a page can do."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.common.clock import now
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.pathways import services
from nanobank.pathways.exchange import (
    competence_out,
    event_out,
    goal_offer_out,
    pathway_out,
    plan_out,
    planning_out,
    plans_out,
)
from nanobank.pathways.models import DegreeProgramme, Pathway, Role
from nanobank.pathways.offers import offers_for
from nanobank.pathways.permissions import check_owns, owns
from nanobank.pathways.queries import (
    events_of,
    options_of,
    pathway_for,
    pathways_of,
    planning_for,
    said,
    version_for,
    versions_of,
)
from nanobank.pathways.schemas import (
    BankedOut,
    CompetencesOut,
    DegreeOut,
    EventIn,
    EventsOut,
    GoalOfferOut,
    PathwayAskIn,
    PathwayChangedOut,
    PathwayIn,
    PathwayLineOut,
    PathwayNeedOut,
    PathwayOut,
    PathwayRoleOut,
    PathwaysOut,
    PlanningOut,
    PlanOut,
    PlansOut,
    TitleIn,
)
from nanobank.pathways.services.needing import ask_for
from nanobank.pathways.terms import Change, GoalTerms, LifeTerms, WishTerms

router = Router()
_REFUSALS = {404: Problem, 422: Problem}


@router.get("/pathways", response=PathwaysOut, summary="My pathways")
def pathways(request: TokenRequest, limit: Limit = 50, offset: Offset = 0) -> PathwaysOut:
    """My pathways, the one changed last first."""
    found = pathways_of(request.auth)
    return PathwaysOut(count=found.count(), items=[_line(one) for one in found[offset : offset + limit]])


def _line(pathway: Pathway) -> PathwayLineOut:
    return PathwayLineOut(
        uuid=pathway.uuid,
        title=pathway.title,
        goal_kind=pathway.goal_kind,
        changed_at=pathway.changed_at,
        chosen=pathway.chosen.uuid if pathway.chosen else None,
    )


@router.post("/pathways", response={201: PathwayOut, 422: Problem}, summary="Begin a pathway")
def begin(request: TokenRequest, given: PathwayIn) -> Status[PathwayOut]:
    """Say what I want: in competences, or by the name of a micro-credential, a role or a degree."""
    made = services.begin(person=request.auth, goal=given.goal, title=given.title, life=given.life, now=now())
    return Status(201, pathway_out(made, is_mine=True))


@router.get("/pathways/{uuid}", response={200: PathwayOut, 404: Problem}, summary="A pathway")
def pathway(request: TokenRequest, uuid: UUID) -> PathwayOut:
    """All that has been said about a pathway of mine, or of somebody whose mentor I am."""
    found = pathway_for(request.auth, uuid, now=now())
    return pathway_out(found, is_mine=owns(request.auth, found))


def _mine(request: TokenRequest, uuid: UUID) -> Pathway:
    """One of the caller's own. Raises NotYours."""
    found = pathway_for(request.auth, uuid, now=now())
    check_owns(request.auth, found)
    return found


@router.put("/pathways/{uuid}/goal", response={200: PathwayOut, **_REFUSALS}, summary="Want something else")
def say_goal(request: TokenRequest, uuid: UUID, goal: GoalTerms) -> PathwayOut:
    """Say the goal anew. Plans there are stay; ask for new ones."""
    found = _mine(request, uuid)
    services.say_goal(pathway=found, goal=goal, by=request.auth, now=now())
    return pathway_out(found, is_mine=True)


@router.put("/pathways/{uuid}/life", response={200: PathwayOut, **_REFUSALS}, summary="Say what there is room for")
def say_life(request: TokenRequest, uuid: UUID, life: LifeTerms) -> PathwayOut:
    """Say the life anew: hours a week by period, budget, deadline, places and times."""
    found = _mine(request, uuid)
    services.say_life(pathway=found, life=life, by=request.auth, now=now())
    return pathway_out(found, is_mine=True)


@router.put("/pathways/{uuid}/wishes", response={200: PathwayOut, **_REFUSALS}, summary="Say what matters most")
def say_wishes(request: TokenRequest, uuid: UUID, wishes: WishTerms) -> PathwayOut:
    """Say the wishes anew: the order of the aims, what must be in the plan and what must not."""
    found = _mine(request, uuid)
    services.say_wishes(pathway=found, wishes=wishes, by=request.auth, now=now())
    return pathway_out(found, is_mine=True)


@router.patch("/pathways/{uuid}", response={200: PathwayOut, **_REFUSALS}, summary="Rename a pathway")
def retitle(request: TokenRequest, uuid: UUID, given: TitleIn) -> PathwayOut:
    """Call it something else."""
    found = _mine(request, uuid)
    services.retitle(pathway=found, title=given.title, by=request.auth, now=now())
    return pathway_out(found, is_mine=True)


@router.post("/pathways/{uuid}/put-away", response={204: None, 404: Problem}, summary="Put a pathway away")
def put_away(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Take it out of my list; all of it stays."""
    services.put_away(pathway=_mine(request, uuid), by=request.auth, now=now())
    return Status(204, None)


@router.delete("/pathways/{uuid}", response={204: None, 404: Problem}, summary="Erase a pathway")
def forget(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Erase it with all that was said, planned and written about it."""
    services.forget(pathway=_mine(request, uuid), by=request.auth)
    return Status(204, None)


@router.post("/pathways/{uuid}/plannings", response={202: PlanningOut, **_REFUSALS}, summary="Ask for plans")
def ask(request: TokenRequest, uuid: UUID, given: PathwayAskIn) -> Status[PlanningOut]:
    """Ask the planner, who answers in the order of a fair queue. What the pathway still waited for is stopped."""
    asked = services.ask(
        pathway=_mine(request, uuid), kind=given.kind, by=request.auth, now=now(), unattended=given.unattended
    )
    return Status(202, planning_out(asked, [], now=now()))


@router.get("/plannings/{uuid}", response={200: PlanningOut, 404: Problem}, summary="How far the planner has come")
def planning(request: TokenRequest, uuid: UUID) -> PlanningOut:
    """Progress: the place in the queue, the best plan so far, and in the end what came of it."""
    moment = now()
    found = planning_for(request.auth, uuid, now=moment)
    services.seen(planning=found, now=moment)
    return planning_out(found, options_of(found), now=moment)


@router.delete("/plannings/{uuid}", response={204: None, 404: Problem}, summary="Stop the planner")
def stop(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Wait no longer. The best plan found so far is kept."""
    services.stop(planning=planning_for(request.auth, uuid, now=now()), by=request.auth, now=now())
    return Status(204, None)


@router.get("/pathways/{uuid}/plans", response={200: PlansOut, 404: Problem}, summary="Every plan there has been")
def plans(request: TokenRequest, uuid: UUID, limit: Limit = 20, offset: Offset = 0) -> PlansOut:
    """The plans of a pathway, the newest first, each with what it answered to and what it changed."""
    found = pathway_for(request.auth, uuid, now=now())
    versions = versions_of(found)
    some = versions[offset : offset + limit]
    return PlansOut(count=versions.count(), items=plans_out(some, chosen=found.chosen_id))


@router.get("/plans/{uuid}", response={200: PlanOut, 404: Problem}, summary="A plan")
def plan(request: TokenRequest, uuid: UUID) -> PlanOut:
    """One plan: its modules with dates, what it costs, why each is in it, and how far from best it may be."""
    found = version_for(request.auth, uuid, now=now())
    return plan_out(found, is_chosen=found.pathway.chosen_id == found.pk)


@router.post("/plans/{uuid}/choose", response={200: PlanOut, 404: Problem}, summary="Go by a plan")
def choose(request: TokenRequest, uuid: UUID) -> PlanOut:
    """Go by this plan from now on: how one accepts a repair, and how one goes back."""
    found = version_for(request.auth, uuid, now=now())
    services.choose(version=found, by=request.auth, now=now())
    return plan_out(found, is_chosen=True)


@router.post("/plans/{uuid}/look-longer", response={202: PlanningOut, **_REFUSALS}, summary="Look longer")
def look_longer(request: TokenRequest, uuid: UUID) -> Status[PlanningOut]:
    """Have the planner look for up to a minute more at a plan that is not proven best; it goes on though nobody looks.

    What comes of it stands with the plan (``looked_longer``); a better one is a plan of its own.
    """
    found = version_for(request.auth, uuid, now=now())
    return Status(202, planning_out(services.look_longer(version=found, by=request.auth, now=now()), [], now=now()))


@router.post("/plans/{uuid}/bank", response={200: BankedOut, **_REFUSALS}, summary="Put a plan in my bank")
def put_in_bank(request: TokenRequest, uuid: UUID) -> BankedOut:
    """Go by this plan, and have its modules in my bank as planned. To do it twice changes nothing more."""
    found = version_for(request.auth, uuid, now=now())
    return BankedOut(planned=services.put_in_bank(version=found, by=request.auth, now=now()))


@router.post("/pathways/{uuid}/changes", response={202: PathwayChangedOut, **_REFUSALS}, summary="Wish about a module")
def change(request: TokenRequest, uuid: UUID, wished: Change) -> Status[PathwayChangedOut]:
    """Pin, ban, swap or move a module. The plan that is chosen is repaired, changing as little else as can be."""
    found = _mine(request, uuid)
    asked = services.change(pathway=found, change=wished, by=request.auth, now=now())
    repair = planning_out(asked, [], now=now()) if asked else None
    return Status(202, PathwayChangedOut(wishes=said(found).wishes, planning=repair))


@router.post("/pathways/{uuid}/events", response={202: PlanningOut, **_REFUSALS}, summary="Something happened")
def happened(request: TokenRequest, uuid: UUID, given: EventIn) -> Status[PlanningOut]:
    """I dropped out, was ill, did not pass; a class was full or cancelled. The plan that is chosen is repaired."""
    found = _mine(request, uuid)
    asked = services.happened(pathway=found, by=request.auth, now=now(), **given.dict())
    return Status(202, planning_out(asked, [], now=now()))


@router.post(
    "/pathways/{uuid}/need", response={201: PathwayNeedOut, **_REFUSALS}, summary="Ask for what nobody teaches"
)
def ask_for_it(request: TokenRequest, uuid: UUID) -> Status[PathwayNeedOut]:
    """What the last planning found nobody to teach becomes a need of mine. To ask again soon gives the same one."""
    need = ask_for(pathway=_mine(request, uuid), by=request.auth, now=now())
    return Status(201, PathwayNeedOut(need=need.uuid, words=need.words))


@router.get("/pathways/{uuid}/events", response={200: EventsOut, 404: Problem}, summary="What has happened")
def events(request: TokenRequest, uuid: UUID, limit: Limit = 50, offset: Offset = 0) -> EventsOut:
    """What has happened to the plans of a pathway, the latest first."""
    found = events_of(pathway_for(request.auth, uuid, now=now()))
    return EventsOut(count=found.count(), items=[event_out(one) for one in found[offset : offset + limit]])


Words = Annotated[str, Field(min_length=1, max_length=1000, description="What I want, in my own words")]


@router.get("/goals/words", response=list[CompetencesOut], auth=None, summary="Read words into competences")
def read_words(request: HttpRequest, q: Words) -> list[CompetencesOut]:
    """The competences that my words may mean, the likeliest first; it is for me to say which I meant."""
    return [competence_out(one) for one in services.read_words(q)]


@router.get("/goals/offers", response=list[GoalOfferOut], auth=None, summary="What fits some words as it is")
def offers(request: HttpRequest, q: Words) -> list[GoalOfferOut]:
    """The micro-credentials, bundles and roles that fit my words, with the reason, each as a goal to begin with."""
    return [goal_offer_out(one, q) for one in offers_for(q, services.read_words(q))]


@router.get("/roles", response=list[PathwayRoleOut], auth=None, summary="Roles")
def roles(request: HttpRequest) -> list[PathwayRoleOut]:
    """The roles that one can aim for, and the competences that each asks for."""
    found = Role.objects.prefetch_related("asks_for__competence").order_by("slug")
    return [
        PathwayRoleOut(
            slug=one.slug,
            uri=one.uri,
            label=one.label,
            summary=one.summary,
            competences=[{"slug": asked.competence.slug, "level": asked.level} for asked in one.asks_for.all()],
        )
        for one in found
    ]


@router.get("/degree-programmes", response=list[DegreeOut], auth=None, summary="Degrees")
def degrees(request: HttpRequest) -> list[DegreeOut]:
    """The degrees that one can plan towards or compare with."""
    return [
        DegreeOut(
            slug=one.slug,
            title=one.title,
            level=one.level,
            ects=one.ects,
            months=one.months,
            price=one.price,
            rules=one.rules,
        )
        for one in DegreeProgramme.objects.order_by("slug")
    ]
