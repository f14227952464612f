"""The exact model of a cone for OR-tools' CP-SAT: which modules, and by which options.

Where every option is rolling and may begin at any time, *when* is no question: all lanes for one module after another
finishes as soon as anything can. Then a model of sets is all it takes, with ranks where requirements go in circles.
What is around dates is in `_model_timed`.
"""

from collections.abc import Callable, Mapping

import numpy as np
from ortools.sat.python import cp_model

from nanocore.planning._cone import Cone
from nanocore.planning._solver import Answer, Budget, Sum, pulsing, solver_for
from nanocore.planning._task import Group
from nanocore.planning._typing import Flags, Ints

IsTrue = Callable[[cp_model.IntVar], bool]
Value = Callable[[cp_model.IntVar], int]


class Model:
    """The model of all sets of modules in a cone for which there is enough time in all until ``horizon``.

    What it says is impossible is so, and what it finds is a plan if it can be laid out in time. Numbers of modules are
    the cone's.
    """

    def __init__(self, cone: Cone, horizon: int) -> None:
        self.cone = cone
        self.horizon = horizon
        self.model = cp_model.CpModel()
        self.takes = [self.model.new_bool_var("") for _ in range(cone.graph.size)]
        self.picks = self._options()
        self._times()
        self._requirements()
        for row in cone.rows:
            self._between(row.of, row.low, row.high)
        self._groups(cone.task.groups)
        for must in cone.musts:
            self.model.add(self.takes[must] == 1)
        self._fill()

    def total(self, of: Ints) -> Sum:
        """A sum over the options that are picked."""
        some = np.flatnonzero(of)
        return cp_model.LinearExpr.weighted_sum([self.picks[option] for option in some], of[some].tolist())

    def dropped(self) -> Sum:
        """How many modules of the plan one had are not in this one, of those that could be."""
        return cp_model.LinearExpr.sum([1 - self.takes[module] for module in self.cone.kept])

    def limit(self, of: Sum, low: int | None, high: int | None) -> None:
        """Keep a sum between two numbers."""
        if low is not None:
            self.model.add(of >= low)
        if high is not None:
            self.model.add(of <= high)

    def forbid(self, options: Mapping[int, int]) -> None:
        """Do not give this very plan (options by module, numbers of the index)."""
        picked = np.isin(self.cone.option, list(options.values()))
        self._differ(np.arange(len(picked)), picked)

    def forbid_dates(self, picked: Ints) -> None:
        """Do not take these dated options (numbers of the cone) and no other that is dated."""
        dated = np.flatnonzero(self.cone.lanes)
        self._differ(dated, np.isin(dated, picked))

    def hint(self, options: Mapping[int, int]) -> None:
        """A plan to begin from: the option of each of its modules, by the numbers of the index."""
        cone = self.cone
        for option, pick in enumerate(self.picks):
            module = int(cone.module[cone.owner[option]])
            self.model.add_hint(pick, options.get(module) == int(cone.option[option]))

    def solve(
        self,
        aim: Sum | None,
        budget: Budget,
        found: Callable[[Answer], bool] | None = None,
        effort: float = float("inf"),
    ) -> Answer:
        """Make ``aim`` least (None: any plan will do). ``found`` is told of each plan on the way; False ends it."""
        if aim is not None:
            self.model.minimize(aim)
        solver = solver_for(budget, effort)
        with pulsing(budget, solver):
            status = solver.solve(self.model, _Watch(self, found, budget))
        budget.effort -= solver.response_proto.deterministic_time
        has_plan = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
        bound = 0 if aim is None or status == cp_model.INFEASIBLE else round(solver.best_objective_bound)
        answer = Answer(status == cp_model.OPTIMAL, status == cp_model.INFEASIBLE, bound)
        if has_plan:
            self.read(answer, solver.boolean_value, solver.value)
        return answer

    def read(self, answer: Answer, is_true: IsTrue, value: Value) -> None:
        """Write down what has been picked."""
        cone = self.cone
        for option, pick in enumerate(self.picks):
            if is_true(pick):
                answer.options[int(cone.module[cone.owner[option]])] = int(cone.option[option])

    # --- how the model is put together ---

    def _options(self) -> list[cp_model.IntVar]:
        """One literal for each option; the module's own where it has but one."""
        cone = self.cone
        picks = []
        for module in range(cone.size):
            first, after = int(cone.option_at[module]), int(cone.option_at[module + 1])
            if after - first == 1:
                picks.append(self.takes[module])
                continue
            literals = [self.model.new_bool_var("") for _ in range(first, after)]
            self.model.add(sum(literals) == self.takes[module])
            picks += literals
        return picks

    def _times(self) -> None:
        """When things are studied plays no part here."""

    def _fill(self) -> None:
        """No more minutes of lanes than there are."""
        self.limit(cp_model.LinearExpr.sum([self.total(self.cone.load), self._wasted()]), None, self._room())

    def _room(self) -> int:
        first = int(self.cone.low.min(initial=self.horizon))
        return self.cone.task.at_once * (self.horizon - first)

    def _wasted(self) -> Sum:
        """Minutes of lanes that cannot be used."""
        return 0

    def _between(self, of: Ints, low: int | None, high: int | None) -> None:
        self.limit(self.total(of), low, high)

    def _differ(self, options: Ints, picked: Flags) -> None:
        self.model.add_bool_or(
            [
                ~self.picks[option] if is_picked else self.picks[option]
                for option, is_picked in zip(options, picked, strict=True)
            ]
        )

    def _requirements(self) -> None:
        """What is taken has its children met."""
        graph = self.cone.graph
        for node in range(graph.size):
            children = graph.child[graph.child_at[node] : graph.child_at[node + 1]].tolist()
            if graph.is_or[node] and len(children) != 1:
                self._one_of(node, children)
                continue
            for child in children:
                self._follows(node, child, self.takes[node])

    def _one_of(self, node: int, children: list[int]) -> None:
        if not (self._knows_order() and self._is_required(node)):
            self.model.add_bool_or([self.takes[child] for child in children]).only_enforce_if(self.takes[node])
            return
        by = [self.model.new_bool_var("") for _ in children]
        self.model.add_bool_or(by).only_enforce_if(self.takes[node])
        for literal, child in zip(by, children, strict=True):
            self._follows(node, child, literal)

    def _knows_order(self) -> bool:
        """Whether it says more of what is required than that it is taken too."""
        return False

    def _is_required(self, node: int) -> bool:
        return bool(self.cone.graph.parent_at[node + 1] > self.cone.graph.parent_at[node])

    def _follows(self, node: int, child: int, literal: cp_model.IntVar) -> None:
        """When ``literal`` holds the child is met."""
        self.model.add_implication(literal, self.takes[child])

    def _groups(self, groups: tuple[Group, ...]) -> None:
        """Choices that could share modules: each module, planned or held, counts in one of them."""
        here = {int(module): number for number, module in enumerate(self.cone.module)}
        ects = self.cone.task.index.ects
        counts: dict[tuple[bool, int], list[cp_model.IntVar]] = {}
        for group in groups:
            literals, credit = [], []
            things = [(False, m, int(ects[m])) for m in group.members if m in here]
            for key in things + [(True, number, one) for number, one in group.held]:
                literal = self.model.new_bool_var("")
                counts.setdefault(key[:2], []).append(literal)
                literals.append(literal)
                credit.append(key[2])
            self.model.add(cp_model.LinearExpr.sum(literals) >= group.count)
            self.model.add(cp_model.LinearExpr.weighted_sum(literals, credit) >= group.ects)
        for (is_held, number), literals in counts.items():
            self.model.add(sum(literals) <= (1 if is_held else self.takes[here[number]]))


