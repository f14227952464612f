"""What an employer can do about a team: say who is to learn what, have it planned, send each their part."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock
from nanobank.common.errors import Refused
from nanobank.organisations.models import Organisation
from nanobank.pathways.bridge import plan_in
from nanobank.pathways.models import Planning, PlanningKind, PlanningState, Team, TeamMember, TeamPart
from nanobank.pathways.services.asking import MOST_OPEN
from nanobank.pathways.services.saying import check_goal
from nanobank.pathways.teams.asking import problem_of
from nanobank.pathways.teams.permissions import check_plans, check_plans_for
from nanobank.pathways.teams.queries import answered_planning, latest_planning, members_of, part_of, said, staff_of
from nanobank.pathways.teams.terms import MemberTerms, TeamTerms
from nanobank.pathways.telling import tell_of_parts
from nanobank.pathways.terms import GoalTerms

MOST_TEAMS: Final = 100
MOST_PEOPLE: Final = 200


@transaction.atomic
def begin_team(
    *,
    organisation: Organisation,
    title: str,
    terms: TeamTerms,
    people: Sequence[MemberTerms],
    by: Person,
    now: datetime,
) -> Team:
    """People at one workplace who are to learn something together. Raises NotYours, Refused."""
    check_plans_for(by, organisation, now)
    if Team.objects.of(organisation).kept().count() >= MOST_TEAMS:
        raise Refused(_("There are 100 teams already. Put one away first."))
    team = Team(organisation=organisation, made_by=by, made_at=now, asked=0)
    _say(team, title, terms, people, now)
    return team


@transaction.atomic
def change_team(
    *, team: Team, title: str, terms: TeamTerms, people: Sequence[MemberTerms], by: Person, now: datetime
) -> None:
    """Say all of it anew: who, what and what there is room for. What was sent stays sent. Raises NotYours, Refused."""
    check_plans(by, team, now)
    Team.objects.select_for_update().get(pk=team.pk)
    _say(team, title, terms, people, now)


def _say(team: Team, title: str, terms: TeamTerms, people: Sequence[MemberTerms], now: datetime) -> None:
    _check(terms, people)
    staff = {person.uuid: person for person in staff_of(team.organisation, now)}
    if any(one.person not in staff for one in people):
        raise Refused(_("You can only plan for people who work with you."), field="people")
    team.title = (title.strip() or _("Our team"))[:120]
    team.said, team.changed_at, team.asked = terms.kept(), now, team.asked + 1
    team.save()
    team.members.exclude(person__uuid__in=[one.person for one in people]).delete()
    TeamMember.objects.bulk_create(
        [
            TeamMember(
                team=team,
                person=staff[one.person],
                goal=None if one.goal is None else one.goal.kept(),
                hours=one.hours,
            )
            for one in people
        ],
        update_conflicts=True,
        unique_fields=["team", "person"],
        update_fields=["goal", "hours"],
    )


def _check(terms: TeamTerms, people: Sequence[MemberTerms]) -> None:
    if not people:
        raise Refused(_("Choose at least one person."), field="people")
    if len(people) > MOST_PEOPLE:
        raise Refused(_("A team has at most 200 people. Make two of it."), field="people")
    if len({one.person for one in people}) < len(people):
        raise Refused(_("Somebody is there twice."), field="people")
    if terms.deadline is not None and terms.deadline < terms.begins:
        raise Refused(_("The deadline lies before you begin."), field="deadline")
    for goal in {one.model_dump_json(): one for one in _goals(terms, people)}.values():
        check_goal(goal)


def _goals(terms: TeamTerms, people: Sequence[MemberTerms]) -> list[GoalTerms]:
    return [terms.goal, *(one.goal for one in people if one.goal is not None)]


@transaction.atomic
def put_away_team(*, team: Team, by: Person, now: datetime) -> None:
    """Take it out of the list. What was sent and is not answered is taken back. Raises NotYours."""
    check_plans(by, team, now)
    team.plannings.open().update(state=PlanningState.STOPPED, ended_at=now)
    _take_back(team, now)
    Team.objects.kept().filter(pk=team.pk).update(put_away_at=now, changed_at=now)


def _take_back(team: Team, now: datetime) -> None:
    open_parts = TeamPart.objects.filter(member__team=team, answered_at__isnull=True, taken_back_at__isnull=True)
    open_parts.update(taken_back_at=now)


@transaction.atomic
def ask_team(*, team: Team, by: Person, now: datetime, unattended: bool = False) -> Planning:
    """Ask for a plan for all who still work there. Goes on from where the last asking was stopped.

    Raises NotYours; Refused when nobody is left to plan for.
    """
    check_plans(by, team, now)
    lock(by)
    team.plannings.open().update(state=PlanningState.STOPPED, ended_at=now)
    if Planning.objects.open().filter(person=by).count() >= MOST_OPEN:
        raise Refused(_("You have ten plans under way already. Wait for one of them, or stop it."))
    staff = {person.pk for person in staff_of(team.organisation, now)}
    members = [member for member in members_of(team) if member.person_id in staff]
    if not members:
        raise Refused(_("None of them works with you any longer."))
    last = latest_planning(team)
    return Planning.objects.create(
        person=by,
        team=team,
        kind=PlanningKind.TEAM,
        asked=team.asked,
        problem=problem_of(said(team), members, timezone.localdate(now)),
        best=last.best if last is not None and last.state == PlanningState.STOPPED else None,
        unattended=unattended,
        asked_at=now,
        seen_at=now,
    )


@transaction.atomic
def stop_team(*, team: Team, by: Person, now: datetime) -> None:
    """Wait no longer; whoever asks again goes on from there. Raises NotYours."""
    check_plans(by, team, now)
    team.plannings.filter(state=PlanningState.WAITING).update(state=PlanningState.STOPPED, ended_at=now)
    team.plannings.filter(state=PlanningState.RUNNING).update(stop_asked=True)


@transaction.atomic
def send(*, team: Team, by: Person, now: datetime) -> list[TeamPart]:
    """Send each their part of the plan that was made last, for them to say yes or no to.

    What was sent earlier and not answered is taken back; who has said yes to the very same hears nothing. Raises
    NotYours; Refused when there is no plan, or it answers something that has been changed since.
    """
    check_plans(by, team, now)
    Team.objects.select_for_update().get(pk=team.pk)
    planning = answered_planning(team)
    if planning is None:
        raise Refused(_("There is no plan to send yet."))
    if planning.asked != team.asked:
        raise Refused(_("You have changed the team since this plan was laid. Lay it again first."))
    _take_back(team, now)
    members = {str(member.uuid): member for member in members_of(team)}
    staff = {person.pk for person in staff_of(team.organisation, now)}
    asked = planning.problem["team"]["people"]
    parts = [
        _part(member, planning, row, asked[row["person"]], by, now)
        for row in (planning.result or {})["placed"]
        if (member := members.get(row["person"])) is not None and member.person_id in staff and _is_new(member, row)
    ]
    sent = TeamPart.objects.bulk_create(parts)
    tell_of_parts(team, sent, now=now)
    return sent


def _is_new(member: TeamMember, row: dict[str, Any]) -> bool:
    """Whether it is another plan than the one the person has said yes to."""
    last = part_of(member)
    return last is None or not last.accepted or plan_in(last.plan) != plan_in(row["plan"])


def _part(
    member: TeamMember, planning: Planning, row: dict[str, Any], asked: dict[str, Any], by: Person, now: datetime
) -> TeamPart:
    return TeamPart(
        member=member,
        planning=planning,
        plan=row["plan"],
        result=row["result"],
        question=asked["question"],
        goal=asked["goal"],
        life=asked["life"],
        reasons=row["reasons"],
        sent_by=by,
        sent_at=now,
    )
