"""From a question to its answer: a plan at once, better ones as they are found, and the proof that none is better.

The stages, each on what the one before left: the cone of what is of any use (`_cone`), a plan at once (`_greedy`), then
aim by aim in the learner's order a bound and the exact model (`_model`), what is reached staying as a limit for what
follows; and last the plan laid out in the one way that everybody gets (`_schedule`).
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from time import perf_counter

from nanocore.planning._catalogue import Catalogue, HasCompetence, Module, Offering
from nanocore.planning._index import Index, index_of
from nanocore.planning._known import drafts_of
from nanocore.planning._question import DegreeRules, Goal, Kept, Life, Limits, Period, Question, Wishes
from nanocore.planning._result import Plan, Result
from nanocore.planning._stages import Stages
from nanocore.planning._task import Task, task_of
from nanocore.planning._terms import balance

Watch = Callable[[Result], bool]


def solve(
    question: Question,
    catalogue: Catalogue | Index,
    *,
    limits: Limits | None = None,
    watch: Watch | None = None,
    best: Plan | None = None,
) -> Result:
    """The best plan there is for ``question``, or why there is none, or how far from best it may be.

    ``best`` is the best plan that is known so far, made for this question or another: where it holds nothing worse is
    looked for. ``watch`` is told of each better plan as it is found and answers whether to go on. An `Index` made once
    with `index_of` saves reading the catalogue again. Nothing is raised for what a question or a catalogue holds.
    """
    if question.terms is not None:
        return balance(question, catalogue, limits or Limits(), watch)
    began = perf_counter()
    task = task_of(question, index_of(catalogue))
    known = () if best is None else (best,)
    return Stages(task, limits or Limits(), began, watch, drafts_of(known, task)).run()


def answer(task: Task, limits: Limits, watch: Watch | None = None, known: Iterable[Plan] = ()) -> Result:
    """The same for a question that is laid over its catalogue already, with all plans that are ``known``."""
    return Stages(task, limits, perf_counter(), watch, drafts_of(known, task)).run()


def warm() -> None:
    """Have all loops compiled (they are kept on disk) before the first question comes."""
    life = Life(0, (Period(0, Decimal(10)),), at_once=2, deadline=100)
    easy = [Module(f"easy {at}", Decimal(1), Decimal(at), teaches=(("x", 1),)) for at in range(40)]
    later = HasCompetence("x", 1)
    hard = [
        Module(f"hard {at}", Decimal(1), requires=later, offerings=(Offering(f"{at}", at + 4, 4),), teaches=(("y", 1),))
        for at in range(40)
    ]
    index = index_of(Catalogue((*easy, *hard)))
    goal = Goal((HasCompetence("y", 1),), rules=DegreeRules(Decimal(5)))
    plan = solve(Question(goal, life), index).plan
    kept = tuple(Kept(step.module, step.begins, step.offering) for step in plan.steps) if plan else ()
    solve(Question(goal, life, Wishes(kept=kept, bans=frozenset({"easy 0"}))), index)
    solve(Question(Goal((HasCompetence("y", 1),)), life), index)
