"""An AND/OR graph as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nanocore.planning._kernels import turned
from nanocore.planning._typing import Flags, Nodes


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """An AND/OR graph in compressed rows: the children of node v are ``child[child_at[v]:child_at[v + 1]]``."""

    modules: int
    is_or: Flags
    child_at: Nodes
    child: Nodes
    parent_at: Nodes
    parent: Nodes

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.is_or)


def graph_of(modules: int, children: Sequence[Sequence[int]], is_or: Sequence[bool]) -> Graph:
    """The graph in which node v has ``children[v]``; the first ``modules`` nodes are modules."""
    at, child = rows(children)
    return Graph(modules, np.array(is_or, dtype=np.bool_), at, child, *turned(at, child))


def rows(lists: Sequence[Sequence[int]]) -> tuple[Nodes, Nodes]:
    """Lists of numbers as compressed rows: where each begins, and all of them in one array."""
    at = np.zeros(len(lists) + 1, dtype=np.int32)
    np.cumsum(np.fromiter((len(one) for one in lists), dtype=np.int64, count=len(lists)), out=at[1:])
    flat = np.fromiter((number for one in lists for number in one), dtype=np.int32, count=int(at[-1]))
    return at, flat
