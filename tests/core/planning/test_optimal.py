"""`solve` beside trying everything: the same optimum, always, and never a plan that does not hold."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from unittest.mock import patch

import pytest
from hypothesis import given, settings

from core.planning.exhaustive import best, key_of
from core.planning.strategies import catalogues, questions
from nanocore.planning import Catalogue, Figures, Limits, Plan, Question, Status, _exact, _squeezing, _stages, solve
from nanocore.planning._quick import Glance
from nanocore.planning._solver import Answer
from nanocore.planning.checking import violations

_EMPTY = Plan((), Figures(0, Decimal(0), 0, Decimal(0)))
_PATIENT = Limits(seconds=60, effort=200)
_UNTOLD = Answer(is_proven=False, is_impossible=False, bound=0)
often = settings(max_examples=80, deadline=None, derandomize=True)
now_and_then = settings(often, max_examples=20)
_ROADS: dict[str, list[tuple[object, str, object]]] = {
    "a module at a time": [(_exact, "KERNEL", 1), (_stages, "KERNEL", 1), (_stages, "WIDER", 2)],
    "in full from the first": [
        (_exact.Exact, "_by_dates", lambda *_: _UNTOLD),
        (_exact.Exact, "_by_order", lambda *_: _UNTOLD),
    ],
    "with nothing at once": [(_stages, "glanced", lambda _: Glance())],
    "around dates without order": [(_exact, "ORDERED", 0)],
    "as if there were thousands": [(_squeezing, "LARGE", 0), (_squeezing, "MOST_NODES", 0), (_stages, "KERNEL", 1)],
}
"""Ways to the answer that small catalogues do not take by themselves."""


@contextmanager
def by_road(name: str) -> Iterator[None]:
    with ExitStack() as stack:
        for where, what, value in _ROADS[name]:
            stack.enter_context(patch.object(where, what, value))
        yield


def agree(question: Question, catalogue: Catalogue) -> None:
    """Fails unless the answer is what trying everything gives."""
    result = solve(question, catalogue, limits=_PATIENT)
    assert result.plan is None or violations(result.plan, question, catalogue) == ()
    if not violations(_EMPTY, question, catalogue):
        assert result.status is Status.NOTHING_TO_DO
        return
    right = best(question, catalogue)
    assert result.status is (Status.BEST if right else Status.IMPOSSIBLE)
    assert (result.plan and key_of(result.plan, question)) == (right and key_of(right, question))


@often
@given(questions(), catalogues())
def test_the_plan_is_the_best_there_is(question: Question, catalogue: Catalogue) -> None:
    agree(question, catalogue)


@often
@given(questions(pins=True), catalogues(5))
def test_the_plan_with_pins_is_the_best_there_is(question: Question, catalogue: Catalogue) -> None:
    agree(question, catalogue)


@often
@given(questions(repair=True), catalogues(5))
def test_the_repair_changes_least(question: Question, catalogue: Catalogue) -> None:
    agree(question, catalogue)


@often
@given(questions(pins=True, repair=True), catalogues(5))
def test_the_repair_with_pins_changes_least(question: Question, catalogue: Catalogue) -> None:
    agree(question, catalogue)


@often
@given(questions(), catalogues())
def test_the_same_question_has_the_same_answer(question: Question, catalogue: Catalogue) -> None:
    turned = Catalogue(catalogue.modules[::-1])
    assert solve(question, catalogue).plan == solve(question, catalogue).plan == solve(question, turned).plan


@pytest.mark.parametrize("road", _ROADS)
@now_and_then
@given(questions(pins=True), catalogues(5))
def test_every_road_leads_to_the_best_plan(road: str, question: Question, catalogue: Catalogue) -> None:
    with by_road(road):
        agree(question, catalogue)


@pytest.mark.parametrize("road", _ROADS)
@now_and_then
@given(questions(repair=True), catalogues(5))
def test_every_road_leads_to_the_least_repair(road: str, question: Question, catalogue: Catalogue) -> None:
    with by_road(road):
        agree(question, catalogue)
