"""The plan one had, moved on in time: the same modules in the same order, each as little later as that allows.

A repair changes few modules, and may so put one of them off for months. Whoever has only lost some weeks would rather
go on as before, all of it a little later.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nanocore.planning._catalogue import Catalogue
from nanocore.planning._clock import FOREVER, Clock
from nanocore.planning._draft import drafted, plan_of
from nanocore.planning._index import Index, index_of
from nanocore.planning._known import drafts_of
from nanocore.planning._question import Life, Pin, Question
from nanocore.planning._result import Plan, Step
from nanocore.planning._schedule import LATER, Lanes, Placed, ready_when
from nanocore.planning._task import Task, task_of


@dataclass(frozen=True, slots=True)
class MovedOn:
    """The plan, and the question it answers: that which was asked, its pins loosened from their weeks where need be.

    ``minutes`` is when its modules begin on the work clock, added up.
    """

    plan: Plan
    question: Question
    minutes: int


def moved_on(
    question: Question, plan: Plan, life: Life, catalogue: Catalogue | Index, *, loosen: bool = True
) -> MovedOn | None:
    """``plan``, laid out for ``life``, as an answer to ``question``, which an event has made of its own.

    Each module begins when it did or, where there is no room then, as soon after as there is, one after another in the
    order they had; classes stay in their weeks. Pins to weeks hold unless one may ``loosen`` them and is done sooner
    when those of rolling modules to come move on too; among plans that are done as soon, the least is moved in all.
    None where some class is lost, or the goal, the budget or the deadline is no longer met: then there is more to find
    than time.
    """
    index, was, free = index_of(catalogue), Clock.of(life), _loosened(question)
    asked = [question, free] if loosen and free != question else [question]
    found = [one for one in (_shifted(one, plan, was, index) for one in asked) if one is not None]
    return min(found, key=lambda one: (one.plan.figures.finish, one.minutes), default=None)


def _loosened(question: Question) -> Question:
    """The same, with what is rolling and still to come pinned to no week."""
    now = question.life.begins if question.wishes.now is None else question.wishes.now
    pins = tuple(
        Pin(pin.module) if pin.offering is None and pin.week is not None and pin.week >= now else pin
        for pin in question.wishes.pins
    )
    return replace(question, wishes=replace(question.wishes, pins=pins))


def _shifted(question: Question, plan: Plan, was: Clock, index: Index) -> MovedOn | None:
    task = task_of(question, index)
    names = {kept.module for kept in question.wishes.kept}
    steps = [step for step in plan.steps if step.module in names]
    placed = None if task.pins_make_no_sense else _placed(steps, was, task)
    if placed is None:
        return None
    new = plan_of(task, drafted(task, placed))
    if next(drafts_of((new,), task), None) is None:
        return None
    return MovedOn(new, question, sum(step.begin for step in placed))


def _placed(steps: Iterable[Step], was: Clock, task: Task) -> tuple[Placed, ...] | None:
    """Where each step comes to lie; None where one is no longer offered as it was."""
    options = {step.module: _option(step, task.index) for step in steps}
    ways = {task.index.number[name]: (option,) for name, option in options.items() if option is not None}
    if len(ways) < len(options):
        return None
    lanes, ends, placed = Lanes(task.at_once), dict[int, int](), list[Placed]()
    for step, option in sorted(
        ((step, option) for step in steps if (option := options[step.module]) is not None),
        key=lambda pair: (task.high[pair[1]] == FOREVER, pair[0].clock, pair[0].module),
    ):
        module = task.index.number[step.module]
        some = int(task.lanes[option]) or min(step.lanes, task.at_once)
        length = int(task.length[option]) if task.lanes[option] else -(-int(task.load[option]) // some)
        begin = max(_as_before(step, was, task.clock), int(task.low[option]))
        if task.high[option] < FOREVER:
            begin = min(begin, int(task.high[option]))
        elif some <= task.at_once:
            soonest = max(begin, ready_when(task, task.index.modules[module].requires, ways)(ends))
            if soonest >= LATER:
                return None
            begin = lanes.first_free(soonest, length, some)
        lanes.take(begin, begin + length, some)
        ends[module] = begin + length
        placed.append(Placed(module, option, begin, begin + length, some))
    return tuple(sorted(placed, key=lambda one: (one.begin, one.module)))


def _option(step: Step, index: Index) -> int | None:
    """The same class as before, or the module at any time; None where there is no such any longer."""
    number = index.number.get(step.module)
    ways = () if number is None else range(index.options.at[number], index.options.at[number + 1])
    names = ((option, index.options.offering[option]) for option in ways)
    return next((option for option, way in names if step.offering == (None if way is None else way.id)), None)


def _as_before(step: Step, was: Clock, clock: Clock) -> int:
    """What the clock shows as far into the week in which the step began as it did; less where the week has less."""
    week = step.begins
    return min(clock.at(week) + max(step.clock[0] - was.at(week), 0), max(clock.at(week + 1) - 1, clock.at(week)))
