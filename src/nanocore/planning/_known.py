"""Plans that were made before, for another question or the same: a place to begin from where they answer this one."""

from collections.abc import Iterable, Iterator

import numpy as np

from nanocore.planning._cone import cone_of
from nanocore.planning._draft import Draft, drafted, holds
from nanocore.planning._result import Plan, Step
from nanocore.planning._schedule import Placed, are_in_place
from nanocore.planning._task import Task


def drafts_of(plans: Iterable[Plan], task: Task) -> Iterator[Draft]:
    """Those of ``plans`` that answer the question of ``task``, whatever question they were made for."""
    for plan in plans:
        steps = [_placed(step, task) for step in plan.steps]
        found = tuple(step for step in steps if step is not None)
        if len({step.module for step in found}) == len(steps) and _is_plan(found, task):
            yield drafted(task, found)


def _placed(step: Step, task: Task) -> Placed | None:
    """The step in numbers; None where the catalogue has no such module or offering."""
    options, module = task.index.options, task.index.number.get(step.module)
    if module is None:
        return None
    for option in range(options.at[module], options.at[module + 1]):
        way = options.offering[option]
        if step.offering == (None if way is None else way.id):
            return Placed(module, option, *step.clock, step.lanes)
    return None


def _is_plan(steps: tuple[Placed, ...], task: Task) -> bool:
    picked = {step.module: step.option for step in steps}
    if not (are_in_place(task, steps) and holds(task, picked)):
        return False
    modules, options = np.zeros(len(task.index.modules), dtype=np.bool_), np.zeros(len(task.usable), dtype=np.bool_)
    modules[list(picked)] = True
    options[list(picked.values())] = True
    return cone_of(task).keeping(modules, options, task.horizon) is not None
