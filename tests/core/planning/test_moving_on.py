"""Weeks that are lost: what was planned goes on in the order it had, each module as little later as that allows."""

from dataclasses import replace

import pytest

from core.planning.handful import module, question
from nanocore.planning import Catalogue, Life, Offering, Pin, Plan, Question, Wishes, moved_on, solve, was_ill
from nanocore.planning.checking import violations

ROLLING = Catalogue(tuple(module(name, ects, teaches=name) for name, ects in (("a", "3"), ("b", "1"), ("c", "2"))))
CLASS = Catalogue(
    (
        module("a", "2", teaches="a"),
        module("b", "1", teaches="b", offerings=(Offering("b-class", 6, 4),)),
        module("c", "2", teaches="c"),
    )
)


def planned(asked: Question, catalogue: Catalogue) -> Plan:
    plan = solve(asked, catalogue).plan
    assert plan is not None
    return plan


def after_illness(asked: Question, plan: Plan, catalogue: Catalogue, *, now: int = 0, first: int = 1) -> Plan:
    ill = was_ill(asked, plan, now, first=first, last=first + 1)
    found = moved_on(ill, plan, asked.life, catalogue)
    assert found is not None
    assert violations(found.plan, found.question, catalogue) == ()
    return found.plan


def weeks(plan: Plan) -> dict[str, tuple[int, int]]:
    return {step.module: (step.begins, step.ends) for step in plan.steps}


def test_what_is_under_way_slips_by_the_illness_and_the_rest_after_it() -> None:
    asked = question("a b c", at_once=1)
    plan = planned(asked, ROLLING)
    after = after_illness(asked, plan, ROLLING)
    first, *rest = plan.steps
    assert weeks(after)[first.module] == (first.begins, first.ends + 2)
    assert [step.module for step in after.steps] == [step.module for step in plan.steps]
    assert all(weeks(after)[step.module] == (step.begins + 2, step.ends + 2) for step in rest)


def test_pins_to_weeks_move_on_too_rather_than_putting_something_off_for_long() -> None:
    asked = question("a b c", at_once=1)
    plan = planned(asked, ROLLING)
    first, second, third = plan.steps
    pins = (Pin(second.module, week=second.begins), Pin(third.module, week=third.begins))
    pinned = replace(asked, wishes=Wishes(pins=pins))
    after = after_illness(pinned, plan, ROLLING)
    assert weeks(after)[first.module] == (first.begins, first.ends + 2)
    assert weeks(after)[second.module] == (second.begins + 2, second.ends + 2)
    assert after.figures.finish == plan.figures.finish + 2


def test_a_pin_holds_where_there_is_room() -> None:
    asked = question("a b c", at_once=1, wishes=Wishes(pins=(Pin("c", week=30),)))
    plan = planned(asked, ROLLING)
    after = after_illness(asked, plan, ROLLING)
    assert weeks(after)["c"] == weeks(plan)["c"]
    assert after.figures.finish == plan.figures.finish


def test_classes_stay_and_the_rest_goes_around_them() -> None:
    asked = question("a b c", at_once=1)
    plan = planned(asked, CLASS)
    after = after_illness(asked, plan, CLASS, first=0)
    assert weeks(after)["b"] == (6, 9)
    assert all(step.begins >= weeks(plan)[step.module][0] for step in after.steps)


@pytest.mark.parametrize("first", [6, 7])
def test_a_class_that_is_lost_is_for_the_solver(first: int) -> None:
    asked = question("a b c", at_once=1)
    plan = planned(asked, CLASS)
    ill = was_ill(asked, plan, 0, first=first, last=first + 1)
    assert moved_on(ill, plan, asked.life, CLASS) is None


def test_a_deadline_is_not_broken() -> None:
    asked = question("a b c", at_once=1)
    plan = planned(asked, ROLLING)
    life: Life = replace(asked.life, deadline=plan.figures.finish + 1)
    ill = was_ill(replace(asked, life=life), plan, 0, first=1, last=2)
    assert moved_on(ill, plan, asked.life, ROLLING) is None
