"""Teams in the API: all that their pages can do."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Router, Status

from nanobank.accounts.http import TokenRequest
from nanobank.common.clock import now
from nanobank.common.errors import NotYours
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.pathways import services as pathways
from nanobank.pathways.models import Planning, Team, TeamMember, TeamPart
from nanobank.pathways.queries import progress_of
from nanobank.pathways.schemas import PathwayStepOut
from nanobank.pathways.teams import answers, queries, services
from nanobank.pathways.teams.permissions import employers_of
from nanobank.pathways.teams.schemas import (
    CountsIn,
    NotPlacedOut,
    PartAnswerIn,
    PlacedOut,
    SeatsOut,
    SentOut,
    TeamAskIn,
    TeamAwayOut,
    TeamChangeIn,
    TeamIn,
    TeamLineOut,
    TeamMemberOut,
    TeamOut,
    TeamPartOut,
    TeamPlanOut,
    TeamProgressOut,
    TeamsOut,
)
from nanobank.pathways.weeks import monday_of

router = Router()
_REFUSALS = {404: Problem, 422: Problem}


@router.get("/teams", response=TeamsOut, summary="Teams of my workplace")
def teams(request: TokenRequest, limit: Limit = 50, offset: Offset = 0) -> TeamsOut:
    """The teams of the workplaces that I plan for, the one changed last first; none for anybody else."""
    found = queries.teams_of(employers_of(request.auth, now()))
    items = [
        TeamLineOut(
            uuid=one.uuid,
            title=one.title,
            organisation=one.organisation.slug,
            people=one.people,  # type: ignore[attr-defined]  # annotated by teams_of
            changed_at=one.changed_at,
        )
        for one in found[offset : offset + limit]
    ]
    return TeamsOut(count=found.count(), items=items)


@router.post("/teams", response={201: TeamOut, **_REFUSALS}, summary="Plan for a team")
def begin(request: TokenRequest, given: TeamIn) -> Status[TeamOut]:
    """Say who is to learn what. Those named have to work there, and the caller has to act for the employer."""
    employer = next((one for one in employers_of(request.auth, now()) if one.slug == given.organisation), None)
    if employer is None:
        raise NotYours(_("You do not plan for this employer."))
    team = services.begin_team(
        organisation=employer, title=given.title, terms=given.terms, people=given.people, by=request.auth, now=now()
    )
    return Status(201, _team(team))


def _mine(request: TokenRequest, uuid: UUID) -> Team:
    return queries.team_for(request.auth, uuid, now=now())


def _team(team: Team) -> TeamOut:
    members = queries.members_of(team)
    return TeamOut(
        uuid=team.uuid,
        title=team.title,
        organisation=team.organisation.slug,
        people=len(members),
        changed_at=team.changed_at,
        terms=queries.said(team),
        members=[_member(member) for member in members],
    )


def _member(member: TeamMember) -> TeamMemberOut:
    part = queries.part_of(member)
    return TeamMemberOut(
        person=member.person.uuid,
        name=member.person.name,
        hours=member.hours,
        sent_at=part.sent_at if part else None,
        accepted=part.accepted if part else None,
        words=part.words if part else "",
    )


@router.get("/teams/{uuid}", response={200: TeamOut, 404: Problem}, summary="A team")
def team(request: TokenRequest, uuid: UUID) -> TeamOut:
    """What was said about it, and what each has answered."""
    return _team(_mine(request, uuid))


@router.put("/teams/{uuid}", response={200: TeamOut, **_REFUSALS}, summary="Say it anew")
def change(request: TokenRequest, uuid: UUID, given: TeamChangeIn) -> TeamOut:
    """Who, what, and what there is room for. What was sent stays sent until another plan is."""
    found = _mine(request, uuid)
    services.change_team(
        team=found, title=given.title, terms=given.terms, people=given.people, by=request.auth, now=now()
    )
    return _team(found)


@router.post("/teams/{uuid}/put-away", response={204: None, 404: Problem}, summary="Put a team away")
def put_away(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Out of the list. What was sent and is not answered is taken back."""
    services.put_away_team(team=_mine(request, uuid), by=request.auth, now=now())
    return Status(204, None)


@router.post("/teams/{uuid}/planning", response={202: TeamProgressOut, **_REFUSALS}, summary="Have it planned")
def ask(request: TokenRequest, uuid: UUID, given: TeamAskIn) -> Status[TeamProgressOut]:
    """Ask the planner for all of them; goes on from where the last asking was stopped."""
    asked = services.ask_team(team=_mine(request, uuid), by=request.auth, now=now(), unattended=given.unattended)
    return Status(202, _progress(asked))


@router.get("/teams/{uuid}/planning", response={200: TeamProgressOut, 404: Problem}, summary="How far it is")
def progress(request: TokenRequest, uuid: UUID) -> TeamProgressOut:
    """How far the planner is."""
    latest = queries.latest_planning(_mine(request, uuid))
    if latest is None:
        raise NotYours(_("No plan has been asked for yet."))
    pathways.seen(planning=latest, now=now())
    return _progress(latest)


