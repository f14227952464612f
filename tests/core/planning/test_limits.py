"""A search that has to end before it is done says what it has, and how far from best that may be."""

from functools import cache

import pytest

from bench.planning.market import Market, market
from bench.planning.people import questions
from nanocore.planning import Limits, Question, Result, Status, solve
from nanocore.planning.checking import violations

HARD = 14
"""The number of a degree that takes the exact model, among the questions about 200 modules."""


@cache
def here() -> tuple[Market, Question]:
    among = market(200)
    return among, questions(among, HARD + 1)[HARD]


def asked(limits: Limits) -> Result:
    among, question = here()
    result = solve(question, among.catalogue, limits=limits)
    assert result.plan is not None
    assert violations(result.plan, question, among.catalogue) == ()
    return result


def test_without_effort_there_is_a_plan_and_a_bound_that_the_best_keeps() -> None:
    soon, best = asked(Limits(seconds=60, effort=1e-6)), asked(Limits(seconds=60, effort=100))
    assert (soon.status, soon.gap, best.status) == (Status.SOUND, "finish", Status.BEST)
    assert soon.plan is not None
    assert best.plan is not None
    assert soon.bound.finish is not None
    assert soon.bound.finish <= best.plan.figures.finish <= soon.plan.figures.finish


def test_without_time_there_is_a_plan_all_the_same() -> None:
    assert asked(Limits(seconds=0)).status is Status.SOUND


def test_without_effort_the_same_question_gets_the_same_answer() -> None:
    one, other = (asked(Limits(seconds=60, effort=0.01)) for _ in range(2))
    assert (one.plan, one.bound, one.gap) == (other.plan, other.bound, other.gap)


@pytest.mark.parametrize("plans", [1, 2])
def test_whoever_has_seen_enough_gets_the_best_so_far(plans: int) -> None:
    among, question = here()
    seen: list[Result] = []

    def enough(so_far: Result) -> bool:
        seen.append(so_far)
        return len(seen) < plans

    result = solve(question, among.catalogue, watch=enough)
    assert result.status is Status.SOUND
    assert result.plan == seen[-1].plan
