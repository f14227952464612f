"""The single thing that would make an impossible question possible: let in, known beforehand, or held at any time.

Each key is tried on the question itself, with its time and money: what comes too late or costs too much is no key.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from nanocore.planning._asking import Asker
from nanocore.planning._catalogue import HasCompetence
from nanocore.planning._index import ROLLING, Index
from nanocore.planning._question import Question
from nanocore.planning._result import Figures, Plan
from nanocore.planning._support import Support, leaves
from nanocore.planning._task import Row, Task, task_of
from nanocore.planning._typing import Ints
from nanocore.planning._wishes import keeping, wishes_of

_FILTERS: Final = frozenset({"ban", "forms", "languages", "places", "times", "accepts"})
_LIMITS: Final = frozenset({"budget", "deadline"})
_MOST_LET_IN: Final = 3
_MOST_TRIED: Final = 12


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that makes the question possible, and the figures of a plan that there is then.

    Kinds: ``module`` (let in though a ban or a filter keeps it out), ``offering`` (the same of a class, or one more
    seat in it), ``any_time`` (a module that has classes, if it could be taken at any time), ``competence`` (if it were
    known beforehand, to ``level``).
    """

    kind: str
    about: str
    figures: Figures
    level: int | None = None


def keys_of(question: Question, asker: Asker) -> tuple[Key, ...]:
    """The keys to an impossible question, those with which one finishes soonest first."""
    found = list(_let_in(question, asker))
    plan = _without_limits(question, asker)
    found += _known(question, plan, asker)
    found += _at_any_time(question, plan, asker) if plan else ()
    return tuple(sorted(found, key=lambda key: (key.figures.finish, key.figures.cost, key.kind, key.about)))


def _let_in(question: Question, asker: Asker) -> Iterator[Key]:
    """What is kept out by filters, bans or full classes: one question, in which a plan may use one such thing."""
    index = asker.index
    usable = task_of(question, index).usable
    with_seats = replace(index, options=replace(index.options, has_seats=np.ones_like(index.options.has_seats)))
    free = keeping(question, frozenset(wish for wish in wishes_of(question) if wish.kind not in _FILTERS))
    task = task_of(free, with_seats)
    shut = (task.usable & ~usable).astype(np.int64)
    for _ in range(_MOST_LET_IN):
        if not shut.any():
            return
        plan = asker.best_of(_with_one_of(shut, task)).plan
        used = [option for option in _options_of(plan, index) if shut[option]] if plan else []
        if plan is None or len(used) != 1:
            return
        (key,) = used
        has_others = bool(usable[index.options.module == index.options.module[key]].any())
        yield _name_of(key, plan, index, has_others=has_others)
        task = replace(task, usable=task.usable & (np.arange(len(shut)) != key))
        shut[key] = 0


def _with_one_of(shut: Ints, task: Task) -> Task:
    return replace(task, rows=(*task.rows, Row("let_in", shut.copy(), high=1)))


def _options_of(plan: Plan, index: Index) -> list[int]:
    options = index.options
    return [
        way
        for step in plan.steps
        for way in range(options.at[index.number[step.module]], options.at[index.number[step.module] + 1])
        if (one := options.offering[way]) is None or one.id == step.offering
    ]


def _name_of(option: int, plan: Plan, index: Index, *, has_others: bool) -> Key:
    offering, module = index.options.offering[option], index.modules[index.options.module[option]]
    if offering is not None and (has_others or not index.options.has_seats[option]):
        return Key("offering", offering.id, plan.figures)
    return Key("module", module.id, plan.figures)


def _known(question: Question, without_limits: Plan | None, asker: Asker) -> Iterator[Key]:
    """What the plan there would be without limits has to learn first, or what nobody can: each as if it were known."""
    for wanted in _to_learn(question, without_limits, asker.index)[:_MOST_TRIED]:
        life = replace(question.life, knows=(*question.life.knows, wanted))
        plan = asker.any(replace(question, life=life)).plan
        if plan is not None:
            yield Key("competence", wanted.competence, plan.figures, wanted.level)


def _to_learn(question: Question, plan: Plan | None, index: Index) -> list[HasCompetence]:
    if plan is None:
        wanted = _beyond_everybody(question, index)
    else:
        nothing = Support.of((), question.life, index)
        modules = [index.modules[index.number[step.module]] for step in plan.steps]
        asked = (leaf for module in modules for leaf in leaves(module.requires))
        wanted = [one for one in asked if isinstance(one, HasCompetence) and not nothing.knows(one)]
    goals = {one.competence for one in question.goal.competences}
    return [one for one in dict.fromkeys(wanted) if one.competence not in goals]


def _without_limits(question: Question, asker: Asker) -> Plan | None:
    free = keeping(question, frozenset(wish for wish in wishes_of(question) if wish.kind not in _LIMITS))
    return asker.any(free).plan


def _beyond_everybody(question: Question, index: Index) -> list[HasCompetence]:
    """Competences on the way to the goal that nobody teaches, nearest the goal first."""
    names = {
        node: HasCompetence(name, level)
        for name, rungs in index.competences.items()
        for level, node in zip(*rungs, strict=True)
    }
    graph, task = index.graph, task_of(question, index)
    queue, seen = list(task.musts), set(task.musts)
    found: list[HasCompetence] = []
    for node in queue:
        if len(found) == _MOST_TRIED:
            break
        children = graph.child[graph.child_at[node] : graph.child_at[node + 1]].tolist()
        if not children and node in names and not task.known[node]:
            found.append(names[node])
        fresh = [child for child in children if child not in seen and not task.known[child]]
        seen.update(fresh)
        queue.extend(fresh)
    return found


def _at_any_time(question: Question, without_limits: Plan, asker: Asker) -> Iterator[Key]:
    """Classes of the plan there would be without limits: each module in turn as if it could be taken at any time."""
    dated = [step.module for step in without_limits.steps if step.offering is not None]
    index = asker.index
    for name in dated[:_MOST_TRIED]:
        its_own = index.options.module == index.number[name]
        options = replace(index.options, starts=np.where(its_own, ROLLING, index.options.starts))
        freed = asker.any_of(task_of(question, replace(index, options=options))).plan
        if freed is not None:
            yield Key("any_time", name, freed.figures)
