"""A bound raised by landmarks: sets of modules of which every plan has at least one.

After M. Helmert and C. Domshlak, *Landmarks, critical paths and abstractions* (2009). What the cheapest module of a
landmark costs is a cost of every plan: it goes to the bound, and is taken off each of them. Reduced costs stay what
they were, a price for having a module on top of the bound, but say more about what lies far from the goal.
"""

import numpy as np

from nanocore.planning._bounds import Relaxed
from nanocore.planning._cone import Cone
from nanocore.planning._kernels import NEVER
from nanocore.planning._typing import Flags, Ints, Nodes, compiled

ROUNDS = 40
WORTH_A_SWEEP = 24
"""A round goes on while it adds at least this part of what is missing."""


def raised(cone: Cone, relaxation: Relaxed, horizon: int, most: int) -> tuple[Cone, Relaxed] | None:
    """A higher bound and what is left of the cone by it; None when no plan has as little as ``most``."""
    for _ in range(ROUNDS):
        room = most - relaxation.bound
        weight = cone.least(relaxation.costs)
        worth, _ = cone.dearest(weight, max(room, 0))
        if room < 0 or (worth[cone.musts] >= NEVER).any():
            return None
        musts = cone.musts[np.argsort(-worth[cone.musts], kind="stable")]
        graph, less = cone.graph, weight.copy()
        gain = landmarks(cone.size, graph.is_or, graph.child_at, graph.child, worth, less, musts)
        relaxation = relaxation.raised_by(gain, (weight - less)[cone.owner])
        left = relaxation.left(cone, most, horizon)
        if left is None or not left.size:
            return None
        cone, relaxation = left, relaxation.within(left, cone)
        if gain * WORTH_A_SWEEP <= room:
            break
    return cone, relaxation


@compiled
def landmarks(
    modules: int, is_or: Flags, child_at: Nodes, child: Nodes, worth: Ints, weight: Ints, musts: Nodes
) -> int:
    """Take a landmark for each of ``musts`` off ``weight`` (by module), in place; what they cost in all.

    ``worth`` says what each node costs at the least, to follow what is dearest.
    """
    seen = np.full(len(is_or), -1, dtype=np.int32)
    stack = np.empty(len(is_or) + 1, dtype=np.int32)
    landmark = np.empty(modules + 1, dtype=np.int32)
    gain = 0
    for turn in range(len(musts)):
        count = _landmark(modules, is_or, child_at, child, worth, weight, musts[turn], turn, seen, stack, landmark)
        if count > 0:
            least = NEVER
            for number in range(count):
                least = min(least, weight[landmark[number]])
            for number in range(count):
                weight[landmark[number]] -= least
            gain += least
    return gain


@compiled
def _landmark(
    modules: int,
    is_or: Flags,
    child_at: Nodes,
    child: Nodes,
    worth: Ints,
    weight: Ints,
    must: int,
    turn: int,
    seen: Nodes,
    stack: Nodes,
    landmark: Nodes,
) -> int:
    """How many modules a landmark for ``must`` has, all written to ``landmark``; 0 when it can be had for nothing.

    Whatever costs nothing itself is asked for the dearest thing that it requires, and all who meet that in turn.
    """
    depth, count = 1, 0
    stack[0] = must
    seen[must] = turn
    while depth > 0:
        depth -= 1
        node = stack[depth]
        if node < modules and weight[node] > 0:
            landmark[count] = node
            count += 1
            continue
        first, after = child_at[node], child_at[node + 1]
        if not is_or[node]:
            first = _dearest(child, first, after, worth)
            after = first + 1
            if first < 0:
                return 0
        for edge in range(first, after):
            if seen[child[edge]] != turn:
                seen[child[edge]] = turn
                stack[depth] = child[edge]
                depth += 1
    return count


@compiled
def _dearest(child: Nodes, first: int, after: int, worth: Ints) -> int:
    """Which of these edges leads to what is worth most; -1 when none leads to what is worth anything."""
    found, most = -1, 0
    for edge in range(first, after):
        if worth[child[edge]] > most:
            found, most = edge, worth[child[edge]]
    return found
