"""Teams for tests: an employer, those who work there, and what they are to learn together."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from factories import make_competence, make_member, make_organisation
from factories_pathways import answered, make_goal
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence
from nanobank.organisations.models import Kind, Organisation, Role
from nanobank.pathways.models import Planning, Team, TeamPart
from nanobank.pathways.teams import services
from nanobank.pathways.teams.queries import members_of
from nanobank.pathways.teams.terms import MemberTerms, TeamTerms

NAMES = ("Ane", "Bo", "Carl", "Dina", "Eva", "Finn")
DAYTIME = ("tue-day",)


def make_workplace(people: int = 3) -> tuple[Organisation, Person, list[Person]]:
    """An employer, its HR lead, and so many who work there."""
    workplace = make_organisation(Kind.EMPLOYER)
    lead = make_member(Role.EMPLOYER, workplace, given_name="Birthe")
    return workplace, lead, [make_member(Role.EMPLOYEE, workplace, given_name=name) for name in NAMES[:people]]


def make_terms(*wanted: Competence, **fields: Any) -> TeamTerms:
    """These competences, ten hours a week from today on."""
    day = timezone.localdate()
    return TeamTerms(goal=make_goal(*(wanted or (make_competence(),))), begins=day, **{"hours": Decimal(10), **fields})


def make_team(*wanted: Competence, people: int = 3, now: datetime | None = None, **fields: Any) -> tuple[Team, Person]:
    """A team of so many, and who plans for it."""
    workplace, lead, staff = make_workplace(people)
    team = services.begin_team(
        organisation=workplace,
        title="Holdet",
        terms=make_terms(*wanted, **fields),
        people=[MemberTerms(person=one.uuid) for one in staff],
        by=lead,
        now=now or timezone.now(),
    )
    return team, lead


def team_planned(team: Team, by: Person, now: datetime | None = None) -> Planning:
    """What comes of asking for the team's plan."""
    moment = now or timezone.now()
    return answered(services.ask_team(team=team, by=by, now=moment), now=moment)


def team_sent(team: Team, by: Person) -> list[TeamPart]:
    """The parts that each is sent, by name."""
    team_planned(team, by)
    services.send(team=team, by=by, now=timezone.now())
    return [member.sent[0] for member in members_of(team) if member.sent]  # type: ignore[attr-defined]


def in_days(days: int) -> datetime:
    """So many days from now."""
    return timezone.now() + timedelta(days=days)
