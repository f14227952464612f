"""When each module of a chosen set is studied: the set is given, and where its dated offerings lie.

Serial schedule generation, as for resource-constrained projects (R. Kolisch, 1996): one module after another is put
where it is completed soonest, the one that others wait for first. With rolling modules alone that is always the best
there is: all lanes for one module after another. Around dated offerings it may fail where `_model` still finds a way.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from nanocore.planning._catalogue import AllOf, AnyOf, HasCompetence, HasModule, Requirement
from nanocore.planning._kernels import NEVER
from nanocore.planning._task import Task

LATER = int(NEVER)
STRIDES = (3, 5, 7, 11, 13)
"""Ways to go through modules by turns."""


class Placed(NamedTuple):
    """A module (its number in the index) in an option, on the work clock, in so many lanes."""

    module: int
    option: int
    begin: int
    end: int
    lanes: int


class Window(NamedTuple):
    """A module has to begin between two moments."""

    low: int
    high: int


Ready = Callable[[Mapping[int, int]], int]
"""From the ends of modules to the moment a requirement is met, or ``LATER``."""


@dataclass(slots=True)
class Lanes:
    """How many lanes are ``taken`` from each of the ``moments`` on, until the next."""

    all: int
    moments: list[int] = field(default_factory=lambda: [-LATER])
    taken: list[int] = field(default_factory=lambda: [0])

    def take(self, begin: int, end: int, lanes: int) -> None:
        """Occupy ``lanes`` from ``begin`` to ``end``."""
        for at in range(self._cut(begin), self._cut(end)):
            self.taken[at] += lanes

    def is_free(self, begin: int, end: int, lanes: int) -> bool:
        """Whether so many are free all the time."""
        first, after = bisect_right(self.moments, begin) - 1, bisect_left(self.moments, end)
        return all(some + lanes <= self.all for some in self.taken[first:after])

    def first_free(self, soonest: int, length: int, lanes: int) -> int:
        """The first moment from ``soonest`` on from which so many are free for ``length``."""
        begin = soonest
        for at in range(bisect_right(self.moments, soonest) - 1, len(self.moments)):
            if self.moments[at] >= begin + length:
                break
            if self.taken[at] + lanes > self.all:
                begin = self.moments[at + 1]
        return begin

    def _cut(self, moment: int) -> int:
        """The place of a moment, where a new stretch of time begins."""
        at = bisect_left(self.moments, moment)
        if at == len(self.moments) or self.moments[at] != moment:
            self.moments.insert(at, moment)
            self.taken.insert(at, self.taken[at - 1])
        return at


class Misfit(NamedTuple):
    """The module for which there was no place."""

    module: int


def placed(
    task: Task,
    options: Mapping[int, Sequence[int]],
    urgency: Mapping[int, int],
    windows: Mapping[int, Window] | None = None,
) -> tuple[Placed, ...] | Misfit:
    """Each module in one of its ``options``, as soon as can be, the least ``urgency`` first; or what did not fit."""
    needs = {module: ready_when(task, task.index.modules[module].requires, options) for module in options}
    lanes = Lanes(task.at_once)
    steps: dict[int, Placed] = {}
    for module, ways in options.items():
        if len(ways) == 1 and task.lanes[ways[0]]:
            steps[module] = _dated(task, module, ways[0])
            if not lanes.is_free(*steps[module][2:]):
                return Misfit(module)
            lanes.take(*steps[module][2:])
    ends = {module: step.end for module, step in steps.items()}
    left = sorted(options.keys() - steps.keys(), key=lambda module: (urgency.get(module, LATER), module))
    while left:
        module, ready = next(((one, when) for one in left if (when := needs[one](ends)) < LATER), (left[0], LATER))
        step = _soonest(task, module, options[module], ready, lanes, (windows or {}).get(module))
        if step is None:
            return Misfit(module)
        left.remove(module)
        steps[module] = step
        lanes.take(*step[2:])
        ends[module] = step.end
    for module, step in steps.items():
        if needs[module](ends) > step.begin:
            return Misfit(module)
    return tuple(sorted(steps.values(), key=lambda step: (step.begin, step.module)))


def placed_as_before(
    task: Task, options: Mapping[int, Sequence[int]], urgency: Mapping[int, int]
) -> tuple[Placed, ...] | Misfit:
    """The same, with what can stay where it was in the plan one had staying there, and the rest put around it."""
    windows = {
        module: Window(place.low, place.high)
        for module, place in task.kept.items()
        if place is not None and place.option in options.get(module, ())
    }
    while True:
        ways = {module: (task.kept[module].option,) if module in windows else options[module] for module in options}  # type: ignore[union-attr]  # a window has a place
        first = {module: windows[module].low - LATER for module in windows}
        steps = placed(task, ways, {**urgency, **first}, windows)
        if not isinstance(steps, Misfit) or not windows or not task.may_move:
            return steps
        windows.pop(steps.module if steps.module in windows else max(windows, key=lambda one: windows[one]))


def laid_out(
    task: Task, options: Mapping[int, int], urgency: Mapping[int, int], windows: Mapping[int, Window] | None = None
) -> tuple[Placed, ...] | Misfit:
    """A plan of given modules in given options: the most urgent first, or the longest, or the shortest, or by turns.

    Each begins in its window; where there are none they stay where they were in the plan one had, if they can.
    """
    ways = {module: (option,) for module, option in options.items()}
    length = {module: int(task.length[option]) for module, option in options.items()}
    by_length = sorted(options, key=lambda module: (-length[module], module))
    orders = [urgency, {module: -length[module] for module in options}, length]
    orders += [{module: (at * step) % len(options) for at, module in enumerate(by_length)} for step in STRIDES]
    steps: tuple[Placed, ...] | Misfit = Misfit(-1)
    for order in orders if task.lanes[list(options.values())].any() else orders[:1]:
        steps = placed(task, ways, order, windows) if windows else placed_as_before(task, ways, order)
        if not isinstance(steps, Misfit):
            break
    return steps


def shifted_left(task: Task, steps: Iterable[Placed], windows: Mapping[int, Window]) -> tuple[Placed, ...]:
    """A schedule that holds, each step begun as soon as can be in the order and the lanes it had."""
    steps = sorted(steps, key=lambda step: (step.begin, step.end, step.module))
    options = {step.module: (step.option,) for step in steps}
    lanes = Lanes(task.at_once)
    ends: dict[int, int] = {}
    moved = []
    for step in steps:
        if not task.lanes[step.option]:
            ready = ready_when(task, task.index.modules[step.module].requires, options)(ends)
            low = max(ready, int(task.low[step.option]), windows[step.module].low if step.module in windows else 0)
            begin = lanes.first_free(low, step.end - step.begin, step.lanes)
            step = step._replace(begin=begin, end=begin + step.end - step.begin)
        lanes.take(*step[2:])
        ends[step.module] = step.end
        moved.append(step)
    return tuple(sorted(moved, key=lambda step: (step.begin, step.module)))


def are_in_place(task: Task, steps: Iterable[Placed]) -> bool:
    """Whether each step lies where its option may, in lanes that are free, after all that its module requires."""
    ends = {step.module: step.end for step in steps}
    lanes = Lanes(task.at_once)
    for step in steps:
        ready = ready_when(task, task.index.modules[step.module].requires, ends)(ends)
        if not (_may_lie(task, step) and ready <= step.begin and lanes.is_free(*step[2:])):
            return False
        lanes.take(*step[2:])
    return True


def _may_lie(task: Task, step: Placed) -> bool:
    option, dated = step.option, int(task.lanes[step.option])
    if not (task.usable[option] and 1 <= step.lanes <= task.at_once and step.lanes == (dated or step.lanes)):
        return False
    length = int(task.length[option]) if dated else -(-int(task.load[option]) // step.lanes)
    is_in_time = int(task.low[option]) <= step.begin <= int(task.high[option]) and step.end <= task.horizon
    return is_in_time and step.end - step.begin == length


def _dated(task: Task, module: int, option: int) -> Placed:
    begin = int(task.low[option])
    return Placed(module, option, begin, begin + int(task.length[option]), int(task.lanes[option]))


def _soonest(
    task: Task, module: int, options: Sequence[int], ready: int, lanes: Lanes, window: Window | None
) -> Placed | None:
    best = None
    for option in options if ready < LATER else ():
        if task.lanes[option]:
            found = [_dated(task, module, option)]
        else:
            counts = range(task.at_once, 0, -1)
            found = [_rolling(task, module, option, ready, lanes, count, window) for count in counts]
        low, high = max(ready, int(task.low[option])), int(task.high[option])
        if window is not None:
            low, high = max(low, window.low), min(high, window.high)
        for step in found:
            holds = low <= step.begin <= high and step.end <= task.horizon and lanes.is_free(*step[2:])
            if holds and (best is None or step.end < best.end):
                best = step
    return best


def _rolling(
    task: Task, module: int, option: int, ready: int, lanes: Lanes, count: int, window: Window | None
) -> Placed:
    length = -(-int(task.load[option]) // count)
    low = max(ready, int(task.low[option]), window.low if window else 0)
    begin = lanes.first_free(low, length, count)
    return Placed(module, option, begin, begin + length, count)


def ready_when(task: Task, requirement: Requirement, among: Iterable[int]) -> Ready:
    """When a requirement is met, as a function of when modules ``among`` the planned end."""
    index = task.index
    match requirement:
        case HasModule(name):
            node = index.number.get(name, index.foreign.get(name, -1))
            return _at_once if task.known[node] else _first_of([node])
        case HasCompetence(name, level):
            levels, nodes = index.competences[name]
            if task.known[nodes[levels.index(level)]]:
                return _at_once
            return _first_of([m for m in among if _teaches(task, m, name, level)])
        case AllOf(parts):
            needs = [ready_when(task, part, among) for part in parts]
            return lambda ends: max((need(ends) for need in needs), default=0)
        case AnyOf(parts):
            any_of = [ready_when(task, part, among) for part in parts]
            return lambda ends: min((need(ends) for need in any_of), default=LATER)


def _teaches(task: Task, module: int, competence: str, level: int) -> bool:
    return any(name == competence and best >= level for name, best in task.index.modules[module].teaches)


def _at_once(ends: Mapping[int, int]) -> int:
    return 0


def _first_of(modules: Sequence[int]) -> Ready:
    return lambda ends: min((ends.get(module, LATER) for module in modules), default=LATER)