def _progress(planning: Planning) -> TeamProgressOut:
    moment = now()
    found = queries.team_progress(planning, progress_of(planning, moment).place, moment)
    return TeamProgressOut(
        uuid=planning.uuid, state=planning.state, place=found.place, people=found.people, done=found.done
    )


@router.delete("/teams/{uuid}/planning", response={204: None, 404: Problem}, summary="Stop the planner")
def stop(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Wait no longer."""
    services.stop_team(team=_mine(request, uuid), by=request.auth, now=now())
    return Status(204, None)


@router.get("/teams/{uuid}/plan", response={200: TeamPlanOut, 404: Problem}, summary="A team's plan")
def plan(request: TokenRequest, uuid: UUID) -> TeamPlanOut:
    """Who takes what when, the seats it takes, who is away from work, who could not be placed, and what it costs."""
    found = _mine(request, uuid)
    planning = queries.answered_planning(found)
    if planning is None or planning.result is None:
        raise NotYours(_("There is no plan yet."))
    people = {str(member.uuid): member.person for member in queries.members_of(found)}
    result = planning.result
    return TeamPlanOut(
        status=result["status"],
        is_current=planning.asked == found.asked,
        cost=Decimal(result["cost"]),
        placed=[
            PlacedOut(
                person=people[one["person"]].uuid,
                name=people[one["person"]].name,
                finish_on=one["plan"]["figures"]["finish_on"],
                cost=one["plan"]["figures"]["cost"],
                steps=[PathwayStepOut(**step) for step in one["plan"]["steps"]],
                gave_way=one["gave_way"],
            )
            for one in result["placed"]
            if one["person"] in people
        ],
        not_placed=[
            NotPlacedOut(
                person=people[one["person"]].uuid,
                name=people[one["person"]].name,
                status=one["status"],
                for_want_of=one["for_want_of"],
            )
            for one in result["not_placed"]
            if one["person"] in people
        ],
        taken=[SeatsOut(offering=offering, taken=count) for offering, count in result["taken"]],
        away=[TeamAwayOut(monday=monday_of(week), people=count) for week, count in result["away"]],
    )


@router.post("/teams/{uuid}/send", response={200: SentOut, **_REFUSALS}, summary="Send each their part")
def send(request: TokenRequest, uuid: UUID) -> SentOut:
    """Send the plan made last. Each says yes or no; what was sent earlier and not answered is taken back."""
    sent = services.send(team=_mine(request, uuid), by=request.auth, now=now())
    return SentOut(sent=len(sent))


@router.get("/me/team-parts", response=list[TeamPartOut], summary="What my employer has planned for me")
def my_parts(request: TokenRequest) -> list[TeamPartOut]:
    """What I have been sent and not answered yet."""
    return [_part(one) for one in queries.parts_to_answer(request.auth)]


def _part(part: TeamPart) -> TeamPartOut:
    figures = part.plan["figures"]
    return TeamPartOut(
        uuid=part.uuid,
        team=part.member.team.title,
        organisation=part.member.team.organisation.name,
        sent_at=part.sent_at,
        accepted=part.accepted,
        pathway=part.pathway.uuid if part.pathway else None,
        counts_bank=part.member.counts_bank,
        finish_on=date.fromisoformat(figures["finish_on"]),
        cost=figures["cost"],
        steps=[PathwayStepOut(**step) for step in part.steps],
    )


@router.get("/team-parts/{uuid}", response={200: TeamPartOut, 404: Problem}, summary="My part of a team's plan")
def part(request: TokenRequest, uuid: UUID) -> TeamPartOut:
    """One part of mine."""
    return _part(queries.part_for(request.auth, uuid))


@router.post("/team-parts/{uuid}/answer", response={200: TeamPartOut, 409: Problem, **_REFUSALS}, summary="Yes or no")
def answer(request: TokenRequest, uuid: UUID, given: PartAnswerIn) -> TeamPartOut:
    """Say yes, and it becomes a pathway of mine that my employer does not see; or no."""
    found = queries.part_for(request.auth, uuid)
    answers.answer(part=found, accepted=given.accepted, words=given.words, by=request.auth, now=now())
    return _part(queries.part_for(request.auth, uuid))


@router.put("/team-parts/{uuid}/bank", response={200: TeamPartOut, 404: Problem}, summary="Let my bank count, or not")
def count_bank(request: TokenRequest, uuid: UUID, given: CountsIn) -> TeamPartOut:
    """Whether what my bank holds counts the next time; my employer can tell from the plan."""
    answers.count_bank(part=queries.part_for(request.auth, uuid), counts=given.counts, by=request.auth)
    return _part(queries.part_for(request.auth, uuid))
