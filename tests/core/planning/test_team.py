"""Several people, few seats, a workplace to be kept: nobody sits where there is no seat, and it is fair."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.planning.handful import catalogues, module, press, question
from nanocore.planning import (
    Catalogue,
    Cover,
    Offering,
    Question,
    Status,
    TeamPlan,
    Wishes,
    plan_team,
    solve,
)
from nanocore.planning.checking import violations

DAY = frozenset({"mon-day"})
COURSE = Catalogue(
    (
        module(
            "course",
            "1",
            teaches="it",
            offerings=tuple(Offering(f"week-{week}", week, 4, seats=2, times=DAY) for week in (4, 10, 20)),
        ),
        module("book", "10", teaches="it"),
    )
)


def classes(team: TeamPlan) -> dict[str, str | None]:
    return {one.person: one.plan.steps[0].offering for one in team.placed}


def people(*names: str, goal: str = "it") -> dict[str, Question]:
    return {name: question(goal) for name in names}


def test_whoever_is_alone_gets_the_plan_of_one_who_is_alone() -> None:
    team = plan_team(people("Ane"), COURSE)
    (placed,) = team.placed
    assert placed.plan == solve(question("it"), COURSE).plan
    assert placed.alone == placed.plan.figures
    assert team.taken == (("week-4", 1),)


def test_seats_are_shared_and_the_rest_come_later() -> None:
    team = plan_team(people("Ane", "Bo", "Carl", "Dina", "Eva"), COURSE)
    assert sorted(str(one) for one in classes(team).values()) == ["week-10", "week-10", "week-20", "week-4", "week-4"]
    assert team.taken == (("week-10", 2), ("week-20", 1), ("week-4", 2))
    late = next(one for one in team.placed if one.plan.steps[0].offering == "week-20")
    assert late.gave_way == ("week-4",)
    assert late.alone.finish == 7


def test_the_team_may_have_fewer_seats_than_are_left() -> None:
    team = plan_team(people("Ane", "Bo"), COURSE, {"week-4": 1})
    assert sorted(str(one) for one in classes(team).values()) == ["week-10", "week-4"]
    team = plan_team(people("Ane", "Bo"), COURSE, {"week-4": 0})
    assert set(classes(team).values()) == {"week-10"}


def test_no_more_are_away_from_work_than_it_can_do_without() -> None:
    team = plan_team(people("Ane", "Bo"), COURSE, cover=Cover(1, DAY))
    assert sorted(str(one) for one in classes(team).values()) == ["week-10", "week-4"]
    assert max(count for _, count in team.away) == 1
    evening = plan_team(people("Ane", "Bo"), COURSE, cover=Cover(1, frozenset({"tue-day"})))
    assert set(classes(evening).values()) == {"week-4"}
    assert evening.away == ()


def test_whoever_loses_least_gives_way() -> None:
    team = {"Ane": question("it", deadline=9), "Bo": question("it", deadline=9), "Carl": question("it")}
    placed = classes(plan_team(team, COURSE))
    assert (placed["Ane"], placed["Bo"], placed["Carl"]) == ("week-4", "week-4", "week-10")


def test_who_could_not_be_placed_is_told_which_class_it_was_for_want_of() -> None:
    team = plan_team({name: question("it", deadline=9) for name in ("Ane", "Bo", "Carl")}, COURSE)
    assert [one.person for one in team.placed] == ["Ane", "Bo"]
    (left,) = team.not_placed
    assert (left.person, left.status, left.for_want_of) == ("Carl", Status.IMPOSSIBLE, ("week-4",))


def test_what_is_not_the_teams_fault_is_not_blamed_on_it() -> None:
    team = plan_team({"Ane": question("dancing"), "Bo": question("it", budget=Decimal(1))}, COURSE)
    assert [(one.person, one.status, one.for_want_of) for one in team.not_placed] == [
        ("Ane", Status.IMPOSSIBLE, ()),
        ("Bo", Status.IMPOSSIBLE, ()),
    ]


def test_a_programme_lead_sees_which_modules_are_in_demand_when() -> None:
    team = plan_team(people("Ane", "Bo", "Carl"), COURSE)
    assert team.demand == (("course", 4, 2), ("course", 10, 1))


def test_people_keep_what_they_had_banned_for_themselves() -> None:
    asked = question("it", wishes=Wishes(bans=frozenset({"course"})))
    team = plan_team({"Ane": asked}, COURSE)
    assert team.placed[0].plan.steps[0].module == "book"


@pytest.mark.parametrize("names", [("Ane", "Bo", "Carl"), ("Carl", "Ane", "Bo")])
def test_it_does_not_matter_who_is_named_first(names: tuple[str, ...]) -> None:
    assert plan_team(people(*names), COURSE) == plan_team(people("Bo", "Carl", "Ane"), COURSE)
    assert plan_team(people(*names, goal="writing"), press()).taken == ()


@settings(max_examples=20, deadline=None)
@given(
    catalogues(),
    st.lists(st.sampled_from(["a:5", "b:5 a:4", "c:6"]), min_size=2, max_size=4),
    st.integers(0, 2),
    st.none() | st.integers(0, 2),
)
def test_seats_and_cover_hold_and_everybodys_plan_is_sound(
    catalogue: Catalogue, goals: list[str], seats: int, away: int | None
) -> None:
    dated = Catalogue(
        tuple(
            module(one.id, str(one.ects), int(one.price), requires=one.requires)
            if not one.offerings
            else module(
                one.id,
                str(one.ects),
                int(one.price),
                requires=one.requires,
                teaches=" ".join(f"{name}:{level}" for name, level in one.teaches),
                offerings=tuple(
                    Offering(f"{o.id}-{late}", o.starts + late, o.weeks, seats=seats, times=DAY)
                    for o in one.offerings
                    for late in (0, 6)
                ),
            )
            for one in catalogue.modules
        )
    )
    team = {f"person {number}": question(goal, at_once=2) for number, goal in enumerate(goals)}
    plan = plan_team(team, dated, cover=None if away is None else Cover(away, DAY))
    assert all(count <= seats for _, count in plan.taken)
    assert all(count <= (away if away is not None else len(team)) for _, count in plan.away)
    assert {one.person for one in plan.placed} | {one.person for one in plan.not_placed} == set(team)
    for one in plan.placed:
        assert violations(one.plan, team[one.person], dated) == ()
        assert one.plan.figures.finish >= one.alone.finish
