"""Exact models of a cone around dates, from the roughest to the full one.

`OrderedModel` knows when things can begin and that dated offerings get in each other's way, but not that everything
else takes lanes too. `ZonedModel` is told which dated offerings are taken: what is rolling then lies in one of the
blocks that they leave. `TimedModel` leaves nothing out: an optional interval for each number of lanes.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from nanocore.planning._cone import Cone
from nanocore.planning._model import IsTrue, Model, RankedModel, Value
from nanocore.planning._schedule import Placed, Window
from nanocore.planning._solver import Answer, Sum
from nanocore.planning._typing import Flags, Ints
from nanocore.planning._zones import Block, gaps_between


class Way(NamedTuple):
    """A way to study an option: in so many lanes for so long, begun between two moments, when ``literal`` holds."""

    lanes: int
    length: int
    low: int
    high: int
    literal: cp_model.IntVar


class OrderedModel(Model):
    """Every module lies somewhere, after what it requires, and what is tied to a time beside each other."""

    def _times(self) -> None:
        cone = self.cone
        self.starts: dict[int, cp_model.IntVar] = {}
        self.ways: list[list[Way]] = [list(self._ways(option)) for option in range(len(cone.option))]
        for module in range(cone.size):
            ways = [way for option in self._options_of(module) for way in self.ways[option]]
            low, high = min((way.low for way in ways), default=0), max((way.high for way in ways), default=0)
            start = self.starts[module] = self.model.new_int_var(low, max(low, high), "")
            for way in ways:
                self.model.add_linear_constraint(start, way.low, way.high).only_enforce_if(way.literal)
        self._share_lanes()
        self._stay()

    def moved(self) -> Sum:
        """How many modules of the plan one had are in this one, but not where they were."""
        return cp_model.LinearExpr.sum([self.takes[module] - self.stays.get(module, 0) for module in self.cone.kept])

    def _stay(self) -> None:
        self.stays: dict[int, cp_model.IntVar] = {}
        for module, place in self.cone.kept.items():
            if place is not None:
                stays = self.stays[module] = self.model.new_bool_var("")
                self.model.add_implication(stays, self.picks[place.option])
                self.model.add_linear_constraint(self.starts[module], place.low, place.high).only_enforce_if(stays)

    def _options_of(self, module: int) -> range:
        return range(int(self.cone.option_at[module]), int(self.cone.option_at[module + 1]))

    def _way(self, option: int) -> Way:
        """The one way of a dated option, or a rolling one with all lanes."""
        cone, length = self.cone, int(self.cone.length[option])
        high = min(int(cone.high[option]), self.horizon - length)
        lanes = int(cone.lanes[option]) or cone.task.at_once
        return Way(lanes, length, int(cone.low[option]), high, self.picks[option])

    def _ways(self, option: int) -> Iterable[Way]:
        one, at_once = self._way(option), self.cone.task.at_once
        if self.cone.lanes[option] or at_once == 1 or not self._sharing()[option]:
            yield one
            return
        literals = [self.model.new_bool_var("") for _ in range(at_once)]
        self.model.add(sum(literals) == one.literal)
        for lanes, literal in zip(range(at_once, 0, -1), literals, strict=True):
            length = -(-int(self.cone.load[option]) // lanes)
            yield Way(lanes, length, one.low, min(int(self.cone.high[option]), self.horizon - length), literal)

    def _sharing(self) -> Flags:
        """The options of which it is known that they take lanes beside each other: those tied to a time."""
        return (self.cone.lanes > 0) | (self.cone.high - self.cone.low < self.cone.length)

    def _share_lanes(self) -> None:
        self._cumulative(np.flatnonzero(self._sharing()))

    def _wasted(self) -> Sum:
        """What is left on the lanes between one dated option and the next, when nothing fits there.

        Lanes flow through time: from the beginning through the dated options that are taken to the end.
        """
        cone, at_once = self.cone, self.cone.task.at_once
        dates, gaps = gaps_between(cone, self.horizon)
        if not gaps:
            return 0
        flows = [self.model.new_int_var(0, at_once, "") for _ in gaps]
        wasted = [flow * gap.waste for flow, gap in zip(flows, gaps, strict=True)]
        for number in range(len(dates) + 1):
            lanes = self.picks[dates[number]] * int(cone.lanes[dates[number]]) if number < len(dates) else at_once
            self.model.add(sum(flow for flow, gap in zip(flows, gaps, strict=True) if gap.after == number) == lanes)
            self.model.add(sum(flow for flow, gap in zip(flows, gaps, strict=True) if gap.before == number) == lanes)
        for flow, gap in zip(flows, gaps, strict=True):
            if gap.more:
                has_all = self.model.new_bool_var("")
                self.model.add(flow <= at_once - 1 + has_all)
                wasted.append(has_all * at_once * gap.more)
        return sum(wasted)

    def _cumulative(self, options: Ints) -> None:
        """No more lanes than there are for these options together."""
        at_once, intervals, demands = self.cone.task.at_once, [], []
        for option in options.tolist():
            start = self.starts[int(self.cone.owner[option])]
            for way in self.ways[option]:
                where = way.low if way.low == way.high else start
                intervals.append(self.model.new_optional_fixed_size_interval_var(where, way.length, way.literal, ""))
                demands.append(way.lanes)
        if at_once == 1:
            self.model.add_no_overlap(intervals)
        else:
            self.model.add_cumulative(intervals, demands, at_once)

    def _knows_order(self) -> bool:
        return True

    def _follows(self, node: int, child: int, literal: cp_model.IntVar) -> None:
        """When ``literal`` holds the child is met, and not after the node is (or begins, when it is a module)."""
        super()._follows(node, child, literal)
        if node >= self.cone.size and not self._is_required(node):
            return
        when = self._moment(node)
        if child >= self.cone.size:
            self.model.add(when >= self._moment(child)).only_enforce_if(literal)
            return
        for option in self._options_of(child):
            for way in self.ways[option]:
                self.model.add(when >= self.starts[child] + way.length).only_enforce_if(literal, way.literal)

    def _moment(self, node: int) -> cp_model.IntVar:
        """When a module begins, or a node that is no module is met."""
        if node not in self.starts:
            self.starts[node] = self.model.new_int_var(0, self.horizon, "")
        return self.starts[node]


class TimedModel(OrderedModel):
    """The model of all plans in a cone that end by ``horizon``."""

    def _sharing(self) -> Flags:
        return np.ones(len(self.cone.option), dtype=np.bool_)

    def read(self, answer: Answer, is_true: IsTrue, value: Value) -> None:
        """Write down what has been picked, and where it lies."""
        super().read(answer, is_true, value)
        answer.steps = tuple(self._placed(is_true, value))

    def _placed(self, is_true: IsTrue, value: Value) -> Iterable[Placed]:
        cone = self.cone
        for option, ways in enumerate(self.ways):
            for way in ways:
                if is_true(way.literal):
                    owner = int(cone.owner[option])
                    begin = value(self.starts[owner])
                    module = int(cone.module[owner])
                    yield Placed(module, int(cone.option[option]), begin, begin + way.length, way.lanes)


class ZonedModel(OrderedModel):
    """The model of all plans that take every dated option of the cone, with what is rolling in the ``blocks`` between.

    In a block that is even it leaves nothing out: there one module comes after another. In another it knows how much
    room there is in all. Rolling options may begin at any time.
    """

    def __init__(self, cone: Cone, horizon: int, blocks: Sequence[Block]) -> None:
        self.blocks = [(block, list[tuple[int, Way]]()) for block in blocks]
        super().__init__(cone, horizon)
        for option in np.flatnonzero(cone.lanes).tolist():
            self.model.add(self.picks[option] == 1)

    def _ways(self, option: int) -> Iterable[Way]:
        if self.cone.lanes[option]:
            yield self._way(option)
            return
        ways, load = [], int(self.cone.load[option])
        for block, inside in self.blocks:
            length = block.length_of(load)
            if length <= block.ends - block.begins:
                literal = self.model.new_bool_var("")
                ways.append(Way(block.lanes, length, block.begins, block.ends - length, literal))
                inside.append((option, ways[-1]))
        self.model.add(sum(way.literal for way in ways) == self.picks[option])
        yield from ways

    def _share_lanes(self) -> None:
        for block, inside in self.blocks:
            literals = [way.literal for _, way in inside]
            loads = [way.length if block.is_even else int(self.cone.load[option]) for option, way in inside]
            room = block.ends - block.begins if block.is_even else block.room
            self.model.add(cp_model.LinearExpr.weighted_sum(literals, loads) <= room)

    def read(self, answer: Answer, is_true: IsTrue, value: Value) -> None:
        """Write down what has been picked, and in which order and blocks it lies."""
        super().read(answer, is_true, value)
        cone = self.cone
        for _, inside in self.blocks:
            for option, way in inside:
                if is_true(way.literal):
                    owner = int(cone.owner[option])
                    answer.windows[int(cone.module[owner])] = Window(way.low, way.high)
                    answer.begins[int(cone.module[owner])] = value(self.starts[owner])


def exact(cone: Cone, horizon: int) -> Model:
    """The least that leaves nothing out."""
    return TimedModel(cone, horizon) if is_timed(cone, horizon) else RankedModel(cone, horizon)


def is_timed(cone: Cone, horizon: int) -> bool:
    """Whether more has to be known than what is taken: something has a date, or a week it should stay in."""
    return bool(
        cone.lanes.any() or cone.kept or (len(cone.low) and (cone.low.max() > cone.low.min()))
        or (cone.high < horizon).any()
    )  # fmt: skip
