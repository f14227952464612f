"""Plans to begin from: the one that comes at once, and those that were made before. Neither decides what is best."""

from dataclasses import replace
from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.planning.exhaustive import best, key_of
from core.planning.handful import competences, module, press
from core.planning.handful import question as ask
from core.planning.strategies import catalogues, questions
from nanocore.planning import (
    Catalogue,
    Choice,
    DegreeRules,
    Goal,
    Limits,
    Offering,
    Period,
    Plan,
    Question,
    Status,
    Wishes,
    index_of,
    solve,
)
from nanocore.planning._cone import cone_of
from nanocore.planning._draft import plan_of
from nanocore.planning._known import drafts_of
from nanocore.planning._quick import glanced
from nanocore.planning._stages import Stages
from nanocore.planning._task import task_of
from nanocore.planning.checking import violations

often = settings(max_examples=60, deadline=None, derandomize=True)
_HASTY = Limits(seconds=60, effort=1e-6)
_CLASSES = (("a", 2), ("b", 8))
_WRITING = solve(ask("writing numbers"), press()).plan


@often
@given(questions(pins=True, repair=True), catalogues(5))
def test_the_plan_that_comes_at_once_holds(question: Question, catalogue: Catalogue) -> None:
    task = task_of(question, index_of(catalogue))
    draft = None if task.faults else glanced(cone_of(task)).draft
    assert draft is None or violations(plan_of(task, draft), question, catalogue) == ()


@often
@given(questions(repair=True), questions(), catalogues(5), st.sampled_from(("alike", "another")))
def test_what_is_known_before_never_decides_what_is_best(
    question: Question, other: Question, catalogue: Catalogue, how: str
) -> None:
    known = solve(replace(question, wishes=other.wishes) if how == "alike" else other, catalogue).plan
    right = best(question, catalogue)
    plan = solve(question, catalogue, limits=Limits(60, 200), best=known).plan
    assert (plan and key_of(plan, question)) == (right and key_of(right, question))
    assert plan is None or violations(plan, question, catalogue) == ()


@often
@given(questions(), questions(), catalogues(5))
def test_a_plan_is_taken_over_only_where_it_holds(question: Question, other: Question, catalogue: Catalogue) -> None:
    known = solve(other, catalogue).plan
    task = task_of(question, index_of(catalogue))
    for draft in () if known is None or task.faults else drafts_of([known], task):
        assert violations(plan_of(task, draft), question, catalogue) == ()


def test_whoever_has_a_plan_is_never_told_of_a_worse_one() -> None:
    question = ask("writing numbers")
    assert _WRITING is not None
    seen: list[Plan] = []
    result = solve(question, press(), limits=_HASTY, best=_WRITING, watch=lambda so_far: _seen(so_far.plan, seen))
    assert result.plan == _WRITING
    assert seen[0] == _WRITING


@pytest.mark.parametrize(
    "question",
    [
        ask("writing numbers", wishes=Wishes(bans=frozenset({"statistics"}))),
        ask("writing numbers", budget=Decimal(5000)),
        ask("writing numbers", deadline=10),
        ask("writing numbers", hours=(Period(0, Decimal(5)),)),
        ask("camera"),
    ],
)
def test_a_plan_that_no_longer_holds_is_forgotten(question: Question) -> None:
    fresh, begun = solve(question, press()), solve(question, press(), best=_WRITING)
    assert begun == replace(fresh, milliseconds=begun.milliseconds)


def test_a_plan_of_modules_that_nobody_knows_is_forgotten() -> None:
    question = ask("writing")
    assert _WRITING is not None
    strange = replace(_WRITING, steps=tuple(replace(step, module=f"x{step.module}") for step in _WRITING.steps))
    assert solve(question, press(), best=strange).status is Status.BEST


def _seen(plan: Plan | None, seen: list[Plan]) -> bool:
    seen += [plan] if plan else []
    return True


def test_what_every_plan_has_does_not_clash_for_want_of_what_is_left_to_choose() -> None:
    classes = tuple(module(name, "1", teaches=name, offerings=(Offering(name, week, 4),)) for name, week in _CLASSES)
    free = tuple(module(name, "1") for name in ("c", "d", "e"))
    rules = DegreeRules(choices=(Choice(frozenset("cd"), 1), Choice(frozenset("de"), 1)))
    task = task_of(ask(Goal(competences("a b"), rules=rules)), index_of(Catalogue((*classes, *free))))
    cone = cone_of(task).within(task.clock.at(60))
    assert task.groups
    assert cone is not None
    assert not Stages(task, Limits(), perf_counter(), None)._clashes(cone, task.clock.at(60))
