"""What happens to a plan: what has been lived stays, what was pinned stays, and no more changes than must."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.planning.handful import catalogues, competences, module, press, question
from nanocore.planning import (
    Catalogue,
    Goal,
    HasModule,
    Held,
    Kept,
    Offering,
    Period,
    Pin,
    Plan,
    Question,
    Status,
    Step,
    Wishes,
    cancelled,
    carried_on,
    class_full,
    differences,
    failed,
    fell_out,
    hours_changed,
    solve,
    was_ill,
)
from nanocore.planning.checking import violations

CLASSES = Catalogue(
    (
        module("a", "2", teaches="a"),
        module("b", "2", teaches="b", requires=HasModule("a")),
        module("b-other", "2", 1500, teaches="b"),
        module(
            "c",
            "1",
            teaches="c",
            offerings=(Offering("c-early", 8, 4), Offering("c-late", 30, 4), Offering("c-last", 40, 4)),
        ),
        module("d", "2", teaches="d"),
    )
)
"""At ten hours a week: a lies in weeks 0-5, then b, with the class c from week 8 when two lanes are open."""


def planned(asked: Question, catalogue: Catalogue = CLASSES) -> Plan:
    plan = solve(asked, catalogue).plan
    assert plan is not None
    return plan


def repaired(asked: Question, catalogue: Catalogue = CLASSES) -> Plan:
    result = solve(asked, catalogue)
    assert result.status is Status.BEST
    assert result.plan is not None
    assert violations(result.plan, asked, catalogue) == ()
    return result.plan


def weeks(plan: Plan) -> dict[str, int]:
    return {step.module: step.begins for step in plan.steps}


@pytest.fixture
def asked() -> Question:
    return question("a b c d", at_once=2)


def test_time_alone_changes_nothing(asked: Question) -> None:
    plan = planned(asked)
    for now in range(0, plan.figures.finish + 5, 4):
        assert differences(plan, repaired(carried_on(asked, plan, now))).none


def test_what_had_begun_is_pinned_where_it_is_and_the_rest_is_kept(asked: Question) -> None:
    plan = planned(asked)
    wishes = carried_on(asked, plan, 7).wishes
    begun = {step.module for step in plan.steps if step.begins < 7}
    assert begun
    assert {pin.module for pin in wishes.pins} == begun
    assert {kept.module for kept in wishes.kept} == set(weeks(plan))
    assert wishes.now == 7


def test_whoever_falls_out_gets_something_else_that_begins_now_or_later(asked: Question) -> None:
    plan = planned(asked)
    left = next(step for step in plan.steps if step.module == "b")
    now = left.begins + 1
    after = repaired(fell_out(asked, plan, now, module="b"))
    assert [step.module for step in differences(plan, after).went] == ["b"]
    (came,) = differences(plan, after).came
    assert came.module == "b-other"
    assert came.begins >= now


def test_whoever_falls_out_for_now_takes_it_again(asked: Question) -> None:
    plan = planned(asked)
    now = weeks(plan)["b"] + 2
    after = repaired(fell_out(asked, plan, now, module="b", again=True))
    assert weeks(after)["b"] >= now


def test_a_failed_exam_is_taken_again_later(asked: Question) -> None:
    plan = planned(asked)
    first = plan.steps[0]
    after = repaired(failed(asked, plan, first.ends + 1, module=first.module))
    assert weeks(after)[first.module] > first.ends


def test_illness_moves_what_is_under_way_and_a_class_goes_on_without_one(asked: Question) -> None:
    plan = planned(asked)
    in_class = next(step for step in plan.steps if step.offering == "c-early")
    ill = was_ill(asked, plan, now=11, first=9, last=10)
    after = repaired(ill)
    assert next(step for step in after.steps if step.module == "c").offering == "c-late"
    assert in_class.begins == 8
    lived = [step for step in plan.steps if step.ends < 9]
    assert all(step in after.steps for step in lived)
    assert all(hours == 0 for hours in (period.hours for period in ill.life.hours if period.week == 9))


def test_hours_go_down_from_now_on_and_up_again(asked: Question) -> None:
    plan = planned(asked)
    fewer = hours_changed(asked, plan, 4, hours=(Period(0, Decimal(3)), Period(20, Decimal(10))))
    assert fewer.life.hours == (Period(0, Decimal(10)), Period(4, Decimal(3)), Period(20, Decimal(10)))
    after = repaired(fewer)
    assert after.figures.finish > plan.figures.finish
    assert differences(plan, after).went == ()


def test_a_class_that_is_too_much_with_fewer_hours_is_taken_later(asked: Question) -> None:
    plan = planned(asked)
    after = repaired(hours_changed(asked, plan, 9, hours=(Period(9, Decimal(3)), Period(25, Decimal(10)))))
    assert next(step for step in after.steps if step.module == "c").offering in {"c-late", "c-last"}


def test_a_cancelled_module_goes_and_a_cancelled_class_is_taken_at_another_time(asked: Question) -> None:
    plan = planned(asked)
    without_b = repaired(cancelled(asked, plan, 2, module="b"))
    assert "b" not in weeks(without_b)
    later = repaired(cancelled(asked, plan, 2, offering="c-early"))
    (move,) = [move for move in differences(plan, later).moved if move.before.module == "c"]
    assert (move.before.offering, move.after.offering) == ("c-early", "c-late")


def test_what_was_completed_stays_completed_whatever_is_cancelled(asked: Question) -> None:
    plan = planned(asked)
    now = plan.figures.finish + 1
    for event in (cancelled(asked, plan, now, module="a"), cancelled(asked, plan, now, offering="c-early")):
        assert differences(plan, repaired(event)).none


def test_a_full_class_is_no_matter_to_those_who_sit_in_it(asked: Question) -> None:
    plan = planned(asked)
    assert differences(plan, repaired(class_full(asked, plan, 9, offering="c-early"))).none
    after = repaired(class_full(asked, plan, 3, offering="c-early"))
    assert next(step for step in after.steps if step.module == "c").offering == "c-late"


def test_nothing_that_the_learner_pinned_moves() -> None:
    asked = question("a b c d", at_once=2, wishes=Wishes(pins=(Pin("d"),)))
    plan = planned(asked)
    after = repaired(cancelled(asked, plan, 1, offering="c-early"))
    assert weeks(after)["d"] == weeks(plan)["d"]


def test_what_has_been_written_in_the_bank_since_is_no_longer_planned(asked: Question) -> None:
    plan = planned(asked)
    since = replace(asked, life=replace(asked.life, held=(Held("a"),)))
    after = repaired(carried_on(since, plan, 7))
    assert [step.module for step in differences(plan, after).went] == ["a"]


def test_differences_say_what_went_came_and_moved() -> None:
    catalogue = press()
    asked = question(Goal(competences("writing numbers")))
    fast, cheap = planned(asked, catalogue), planned(question("writing numbers", budget=Decimal(3500)), catalogue)
    changed = differences(fast, cheap)
    assert {step.module for step in changed.went} == {"write-fast", "statistics"}
    assert {step.module for step in changed.came} == {"write-slow", "tables"}
    assert [move.before.module for move in changed.moved] == ["numbers"]
    assert changed.figures == (fast.figures, cheap.figures)
    assert not changed.none
    assert differences(fast, fast).none


EVENTS: dict[str, Callable[[Question, Plan, int, Step], Question]] = {
    "time": lambda asked, plan, now, step: carried_on(asked, plan, now),
    "fell out": lambda asked, plan, now, step: fell_out(asked, plan, now, module=step.module),
    "later": lambda asked, plan, now, step: fell_out(asked, plan, now, module=step.module, again=True),
    "failed": lambda asked, plan, now, step: failed(asked, plan, now, module=step.module),
    "ill": lambda asked, plan, now, step: was_ill(asked, plan, now, first=max(0, now - 2), last=now + 1),
    "fewer hours": lambda asked, plan, now, step: hours_changed(asked, plan, now, hours=(Period(0, Decimal(4)),)),
    "cancelled": lambda asked, plan, now, step: cancelled(asked, plan, now, module=step.module),
    "full": lambda asked, plan, now, step: class_full(asked, plan, now, offering=step.offering or ""),
}


@settings(max_examples=80, deadline=None)
@given(catalogues(), st.sampled_from(["a:5 b:5", "c:6", "a:4 c:4"]), st.sampled_from(sorted(EVENTS)), st.data())
def test_whatever_happens_the_new_plan_holds_and_what_was_completed_stays(
    catalogue: Catalogue, goal: str, event: str, data: st.DataObject
) -> None:
    asked = question(goal, at_once=data.draw(st.integers(1, 3)))
    plan = solve(asked, catalogue).plan
    if plan is None:
        return
    now = data.draw(st.integers(0, plan.figures.finish + 1))
    step = data.draw(st.sampled_from(plan.steps))
    anew = EVENTS[event](asked, plan, now, step)
    result = solve(anew, catalogue)
    if result.plan is None:
        assert result.status in {Status.IMPOSSIBLE, Status.NOTHING_TO_DO}
        return
    assert violations(result.plan, anew, catalogue) == ()
    before = {one.module: one.begins for one in plan.steps if one.begins < now - 2 and one is not step}
    after = {one.module: one.begins for one in result.plan.steps}
    stays = {pin.module for pin in anew.wishes.pins}
    assert all(after[name] == week for name, week in before.items() if name in stays)
    assert event in {"ill", "fewer hours"} or before.keys() <= stays
    if event == "time":
        assert differences(plan, result.plan).none


def test_what_can_stay_is_not_moved_for_something_that_is_cheaper_sooner_and_better() -> None:
    long = [module(f"long-{number}", "2.5", 100, teaches="tables") for number in range(4)]
    first, then = module("first", "1.5", 900), module("then", "1.5", 900, teaches="tables")
    here = Catalogue(
        (
            *(module(name, "2", 1000, teaches=name) for name in ("one", "two", "three")),
            *long,
            first,
            replace(then, requires=HasModule("first")),
        )
    )
    kept = (Kept("one", 0), Kept("two", 11), Kept("three", 22))
    result = solve(question("one two three tables", deadline=27, wishes=Wishes(kept=kept)), here)
    assert result.status is Status.BEST
    assert result.plan is not None
    assert {(step.module, step.begins) for step in result.plan.steps} == {
        ("one", 0), ("first", 5), ("two", 11), ("then", 16), ("three", 22)
    }  # fmt: skip
