"""What the pages and the API ask about teams. The number of queries does not grow with the rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.organisations.models import Membership, Organisation
from nanobank.pathways.models import Planning, PlanningState, Team, TeamMember, TeamPart
from nanobank.pathways.teams.permissions import STAFF, check_is_for, check_plans
from nanobank.pathways.teams.terms import TeamTerms


def said(team: Team) -> TeamTerms:
    """What the employer has said last."""
    return TeamTerms.model_validate(team.said)


def teams_of(organisations: Iterable[Organisation]) -> QuerySet[Team]:
    """The teams of some employers, the one changed last first, each with how many they are."""
    found = Team.objects.kept().filter(organisation__in=list(organisations)).select_related("organisation")
    return found.annotate(people=Count("members")).order_by("-changed_at", "-pk")


def team_for(viewer: Person, uuid: UUID, *, now: datetime) -> Team:
    """A team that the viewer may plan for. Raises NotYours."""
    found = Team.objects.select_related("organisation").filter(uuid=uuid).first()
    if found is None:
        raise NotYours(_("There is no such team."))
    check_plans(viewer, found, now)
    return found


def staff_of(organisation: Organisation, now: datetime) -> list[Person]:
    """Those who work there now, by name: one query."""
    held = Membership.objects.at(now).filter(person=OuterRef("pk"), organisation=organisation, role__in=STAFF)
    return list(Person.objects.filter(Exists(held), is_active=True).order_by("given_name", "family_name", "pk"))


def members_of(team: Team) -> list[TeamMember]:
    """Those in the team by name, each with ``last_part``: the part sent last and not taken back, or None."""
    parts = TeamPart.objects.filter(taken_back_at__isnull=True).order_by("-sent_at", "-pk")
    members = team.members.select_related("person").prefetch_related(Prefetch("parts", queryset=parts, to_attr="sent"))
    return list(members.order_by("person__given_name", "person__family_name", "pk"))


def part_of(member: TeamMember) -> TeamPart | None:
    """The part sent last to one of ``members_of``, without a query."""
    sent: list[TeamPart] = member.sent  # type: ignore[attr-defined]  # put there by members_of
    return sent[0] if sent else None


def latest_planning(team: Team) -> Planning | None:
    """What was asked last for the team."""
    return team.plannings.order_by("-asked_at", "-pk").first()


def answered_planning(team: Team) -> Planning | None:
    """The last that led to a plan."""
    return team.plannings.filter(state=PlanningState.DONE).order_by("-asked_at", "-pk").first()


def part_for(viewer: Person, uuid: UUID) -> TeamPart:
    """One's own part of a team's plan. Raises NotYours."""
    found = TeamPart.objects.select_related("member__person", "member__team__organisation", "sent_by", "pathway")
    part = found.filter(uuid=uuid).first()
    if part is None:
        raise NotYours(_("There is no such plan."))
    check_is_for(viewer, part)
    return part


def parts_to_answer(person: Person) -> list[TeamPart]:
    """What employers have sent the person and that still awaits an answer: one query."""
    found = TeamPart.objects.filter(member__person=person, answered_at__isnull=True, taken_back_at__isnull=True)
    return list(found.select_related("member__team__organisation").order_by("-sent_at"))


@dataclass(frozen=True)
class TeamProgress:
    """How far a team's planning has come: ``done`` of ``people`` have a plan of their own to begin from."""

    place: int
    stage: str
    people: int
    done: int
    seconds: float


def team_progress(planning: Planning, place: int, now: datetime) -> TeamProgress:
    """Read off the row: no query."""
    best = planning.best or {}
    return TeamProgress(
        place=place,
        stage=planning.stage,
        people=len(planning.problem["team"]["people"]),
        done=int(best.get("done", 0)),
        seconds=max(((planning.ended_at or now) - planning.asked_at).total_seconds(), 0.0),
    )
