"""Plans by terms: the balanced academic curriculum (CSPLib prob030) through the public door, and what else is asked."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.planning.curricula import HEAVIEST, curriculum
from core.planning.exhaustive import key_of, shortfall_of
from core.planning.small import after, catalogue, goal, life, module, one_of, question, step
from core.planning.strategies import catalogues, questions
from core.signing.world import yardstick
from nanocore.planning import (
    Catalogue,
    Figures,
    Held,
    Kept,
    Limits,
    Pin,
    Plan,
    Question,
    Result,
    Status,
    Terms,
    solve,
)
from nanocore.planning.checking import violations


@pytest.mark.parametrize("name", HEAVIEST)
def test_a_curriculum_is_balanced_as_well_as_anybody_has_proven(name: str) -> None:
    modules, asked = curriculum((yardstick("bacp") / f"{name}.dat").read_text(encoding="utf-8"))
    result = solve(asked, modules)
    assert result.status is Status.BEST
    assert result.plan is not None
    assert violations(result.plan, asked, modules) == ()
    assert result.plan.figures.heaviest == result.bound.heaviest == HEAVIEST[name]


def terms_of(result: Result) -> dict[str, int]:
    """In which term each module lies."""
    assert result.plan is not None
    return {step.module: step.begins for step in result.plan.steps}


def by_terms(count: int, asked: Question) -> Question:
    """The same question by terms."""
    return replace(asked, terms=Terms(count))


A, B, C = module("a", 4, teaches="x"), module("b", 2, requires=after("a")), module("c", 2, teaches="y")


def test_what_is_required_lies_in_an_earlier_term() -> None:
    result = solve(by_terms(2, question(goal(modules="abc"), life())), catalogue(A, B, C))
    assert terms_of(result) == {"a": 0, "b": 1, "c": 1}
    assert result.status is Status.BEST
    assert solve(by_terms(1, question(goal(modules="abc"), life())), catalogue(A, B, C)).status is Status.IMPOSSIBLE


def test_only_what_the_goal_needs_is_in_the_plan() -> None:
    either = module("d", 2, teaches="z", requires=one_of("a", "c"))
    assert terms_of(solve(by_terms(3, question(goal("z"), life())), catalogue(A, B, C, either))) == {"c": 0, "d": 1}


def test_what_is_held_is_behind_one() -> None:
    held = life(held=(Held("a"),))
    assert terms_of(solve(by_terms(1, question(goal(modules="b"), held)), catalogue(A, B))) == {"b": 0}
    assert solve(by_terms(1, question(goal("x"), held)), catalogue(A)).status is Status.NOTHING_TO_DO


def test_a_pin_names_a_term() -> None:
    pinned = question(goal(modules="ac"), life(), pins=(Pin("c", week=2),))
    assert terms_of(solve(by_terms(3, pinned), catalogue(A, C)))["c"] == 2
    assert solve(by_terms(2, pinned), catalogue(A, C)).status is Status.IMPOSSIBLE


def test_a_repair_moves_as_little_as_it_can() -> None:
    kept = tuple(Kept(name, 0) for name in "ac")
    assert terms_of(solve(by_terms(2, question(goal(modules="ac"), life(), kept=kept)), catalogue(A, C))) == {
        "a": 0,
        "c": 0,
    }


def test_what_nobody_teaches_is_named() -> None:
    result = solve(by_terms(2, question(goal("xz"), life())), catalogue(A))
    assert (result.status, result.not_taught) == (Status.IMPOSSIBLE, ("z",))


def test_whoever_watches_can_call_it_off() -> None:
    seen: list[Result] = []
    asked = by_terms(3, question(goal(modules="abc"), life()))

    def watch(better: Result) -> bool:
        seen.append(better)
        return False

    result = solve(asked, catalogue(A, B, C), watch=watch)
    assert result.status is Status.SOUND
    assert [better.plan for better in seen] == [result.plan]


def test_without_time_nothing_is_known() -> None:
    asked = by_terms(3, question(goal(modules="abc"), life()))
    assert solve(asked, catalogue(A, B, C), limits=Limits(effort=0.0)).status is Status.UNKNOWN


EMPTY = Plan((), Figures(0, Decimal(0), 0, Decimal(0), Decimal(0)))


def everything(asked: Question, modules: Catalogue) -> Iterator[Plan]:
    """Every plan by terms that holds."""
    assert asked.terms is not None
    count = asked.terms.count
    for places in product([None, *range(count)], repeat=len(modules.modules)):
        placed = [(one, term) for one, term in zip(modules.modules, places, strict=True) if term is not None]
        loads = [sum((one.ects for one, term in placed if term == number), Decimal(0)) for number in range(count)]
        steps = sorted(
            (step(one, (term, term), (0, 0)) for one, term in placed), key=lambda one: (one.begins, one.module)
        )
        figures = Figures(
            finish=max((one.ends for one in steps), default=0),
            cost=sum((one.price for one in steps), Decimal(0)),
            shortfall=sum(shortfall_of(one) for one, _ in placed),
            ects=sum(loads, Decimal(0)),
            heaviest=max(loads),
        )
        plan = Plan(tuple(steps), figures)
        if not violations(plan, asked, modules):
            yield plan


def worth(plan: Plan, asked: Question) -> tuple[Decimal, ...]:
    """What is made small: first what a repair changes, then the heaviest term, then the aims."""
    key = key_of(plan, asked)
    return (*key[:2], plan.figures.heaviest or Decimal(0), *key[2:])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    questions(pins=True, repair=True) | questions(),
    catalogues(3),
    st.builds(
        Terms,
        st.integers(1, 2),
        st.sampled_from((Decimal(0), Decimal(1))),
        st.sampled_from((None, Decimal(3))),
        st.integers(0, 1),
        st.sampled_from((None, 2)),
    ),
)
def test_it_is_the_best_that_there_is(asked: Question, modules: Catalogue, terms: Terms) -> None:
    asked = replace(asked, terms=terms)
    best = min((worth(plan, asked) for plan in everything(asked, modules)), default=None)
    result = solve(asked, modules)
    found = worth(result.plan, asked) if result.plan else None
    if not violations(EMPTY, replace(asked, terms=Terms(terms.count)), modules):
        assert result.status is Status.NOTHING_TO_DO
    else:
        assert (result.status, found) == (Status.BEST if best else Status.IMPOSSIBLE, best)
        assert not result.plan or not violations(result.plan, asked, modules)