class RankedModel(Model):
    """The same, where nothing comes to require itself."""

    def _times(self) -> None:
        self.is_circular = _has_circle(self.cone)
        self.ranks: dict[int, cp_model.IntVar] = {}

    def _knows_order(self) -> bool:
        return self.is_circular

    def _follows(self, node: int, child: int, literal: cp_model.IntVar) -> None:
        """When ``literal`` holds the child is met, and has a lower rank."""
        super()._follows(node, child, literal)
        if self.is_circular:
            step = 1 if node < self.cone.size else 0
            self.model.add(self._rank(node) >= self._rank(child) + step).only_enforce_if(literal)

    def _rank(self, node: int) -> cp_model.IntVar:
        if node not in self.ranks:
            self.ranks[node] = self.model.new_int_var(0, self.cone.size, "")
        return self.ranks[node]


class _Watch(cp_model.CpSolverSolutionCallback):
    """Tells of each plan that the solver finds, and ends the search when told to."""

    def __init__(self, model: Model, found: Callable[[Answer], bool] | None, budget: Budget) -> None:
        super().__init__()
        self.of = model
        self.found = found
        self.budget = budget

    def on_solution_callback(self) -> None:
        """A plan better than those before."""
        if self.found is None:
            return
        answer = Answer(is_proven=False, is_impossible=False, bound=0)
        self.of.read(answer, self.boolean_value, self.value)
        if not self.found(answer):
            self.budget.is_stopped = True
            self.stop_search()


def _has_circle(cone: Cone) -> bool:
    """Whether anything in the cone could come to require itself: not all nodes can be put in order."""
    graph = cone.graph
    left = np.diff(graph.child_at).astype(np.int64)
    ready = np.flatnonzero(left == 0).tolist()
    ordered = 0
    while ready:
        node = ready.pop()
        ordered += 1
        for parent in graph.parent[graph.parent_at[node] : graph.parent_at[node + 1]].tolist():
            left[parent] -= 1
            if left[parent] == 0:
                ready.append(parent)
    return ordered < graph.size
