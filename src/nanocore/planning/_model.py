"""The exact model of a cone for OR-tools' CP-SAT: which modules, by which options, and when.

Where every option is rolling and may begin at any time, *when* is no question: all lanes for one module after another
finishes as soon as anything can. Then the model is one of sets alone, and of ranks where requirements go in circles.
Around dated offerings and fixed weeks it has an optional interval for each number of lanes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from threading import Event, Thread

import numpy as np
from ortools.sat.python import cp_model

from nanocore.planning._cone import Cone
from nanocore.planning._schedule import Placed
from nanocore.planning._task import Group
from nanocore.planning._typing import Ints

Sum = cp_model.LinearExprT
WORKERS = 1
SEED = 1
SECONDS_OF_A_PULSE = 0.5


@dataclass(slots=True)
class Budget:
    """What is left of the limits: a moment of the wall clock to end at, and deterministic time."""

    seconds_left: Callable[[], float]
    effort: float
    pulse: Callable[[], bool]
    is_stopped: bool = False

    @property
    def is_spent(self) -> bool:
        """Whether it is time to be content."""
        return self.is_stopped or self.effort <= 0 or self.seconds_left() <= 0


@dataclass(slots=True)
class Answer:
    """What the solver said: whether it is proven, its bound on the objective, and where each module lies."""

    is_proven: bool
    is_impossible: bool
    bound: int
    options: dict[int, int] = field(default_factory=dict)
    steps: tuple[Placed, ...] = ()


class Model:
    """The model of all plans in a cone that end by ``horizon``. Numbers of modules are the cone's.

    When it ``is_loose`` it leaves out when things are studied, but not how much time there is in all: what it says is
    impossible is so, and what it finds is a plan if it can be laid out in time.
    """

    def __init__(self, cone: Cone, horizon: int, *, is_loose: bool = False) -> None:
        self.cone = cone
        self.is_loose = is_loose
        self.horizon = horizon
        self.model = cp_model.CpModel()
        self.takes = [self.model.new_bool_var("") for _ in range(cone.graph.size)]
        self.picks = self._options()
        self.lanes: dict[int, list[tuple[int, cp_model.IntVar]]] = {}
        self.starts: dict[int, cp_model.IntVar] = {}
        self.stays: dict[int, cp_model.IntVar] = {}
        if self.is_timed:
            self._times()
        self._requirements()
        for row in cone.rows:
            self._at_most(row.of, row.low, row.high)
        self._groups(cone.task.groups)
        for must in cone.musts:
            self.model.add(self.takes[must] == 1)
        first = int(cone.low.min()) if len(cone.low) else 0
        self._at_most(cone.load, None, cone.task.at_once * (horizon - first))

    @cached_property
    def is_timed(self) -> bool:
        """Whether more has to be known than what is taken: something has a date, or a week it should stay in."""
        cone = self.cone
        return not self.is_loose and bool(
            cone.lanes.any() or cone.kept or (len(cone.low) and (cone.low.max() > cone.low.min()))
            or (cone.high < self.horizon).any()
        )  # fmt: skip

    def total(self, of: Ints) -> Sum:
        """A sum over the options that are picked."""
        some = np.flatnonzero(of)
        return cp_model.LinearExpr.weighted_sum([self.picks[option] for option in some], of[some].tolist())

    def dropped(self) -> Sum:
        """How many modules of the plan one had are not in this one, of those that could be."""
        return cp_model.LinearExpr.sum([1 - self.takes[module] for module in self.cone.kept])

    def moved(self) -> Sum:
        """How many are in it, but not where they were."""
        return cp_model.LinearExpr.sum([self.takes[module] - self.stays.get(module, 0) for module in self.cone.kept])

    def limit(self, of: Sum, low: int | None, high: int | None) -> None:
        """Keep a sum between two numbers."""
        if low is not None:
            self.model.add(of >= low)
        if high is not None:
            self.model.add(of <= high)

    def forbid(self, options: Mapping[int, int]) -> None:
        """Do not give this very plan (options by module, numbers of the index)."""
        cone = self.cone
        picked = set(options.values())
        self.model.add_bool_or(
            [~pick if int(cone.option[option]) in picked else pick for option, pick in enumerate(self.picks)]
        )

    def hint(self, options: Mapping[int, int]) -> None:
        """A plan to begin from: the option of each of its modules, by the numbers of the index."""
        picked = {(module, option) for module, option in options.items()}
        cone = self.cone
        for option, pick in enumerate(self.picks):
            pair = (int(cone.module[cone.owner[option]]), int(cone.option[option]))
            self.model.add_hint(pick, pair in picked)

    def solve(
        self,
        aim: Sum | None,
        budget: Budget,
        found: Callable[["Answer"], bool] | None = None,
        effort: float = float("inf"),
    ) -> Answer:
        """Make ``aim`` least (None: any plan will do). ``found`` is told of each plan on the way; False ends it."""
        if aim is not None:
            self.model.minimize(aim)
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = WORKERS
        parameters.random_seed = SEED
        parameters.max_time_in_seconds = max(budget.seconds_left(), 0.001)
        parameters.max_deterministic_time = max(min(budget.effort, effort), 0.001)
        parameters.symmetry_level = 0
        with pulsing(budget, solver):
            status = solver.solve(self.model, _Watch(self, found, budget))
        budget.effort -= solver.response_proto.deterministic_time
        has_plan = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
        bound = 0 if aim is None or status == cp_model.INFEASIBLE else round(solver.best_objective_bound)
        answer = Answer(status == cp_model.OPTIMAL, status == cp_model.INFEASIBLE, bound)
        if has_plan:
            self._read(answer, solver.boolean_value, solver.value)
        return answer

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

    def _at_most(self, of: Ints, low: int | None, high: int | None) -> None:
        self.limit(self.total(of), low, high)

    def _times(self) -> None:
        """Intervals of what is picked, as many lanes at a time as there are, and where what was kept may stay."""
        cone, at_once = self.cone, self.cone.task.at_once
        intervals, demands = [], []
        for module in range(cone.size):
            options = range(int(cone.option_at[module]), int(cone.option_at[module + 1]))
            low, high = min(int(cone.low[o]) for o in options), max(int(cone.high[o]) for o in options)
            shortest = min(int(cone.length[o]) for o in options)
            start = self.model.new_int_var(low, min(high, self.horizon - shortest), "")
            self.starts[module] = start
            for option in options:
                for lanes, length, literal in self._ways(option, at_once):
                    self.model.add_linear_constraint(
                        start, int(cone.low[option]), min(int(cone.high[option]), self.horizon - length)
                    ).only_enforce_if(literal)
                    intervals.append(self.model.new_optional_fixed_size_interval_var(start, length, literal, ""))
                    demands.append(lanes)
        if at_once == 1:
            self.model.add_no_overlap(intervals)
        else:
            self.model.add_cumulative(intervals, demands, at_once)
        for module, place in cone.kept.items():
            if place is not None:
                stays = self.model.new_bool_var("")
                self.model.add_implication(stays, self.picks[place.option])
                self.model.add_linear_constraint(self.starts[module], place.low, place.high).only_enforce_if(stays)
                self.stays[module] = stays

    def _ways(self, option: int, at_once: int) -> Iterable[tuple[int, int, cp_model.IntVar]]:
        """Lanes, length and literal of each way to study an option."""
        cone = self.cone
        if cone.lanes[option] or at_once == 1:
            yield max(1, int(cone.lanes[option])), int(cone.length[option]), self.picks[option]
            return
        ways = [(lanes, self.model.new_bool_var("")) for lanes in range(at_once, 0, -1)]
        self.lanes[option] = ways
        self.model.add(sum(literal for _, literal in ways) == self.picks[option])
        for lanes, literal in ways:
            yield lanes, -(-int(cone.load[option]) // lanes), literal

    def _requirements(self) -> None:
        """What is taken has its children met before; when there is no time, *before* is a lower rank."""
        cone, graph = self.cone, self.cone.graph
        self.ranks: dict[int, cp_model.IntVar] = {}
        is_circular = not self.is_timed and not self.is_loose and _has_circle(cone)
        for node in range(graph.size):
            children = graph.child[graph.child_at[node] : graph.child_at[node + 1]].tolist()
            if not graph.is_or[node]:
                for child in children:
                    self._follows(node, child, self.takes[node], is_circular=is_circular)
            elif len(children) == 1:
                self._follows(node, children[0], self.takes[node], is_circular=is_circular)
            else:
                self._one_of(node, children, is_circular=is_circular)

    def _one_of(self, node: int, children: list[int], *, is_circular: bool) -> None:
        if not (self.is_timed or is_circular) or not self._is_required(node):
            self.model.add_bool_or([self.takes[child] for child in children]).only_enforce_if(self.takes[node])
            return
        by = [self.model.new_bool_var("") for _ in children]
        self.model.add_bool_or(by).only_enforce_if(self.takes[node])
        for literal, child in zip(by, children, strict=True):
            self._follows(node, child, literal, is_circular=is_circular)

    def _is_required(self, node: int) -> bool:
        return bool(self.cone.graph.parent_at[node + 1] > self.cone.graph.parent_at[node])

    def _follows(self, node: int, child: int, literal: cp_model.IntVar, *, is_circular: bool) -> None:
        """When ``literal`` holds the child is met, and not after the node is (or begins, when it is a module)."""
        self.model.add_implication(literal, self.takes[child])
        if is_circular:
            step = 1 if node < self.cone.size else 0
            self.model.add(self._rank(node) >= self._rank(child) + step).only_enforce_if(literal)
        elif self.is_timed and (node < self.cone.size or self._is_required(node)):
            self._after(node, child, literal)

    def _after(self, node: int, child: int, literal: cp_model.IntVar) -> None:
        when = self.starts[node] if node < self.cone.size else self._moment(node)
        if child >= self.cone.size:
            self.model.add(when >= self._moment(child)).only_enforce_if(literal)
            return
        for option in range(int(self.cone.option_at[child]), int(self.cone.option_at[child + 1])):
            for lanes, pick in self.lanes.get(option, [(0, self.picks[option])]):
                length = -(-int(self.cone.load[option]) // lanes) if lanes else int(self.cone.length[option])
                self.model.add(when >= self.starts[child] + length).only_enforce_if(literal, pick)

    def _moment(self, node: int) -> cp_model.IntVar:
        """When a node that is no module is met."""
        if node not in self.starts:
            self.starts[node] = self.model.new_int_var(0, self.horizon, "")
        return self.starts[node]

    def _rank(self, node: int) -> cp_model.IntVar:
        if node not in self.ranks:
            self.ranks[node] = self.model.new_int_var(0, self.cone.size, "")
        return self.ranks[node]

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

    def _read(
        self, answer: Answer, is_true: Callable[[cp_model.IntVar], bool], value: Callable[[cp_model.IntVar], int]
    ) -> None:
        cone = self.cone
        steps = []
        for option, pick in enumerate(self.picks):
            if not is_true(pick):
                continue
            owner = int(cone.owner[option])
            module = int(cone.module[owner])
            answer.options[module] = int(cone.option[option])
            if self.is_timed:
                lanes = next(
                    (lanes for lanes, way in self.lanes.get(option, ()) if is_true(way)),
                    max(1, int(cone.lanes[option])),
                )
                length = int(cone.length[option]) if cone.lanes[option] else -(-int(cone.load[option]) // lanes)
                begin = value(self.starts[owner])
                steps.append(Placed(module, answer.options[module], begin, begin + length, lanes))
        answer.steps = tuple(steps)


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
        self.of._read(answer, self.boolean_value, self.value)
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


@contextmanager
def pulsing(budget: Budget, solver: cp_model.CpSolver) -> Iterator[None]:
    """Ask now and then whether anybody still waits for the answer, and stop the solver when nobody does."""
    is_over = Event()

    def ask() -> None:
        while not is_over.wait(SECONDS_OF_A_PULSE):
            if not budget.pulse():
                solver.stop_search()

    thread = Thread(target=ask, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
