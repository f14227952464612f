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

MOST_NODES = 12000
"""Of a larger cone the relaxation leaves out what modules require, but never what is asked of the plan as a whole."""
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

    def within(self, cone: Cone, before: Cone) -> "Relaxed":
        """The same for what is left of the cone it was made for."""
        left = np.searchsorted(before.option, cone.option)
        return Relaxed(self.value, self.taken[left], self.reduced[left])

    @property
    def costs(self) -> Ints:
        """The reduced costs in whole numbers."""
        return np.floor(np.maximum(self.reduced, 0)).astype(np.int64)

    def raised_by(self, gain: int, taken_off: Ints) -> "Relaxed":
        """The same with a higher bound, for which something was taken off the reduced costs."""
        return Relaxed(self.value + gain, self.taken, self.reduced - taken_off)

    def survivors(self, cone: Cone, most: int) -> tuple[Flags, Flags]:
        """Modules and options of ``cone`` that can be part of a plan whose value is at most ``most``."""
        room = int(np.floor(most - self.value + SLACK * (1 + abs(self.value))))
        cost = self.costs
        return cone.useful(np.minimum(cone.least(cost), room + 1), max(room, 0)), cost <= room

    def left(self, cone: Cone, most: int, horizon: int) -> Cone | None:
        """The part of ``cone`` that can be in a plan whose value is at most ``most``."""
        modules, options = self.survivors(cone, most)
        return cone if modules.all() and options.all() else cone.keeping(modules, options, horizon)


def relaxed(cone: Cone, aim: Ints, horizon: int, *, is_deep: bool) -> Relaxed | None:
    """Make ``aim`` (by option) least over ``cone``; None when not even the relaxation has a plan by ``horizon``.

    Unless ``is_deep`` it leaves out what modules require, and is made in a moment.
    """
    problem = _Problem(cone, aim, is_deep=is_deep)
    problem.add_rows(horizon)
    return problem.solve()


