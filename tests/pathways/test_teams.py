from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from factories import NOW, make_competence, make_member, make_organisation
from factories_pathways import Clock, answered, make_goal, make_planner, make_teaching
from factories_teams import DAYTIME, make_team, make_terms, make_workplace, team_planned, team_sent
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.organisations.models import Kind, Membership, Role
from nanobank.pathways.bridge import Question, Result
from nanobank.pathways.bridge import solve as real_solve
from nanobank.pathways.models import Pathway, Planning, PlanningState, Team, TeamMember
from nanobank.pathways.planner import DEAD_AFTER
from nanobank.pathways.teams import answers, services, solving
from nanobank.pathways.teams.queries import members_of, parts_to_answer
from nanobank.pathways.teams.terms import MemberTerms
from nanobank.pathways.terms import GoalTerms

pytestmark = pytest.mark.django_db


def placed(planning: Planning) -> dict[str, list[str]]:
    """Where each begins, by name: the days of their steps."""
    assert planning.result
    names = dict(TeamMember.objects.values_list("uuid", "person__given_name"))
    by_uuid = {str(uuid): name for uuid, name in names.items()}
    return {by_uuid[one["person"]]: [s["begins_on"] for s in one["plan"]["steps"]] for one in planning.result["placed"]}


def make_classes(wanted: Any, *, seats: int | None = None, times: tuple[str, ...] = DAYTIME) -> None:
    """A module with three classes, one after the other, four weeks each."""
    from nanobank.catalogue.services import add_offering

    module = make_teaching(make_organisation(), "hold", wanted, ects="1", starts_in=14, seats=seats, times=list(times))
    for begins in (49, 84):
        day = timezone.localdate(NOW) + timedelta(days=begins)
        ends = day + timedelta(days=27)
        add_offering(module=module, by=None, now=NOW, starts_on=day, ends_on=ends, seats=seats, times=list(times))


def test_everybody_gets_a_plan_and_the_price_is_that_of_all() -> None:
    wanted = make_competence()
    make_teaching(make_organisation(), "modul", wanted, price=1500)
    team, lead = make_team(wanted)
    result = team_planned(team, lead).result
    assert result
    assert len(result["placed"]) == 3
    assert Decimal(result["cost"]) == 4500
    assert result["status"] == "best"


def test_seats_are_shared_and_who_gives_way_is_told() -> None:
    wanted = make_competence()
    make_classes(wanted, seats=2)
    team, lead = make_team(wanted, now=NOW)
    planning = team_planned(team, lead, NOW)
    begins = sorted(day for days in placed(planning).values() for day in days)
    assert begins[0] == begins[1] < begins[2]
    assert planning.result
    assert sorted(count for _name, count in planning.result["taken"]) == [1, 2]
    assert sum(bool(one["gave_way"]) for one in planning.result["placed"]) == 1


def test_the_workplace_is_manned_in_every_week() -> None:
    wanted = make_competence()
    make_classes(wanted)
    team, lead = make_team(wanted, away_at_once=1, now=NOW)
    planning = team_planned(team, lead, NOW)
    assert planning.result
    assert len({days[0] for days in placed(planning).values()}) == 3
    assert {count for _week, count in planning.result["away"]} == {1}


def test_an_evening_is_nobodys_working_hours() -> None:
    wanted = make_competence()
    make_classes(wanted, times=("tue-evening",))
    team, lead = make_team(wanted, away_at_once=0, now=NOW)
    planning = team_planned(team, lead, NOW)
    assert len({days[0] for days in placed(planning).values()}) == 1


def test_who_cannot_be_placed_is_told_with_the_classes_that_were_wanting() -> None:
    wanted = make_competence()
    make_teaching(make_organisation(), "hold", wanted, ects="1", starts_in=14, seats=2)
    team, lead = make_team(wanted, now=NOW)
    result = team_planned(team, lead, NOW).result
    assert result
    assert len(result["placed"]) == 2
    (left,) = result["not_placed"]
    assert len(left["for_want_of"]) == 1


def test_at_most_so_many_of_the_team_sit_in_one_class() -> None:
    wanted = make_competence()
    make_classes(wanted, seats=20)
    team, lead = make_team(wanted, seats_a_class=1, now=NOW)
    result = team_planned(team, lead, NOW).result
    assert result
    assert [count for _name, count in result["taken"]] == [1, 1, 1]


