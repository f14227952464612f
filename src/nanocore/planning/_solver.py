"""How CP-SAT is run: within limits, the same way each time, and only while somebody waits for the answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from ortools.sat.python import cp_model

from nanocore.planning._schedule import Placed, Window

Sum = cp_model.LinearExprT
WORKERS = 1
SEED = 1
SECONDS_OF_A_PULSE = 0.5
EFFORT_A_MODULE = 5e-5
"""What putting a module into a model costs in deterministic time, about."""


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

    def allows(self, modules: int) -> bool:
        """Whether there is enough left to ask about so many modules: a model is work before it is solved."""
        self.effort -= modules * EFFORT_A_MODULE
        return self.effort > 0


@dataclass(slots=True)
class Answer:
    """What the solver said: whether it is proven, its bound on the objective, and where each module lies.

    Where ``steps`` are not known, ``windows`` are between which moments modules begin, and ``begins`` about when.
    """

    is_proven: bool
    is_impossible: bool
    bound: int
    options: dict[int, int] = field(default_factory=dict)
    steps: tuple[Placed, ...] = ()
    windows: dict[int, Window] = field(default_factory=dict)
    begins: dict[int, int] = field(default_factory=dict)


def solver_for(budget: Budget, effort: float) -> cp_model.CpSolver:
    """A solver that ends when the budget does, or after so much deterministic time."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = WORKERS
    parameters.random_seed = SEED
    parameters.max_time_in_seconds = max(budget.seconds_left(), 0.001)
    parameters.max_deterministic_time = max(min(budget.effort, effort), 0.001)
    parameters.symmetry_level = 0
    parameters.cut_level = 0
    parameters.cp_model_presolve = False  # what could be in no plan went before; presolving takes longer than solving
    parameters.inprocessing_dtime_ratio = 0.0
    parameters.inprocessing_probing_dtime = 0.0
    parameters.inprocessing_minimization_dtime = 0.0
    return solver


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
