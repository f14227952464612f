"""Each step of a plan has its reason, and a runner-up with which the plan would hold and come to just those figures."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.planning.handful import catalogues, module, press, question
from nanocore.planning import (
    Catalogue,
    Choice,
    DegreeRules,
    Goal,
    HasCompetence,
    HasModule,
    Held,
    Offering,
    Pin,
    Plan,
    Question,
    Reason,
    Terms,
    Wishes,
    reasons,
    solve,
)


def why(asked: Question, catalogue: Catalogue) -> tuple[Plan, dict[str, Reason]]:
    plan = solve(asked, catalogue).plan
    assert plan is not None
    found = reasons(plan, asked, catalogue)
    assert [reason.module for reason in found] == [step.module for step in plan.steps]
    return plan, {reason.module: reason for reason in found}


def test_a_module_covers_a_goal_or_is_required_by_one_that_does() -> None:
    _, found = why(question("writing numbers"), press())
    assert found["write-fast"].covers == ("writing",)
    assert found["numbers"].covers == ("numbers",)
    assert found["numbers"].meets == (("statistics", "statistics"),)
    assert found["statistics"].covers == ()
    assert found["statistics"].required_by == ("numbers",)


def test_what_is_held_meets_a_requirement_without_a_step() -> None:
    _, found = why(question("numbers", knows=(HasCompetence("statistics", 7),)), press())
    assert found["numbers"].meets == (("statistics", ""),)
    _, found = why(question("numbers", held=(Held("tables"),)), press())
    assert found["numbers"].meets == (("tables", ""),)


def test_a_goal_and_a_pin_are_reasons_enough() -> None:
    asked = question(Goal(modules=frozenset({"camera"})), wishes=Wishes(pins=(Pin("tables"),)))
    _, found = why(asked, press())
    assert found["camera"].is_goal
    assert found["camera"].runner_up is None
    assert found["tables"].is_pinned


def test_the_runner_up_is_dearer_or_slower_and_says_how_much() -> None:
    plan, found = why(question("writing numbers"), press())
    fast = found["write-fast"]
    assert (fast.runner_up, fast.best_in) == ("write-slow", "finish")
    assert fast.instead is not None
    assert fast.instead.finish > plan.figures.finish
    assert fast.instead.cost == plan.figures.cost - 3000
    assert found["statistics"].runner_up == "tables"
    assert found["numbers"].runner_up is None


def test_the_best_of_several_in_the_learners_own_aims_is_the_runner_up() -> None:
    catalogue = Catalogue(
        (
            module("a1", "2", 1000, teaches="a"),
            module("a2", "3", 1200, teaches="a"),
            module("a3", "4", 1100, teaches="a"),
            module("a4", "1", 1050, teaches="a", requires=HasModule("nowhere")),
            module("a5", "1", 1050, teaches="a:3"),
        )
    )
    _, found = why(question("a:5", budget=Decimal(1000)), catalogue)
    assert found["a1"].runner_up is None
    cheap = question("a:5", wishes=Wishes(order=("cost", "finish")))  # type: ignore[arg-type]  # an Aim is its word
    _, found = why(cheap, catalogue)
    assert (found["a1"].runner_up, found["a1"].best_in) == ("a3", "cost")


def test_a_class_stands_in_only_where_it_lies() -> None:
    catalogue = Catalogue(
        (
            module("a", "2", teaches="a"),
            module("a-class", "2", 500, teaches="a", offerings=(Offering("spring", 20, 6),)),
            module("b", "2", teaches="b", requires=HasCompetence("a", 6)),
        )
    )
    plan, found = why(question("b"), catalogue)
    assert plan.figures.finish == 10
    instead = found["a"].instead
    assert instead is not None
    assert found["a"].runner_up == "a-class"
    assert instead.finish == 31


def test_a_module_counts_in_one_choice_of_a_degree() -> None:
    catalogue = Catalogue(tuple(module(name, "5", 1000 + number) for number, name in enumerate("abcd")))
    rules = DegreeRules(
        min_ects=Decimal(15),
        choices=(Choice(frozenset("ab"), at_least=1), Choice(frozenset("abc"), at_least=2)),
    )
    _, found = why(question(Goal(rules=rules), wishes=Wishes(pins=(Pin("a"), Pin("b"), Pin("c")))), catalogue)
    counted = [found[name].counts_in for name in "abc"]
    assert sorted(counted) == [(0,), (1,), (1,)]
    assert found["c"].counts_in == (1,)
    _, found = why(question(Goal(rules=DegreeRules(min_ects=Decimal(10)))), catalogue)
    assert {reason.runner_up for reason in found.values()} == {"c"}


@settings(max_examples=60, deadline=None)
@given(catalogues(), st.sampled_from(["a:5 b:5", "c:6", "a:4 c:4"]), st.integers(1, 2))
def test_with_the_runner_up_pinned_in_its_place_a_plan_is_at_least_as_good(
    catalogue: Catalogue, goal: str, at_once: int
) -> None:
    asked = question(goal, at_once=at_once)
    plan = solve(asked, catalogue).plan
    if plan is None:
        return
    for reason in reasons(plan, asked, catalogue):
        if reason.runner_up is None:
            continue
        others = [step.module for step in plan.steps if step.module != reason.module]
        pins = tuple(Pin(name) for name in (*others, reason.runner_up))
        only = Catalogue(tuple(one for one in catalogue.modules if one.id in {*others, reason.runner_up}))
        check = solve(question(goal, at_once=at_once, wishes=Wishes(pins=pins)), only).plan
        assert check is not None
        assert reason.instead is not None
        assert check.figures.finish <= reason.instead.finish
        assert check.figures.ects == reason.instead.ects
        if not any(one.offerings for one in only.modules):
            assert check.figures == reason.instead


@pytest.mark.parametrize("goal", ["writing numbers", "numbers camera"])
def test_the_reasons_are_the_same_each_time(goal: str) -> None:
    assert why(question(goal), press()) == why(question(goal), Catalogue(press().modules[::-1]))


def test_a_plan_by_terms_has_reasons_too() -> None:
    asked = replace(question(Goal(modules=frozenset({"tables", "numbers", "camera"}))), terms=Terms(2))
    plan, found = why(asked, press())
    assert {step.begins for step in plan.steps} == {0, 1}
    assert found["numbers"].meets == (("tables", "tables"),)
    assert found["tables"].required_by == ("numbers",)
    assert found["camera"].runner_up is None