class _Problem:
    """The linear program: columns for the options and the inner nodes that any row speaks of, as they come."""

    def __init__(self, cone: Cone, aim: Ints, *, is_deep: bool) -> None:
        self.cone = cone
        self.is_deep = is_deep
        self.aim = aim
        self.request = linear_solver_pb2.MPModelRequest()
        self.request.solver_type = linear_solver_pb2.MPModelRequest.GLOP_LINEAR_PROGRAMMING
        self.request.solver_specific_parameters = "use_dual_simplex: true"
        self.option: dict[int, int] = {}
        self.inner: dict[int, int] = {}
        self.defined: set[int] = set()

    def add_rows(self, horizon: int) -> None:
        """Everything that the relaxation asks of a plan. Limits need not name what nothing asks for.

        A share of the whole names everything; it is asked for when the rest has been ruled out.
        """
        cone = self.cone
        capacity = cone.task.at_once * (horizon - int(cone.low.min()))
        limits = [(row.of, row.high) for row in cone.rows if row.low is None and (row.of >= 0).all()]
        for row in cone.rows:
            if row.low is not None or (self.is_deep and (row.of < 0).any()):
                self._sum(row.of, row.low, row.high)
        for must in cone.musts.tolist():
            self._row(self._value(must), low=1.0)
        self._define()
        if self.is_deep:
            self._requirements()
        several = np.flatnonzero(np.diff(cone.option_at) > 1)
        for module in several[np.isin(several, cone.owner[list(self.option)])].tolist():
            self._row(self._value(module), high=1.0)
        spoken_of = np.zeros(len(cone.option), dtype=np.bool_)
        spoken_of[list(self.option)] = True
        for of, high in [*limits, (cone.load, capacity)]:
            self._sum(np.where(spoken_of, of, 0), None, high)

    def _requirements(self) -> None:
        """What modules require, all the way down."""
        graph = self.cone.graph
        for module in range(self.cone.size):
            if graph.child_at[module + 1] > graph.child_at[module]:
                self._all_of(module)
        self._define()

    def _define(self) -> None:
        """Say of each inner node that was spoken of what it takes to meet it."""
        graph = self.cone.graph
        while len(self.defined) < len(self.inner):
            for node in [node for node in self.inner if node not in self.defined]:
                self.defined.add(node)
                if graph.is_or[node]:
                    children = [term for child in self._children(node) for term in self._value(child)]
                    self._row([(self.inner[node], -1.0), *children], low=0.0)
                else:
                    self._all_of(node)

    def _all_of(self, node: int) -> None:
        for child in self._children(node):
            self._row([*((at, -weight) for at, weight in self._value(node)), *self._value(child)], low=0.0)

    def solve(self) -> Relaxed | None:
        """The optimum; None when there is nothing that keeps all rows. What no row speaks of is not taken."""
        solver = model_builder_helper.ModelSolverHelper("GLOP")
        answer = solver.solve_serialized_request(self.request.SerializeToString())
        response = linear_solver_pb2.MPSolutionResponse.FromString(answer)
        taken, reduced = np.zeros(len(self.cone.option)), self.aim.astype(np.float64)
        if response.status == linear_solver_pb2.MPSOLVER_INFEASIBLE:
            return None
        if response.status != linear_solver_pb2.MPSOLVER_OPTIMAL:
            return Relaxed(0.0, taken, reduced)
        options, columns = list(self.option), list(self.option.values())
        taken[options] = np.array(response.variable_value)[columns]
        reduced[options] = np.array(response.reduced_cost)[columns]
        return Relaxed(response.objective_value, taken, reduced)

    def _children(self, node: int) -> list[int]:
        graph = self.cone.graph
        children: list[int] = graph.child[graph.child_at[node] : graph.child_at[node + 1]].tolist()
        return children

    def _value(self, node: int) -> Terms:
        """How far a node is met, as a sum of columns."""
        if node < self.cone.size:
            return [(self._column(option), 1.0) for option in range(*self.cone.option_at[node : node + 2].tolist())]
        if node not in self.inner:
            self.inner[node] = len(self.request.model.variable)
            self.request.model.variable.add(lower_bound=0.0, upper_bound=1.0)
        return [(self.inner[node], 1.0)]

    def _column(self, option: int) -> int:
        if option not in self.option:
            self.option[option] = len(self.request.model.variable)
            cost = float(self.aim[option])
            self.request.model.variable.add(lower_bound=0.0, upper_bound=1.0, objective_coefficient=cost)
        return self.option[option]

    def _sum(self, of: Ints, low: int | None, high: int | None) -> None:
        some = np.flatnonzero(of)
        unit = float(np.abs(of[some]).max(initial=1))
        row = self.request.model.constraint.add()
        row.var_index.extend([self._column(option) for option in some.tolist()])
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


def rounded(cone: Cone, relaxation: Relaxed, aim: Ints) -> Iterator[Ints]:
    """Ways to weigh modules that a relaxation suggests: what it takes is cheap, what it does not is not."""
    taken = np.zeros(cone.size)
    np.add.at(taken, cone.owner, relaxation.taken)
    own = cone.least(aim)
    reduced = cone.least(relaxation.costs)
    yield (own * (1 - np.minimum(taken, 1)) * 16).astype(np.int64) + 1
    yield reduced * 16 + 1
    yield ((own + reduced) * (1 - 0.9 * np.minimum(taken, 1))).astype(np.int64) + 1


def threshold(cone: Cone, relaxation: Relaxed, some: int, most: int) -> int:
    """The largest sum, no more than ``most``, up to which plans use ``some`` modules of it at most."""
    low = min(relaxation.bound, most)
    if cone.size <= some:
        return most
    high = most
    while high - low > max(1, (most - relaxation.bound) // 256):
        middle = (low + high) // 2
        if relaxation.survivors(cone, middle)[0].sum() <= some:
            low = middle
        else:
            high = middle
    return low
