"""The part of a catalogue that a plan within given bounds can use: everything else is provably in none.

A module stays while the soonest that it can be completed is no later than the latest that it is of any use. What stays
is numbered anew, so that each stage works on arrays no longer than its own cone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nanocore.planning._graph import Graph, graph_of
from nanocore.planning._kernels import NEVER, backward, compacted, forward, turned
from nanocore.planning._task import Place, Row, Task
from nanocore.planning._typing import Flags, Ints, Nodes


@dataclass(frozen=True, slots=True, eq=False)
class Cone:
    """Modules, their options and what they require. ``module`` and ``option`` are their numbers in the index.

    ``met`` is when each node is met at the soonest and ``late`` when at the latest, as far as is known.
    """

    task: Task
    graph: Graph
    module: Nodes
    option: Nodes
    option_at: Nodes
    owner: Nodes
    usable: Flags
    low: Ints
    high: Ints
    length: Ints
    load: Ints
    lanes: Ints
    known: Flags
    wanted: Flags
    musts: Nodes
    kept: dict[int, Place | None]
    rows: tuple[Row, ...]
    met: Ints
    late: Ints

    @property
    def size(self) -> int:
        """How many modules there are."""
        return len(self.module)

    def of_options(self, column: Ints) -> Ints:
        """A column of the index by option, for the options of this cone."""
        return column[self.option]

    def least(self, column: Ints) -> Ints:
        """For each module the least of its options' values in ``column`` (by option of the cone)."""
        if not len(column):
            return np.zeros(0, dtype=np.int64)
        return np.minimum.reduceat(column, self.option_at[:-1])

    def within(self, horizon: int) -> "Cone | None":
        """What can be part of a plan that ends by ``horizon``; None when there is no such plan."""
        graph = self.graph
        met, ready = forward(
            graph.modules, graph.is_or, graph.child_at, graph.parent_at, graph.parent, self.option_at,
            self.low, self.high, self.length, self.usable, self.known, horizon,
        )  # fmt: skip
        if (met[self.musts] > horizon).any():
            return None
        late = backward(
            graph.modules, graph.child_at, graph.child, self.option_at, self.low, self.high, self.length,
            self.usable, met, ready, self.wanted, horizon,
        )  # fmt: skip
        begin = np.maximum(self.low, ready[self.owner])
        in_time = self.usable & (begin <= self.high) & (begin + self.length <= late[self.owner])
        return self._compact(met, late, in_time)

    def useful(self, weight: Ints, most: int) -> Flags:
        """Modules that can be part of a plan in which ``weight`` (by module, none below 0) adds up to at most ``most``.

        A plan with a module in it also has all of some chain of modules below it, down to one that requires nothing,
        and of one above it, up to something wanted: their weights add up. (Each counts one more, far below the unit,
        so that nothing is met at 0.)
        """
        unit = self.size + 1
        scaled, limit = weight * unit + 1, most * unit + self.size
        spent, before = self.dearest(scaled, limit)
        left = backward(
            self.size, self.graph.child_at, self.graph.child, *self._any_time(), scaled, self._every(), spent, before,
            self.wanted, limit,
        )  # fmt: skip
        return np.asarray(spent[: self.size] <= left[: self.size])

    def dearest(self, weight: Ints, most: int) -> tuple[Ints, Ints]:
        """The weight of the heaviest chain of modules that each node takes, and its children take, at the least.

        ``NEVER`` when that is more than ``most``.
        """
        graph = self.graph
        return forward(
            graph.modules, graph.is_or, graph.child_at, graph.parent_at, graph.parent, *self._any_time(), weight,
            self._every(), self.known, most,
        )  # fmt: skip

    def _any_time(self) -> tuple[Nodes, Ints, Ints]:
        """One option for each module, which can begin at any time."""
        at = np.arange(self.size + 1, dtype=np.int32)
        return at, np.zeros(self.size, dtype=np.int64), np.full(self.size, NEVER, dtype=np.int64)

    def _every(self) -> Flags:
        return np.ones(self.size, dtype=np.bool_)

    def keeping(self, modules: Flags, options: Flags, horizon: int) -> "Cone | None":
        """The cone without modules and options that are not flagged; None when a must can be met no longer."""
        usable = self.usable & options & modules[self.owner]
        return replace(self, usable=usable).within(horizon)

    def essence(self) -> "Cone":
        """The modules that every plan has, and what they require of each other; what else they require is met in time.

        Whatever this leaves no room for has no plan: it is the smallest relaxation that knows about dates.
        """
        found: dict[int, list[int]] = {}
        left = sorted({module for must in self.musts.tolist() for module in self._needed(must)})
        while left:
            module = left.pop()
            if module not in found:
                children = self.graph.child[self.graph.child_at[module] : self.graph.child_at[module + 1]].tolist()
                found[module] = sorted({needed for child in children for needed in self._needed(child)})
                left += found[module]
        modules = sorted(found)
        number = np.full(self.graph.size, -1, dtype=np.int32)
        number[modules] = np.arange(len(modules), dtype=np.int32)
        ready = np.zeros(self.graph.size, dtype=np.int64)
        for module in modules:
            children = self.graph.child[self.graph.child_at[module] : self.graph.child_at[module + 1]]
            ready[module] = self.met[children].max(initial=0)
        low = np.where(self.lanes > 0, self.low, np.maximum(self.low, ready[self.owner]))
        stays = (number[self.owner] >= 0) & (low >= ready[self.owner]) & (low <= self.high)
        alone = replace(
            self,
            low=low,
            task=replace(self.task, groups=()),
            musts=np.array(modules, dtype=np.int32),
            rows=(),
            graph=graph_of(
                len(modules), [number[found[module]].tolist() for module in modules], [False] * len(modules)
            ),
        )
        return alone._numbered(np.array(modules, dtype=np.int32), number, stays)

    def _needed(self, node: int) -> list[int]:
        """The modules without which a node cannot be met, as far as is plain to see."""
        if node < self.size:
            return [node]
        children = self.graph.child[self.graph.child_at[node] : self.graph.child_at[node + 1]].tolist()
        if self.graph.is_or[node] and len(children) != 1:
            return []
        return [module for child in children for module in self._needed(child)]

    def _compact(self, met: Ints, late: Ints, stays: Flags) -> "Cone":
        graph = self.graph
        old, number, child_at, child = compacted(graph.modules, graph.is_or, graph.child_at, graph.child, met, late)
        modules = int(np.searchsorted(old, graph.modules))
        parent_at, parent = turned(child_at, child)
        smaller = Graph(modules, graph.is_or[old], child_at, child, parent_at, parent)
        return replace(self, graph=smaller, met=met, late=late)._numbered(old, number, stays)

    def _numbered(self, old: Nodes, number: Nodes, stays: Flags) -> "Cone":
        """All columns by new numbers. The graph has them already; ``old`` has those there were."""
        here = old[: self.graph.modules]
        option = np.flatnonzero(stays & (number[self.owner] >= 0)).astype(np.int32)
        new_option = np.full(len(stays), -1, dtype=np.int32)
        new_option[option] = np.arange(len(option), dtype=np.int32)
        owner = number[self.owner[option]]
        musts = number[self.musts]
        return replace(
            self,
            module=self.module[here],
            option=self.option[option],
            option_at=np.searchsorted(owner, np.arange(len(here) + 1)).astype(np.int32),
            owner=owner,
            usable=np.ones(len(option), dtype=np.bool_),
            low=self.low[option],
            high=self.high[option],
            length=self.length[option],
            load=self.load[option],
            lanes=self.lanes[option],
            known=np.zeros(len(old), dtype=np.bool_),
            wanted=self.wanted[old],
            musts=musts[musts >= 0],
            kept=_renumbered(self.kept, number, new_option),
            rows=tuple(replace(row, of=row.of[option]) for row in self.rows),
            met=self.met[old],
            late=self.late[old],
        )


