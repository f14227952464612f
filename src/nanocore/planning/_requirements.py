"""Requirement trees as one AND/OR graph, in which what is said in many places is one node."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nanocore.planning._catalogue import AllOf, AnyOf, HasCompetence, HasModule, Module, Requirement
from nanocore.planning._graph import Graph


@dataclass(slots=True)
class Requirements:
    """The graph while it grows. Node ``number[m]`` is module m; ``children`` and ``is_or`` are by node."""

    number: dict[str, int]
    children: list[list[int]]
    is_or: list[bool]
    foreign: dict[str, int] = field(default_factory=dict)
    taught: dict[str, int] = field(default_factory=dict)
    levels: dict[str, dict[int, int]] = field(default_factory=dict)
    inner: dict[tuple[bool, tuple[int, ...]], int] = field(default_factory=dict)

    @classmethod
    def of(cls, modules: Sequence[Module], number: dict[str, int]) -> "Requirements":
        """The graph of all that ``modules`` teach and require."""
        graph = cls(number, [[] for _ in modules], [False] * len(modules))
        teachers: dict[int, list[int]] = {}
        for at, module in enumerate(modules):
            best: dict[str, int] = {}
            for competence, level in module.teaches:
                best[competence] = max(level, best.get(competence, level))
            for competence, level in best.items():
                graph.taught[competence] = max(level, graph.taught.get(competence, level))
                teachers.setdefault(graph._competence(competence, level), []).append(at)
        for at, module in enumerate(modules):
            graph.children[at] = graph._all(module.requires)
        graph._join_levels(teachers)
        return graph

    def competences(self) -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
        """For each competence its levels, ascending, and their nodes."""
        return {
            competence: (tuple(sorted(nodes)), tuple(nodes[level] for level in sorted(nodes)))
            for competence, nodes in self.levels.items()
        }

    def _join_levels(self, teachers: dict[int, list[int]]) -> None:
        """A competence at a level is met by whoever teaches it to that level, or by itself at the next."""
        for nodes in self.levels.values():
            higher: list[int] = []
            for level in sorted(nodes, reverse=True):
                self.children[nodes[level]] = teachers.get(nodes[level], []) + higher
                higher = [nodes[level]]

    def _competence(self, competence: str, level: int) -> int:
        nodes = self.levels.setdefault(competence, {})
        if level not in nodes:
            nodes[level] = self._new([], is_or=True)
        return nodes[level]

    def _new(self, children: list[int], *, is_or: bool) -> int:
        self.children.append(children)
        self.is_or.append(is_or)
        return len(self.children) - 1

    def _all(self, requirement: Requirement) -> list[int]:
        """The nodes that must all be met for ``requirement``."""
        match requirement:
            case HasModule(module):
                return [self._module(module)]
            case HasCompetence(competence, level):
                return [self._competence(competence, level)]
            case AllOf(parts):
                return sorted({node for part in parts for node in self._all(part)})
            case AnyOf((only,)):
                return self._all(only)
            case AnyOf(parts):
                return [self._inner([self._one(part) for part in parts], is_or=True)]

    def _one(self, requirement: Requirement) -> int:
        nodes = self._all(requirement)
        return nodes[0] if len(nodes) == 1 else self._inner(nodes, is_or=False)

    def _inner(self, children: list[int], *, is_or: bool) -> int:
        key = (is_or, tuple(sorted(set(children))))
        if key not in self.inner:
            self.inner[key] = self._new(list(key[1]), is_or=is_or)
        return self.inner[key]

    def _module(self, module: str) -> int:
        if module in self.number:
            return self.number[module]
        if module not in self.foreign:
            self.foreign[module] = self._new([], is_or=True)
        return self.foreign[module]


def circles(graph: Graph) -> list[list[int]]:
    """Modules that could be begun only when others of them were completed, even by who knew all that nobody teaches.

    Strongly connected components of what is never met, after Tarjan (1972), without recursion.
    """
    never = _never_met(graph)
    tarjan = _Tarjan(graph, set(never))
    found = [component for root in never for component in tarjan.components(root)]
    modules = [sorted(node for node in component if node < graph.modules) for component in found]
    return sorted(circle for circle in modules if circle)


def _never_met(graph: Graph) -> list[int]:
    waits = [
        1
        if graph.is_or[node] and graph.child_at[node + 1] > graph.child_at[node]
        else 0
        if graph.is_or[node]
        else int(graph.child_at[node + 1] - graph.child_at[node])
        for node in range(graph.size)
    ]
    ready = [node for node, count in enumerate(waits) if count == 0]
    met = [False] * graph.size
    while ready:
        node = ready.pop()
        if met[node]:
            continue
        met[node] = True
        for parent in graph.parent[graph.parent_at[node] : graph.parent_at[node + 1]].tolist():
            waits[parent] -= 1
            if waits[parent] == 0:
                ready.append(parent)
    return [node for node in range(graph.size) if not met[node]]


@dataclass(slots=True)
class _Tarjan:
    """Strongly connected components of the part of a graph whose nodes are ``members``."""

    graph: Graph
    members: set[int]
    order: dict[int, int] = field(default_factory=dict)
    low: dict[int, int] = field(default_factory=dict)
    stack: list[int] = field(default_factory=list)
    on_stack: set[int] = field(default_factory=set)
    path: list[tuple[int, list[int]]] = field(default_factory=list)

    def components(self, root: int) -> Iterator[list[int]]:
        """Components of more than one node that can be reached from ``root`` and were not found before."""
        if root not in self.order:
            self._enter(root)
        while self.path:
            node, left = self.path[-1]
            if left:
                self._look(node, left.pop())
                continue
            self.path.pop()
            if self.path:
                above = self.path[-1][0]
                self.low[above] = min(self.low[above], self.low[node])
            component = self._leave(node)
            if len(component) > 1:
                yield component

    def _enter(self, node: int) -> None:
        self.order[node] = self.low[node] = len(self.order)
        self.stack.append(node)
        self.on_stack.add(node)
        children = self.graph.child[self.graph.child_at[node] : self.graph.child_at[node + 1]].tolist()
        self.path.append((node, [child for child in children if child in self.members]))

    def _look(self, node: int, child: int) -> None:
        if child not in self.order:
            self._enter(child)
        elif child in self.on_stack:
            self.low[node] = min(self.low[node], self.order[child])

    def _leave(self, node: int) -> list[int]:
        """The component that ``node`` is the root of; none when it is of another's."""
        component: list[int] = []
        while self.low[node] == self.order[node] and (not component or component[-1] != node):
            component.append(self.stack.pop())
            self.on_stack.discard(component[-1])
        return component
