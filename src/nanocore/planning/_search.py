"""What is known of the answer to a question so far."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from time import perf_counter

from nanocore.planning._cone import Cone
from nanocore.planning._draft import DROPPED, MOVED, Draft, plan_of
from nanocore.planning._greedy import Sums, drafts
from nanocore.planning._question import Aim, Limits
from nanocore.planning._result import Bound, Result, Status
from nanocore.planning._schedule import LATER
from nanocore.planning._solver import Budget
from nanocore.planning._task import Row, Task
from nanocore.planning._typing import Ints

Watch = Callable[[Result], bool]
WORK = "work"
"""No aim of a learner's, but what makes any plan at all short."""


class Search:
    """One question being answered. ``best`` is the best draft so far, ``bounds`` what is proven of each aim.

    ``known`` are plans that there were before. ``caps`` are the aims that are settled: nothing may be worse in them.
    """

    def __init__(
        self, task: Task, limits: Limits, began: float, watch: Watch | None, known: Iterable[Draft] = ()
    ) -> None:
        self.task = task
        self.known = known
        self.began = began
        self.watch = watch
        self.budget = Budget(lambda: limits.seconds - (perf_counter() - began), limits.effort, self._pulse)
        order = tuple(dict.fromkeys(str(aim) for aim in task.question.wishes.order))
        self.aims = ((DROPPED, MOVED) if task.kept else ()) + order
        self.best: Draft | None = None
        self.caps: dict[str, int] = {}
        self.bounds: dict[str, int] = {}
        self.first_at = 0.0

    def consider(self, draft: Draft) -> bool:
        """Keep a draft when it is better than the best so far; whether to go on."""
        if not self.is_allowed(draft):
            return True
        if self.best is not None and draft.key(self.aims) >= self.best.key(self.aims):
            return True
        self.best = draft
        self.first_at = self.first_at or perf_counter()
        return self._pulse()

    def is_allowed(self, draft: Draft) -> bool:
        """Whether a draft loses nothing of what is settled."""
        return all(draft.worth[aim] <= cap for aim, cap in self.caps.items())

    def _worth(self, aim: str) -> int:
        """What the best so far amounts to."""
        return LATER if self.best is None else self.best.worth[aim]

    def _pulse(self) -> bool:
        """Tell whoever watches how far the search has come; whether to go on."""
        if self.watch is None:
            return True
        status = Status.UNKNOWN if self.best is None else Status.SOUND
        gap = next((aim for aim in self.aims if aim not in self.caps), None)
        if not self.watch(self._result(status, gap=gap if self.best else None)):
            self.budget.is_stopped = True
        return not self.budget.is_stopped

    def _try(self, cone: Cone, ways: Iterator[Ints], horizon: int) -> None:
        for draft in drafts(cone, ways, horizon, self._limits_of(cone, horizon)):
            if not self.consider(draft):
                return

    def _limits_of(self, cone: Cone, horizon: int) -> Sums:
        """The sums in which a plan by ``horizon`` has to be as good as the best so far."""
        limits = [(cone.least(cone.load), self.task.at_once * (horizon - int(cone.low.min(initial=horizon))))]
        for aim in self.aims:
            if self.best is not None and aim in {Aim.COST, Aim.QUALITY}:
                limits.append((cone.least(self._column(cone, aim)), self._worth(aim)))
            if aim not in self.caps:
                break
        return limits

    def _capped(self, cone: Cone) -> Cone:
        """The cone with what is settled as rows."""
        index = self.task.index
        rows = list(cone.rows)
        if Aim.COST in self.caps:
            rows.append(Row("cost", cone.of_options(index.options.price), high=self.caps[Aim.COST]))
        if Aim.QUALITY in self.caps:
            rows.append(Row("quality", index.shortfall[cone.module][cone.owner], high=self.caps[Aim.QUALITY]))
        return replace(cone, rows=tuple(rows))

    def _roomy(self, cone: Cone) -> int:
        """A moment by which every plan there is can be done with."""
        if Aim.FINISH in self.caps:
            return min(self.task.horizon, self.task.clock.at(self.caps[Aim.FINISH] + 1))
        last = int((cone.low + cone.length).max())
        return min(self.task.horizon, last + int(cone.length.sum()))

    def _lost(self, cone: Cone) -> int:
        return len(self.task.kept) - len(cone.kept)

    def _column(self, cone: Cone, aim: str) -> Ints:
        index = self.task.index
        if aim == WORK:
            return cone.load
        if aim == Aim.COST:
            return cone.of_options(index.options.price)
        return index.shortfall[cone.module][cone.owner]

    def _columns(self, aim: str) -> Callable[[Cone], Ints]:
        return lambda cone: self._column(cone, aim)

    def _name(self, node: int) -> str:
        index = self.task.index
        if node < len(index.modules):
            return index.modules[node].id
        return next(name for name, (_, nodes) in index.competences.items() if node in nodes)

    def _result(self, status: Status, *, gap: str | None = None, out_of_reach: tuple[str, ...] = ()) -> Result:
        now = perf_counter()
        has_plan = self.best is not None and status in {Status.BEST, Status.SOUND}
        cost = self.bounds.get(Aim.COST)
        return Result(
            status=status,
            plan=plan_of(self.task, self.best) if self.best is not None and has_plan else None,
            bound=Bound(
                self.bounds.get(Aim.FINISH), None if cost is None else Decimal(cost) / 100, self.bounds.get(Aim.QUALITY)
            ),
            gap=gap,
            faults=self.task.index.faults + self.task.faults,
            not_taught=self.task.not_taught,
            out_of_reach=out_of_reach,
            milliseconds=(((self.first_at or now) - self.began) * 1000, (now - self.began) * 1000),
        )


def load_of(cone: Cone) -> Ints:
    """What each option takes of the lanes."""
    return cone.load