def _renumbered(kept: dict[int, Place | None], number: Nodes, option: Nodes) -> dict[int, Place | None]:
    """What is kept, by its new numbers; what cannot be is left out."""
    anew: dict[int, Place | None] = {}
    for module, place in kept.items():
        if number[module] >= 0:
            stays = place is not None and option[place.option] >= 0
            anew[int(number[module])] = replace(place, option=int(option[place.option])) if place and stays else None
    return anew


def cone_of(task: Task) -> Cone:
    """All of the catalogue, before anything is left out."""
    index = task.index
    return Cone(
        task=task,
        graph=index.graph,
        module=np.arange(len(index.modules), dtype=np.int32),
        option=np.arange(len(index.options.module), dtype=np.int32),
        option_at=index.options.at,
        owner=index.options.module,
        usable=task.usable,
        low=task.low,
        high=task.high,
        length=task.length,
        load=task.load,
        lanes=task.lanes,
        known=task.known,
        wanted=task.wanted,
        musts=np.array(task.musts, dtype=np.int32),
        kept=task.kept,
        rows=task.rows,
        met=np.zeros(0, dtype=np.int64),
        late=np.zeros(0, dtype=np.int64),
    )


def out_of_reach(cone: Cone) -> Sequence[int]:
    """Musts that are never met within the task's horizon, whatever is taken."""
    graph = cone.graph
    met, _ = forward(
        graph.modules, graph.is_or, graph.child_at, graph.parent_at, graph.parent, cone.option_at,
        cone.low, cone.high, cone.length, cone.usable, cone.known, cone.task.horizon,
    )  # fmt: skip
    return [int(node) for node in cone.musts if met[node] > cone.task.horizon]
