"""What is known of the answer so far, and how the exact model is asked for more."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from time import perf_counter

import numpy as np

from nanocore.planning._bounds import Relaxed, threshold
from nanocore.planning._cone import Cone
from nanocore.planning._draft import DROPPED, MOVED, Draft, drafted, plan_of, windows_of
from nanocore.planning._greedy import drafts
from nanocore.planning._model import Answer, Budget, Model, Sum
from nanocore.planning._question import Aim, Limits
from nanocore.planning._result import Bound, Result, Status
from nanocore.planning._schedule import LATER, Misfit, laid_out, shifted_left
from nanocore.planning._task import Row, Task
from nanocore.planning._typing import Ints

Watch = Callable[[Result], bool]
WORK = "work"
"""No aim of a learner's, but what makes any plan at all short."""
EFFORT_OF_A_LAYOUT = 0.02
"""Deterministic time for laying out a given set of modules."""
SETS_TRIED = 3
"""How many sets of modules are taken from a model without time before one with time is made."""
SMALL = 30
"""Of so few modules the model is made with time at once."""
KERNEL = 60
"""So many modules are looked at exactly first, and then four times as many."""


class Search:
    """One question being answered. ``best`` is the best draft so far, ``bounds`` what is proven of each aim.

    ``caps`` are the aims that are settled: nothing may be worse in them.
    """

    def __init__(self, task: Task, limits: Limits, began: float, watch: Watch | None) -> None:
        self.task = task
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
        if any(draft.worth[aim] > cap for aim, cap in self.caps.items()):
            return True
        if self.best is not None and draft.key(self.aims) >= self.best.key(self.aims):
            return True
        self.best = draft
        self.first_at = self.first_at or perf_counter()
        return self._pulse()

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

    def _found(self, cone: Cone, answer: Answer) -> Draft | None:
        """The draft that an answer of the model amounts to, laid out in its one way."""
        task = cone.task
        if answer.steps:
            return drafted(task, shifted_left(task, answer.steps, windows_of(task, answer.steps)))
        late = dict(zip(cone.module.tolist(), cone.late.tolist(), strict=False))
        steps = laid_out(task, answer.options, late)
        return None if isinstance(steps, Misfit) else drafted(task, steps)

    def _try(self, cone: Cone, ways: Iterator[Ints], horizon: int) -> None:
        for draft in drafts(cone, ways, horizon):
            if not self.consider(draft):
                return

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

    def _ask(self, cone: Cone, horizon: int, aim: str | None, most: int | None = None) -> Answer:
        """Put the exact model of a cone to the solver: first without time, and with it where that does not come out."""
        if cone.size > SMALL and not self.task.kept:
            answer = self._ask_loosely(cone, horizon, aim, most)
            if answer is not None:
                return answer
        model = self._modelled(cone, horizon, aim, most)

        def found(answer: Answer) -> bool:
            return self._offer(cone, answer)

        return model.solve(self._sum(model, cone, aim), self.budget, found)

    def _ask_loosely(self, cone: Cone, horizon: int, aim: str | None, most: int | None) -> Answer | None:
        """The answer when time can be left out of the model; None when it cannot."""
        model = self._modelled(cone, horizon, aim, most, is_loose=True)
        for _ in range(SETS_TRIED):
            answer = model.solve(self._sum(model, cone, aim), self.budget, None)
            if answer.is_impossible or (not answer.options and not answer.is_proven):
                return answer
            can_be = self._lay_out(cone, horizon, answer)
            if can_be is None:
                return None
            if can_be:
                return answer
            model.forbid(answer.options)
        return None

    def _lay_out(self, cone: Cone, horizon: int, answer: Answer) -> bool | None:
        """Whether the modules of an answer can be studied by ``horizon``, when they are a plan; None when not told."""
        if self._offer(replace(cone, task=replace(self.task, horizon=horizon)), answer):
            return True
        chosen = np.isin(cone.option, list(answer.options.values()))
        alone = cone.keeping(np.isin(cone.module, list(answer.options)), chosen, horizon)
        if alone is None or len(alone.module) < len(answer.options):
            return False
        model = Model(replace(alone, musts=np.arange(alone.size, dtype=np.int32)), horizon)
        timed = model.solve(None, self.budget, effort=EFFORT_OF_A_LAYOUT)
        return False if timed.is_impossible else self._offer(alone, timed) or None

    def _modelled(
        self, cone: Cone, horizon: int, aim: str | None, most: int | None, *, is_loose: bool = False
    ) -> Model:
        model = Model(cone, horizon, is_loose=is_loose)
        if DROPPED in self.caps:
            model.limit(model.dropped(), None, self.caps[DROPPED] - self._lost(cone))
        if MOVED in self.caps:
            model.limit(model.moved(), None, self.caps[MOVED])
        wanted = self._sum(model, cone, aim)
        if wanted is not None and most is not None:
            model.limit(wanted, None, most)
        elif self.best is not None:
            model.hint(self.best.options)
        return model

    def _offer(self, cone: Cone, answer: Answer) -> bool:
        """Take an answer of the model for a plan, if it can be laid out; whether it could."""
        draft = self._found(cone, answer) if answer.options else None
        if draft is not None:
            self.consider(draft)
        return draft is not None

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

    def _sum(self, model: Model, cone: Cone, aim: str | None) -> Sum | None:
        if aim == DROPPED:
            return model.dropped()
        if aim == MOVED:
            return model.moved()
        return None if aim is None else model.total(self._column(cone, aim))

    def _kernel(self, cone: Cone, relaxation: Relaxed, some: int, horizon: int) -> Cone | None:
        """The modules of a cone, ``some`` or fewer, with which there is least to do."""
        if some >= cone.size:
            return cone
        most = threshold(cone, relaxation, some, min(int(cone.load.sum()), 64 * relaxation.bound))
        kernel = relaxation.left(cone, most, horizon)
        return kernel if kernel is not None and kernel.size else None

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
