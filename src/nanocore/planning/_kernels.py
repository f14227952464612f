"""Sweeps over the AND/OR graph of a catalogue, compiled once and kept on disk.

`forward` finds how soon (or how cheaply) each node can be met at all; `backward` how late (or how expensively) it may
be met and still be of use. A module for which the first is more than the second is in no plan within the bound. Both
are Dijkstra's algorithm, the first in Knuth's form for AND/OR graphs (D. E. Knuth, *A generalization of Dijkstra's
algorithm*, 1977): nodes are settled in order of their value, so circles cannot support themselves.
"""

import numpy as np

from nanocore.planning._heap import pop, push
from nanocore.planning._typing import Flags, Ints, Nodes, compiled

NEVER = 1 << 60


@compiled
def soonest_end(ready: int, first: int, after: int, low: Ints, high: Ints, length: Ints, usable: Flags) -> int:
    """When a module that is ``ready`` is completed at the soonest, by any of its options."""
    soonest = NEVER
    for option in range(first, after):
        begin = max(ready, low[option])
        if usable[option] and begin <= high[option]:
            soonest = min(soonest, begin + length[option])
    return soonest


@compiled
def forward(
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
) -> tuple[Ints, Ints]:
    """When each node is met, and when its children are, at the soonest; ``NEVER`` when not by ``horizon``.

    An option begins between ``low`` and ``high`` and lasts ``length``; ``known`` nodes are met at 0.
    """
    size = len(is_or)
    met = np.full(size, NEVER, dtype=np.int64)
    ready = np.full(size, NEVER, dtype=np.int64)
    waits = np.empty(size, dtype=np.int32)
    keys = np.empty(size + 1, dtype=np.int64)
    nodes = np.empty(size + 1, dtype=np.int32)
    heap = 0
    for node in range(size):
        waits[node] = 1 if is_or[node] else child_at[node + 1] - child_at[node]
        if known[node] or waits[node] == 0:
            waits[node] = -1
            ready[node] = 0
            when = 0
            if node < modules and not known[node]:
                when = soonest_end(0, option_at[node], option_at[node + 1], low, high, length, usable)
            if when <= horizon:
                heap = push(keys, nodes, heap, when, node)
    while heap > 0:
        key = keys[0]
        node = nodes[0]
        heap = pop(keys, nodes, heap)
        met[node] = key
        for edge in range(parent_at[node], parent_at[node + 1]):
            up = parent[edge]
            waits[up] -= 1
            if waits[up] != 0:
                continue
            ready[up] = key
            when = key
            if up < modules:
                when = soonest_end(key, option_at[up], option_at[up + 1], low, high, length, usable)
            if when <= horizon:
                heap = push(keys, nodes, heap, when, up)
    return met, ready


@compiled
def _latest_begin(
    ready: int, until: int, first: int, after: int, low: Ints, high: Ints, length: Ints, usable: Flags
) -> int:
    """When a module begins at the latest to be completed by ``until``, by any option it is ``ready`` for; else -1."""
    latest = -1
    for option in range(first, after):
        begin = min(until - length[option], high[option])
        if usable[option] and begin >= max(ready, low[option]):
            latest = max(latest, begin)
    return latest


@compiled
def backward(
    modules: int,
    child_at: Nodes,
    child: Nodes,
    option_at: Nodes,
    low: Ints,
    high: Ints,
    length: Ints,
    usable: Flags,
    met: Ints,
    ready: Ints,
    wanted: Flags,
    horizon: int,
) -> Ints:
    """When each node must be met at the latest to be of use to one that is ``wanted`` by ``horizon``; -1 when never."""
    size = len(met)
    late = np.full(size, -1, dtype=np.int64)
    done = np.zeros(size, dtype=np.bool_)
    keys = np.empty(len(child) + size + 1, dtype=np.int64)
    nodes = np.empty(len(child) + size + 1, dtype=np.int32)
    heap = 0
    for node in range(size):
        if wanted[node] and 0 < met[node] <= horizon:
            late[node] = horizon
            heap = push(keys, nodes, heap, -horizon, node)
    while heap > 0:
        node = nodes[0]
        heap = pop(keys, nodes, heap)
        if done[node]:
            continue
        done[node] = True
        latest = late[node]
        if node < modules:
            latest = _latest_begin(ready[node], latest, option_at[node], option_at[node + 1], low, high, length, usable)
        for edge in range(child_at[node], child_at[node + 1]):
            down = child[edge]
            if 0 < met[down] <= latest and late[down] < latest:
                late[down] = latest
                heap = push(keys, nodes, heap, -latest, down)
    return late