def test_somebody_may_have_a_goal_and_hours_of_their_own() -> None:
    wanted, other, university = make_competence(), make_competence(), make_organisation()
    make_teaching(university, "alles", wanted, ects="4")
    make_teaching(university, "egen", other)
    workplace, lead, (ane, bo) = make_workplace(2)
    people = [MemberTerms(person=ane.uuid, hours=Decimal(1)), MemberTerms(person=bo.uuid, goal=make_goal(other))]
    terms = make_terms(wanted)
    team = services.begin_team(
        organisation=workplace, title="", terms=terms, people=people, by=lead, now=timezone.now()
    )
    result = team_planned(team, lead).result
    assert result
    by_name = {one["person"]: [s["module"] for s in one["plan"]["steps"]] for one in result["placed"]}
    assert [by_name[str(member.uuid)] for member in members_of(team)] == [["alles"], ["egen"]]
    weeks = {one["plan"]["figures"]["finish"] for one in result["placed"]}
    assert len(weeks) == 2


def test_what_somebodys_bank_holds_counts_only_when_they_let_it() -> None:
    from factories_exams import make_completed

    wanted = make_competence()
    module = make_teaching(make_organisation(), "kendt", wanted)
    team, lead = make_team(wanted, people=1)
    (member,) = members_of(team)
    make_completed(member.person, module)
    (part,) = team_sent(team, lead)
    assert [step["module"] for step in part.steps] == ["kendt"]
    answers.count_bank(part=part, counts=True, by=member.person)
    team.refresh_from_db()
    result = team_planned(team, lead).result
    assert result
    assert [one["status"] for one in result["not_placed"]] == ["nothing_to_do"]


def test_a_part_becomes_a_pathway_only_when_it_is_said_yes_to() -> None:
    wanted = make_competence()
    make_teaching(make_organisation(), "modul", wanted)
    team, lead = make_team(wanted)
    first, second, third = team_sent(team, lead)
    assert not Pathway.objects.exists()
    ane = first.member.person
    assert parts_to_answer(ane) == [first]
    pathway = answers.answer(part=first, accepted=True, by=ane, now=timezone.now())
    assert pathway is not None
    assert pathway.chosen is not None
    assert (pathway.person, pathway.title, [s["module"] for s in pathway.chosen.steps]) == (ane, "Holdet", ["modul"])
    assert answers.answer(part=second, accepted=False, words="Ikke nu", by=second.member.person, now=NOW) is None
    assert Pathway.objects.count() == 1
    assert parts_to_answer(ane) == []
    with pytest.raises(Conflict):
        answers.answer(part=first, accepted=False, by=ane, now=timezone.now())
    with pytest.raises(NotYours):
        answers.answer(part=third, accepted=True, by=ane, now=timezone.now())


def test_what_was_said_yes_to_stays_and_is_not_sent_again() -> None:
    wanted = make_competence()
    make_classes(wanted, seats=2)
    team, lead = make_team(wanted, now=timezone.now())
    parts = team_sent(team, lead)
    last = max(parts, key=lambda one: one.steps[0]["begins_on"])
    answers.answer(part=last, accepted=True, by=last.member.person, now=timezone.now())
    again = team_sent(team, lead)
    assert {one.member_id: one.steps[0]["begins_on"] for one in again}[last.member_id] == last.steps[0]["begins_on"]
    assert [one.pk for one in again if one.member_id == last.member_id] == [last.pk]
    first = next(one for one in parts if one.pk != last.pk)
    with pytest.raises(Conflict):
        answers.answer(part=first, accepted=True, by=first.member.person, now=timezone.now())


def test_a_changed_team_is_planned_anew_before_anything_is_sent() -> None:
    wanted = make_competence()
    make_teaching(make_organisation(), "modul", wanted)
    team, lead = make_team(wanted)
    with pytest.raises(Refused, match="ingen plan at sende"):
        services.send(team=team, by=lead, now=timezone.now())
    team_planned(team, lead)
    people = [MemberTerms(person=member.person.uuid) for member in members_of(team)[:2]]
    services.change_team(team=team, title="To", terms=make_terms(wanted), people=people, by=lead, now=timezone.now())
    with pytest.raises(Refused, match="Læg den om"):
        services.send(team=team, by=lead, now=timezone.now())
    assert len(team_sent(team, lead)) == 2


