"""A turn at the solver for modules over terms."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from nanobank.pathways.bridge import Result, as_json, question_in, solve
from nanobank.pathways.models import Planning, PlanningState
from nanobank.pathways.shelf import Shelf
from nanobank.pathways.turns import Hold, LetGo, limits


@dataclass
class BalanceTurn:
    """A planning that ``planner`` has taken, and the catalogue to answer it with."""

    planning: Planning
    planner: str
    shelf: Shelf
    now: Callable[[], datetime]
    is_stopping: Callable[[], bool] = lambda: False
    _hold: Hold = field(init=False)

    def __post_init__(self) -> None:
        self._hold = Hold(self.planning, self.planner, self.now, self.is_stopping)

    def take(self) -> None:
        """Solve, and keep what came of it; the best so far when nobody waits any more."""
        question = question_in(self.planning.problem["question"])
        result = solve(question, self.shelf.index, limits=limits(), watch=self._see)
        if self._hold.let_go in (LetGo.LEAVING, LetGo.OTHERS):
            self._hold.put_back()
            return
        now = self.now()
        state = PlanningState.STOPPED if result.plan is None and self._hold.let_go else PlanningState.DONE
        self._hold.row().update(state=state, ended_at=now, beat_at=now, stage="", result=as_json(result))

    def _see(self, _result: Result) -> bool:
        return self._hold.goes_on()
