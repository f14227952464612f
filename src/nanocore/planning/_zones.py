"""What room dated offerings leave: blocks of time in which some lanes are free.

Nothing that is rolling lies in two blocks, since between them no lane is free.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from nanocore.planning._cone import Cone

MOST_ON_PATH = 40
"""Between so many dated options that take all lanes gaps are looked at."""


@dataclass(frozen=True, slots=True)
class Block:
    """From ``begins`` to ``ends`` at most so many ``lanes`` are free, and ``room`` minutes of lanes in all.

    It ``is_even`` when nothing dated begins or ends within.
    """

    begins: int
    ends: int
    lanes: int
    room: int
    is_even: bool

    def length_of(self, load: int) -> int:
        """How long a module of so many minutes of lanes takes here at least."""
        return -(-load // self.lanes)


def blocks_between(cone: Cone, horizon: int) -> tuple[Block, ...] | None:
    """The blocks that the dated options of ``cone`` leave; None when they are in each other's way."""
    is_dated = cone.lanes > 0
    begins, lanes = cone.low[is_dated], cone.lanes[is_dated]
    ends = begins + cone.length[is_dated]
    first = int(cone.low[~is_dated].min(initial=horizon))
    moments = np.unique(np.concatenate([begins, ends, [first, horizon]]))
    blocks: list[Block] = []
    is_open = False
    for start, end in zip(moments[:-1].tolist(), moments[1:].tolist(), strict=True):
        free = cone.task.at_once - int(lanes[(begins <= start) & (end <= ends)].sum())
        if free < 0:
            return None
        if free and start >= first:
            room = free * (end - start)
            last = blocks.pop() if is_open else Block(start, start, 0, 0, is_even=True)
            blocks.append(Block(last.begins, end, max(last.lanes, free), last.room + room, is_even=not is_open))
        is_open = free > 0 and start >= first
    return tuple(blocks)


def are_all(cone: Cone, horizon: int) -> bool:
    """Whether blocks are all there is to know: nothing rolling has a week of its own."""
    rolling = cone.lanes == 0
    low = cone.low[rolling]
    return not cone.kept and bool((cone.high[rolling] >= horizon).all()) and (not len(low) or low.min() == low.max())


class Sums:
    """What numbers out of a given lot can add up to."""

    def __init__(self, numbers: Iterable[int], most: int) -> None:
        all_up_to = (1 << (most + 1)) - 1
        self.reached = 1
        for number in numbers:
            self.reached |= self.reached << number & all_up_to

    def left_of(self, room: int) -> int:
        """How much of ``room`` is left however well it is filled."""
        return room - (self.reached & ((1 << (room + 1)) - 1)).bit_length() + 1


class Gap(NamedTuple):
    """On a lane, between one dated option and the next, by their places in a list; the last place is the edge of time.

    ``waste`` minutes of each lane there cannot be used, whatever is studied; ``more`` of each when all lanes have it.
    """

    after: int
    before: int
    waste: int
    more: int


def gaps_between(cone: Cone, horizon: int) -> tuple[Sequence[int], list[Gap]]:
    """The dated options, and the gaps between any two of them and the edges of time.

    None where there are too many, or there is time for everything. What fills a gap on one lane are modules in any
    number of lanes; what fills one on all of them may as well come one after another.
    """
    at_once, rolling, dates = cone.task.at_once, cone.lanes == 0, np.flatnonzero(cone.lanes)
    first = int(cone.low[rolling].min(initial=horizon))
    is_short = cone.load.sum() > at_once * (horizon - first)
    if not (is_short and 0 < len(dates) <= MOST_ON_PATH and are_all(cone, horizon) and (cone.low >= first).all()):
        return (), []
    loads = cone.load[rolling].tolist()
    together = Sums([-(-load // at_once) for load in loads], horizon)
    alone = Sums([-(-load // lanes) for load in loads for lanes in range(1, at_once + 1)], horizon)
    gaps = []
    for after, end in enumerate([*(cone.low + cone.length)[dates].tolist(), first]):
        for before, begin in enumerate([*cone.low[dates].tolist(), horizon]):
            if end <= begin:
                waste = alone.left_of(begin - end)
                gaps.append(Gap(after, before, waste, together.left_of(begin - end) - waste))
    return dates.tolist(), gaps
