"""The search for the best plan: what is known so far, and the stages that make it more."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from time import perf_counter

import numpy as np

from nanocore.planning._clock import FOREVER
from nanocore.planning._cone import Cone, cone_of, out_of_reach
from nanocore.planning._draft import DROPPED, MOVED, Draft, drafted, plan_of, windows_of
from nanocore.planning._greedy import drafts, weights
from nanocore.planning._model import Answer, Budget, Model, Sum
from nanocore.planning._question import Aim, Limits
from nanocore.planning._result import Bound, Result, Status
from nanocore.planning._schedule import placed, shifted_left
from nanocore.planning._task import Row, Task

Watch = Callable[[Result], bool]


class Search:
    """One question being answered. ``best`` is the best draft so far, ``bounds`` what is proven of each aim."""

    def __init__(self, task: Task, limits: Limits, began: float, watch: Watch | None) -> None:
        self.task = task
        self.began = began
        self.watch = watch
        self.budget = Budget(lambda: limits.seconds - (perf_counter() - began), limits.effort)
        order = tuple(dict.fromkeys(str(aim) for aim in task.question.wishes.order))
        self.aims = ((DROPPED, MOVED) if task.kept else ()) + order
        self.best: Draft | None = None
        self.caps: dict[str, int] = {}
        self.bounds: dict[str, int] = {}
        self.first_at = 0.0

    def run(self) -> Result:
        """Answer the question."""
        task = self.task
        if task.is_senseless or task.not_taught:
            return self._result(Status.IMPOSSIBLE)
        if not task.musts and self._nothing_lacks():
            return self._result(Status.NOTHING_TO_DO)
        everything = cone_of(task)
        cone = everything.within(task.horizon)
        if cone is None:
            reach = tuple(self._name(node) for node in out_of_reach(everything))
            return self._result(Status.IMPOSSIBLE, out_of_reach=reach)
        cone = replace(cone, late=np.minimum(cone.late, FOREVER))
        for draft in drafts(cone, weights(cone)):
            self.consider(draft)
        if self.best is None:
            answer = self._ask(cone, self._roomy(cone), None)
            if answer.is_impossible:
                return self._result(Status.IMPOSSIBLE)
            if self.best is None:
                return self._result(Status.UNKNOWN)
        for aim in self.aims:
            proven = self._finish(cone) if aim == Aim.FINISH else self._least(cone, aim)
            self.caps[aim] = self.best.worth[aim]
            if not proven:
                return self._result(Status.SOUND, gap=aim)
        return self._result(Status.BEST)

    # --- what is found ---

    def consider(self, draft: Draft) -> bool:
        """Keep a draft when it is better than the best so far; whether to go on."""
        if any(draft.worth[aim] > cap for aim, cap in self.caps.items()):
            return True
        if self.best is not None and draft.key(self.aims) >= self.best.key(self.aims):
            return True
        self.best = draft
        if not self.first_at:
            self.first_at = perf_counter()
        if self.watch is None or self.watch(self._result(Status.SOUND, gap=self.aims[0] if self.aims else None)):
            return True
        self.budget.is_stopped = True
        return False

    def _found(self, cone: Cone, horizon: int, answer: Answer) -> Draft | None:
        """The draft that an answer of the model amounts to, laid out in its one way."""
        task = self.task
        if answer.steps:
            windows = windows_of(task, answer.steps)
            return drafted(task, shifted_left(task, answer.steps, windows))
        late = dict(zip(cone.module.tolist(), cone.late.tolist(), strict=False))
        steps = placed(task, {module: [option] for module, option in answer.options.items()}, late)
        return None if steps is None else drafted(task, steps)

    # --- the stages ---

    def _nothing_lacks(self) -> bool:
        if not all(row.is_kept(0) for row in self.task.rows):
            return False
        return not self.task.groups

    def _capped(self, cone: Cone) -> Cone:
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

    def _ask(self, cone: Cone, horizon: int, aim: str | None) -> Answer:
        model = Model(self._capped(cone), horizon)
        if DROPPED in self.caps:
            model.limit(model.dropped(), None, self.caps[DROPPED] - self._lost(cone))
        if MOVED in self.caps:
            model.limit(model.moved(), None, self.caps[MOVED])
        if self.best is not None:
            model.hint(self.best.options)

        def found(answer: Answer) -> bool:
            draft = self._found(cone, horizon, answer)
            return draft is None or self.consider(draft)

        return model.solve(self._sum(model, cone, aim), self.budget, found)

    def _lost(self, cone: Cone) -> int:
        return len(self.task.kept) - len(cone.kept)

    def _sum(self, model: Model, cone: Cone, aim: str | None) -> Sum | None:
        index = self.task.index
        if aim == Aim.COST:
            return model.total(cone.of_options(index.options.price))
        if aim == Aim.QUALITY:
            return model.total(index.shortfall[cone.module][cone.owner])
        if aim == DROPPED:
            return model.dropped()
        if aim == MOVED:
            return model.moved()
        return None

    def _finish(self, cone: Cone) -> bool:
        """Make the finish earliest: weeks upward from the bound until there is a plan."""
        clock = self.task.clock
        soonest = int(cone.met[cone.musts].max()) if len(cone.musts) else 1
        week = clock.week_of(max(soonest, 1) - 1)
        while self.best is not None and week < self.best.worth[Aim.FINISH]:
            self.bounds[Aim.FINISH] = week
            horizon = clock.at(week + 1)
            inner = cone.within(horizon) if horizon > clock.at(week) else None
            if inner is not None and inner.size:
                answer = self._ask(inner, horizon, None)
                if not answer.is_impossible:
                    if not answer.is_proven:
                        return False
                    continue
            week += 1
        self.bounds[Aim.FINISH] = week
        return True

    def _least(self, cone: Cone, aim: str) -> bool:
        horizon = self._roomy(cone)
        inner = cone.within(horizon)
        if inner is None or not inner.size:
            return False
        answer = self._ask(inner, horizon, aim)
        extra = self._lost(inner) if aim == DROPPED else 0
        self.bounds[aim] = answer.bound + extra
        return answer.is_proven

    # --- the answer ---

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
