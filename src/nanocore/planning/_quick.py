"""A plan before the catalogue has been looked through: everything wanted, by what meets it the soonest.

The sweep forward settles nodes in order of time (`_kernels.forward`), so it may end as soon as all that is wanted has
been met; what each OR node was met by first is a way to meet it. The plan tells until when to look for a better one.
"""

from typing import NamedTuple

import numpy as np

from nanocore.planning._cone import Cone
from nanocore.planning._draft import Draft
from nanocore.planning._greedy import repaired
from nanocore.planning._heap import pop, push
from nanocore.planning._kernels import gather, soonest_end
from nanocore.planning._typing import Flags, Ints, Nodes, compiled


class Glance(NamedTuple):
    """A plan, where there was one to be seen; or the musts that are never met, whatever is taken."""

    draft: Draft | None = None
    out_of_reach: tuple[int, ...] = ()


def glanced(everything: Cone) -> Glance:
    """A plan of what meets each thing soonest, where that is one and no credits have to add up."""
    task, graph, musts = everything.task, everything.graph, everything.musts
    if task.groups or any(row.low is not None for row in task.rows):
        return Glance()
    is_asked = np.zeros(graph.size, dtype=np.bool_)
    is_asked[[*task.musts, *(module for module in task.kept if _can_be_taken(everything, module))]] = True
    best, rank = soonest(
        graph.modules, graph.is_or, graph.child_at, graph.parent_at, graph.parent, everything.option_at,
        everything.low, everything.high, everything.length, everything.usable, everything.known, task.horizon, is_asked,
    )  # fmt: skip
    if (rank[musts] == graph.size).any():
        return Glance(out_of_reach=tuple(musts[rank[musts] == graph.size].tolist()))
    asked = np.flatnonzero(is_asked & (rank < graph.size)).astype(np.int32)
    asked = asked[np.argsort(-rank[asked], kind="stable")]
    chosen = np.zeros(everything.size, dtype=np.bool_)
    known = everything.known
    gather(graph.is_or, graph.child_at, graph.child, known, best, rank, chosen, graph.modules, asked)
    few = everything.keeping(chosen, everything.usable, task.horizon)
    return Glance(None if few is None or not few.size else repaired(few, few.least(few.load), task.horizon))


def _can_be_taken(cone: Cone, module: int) -> bool:
    return bool(cone.usable[cone.option_at[module] : cone.option_at[module + 1]].any())


@compiled
def soonest(
    modules: int,
    is_or: Flags,
    child_at: Nodes,
    parent_at: Nodes,
    parent: Nodes,
    option_at: Nodes,
    low: Ints,
    high: Ints,
    length: Ints,
    usable: Flags,
    known: Flags,
    horizon: int,
    asked: Flags,
) -> tuple[Nodes, Nodes]:
    """The child that meets each OR node first, and in which order nodes are met until all ``asked`` are.

    What is not met by then, or not by ``horizon``, comes after all that is: its rank is the number of nodes.
    """
    size = len(is_or)
    best = np.full(size, -1, dtype=np.int32)
    rank = np.full(size, size, dtype=np.int32)
    waits = np.empty(size, dtype=np.int32)
    keys = np.empty(size + 1, dtype=np.int64)
    nodes = np.empty(size + 1, dtype=np.int32)
    heap, settled, left = 0, 0, 0
    for node in range(size):
        left += asked[node]
        waits[node] = 1 if is_or[node] else child_at[node + 1] - child_at[node]
        if known[node] or waits[node] == 0:
            waits[node] = -1
            when = _met_at(0, node, modules, known, option_at, low, high, length, usable)
            if when <= horizon:
                heap = push(keys, nodes, heap, when, node)
    while heap > 0 and left > 0:
        key = keys[0]
        node = nodes[0]
        heap = pop(keys, nodes, heap)
        rank[node] = settled
        settled += 1
        left -= asked[node]
        for edge in range(parent_at[node], parent_at[node + 1]):
            up = parent[edge]
            waits[up] -= 1
            if waits[up] != 0:
                continue
            if is_or[up]:
                best[up] = node
            when = _met_at(key, up, modules, known, option_at, low, high, length, usable)
            if when <= horizon:
                heap = push(keys, nodes, heap, when, up)
    return best, rank


@compiled
def _met_at(
    ready: int,
    node: int,
    modules: int,
    known: Flags,
    option_at: Nodes,
    low: Ints,
    high: Ints,
    length: Ints,
    usable: Flags,
) -> int:
    """When a node is met whose children are by ``ready``."""
    if node >= modules or known[node]:
        return ready
    return soonest_end(ready, option_at[node], option_at[node + 1], low, high, length, usable)
