"""What the planning bench measures with is what it says: markets as tangled as real ones, rivals that play fair."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from bench.planning.market import market
from bench.planning.measuring import measure, worth
from bench.planning.mip import by_highs
from bench.planning.people import after_a_change, questions
from bench.planning.sensible import sensible_plan
from nanocore.planning import Limits, Status, index_of, solve
from nanocore.planning.checking import violations


def test_a_market_and_its_people_are_the_same_each_time() -> None:
    assert market(200) == market(200)
    assert questions(market(200), 10) == questions(market(200), 20)[:10]


def test_nearly_half_of_a_market_hangs_together_in_circles() -> None:
    graph = index_of(market(2_000).catalogue).graph
    links = csr_array((np.ones(len(graph.child)), graph.child, graph.child_at), shape=(graph.size, graph.size))
    _, parts = connected_components(links, directed=True, connection="strong")
    largest = np.bincount(parts[: graph.modules]).max()
    assert 0.4 < largest / graph.modules < 0.6


def test_two_modules_in_five_have_dates_and_one_in_five_is_from_outside() -> None:
    modules = market(2_000).catalogue.modules
    assert sum(bool(module.offerings) for module in modules) / len(modules) == pytest.approx(0.4, abs=0.03)
    assert sum(module.is_external for module in modules) / len(modules) == pytest.approx(0.2, abs=0.03)


def test_the_rivals_find_plans_that_hold_and_none_that_is_better() -> None:
    here = market(200)
    index = index_of(here.catalogue)
    compared = 0
    for question in questions(here, 8):
        ours = solve(question, index)
        sensible = sensible_plan(question, here.catalogue)
        if ours.status is not Status.BEST or ours.plan is None:
            continue
        if question.wishes.order[0] == "finish":
            assert sensible is None or sensible.figures.finish >= ours.plan.figures.finish
            theirs = by_highs(question, index, ours.plan.figures.finish, Limits(2, 2))
            assert not theirs.is_impossible
            if theirs.plan and not violations(theirs.plan, question, here.catalogue):
                assert worth(theirs.plan, question) == worth(ours.plan, question)
                compared += 1
    assert compared


def test_a_change_takes_one_module_away_and_asks_to_keep_the_others() -> None:
    here = market(200)
    question = next(one for one in questions(here, 8) if solve(one, here.catalogue).plan)
    plan = solve(question, here.catalogue).plan
    assert plan is not None
    changed = after_a_change(question, plan, 0)
    assert changed.wishes.bans - question.wishes.bans == {plan.steps[0].module}
    assert [kept.module for kept in changed.wishes.kept] == [step.module for step in plan.steps]


def test_a_size_is_measured() -> None:
    measured = measure(200, 5, 1, 0.2)
    assert [one.is_degree for one in measured.asked] == [False, False, False, False, True]
    assert measured.asked[0].highs is not None
    assert min(measured.megabytes, measured.megabytes_before) > 0
