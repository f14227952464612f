"""The best for each group alone, as if nobody else were there: an exact bound in milliseconds, and often the answer.

Dynamic programming over the subsets of what is wanted: the least cost of covering a subset with the offers seen so far.
"""

import math
from dataclasses import dataclass
from itertools import compress, product
from typing import Final

import numpy as np

from nanocore.matching.bundles_table import Flags, Ints, Table

_MOST_STATES: Final = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Who takes what, (groups, offers); the least cost of each group's target, (groups,); and of everything asked."""

    takes: Flags
    each: Ints
    total: int


def alone(table: Table, cost: Ints) -> Choice | None:
    """The least-cost offers that give what is asked, disregarding requirements, seats, budget and number of offers.

    Where only some must have a competence, who they are is chosen too; each group must then be one person. None when
    that has too many ways to be gone through.
    """
    if math.prod(more + 1 for more in table.counted.values()) > _MOST_STATES:
        return None
    subsets = _Subsets(table, cost)
    each = subsets.least[np.arange(len(table.groups)), table.target]
    goals, extra = _shared_out(table, subsets.least) if table.counted else (table.target, 0)
    return Choice(subsets.takes(goals), each, int(each @ table.size) + extra)


class _Subsets:
    """The least cost of every subset of what is wanted, (groups, subsets), and which offers it takes."""

    def __init__(self, table: Table, cost: Ints) -> None:
        self.shape = cost.shape
        self.masks, price, self.offer = _best_of_each_mask(table, cost)
        subsets = np.arange(1 << len(table.need.wanted))
        self.least = np.full((cost.shape[0], len(subsets)), 1 << 61, dtype=np.int64)
        self.least[:, 0] = 0
        self.improved = np.zeros((len(self.masks), *self.least.shape), dtype=np.bool_)
        for at, mask in enumerate(self.masks):
            with_it = self.least[:, subsets & ~mask] + price[:, at, None]
            np.less(with_it, self.least, out=self.improved[at])
            np.minimum(self.least, with_it, out=self.least)

    def takes(self, goals: Ints) -> Flags:
        """What covers each group's goal at that cost."""
        takes = np.zeros(self.shape, dtype=np.bool_)
        rows, left = np.arange(len(goals)), goals.copy()
        for at in range(len(self.masks) - 1, -1, -1):
            taken = self.improved[at][rows, left]
            takes[rows[taken], self.offer[taken, at]] = True
            left[taken] &= ~self.masks[at]
        return takes


def _shared_out(table: Table, least: Ints) -> tuple[Ints, int]:
    """Who is taught what only some must have: everybody's goal, and what it costs more than their target does."""
    bits = [1 << one for one in table.counted]
    shape = tuple(more + 1 for more in table.counted.values())
    cost = np.full(shape, 1 << 60, dtype=np.int64)
    cost[(0,) * len(shape)] = 0
    choices = []
    extras = [(sum(compress(bits, chosen)), chosen) for chosen in product((0, 1), repeat=len(bits))]
    for group, target in enumerate(table.target.tolist()):
        ways = []
        for mask, chosen in extras:
            more = least[group, target | mask] - least[group, target]
            is_possible = mask & int(table.lacks[group] & table.within[group]) == mask
            ways.append(_moved(cost, chosen) + more if is_possible else np.full(shape, 1 << 60, dtype=np.int64))
        choices.append(np.argmin(ways, axis=0))
        cost = np.min(ways, axis=0)
    at = tuple(more - 1 for more in shape)
    total, goals = int(cost[at]), table.target.copy()
    for group in range(len(goals) - 1, -1, -1):
        mask, chosen = extras[int(choices[group][at])]
        goals[group] |= mask
        at = tuple(max(place - one, 0) for place, one in zip(at, chosen, strict=True))
    return goals, total


def _moved(cost: Ints, chosen: tuple[int, ...]) -> Ints:
    """What it takes to have come to each count, if one more is chosen; above what is asked, more does not matter."""
    places = [np.maximum(np.arange(size) - one, 0) for size, one in zip(cost.shape, chosen, strict=True)]
    return cost[np.ix_(*places)]


def _best_of_each_mask(table: Table, cost: Ints) -> tuple[list[int], Ints, Ints]:
    """The masks, and of each and each group the least cost and the offer that has it."""
    found, where = np.unique(table.mask, return_inverse=True)
    useful = [(at, int(mask)) for at, mask in enumerate(found) if mask]
    price = np.empty((cost.shape[0], len(useful)), dtype=np.int64)
    offer = np.empty_like(price)
    rows = np.arange(cost.shape[0])
    for column, (at, _) in enumerate(useful):
        ones = np.flatnonzero(where == at)
        best = ones[np.argmin(cost[:, ones], axis=1)]
        offer[:, column], price[:, column] = best, cost[rows, best]
    return [mask for _, mask in useful], price, offer