def test_only_the_employers_own_lead_plans_and_only_for_the_staff() -> None:
    team, lead = make_team()
    neighbour = make_member(Role.EMPLOYER, make_organisation(Kind.EMPLOYER))
    employee = members_of(team)[0].person
    for somebody in (neighbour, employee):
        with pytest.raises(NotYours):
            services.ask_team(team=team, by=somebody, now=timezone.now())
    given: Any = {
        "organisation": team.organisation,
        "title": "",
        "terms": make_terms(),
        "by": lead,
        "now": timezone.now(),
    }
    for people in ([MemberTerms(person=neighbour.uuid)], [MemberTerms(person=uuid4())]):
        with pytest.raises(Refused, match="arbejder hos jer"):
            services.begin_team(people=people, **given)
    with pytest.raises(Refused, match="mindst én"):
        services.begin_team(people=[], **given)
    twice = [MemberTerms(person=employee.uuid)] * 2
    with pytest.raises(Refused, match="to gange"):
        services.begin_team(people=twice, **given)
    nobody = MemberTerms(person=employee.uuid, goal=GoalTerms(kind="own_words"))
    with pytest.raises(Refused):
        services.begin_team(people=[nobody], **given)


def test_who_has_left_the_workplace_is_not_planned_for() -> None:
    wanted = make_competence()
    make_teaching(make_organisation(), "modul", wanted)
    team, lead = make_team(wanted, people=2)
    gone = members_of(team)[0]
    Membership.objects.filter(person=gone.person).update(until=timezone.now())
    result = team_planned(team, lead).result
    assert result
    assert str(gone.uuid) not in [one["person"] for one in result["placed"]]
    Membership.objects.filter(organisation=team.organisation, role=Role.EMPLOYEE).update(until=timezone.now())
    with pytest.raises(Refused, match="arbejder hos jer længere"):
        services.ask_team(team=team, by=lead, now=timezone.now())


class Counting:
    """The real solver, counted, that lets something happen before one of its answers."""

    def __init__(self, at: int, happens: Any) -> None:
        self.asked, self.at, self.happens = 0, at, happens

    def __call__(self, question: Question, *args: Any, **named: Any) -> Result:
        self.asked += 1
        if self.asked == self.at:
            self.happens()
        return real_solve(question, *args, **named)


@pytest.fixture
def wanted_by_three(monkeypatch: pytest.MonkeyPatch) -> tuple[Team, Any]:
    wanted = make_competence()
    make_teaching(make_organisation(), "modul", wanted)
    team, lead = make_team(wanted)
    for number, member in enumerate(members_of(team)):  # three different questions
        member.hours = Decimal(5 + number)
        member.save()
    monkeypatch.setattr(solving, "_KEPT_EVERY", 0)
    return team, lead


def test_a_planner_that_takes_over_asks_nothing_twice(
    wanted_by_three: tuple[Team, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """As by SIGKILL: nothing is tidied up."""

    def die() -> None:
        raise Killed

    team, lead = wanted_by_three
    monkeypatch.setattr(solving, "solve", Counting(3, die))
    planning = services.ask_team(team=team, by=lead, now=NOW, unattended=True)
    with pytest.raises(Killed):
        make_planner("first").work()
    planning.refresh_from_db()
    assert (planning.state, len((planning.best or {})["answers"])) == (PlanningState.RUNNING, 2)
    later = Clock(NOW + DEAD_AFTER + timedelta(seconds=1))
    heir, second = make_planner("second", later), Counting(0, None)
    monkeypatch.setattr(solving, "solve", second)
    assert heir.look_after_the_dead() == 1
    assert heir.work()
    planning.refresh_from_db()
    assert (planning.state, second.asked) == (PlanningState.DONE, 1)
    assert planning.result
    assert len(planning.result["placed"]) == 3


def test_what_was_stopped_goes_on_from_there_when_asked_again(
    wanted_by_three: tuple[Team, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from nanobank.pathways import turns

    team, lead = wanted_by_three
    monkeypatch.setattr(turns, "_HEARD_EVERY", 0)
    stop = Counting(3, lambda: services.stop_team(team=team, by=lead, now=NOW))
    monkeypatch.setattr(solving, "solve", stop)
    planning = answered(services.ask_team(team=team, by=lead, now=NOW), NOW)
    assert planning.state == PlanningState.STOPPED
    again = Counting(0, None)
    monkeypatch.setattr(solving, "solve", again)
    assert answered(services.ask_team(team=team, by=lead, now=NOW), NOW).state == PlanningState.DONE
    assert again.asked == 1
