"""The alternatives are plans that no other plan betters, and none is missing between the fastest and the cheapest."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.planning.handful import catalogues, module, press, question
from nanocore.planning import (
    Aim,
    Catalogue,
    Front,
    HasCompetence,
    Kept,
    Limits,
    Module,
    Question,
    Status,
    Wishes,
    alternatives,
)
from nanocore.planning._index import index_of, shortfall_of
from nanocore.planning._support import Support
from nanocore.planning.checking import violations

Point = tuple[int, Decimal, int]


def points(front: Front) -> list[Point]:
    return [(one.plan.figures.finish, one.plan.figures.cost, one.plan.figures.shortfall) for one in front.alternatives]


def can_be_studied(few: tuple[Module, ...], asked: Question, catalogue: Catalogue) -> bool:
    """In some order, each after what it requires."""
    done: list[Module] = []
    left = list(few)
    while left:
        support = Support.of(done, asked.life, index_of(catalogue))
        ready = [one for one in left if support.sources(one.requires) is not None]
        if not ready:
            return False
        done += ready
        left = [one for one in left if one not in ready]
    support = Support.of(done, asked.life, index_of(catalogue))
    return all(support.teachers(goal) for goal in asked.goal.competences)


def every_plan(asked: Question, catalogue: Catalogue) -> Iterator[Point]:
    """Of modules that can be taken at any time, ten hours a week: one after another, nothing else to decide."""
    for size in range(1, len(catalogue.modules) + 1):
        for few in combinations(catalogue.modules, size):
            if can_be_studied(few, asked, catalogue):
                minutes = sum(int(one.ects * 1650) for one in few)
                price = sum((one.price for one in few), start=Decimal(0))
                yield (minutes - 1) // 600, price, sum(map(shortfall_of, few))


def undominated(plans: set[Point]) -> set[Point]:
    def is_beaten(one: Point) -> bool:
        return any(o != one and o[0] <= one[0] and o[1] <= one[1] and o[2] <= one[2] for o in plans)

    return {plan for plan in plans if not is_beaten(plan)}


@settings(max_examples=25, deadline=None)
@given(catalogues(dated=False), st.sampled_from(["a:5 b:5", "c:6", "a:4 c:4"]))
def test_no_plan_betters_an_alternative_and_none_is_missing(catalogue: Catalogue, goal: str) -> None:
    asked = question(goal)
    front = alternatives(asked, catalogue, most=20)
    best = undominated(set(every_plan(asked, catalogue)))
    if not best:
        assert front == Front(Status.IMPOSSIBLE)
        return
    assert front.whole
    assert set(points(front)) <= best
    in_two = {(week, cost) for week, cost, _ in best}
    steps = {(w, c) for w, c in in_two if not any(v <= w and d <= c for v, d in in_two - {(w, c)})}
    assert steps <= {(week, cost) for week, cost, _ in points(front)}
    assert min(best, key=lambda point: point[2])[2] == min(point[2] for point in points(front))
    assert all(one.proven for one in front.alternatives)
    assert all(violations(one.plan, asked, catalogue) == () for one in front.alternatives)


def test_the_fastest_the_cheapest_and_the_best_are_named() -> None:
    front = alternatives(question("writing numbers"), press())
    named = {aim: one.plan.figures for one in front.alternatives for aim in one.best_in}
    assert named.keys() == set(Aim)
    assert named[Aim.FINISH].finish == min(week for week, _, _ in points(front))
    assert named[Aim.COST].cost == min(cost for _, cost, _ in points(front))
    assert named[Aim.QUALITY].shortfall == min(short for _, _, short in points(front))
    assert points(front) == sorted(points(front))
    assert len(points(front)) == 4


def test_the_budget_the_deadline_and_the_bans_hold_for_every_alternative() -> None:
    wishes = Wishes(bans=frozenset({"tables"}))
    front = alternatives(question("writing numbers", deadline=30, budget=Decimal(7000), wishes=wishes), press())
    assert front.alternatives
    for one in front.alternatives:
        assert one.plan.figures.finish <= 30
        assert one.plan.figures.cost <= 7000
        assert "tables" not in {step.module for step in one.plan.steps}


def test_what_a_repair_would_keep_does_not_make_the_plans_alike() -> None:
    kept = Wishes(kept=(Kept("write-slow", 0),))
    assert points(alternatives(question("writing", wishes=kept), press())) == points(
        alternatives(question("writing"), press())
    )


def test_better_fronts_are_shown_as_they_come_and_the_last_is_the_answer() -> None:
    seen: list[Front] = []

    def see(front: Front) -> bool:
        seen.append(front)
        return True

    front = alternatives(question("writing numbers"), press(), watch=see)
    assert points(seen[-1]) == points(front)
    assert len(seen) > 3
    assert all(one.alternatives for one in seen)


def test_whoever_has_seen_enough_stops_it() -> None:
    seen: list[Front] = []

    def enough(front: Front) -> bool:
        seen.append(front)
        return len(seen) < 2

    front = alternatives(question("writing numbers"), press(), watch=enough)
    assert 1 <= len(seen) <= 3
    assert front.alternatives
    assert not front.whole


def test_without_time_there_is_no_front_and_nothing_is_claimed() -> None:
    front = alternatives(question("writing numbers"), press(), limits=Limits(seconds=0))
    assert not front.whole
    assert front.status in {Status.UNKNOWN, Status.SOUND}


def test_no_more_than_most_are_given() -> None:
    catalogue = Catalogue(tuple(module(f"w{n}", str(n), 10000 - 1000 * n, teaches="writing") for n in range(1, 10)))
    few = alternatives(question("writing"), catalogue, most=5)
    assert len(few.alternatives) == 5
    assert not few.whole
    every = alternatives(question("writing"), catalogue, most=50)
    assert every.whole
    assert len(every.alternatives) == 9


def test_what_is_held_already_leaves_nothing_to_choose() -> None:
    front = alternatives(question("writing", knows=(HasCompetence("writing", 6),)), press())
    assert front == Front(Status.NOTHING_TO_DO)
