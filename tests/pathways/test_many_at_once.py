"""Twenty people ask at once of two planners, each a process of its own, that are at a long question; one is killed."""

import signal
import subprocess
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from factories import make_competence, make_member, make_organisation, make_person
from factories_pathways import make_pathway, make_teaching
from factories_teams import make_terms
from nanobank.catalogue.models import Competence
from nanobank.organisations.models import Kind, Role
from nanobank.pathways import services as pathways
from nanobank.pathways.models import Planning, PlanningState, Team
from nanobank.pathways.planner import DEAD_AFTER
from nanobank.pathways.queries import progress_of
from nanobank.pathways.teams import services
from nanobank.pathways.teams.terms import MemberTerms
from nanobank.pathways.turns import ABANDONED_AFTER
from pathways.processes import planner, until

PEOPLE, LONG = 20, 60


def make_long(*wanted: Competence) -> Team:
    """A question that takes long: so many people, each with hours of their own."""
    workplace = make_organisation(Kind.EMPLOYER)
    lead = make_member(Role.EMPLOYER, workplace)
    staff = [make_member(Role.EMPLOYEE, workplace, given_name=f"Nr. {number}") for number in range(LONG)]
    people = [MemberTerms(person=one.uuid, hours=Decimal(4 + number) / 4) for number, one in enumerate(staff)]
    return services.begin_team(
        organisation=workplace, title="", terms=make_terms(*wanted), people=people, by=lead, now=timezone.now()
    )


def make_shelf() -> list[Competence]:
    """What there is to learn, each from four modules."""
    wanted, school = [make_competence() for _ in range(6)], make_organisation()
    for number, one in enumerate(wanted):
        for other in range(4):
            make_teaching(school, f"modul-{number}-{other}", one, price=1000 + 100 * other, ects=str(1 + other / 2))
    return wanted


def answers_to(planning: Planning) -> int:
    """How many of the long question's people have been answered so far."""
    planning.refresh_from_db()
    return len((planning.best or {}).get("answers", {}))


def looks_at(planning: Planning) -> int:
    """The same, asked by whoever waits for it."""
    pathways.seen(planning=planning, now=timezone.now())
    return answers_to(planning)


def kill_whoever_has(planning: Planning, planners: list[subprocess.Popen[bytes]]) -> None:
    """Kill the planner that is at it, and let the minute pass after which it is missed."""
    until(lambda: answers_to(planning) > 0 and planning.state == PlanningState.RUNNING)
    killed = next(one for one in planners if f":{one.pid}:" in planning.planner)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert 0 < answers_to(planning) < LONG
    assert planning.state == PlanningState.RUNNING
    Planning.objects.filter(pk=planning.pk).update(beat_at=timezone.now() - DEAD_AFTER - timedelta(seconds=1))


@pytest.mark.django_db(transaction=True)
def test_a_long_question_makes_room_outlives_its_planner_and_ends_when_its_asker_leaves() -> None:
    wanted = make_shelf()
    team = make_long(*wanted)
    long = services.ask_team(team=team, by=team.made_by, now=timezone.now(), unattended=True)
    asked = [
        pathways.ask(pathway=make_pathway(wanted[0], person=one), by=one, now=timezone.now(), unattended=True)
        for one in [make_person() for _ in range(PEOPLE)]
    ]
    assert [progress_of(one, timezone.now()).place for one in (long, *asked)] == list(range(1, PEOPLE + 2))

    with planner(slice_seconds=0.05) as one, planner(slice_seconds=0.05) as other:
        until(lambda: not Planning.objects.open().exclude(pk=long.pk).exists())
        assert {one.versions.count() for one in asked} == {1}
        kill_whoever_has(long, [one, other])
        until(lambda: not Planning.objects.open().exists())
        long.refresh_from_db()
        assert (long.state, long.tries) == (PlanningState.DONE, 2)
        assert long.result
        assert len({placed["person"] for placed in long.result["placed"]}) == len(long.result["placed"]) == LONG

        again = services.ask_team(team=team, by=team.made_by, now=timezone.now())
        until(lambda: looks_at(again) > 0)
        gone = timezone.now() - ABANDONED_AFTER - timedelta(seconds=1)
        Planning.objects.filter(pk=again.pk).update(seen_at=gone)
        until(lambda: not Planning.objects.open().exists())
        again.refresh_from_db()
    assert (again.state, again.result) == (PlanningState.STOPPED, None)
    assert answers_to(again) < LONG
    assert set(Planning.objects.filter(team=None).values_list("state", "tries")) == {(PlanningState.DONE, 1)}