@compiled
def support(
    modules: int, is_or: Flags, child_at: Nodes, parent_at: Nodes, parent: Nodes, weight: Ints, asked: Flags
) -> tuple[Ints, Nodes, Nodes]:
    """What each node costs with all that it takes, counted once for each use; the child to meet an OR node by; ranks.

    Ranks say in which order nodes are settled: every node is met by nodes of lower rank alone. When all that is
    ``asked`` has been, what is left, and dearer, is as if it were never met.
    """
    size = len(is_or)
    cost = np.full(size, NEVER, dtype=np.int64)
    best = np.full(size, -1, dtype=np.int32)
    rank = np.full(size, size, dtype=np.int32)
    waits = np.empty(size, dtype=np.int32)
    keys = np.empty(size + 1, dtype=np.int64)
    nodes = np.empty(size + 1, dtype=np.int32)
    total = np.zeros(size, dtype=np.int64)
    heap = 0
    settled = 0
    left = 0
    for node in range(size):
        left += asked[node]
        waits[node] = 1 if is_or[node] else child_at[node + 1] - child_at[node]
        if node < modules:
            total[node] = weight[node]
        if waits[node] == 0:
            heap = push(keys, nodes, heap, total[node], node)
    while heap > 0 and left > 0:
        key = keys[0]
        node = nodes[0]
        heap = pop(keys, nodes, heap)
        cost[node] = key
        rank[node] = settled
        settled += 1
        left -= asked[node]
        for edge in range(parent_at[node], parent_at[node + 1]):
            up = parent[edge]
            waits[up] -= 1
            total[up] += key
            if waits[up] == 0:
                if is_or[up]:
                    total[up] = key
                    best[up] = node
                heap = push(keys, nodes, heap, total[up], up)
    return cost, best, rank


@compiled
def gather(
    is_or: Flags,
    child_at: Nodes,
    child: Nodes,
    known: Flags,
    best: Nodes,
    rank: Nodes,
    chosen: Flags,
    modules: int,
    wanted: Nodes,
) -> int:
    """Choose, in place, the modules that meet all ``wanted`` nodes, in their order; how many are new.

    What is ``known`` takes nothing. What is chosen already is used where its rank is low enough that nothing comes to
    support itself.
    """
    stack = np.empty(len(child) + len(wanted) + 1, dtype=np.int32)
    seen = np.zeros(len(is_or), dtype=np.bool_)
    new = 0
    for goal in wanted:
        depth = 0
        stack[depth] = goal
        depth += 1
        while depth > 0:
            depth -= 1
            node = stack[depth]
            if seen[node] or known[node]:
                continue
            seen[node] = True
            if not is_or[node]:
                if node < modules and not chosen[node]:
                    chosen[node] = True
                    new += 1
                for edge in range(child_at[node], child_at[node + 1]):
                    stack[depth] = child[edge]
                    depth += 1
                continue
            take = best[node]
            for edge in range(child_at[node], child_at[node + 1]):
                down = child[edge]
                if down < modules and chosen[down] and rank[down] < rank[node]:
                    take = down
                    break
            stack[depth] = take
            depth += 1
    return new


