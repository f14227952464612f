"""A planner that is really killed, and another process that takes over."""

import signal
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from factories import make_competence, make_member, make_organisation
from factories_pathways import make_pathway, make_teaching
from factories_teams import make_terms
from nanobank.organisations.models import Kind, Role
from nanobank.pathways import services as pathways
from nanobank.pathways.models import Planning, PlanningState
from nanobank.pathways.planner import DEAD_AFTER
from nanobank.pathways.teams import services
from nanobank.pathways.teams.terms import MemberTerms
from pathways.processes import planner, until

PEOPLE = 60


@pytest.mark.django_db(transaction=True)
def test_a_planner_is_killed_midway_and_another_goes_on_with_nothing_lost_or_doubled() -> None:
    wanted = [make_competence() for _ in range(6)]
    school = make_organisation()
    for number, one in enumerate(wanted):
        for other in range(4):
            make_teaching(school, f"modul-{number}-{other}", one, price=1000 + 100 * other, ects=str(1 + other / 2))
    workplace = make_organisation(Kind.EMPLOYER)
    lead = make_member(Role.EMPLOYER, workplace)
    staff = [make_member(Role.EMPLOYEE, workplace, given_name=f"Nr. {number}") for number in range(PEOPLE)]
    people = [MemberTerms(person=one.uuid, hours=Decimal(4 + number) / 4) for number, one in enumerate(staff)]
    now = timezone.now()
    team = services.begin_team(
        organisation=workplace, title="", terms=make_terms(*wanted), people=people, by=lead, now=now
    )
    planning = services.ask_team(team=team, by=lead, now=now, unattended=True)
    pathway = make_pathway(*wanted)
    alone = pathways.ask(pathway=pathway, by=pathway.person, now=now + timedelta(seconds=1), unattended=True)

    def answered() -> int:
        planning.refresh_from_db()
        return len((planning.best or {}).get("answers", {}))

    with planner() as first:
        until(lambda: answered() > 0)
        first.send_signal(signal.SIGKILL)
        first.wait()
    kept = answered()
    assert 0 < kept < PEOPLE
    assert planning.state == PlanningState.RUNNING
    Planning.objects.filter(pk=planning.pk).update(beat_at=timezone.now() - DEAD_AFTER - timedelta(seconds=1))
    with planner():
        until(lambda: not Planning.objects.open().exists())
    planning.refresh_from_db()
    assert (planning.state, planning.tries) == (PlanningState.DONE, 2)
    assert planning.result
    assert len(planning.result["placed"]) == PEOPLE
    assert len({one["person"] for one in planning.result["placed"]}) == PEOPLE
    assert (Planning.objects.count(), alone.versions.count()) == (2, 1)
