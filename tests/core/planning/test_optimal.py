"""`solve` beside trying everything: the same optimum, always, and never a plan that does not hold."""

from decimal import Decimal

from hypothesis import given, settings

from core.planning.exhaustive import best, key_of
from core.planning.strategies import catalogues, questions
from nanocore.planning import Catalogue, Figures, Limits, Plan, Question, Status, solve
from nanocore.planning.checking import violations

_EMPTY = Plan((), Figures(0, Decimal(0), 0, Decimal(0)))
_PATIENT = Limits(seconds=60, effort=200)
often = settings(max_examples=80, deadline=None, derandomize=True)


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
