"""What no plan in a cone can be better than: the model's linear relaxation, and which modules it rules out.

The relaxation leaves out when things are studied, but not that there is only so much time. OR-tools' GLOP solves it by
the dual simplex method, which may begin at once, since doing nothing costs nothing. A module's reduced cost is what a
plan with it is dearer than the bound at the least; summed along the modules it takes and is taken for (`Cone.useful`)
it rules out whatever cannot be in a plan as good as the one there is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.linear_solver import linear_solver_pb2  # type: ignore[attr-defined]  # generated, without types
from ortools.linear_solver.python import model_builder_helper

from nanocore.planning._cone import Cone
from nanocore.planning._typing import Flags, Ints, Reals

MOST_NODES = 4000
"""Of a larger cone the relaxation leaves out what modules require, but not what is asked of the plan as a whole."""
SLACK = 1e-6
"""What floating point is allowed to be wrong by, relative to the bound."""
Terms = Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """The least value of the relaxation, how far each option is taken in it (0-1), and their reduced costs."""

    value: float
    taken: Reals
    reduced: Reals

    @property
    def bound(self) -> int:
        """No plan has less."""
        return int(np.ceil(self.value - SLACK * (1 + abs(self.value))))

    def survivors(self, cone: Cone, most: int) -> tuple[Flags, Flags]:
        """Modules and options of ``cone`` that can be part of a plan whose value is at most ``most``."""
        room = int(np.floor(most - self.value + SLACK * (1 + abs(self.value))))
        cost = np.floor(np.maximum(self.reduced, 0)).astype(np.int64)
        return cone.useful(np.minimum(cone.least(cost), room + 1), max(room, 0)), cost <= room


def relaxed(cone: Cone, aim: Ints, horizon: int) -> Relaxed | None:
    """Make ``aim`` (by option) least over ``cone``; None when not even the relaxation has a plan by ``horizon``."""
    problem = _Problem(cone, aim, is_deep=cone.graph.size <= MOST_NODES)
    problem.add_rows(horizon)
    return problem.solve()


class _Problem:
    """The linear program: a column for each option, then one for each node that is no module."""

    def __init__(self, cone: Cone, aim: Ints, *, is_deep: bool) -> None:
        self.cone = cone
        self.is_deep = is_deep
        self.request = linear_solver_pb2.MPModelRequest()
        self.request.solver_type = linear_solver_pb2.MPModelRequest.GLOP_LINEAR_PROGRAMMING
        self.request.solver_specific_parameters = "use_dual_simplex: true"
        for cost in aim.tolist():
            self.request.model.variable.add(lower_bound=0.0, upper_bound=1.0, objective_coefficient=float(cost))
        options = len(cone.option)
        self.column: dict[int, int] = {}
        self.options = options

    def add_rows(self, horizon: int) -> None:
        """Everything that the relaxation asks of a plan."""
        cone = self.cone
        for must in cone.musts.tolist():
            if must < cone.size or not self._is_any(must):
                self._row(self._value(must), low=1.0)
            else:
                self._row([term for child in self._children(must) for term in self._value(child)], low=1.0)
        for module in np.flatnonzero(np.diff(cone.option_at) > 1).tolist():
            self._row(self._value(module), high=1.0)
        for row in cone.rows:
            self._sum(row.of, row.low, row.high)
        if len(cone.low):
            self._sum(cone.load, None, cone.task.at_once * (horizon - int(cone.low.min())))
        if self.is_deep:
            self._requirements()

    def solve(self) -> Relaxed | None:
        """The optimum; None when there is nothing that keeps all rows."""
        solver = model_builder_helper.ModelSolverHelper("GLOP")
        answer = solver.solve_serialized_request(self.request.SerializeToString())
        response = linear_solver_pb2.MPSolutionResponse.FromString(answer)
        if response.status == linear_solver_pb2.MPSOLVER_OPTIMAL:
            return Relaxed(
                response.objective_value,
                np.array(response.variable_value[: self.options]),
                np.array(response.reduced_cost[: self.options]),
            )
        if response.status == linear_solver_pb2.MPSOLVER_INFEASIBLE:
            return None
        return Relaxed(0.0, np.zeros(self.options), np.zeros(self.options))

    def _requirements(self) -> None:
        cone = self.cone
        for node in range(cone.graph.size):
            if cone.graph.is_or[node]:
                if self._is_required(node):
                    taken = [term for child in self._children(node) for term in self._value(child)]
                    self._row([(self._of(node), -1.0), *taken], low=0.0)
            elif node < cone.size or self._is_required(node):
                self._all_of(node)

    def _all_of(self, node: int) -> None:
        for child in self._children(node):
            self._row([*((at, -weight) for at, weight in self._value(node)), *self._value(child)], low=0.0)

    def _is_required(self, node: int) -> bool:
        return bool(self.cone.graph.parent_at[node + 1] > self.cone.graph.parent_at[node])

    def _is_any(self, node: int) -> bool:
        return bool(self.cone.graph.is_or[node])

    def _children(self, node: int) -> list[int]:
        graph = self.cone.graph
        children: list[int] = graph.child[graph.child_at[node] : graph.child_at[node + 1]].tolist()
        return children

    def _value(self, node: int) -> Terms:
        """How far a node is met, as a sum of columns."""
        if node >= self.cone.size:
            return [(self._of(node), 1.0)]
        first, after = self.cone.option_at[node], self.cone.option_at[node + 1]
        return [(option, 1.0) for option in range(first, after)]

    def _of(self, node: int) -> int:
        if node not in self.column:
            self.column[node] = len(self.request.model.variable)
            self.request.model.variable.add(lower_bound=0.0, upper_bound=1.0)
        return self.column[node]

    def _sum(self, of: Ints, low: int | None, high: int | None) -> None:
        some = np.flatnonzero(of)
        if not len(some):
            of, some = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
        unit = float(max(np.abs(of[some]).max(), 1))
        row = self.request.model.constraint.add()
        row.var_index.extend(some.tolist())
        row.coefficient.extend((of[some] / unit).tolist())
        row.lower_bound = -np.inf if low is None else low / unit
        row.upper_bound = np.inf if high is None else high / unit

    def _row(self, terms: Terms, low: float = -np.inf, high: float = np.inf) -> None:
        merged: dict[int, float] = {}
        for at, weight in terms:
            merged[at] = merged.get(at, 0.0) + weight
        row = self.request.model.constraint.add(lower_bound=low, upper_bound=high)
        row.var_index.extend(merged)
        row.coefficient.extend(merged.values())


def gains(cone: Cone, relaxation: Relaxed, aim: Ints) -> Iterator[Ints]:
    """Ways to weigh modules that a relaxation suggests: what it takes is cheap, what it does not is not."""
    taken = np.zeros(cone.size)
    np.add.at(taken, cone.owner, relaxation.taken)
    own = cone.least(aim)
    reduced = cone.least(np.floor(np.maximum(relaxation.reduced, 0)).astype(np.int64))
    yield (own * (1 - np.minimum(taken, 1)) * 16).astype(np.int64) + 1
    yield reduced * 16 + 1
    yield ((own + reduced) * (1 - 0.9 * np.minimum(taken, 1))).astype(np.int64) + 1