@compiled
def supported(modules: int, is_or: Flags, child_at: Nodes, parent_at: Nodes, parent: Nodes, chosen: Flags) -> Flags:
    """Which nodes are met when only ``chosen`` modules may be taken."""
    size = len(is_or)
    met = np.zeros(size, dtype=np.bool_)
    waits = np.empty(size, dtype=np.int32)
    stack = np.empty(size + 1, dtype=np.int32)
    depth = 0
    for node in range(size):
        waits[node] = 1 if is_or[node] else child_at[node + 1] - child_at[node]
        if waits[node] == 0 and (node >= modules or chosen[node]):
            stack[depth] = node
            depth += 1
    while depth > 0:
        depth -= 1
        node = stack[depth]
        met[node] = True
        for edge in range(parent_at[node], parent_at[node + 1]):
            up = parent[edge]
            waits[up] -= 1
            if waits[up] == 0 and (up >= modules or chosen[up]):
                stack[depth] = up
                depth += 1
    return met


@compiled
def compacted(
    modules: int, is_or: Flags, child_at: Nodes, child: Nodes, met: Ints, late: Ints
) -> tuple[Nodes, Nodes, Nodes, Nodes]:
    """The nodes met before they are late, and their children among them in rows; what is met at 0 is left out.

    Old numbers of the nodes, modules first; new numbers of all (-1: left out); where rows begin; rows.
    """
    size = len(is_or)
    number = np.full(size, -1, dtype=np.int32)
    count = 0
    edges = 0
    for node in range(size):
        if 0 < met[node] <= late[node]:
            number[node] = count
            count += 1
            edges += child_at[node + 1] - child_at[node]
    old = np.empty(count, dtype=np.int32)
    at = np.zeros(count + 1, dtype=np.int32)
    rows = np.empty(edges, dtype=np.int32)
    filled = 0
    for node in range(size):
        if number[node] < 0:
            continue
        old[number[node]] = node
        for edge in range(child_at[node], child_at[node + 1]):
            down = child[edge]
            if number[down] >= 0 and not (is_or[node] and met[down] > late[node]):
                rows[filled] = number[down]
                filled += 1
        at[number[node] + 1] = filled
    return old, number, at, rows[:filled].copy()


@compiled
def turned(at: Nodes, rows: Nodes) -> tuple[Nodes, Nodes]:
    """Rows of children as rows of parents."""
    size = len(at) - 1
    back = np.zeros(size + 1, dtype=np.int32)
    for down in rows:
        back[down + 1] += 1
    for node in range(size):
        back[node + 1] += back[node]
    fill = back[:-1].copy()
    parents = np.empty(len(rows), dtype=np.int32)
    for node in range(size):
        for edge in range(at[node], at[node + 1]):
            parents[fill[rows[edge]]] = node
            fill[rows[edge]] += 1
    return back, parents


@compiled
def dated(
    week: Ints, minutes: Ints, shows: Ints, most_weeks: int, starts: Ints, weeks: Ints, work: Ints, at_once: int
) -> tuple[Ints, Ints, Ints]:
    """What the clock shows when each of ``starts`` begins and ``weeks`` later, and the lanes that ``work`` takes.

    Stretch i of the clock begins in ``week[i]``. Minutes of ``work`` are the same in every week, so the week with the
    fewest says how many lanes: one more than there are where it has none. ``weeks`` are 0 where there is no date.
    """
    begin = np.zeros(len(starts), dtype=np.int64)
    end = np.zeros(len(starts), dtype=np.int64)
    lanes = np.zeros(len(starts), dtype=np.int64)
    for at in range(len(starts)):
        if weeks[at] == 0:
            continue
        after = starts[at] + weeks[at]
        fewest = minutes[0] if starts[at] >= week[0] else 0
        for piece in range(len(week)):
            if week[piece] <= starts[at]:
                begin[at] = shows[piece] + min(starts[at] - week[piece], most_weeks) * minutes[piece]
                fewest = minutes[piece]
            elif week[piece] < after:
                fewest = min(fewest, minutes[piece])
            if week[piece] <= after:
                end[at] = shows[piece] + min(after - week[piece], most_weeks) * minutes[piece]
        room = fewest * weeks[at] if starts[at] >= week[0] else 0
        lanes[at] = (work[at] * at_once + room - 1) // room if room > 0 else at_once + 1
    return begin, end, lanes
