"""Many small questions about one catalogue, within the time that one answer may take."""

from dataclasses import dataclass, field, replace
from time import monotonic

from nanocore.planning._index import Index
from nanocore.planning._question import Limits, Question
from nanocore.planning._result import Result, Status
from nanocore.planning._solve import answer, solve
from nanocore.planning._task import Task

_SHARE_OF_TIME = 20
_SHARE_OF_EFFORT = 40
_OUT_OF_TIME = Result(Status.UNKNOWN)


@dataclass(slots=True)
class Asker:
    """Answers until the time of ``limits`` is out, and from then on that nothing is known."""

    index: Index
    limits: Limits
    until: float = field(init=False)

    def __post_init__(self) -> None:
        self.until = monotonic() + self.limits.seconds

    def best(self, question: Question) -> Result:
        """The best plan."""
        limits = self._limits()
        return solve(question, self.index, limits=limits) if limits else _OUT_OF_TIME

    def any(self, question: Question) -> Result:
        """Any plan: whether there is one at all. Without aims every plan is as good as the best."""
        return self.best(_aimless(question))

    def best_of(self, task: Task) -> Result:
        """The best plan for a question that is laid out already."""
        limits = self._limits()
        return answer(task, limits) if limits else _OUT_OF_TIME

    def any_of(self, task: Task) -> Result:
        """Any plan for a question that is laid out already."""
        return self.best_of(replace(task, question=_aimless(task.question)))

    def _limits(self) -> Limits | None:
        left = self.until - monotonic()
        return Limits(left / _SHARE_OF_TIME, self.limits.effort / _SHARE_OF_EFFORT) if left > 0 else None


def _aimless(question: Question) -> Question:
    return replace(question, wishes=replace(question.wishes, order=()))
