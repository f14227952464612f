"""The search for the best plan: what is known so far, and the stages that make it more."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from time import perf_counter

import numpy as np

from nanocore.planning._bounds import Relaxed, gains, relaxed
from nanocore.planning._cone import Cone, cone_of, out_of_reach
from nanocore.planning._draft import DROPPED, MOVED, Draft, drafted, plan_of, windows_of
from nanocore.planning._greedy import drafts, weights
from nanocore.planning._model import Answer, Budget, Model, Sum
from nanocore.planning._question import Aim, Limits
from nanocore.planning._result import Bound, Result, Status
from nanocore.planning._schedule import LATER, placed, shifted_left
from nanocore.planning._task import Row, Task
from nanocore.planning._typing import Ints

Watch = Callable[[Result], bool]
KERNEL = 60
"""So many modules are looked at exactly before all are, to have a better plan to prune by."""


class Search:
    """One question being answered. ``best`` is the best draft so far, ``bounds`` what is proven of each aim."""

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

    def run(self) -> Result:
        """Answer the question."""
        task = self.task
        if task.pins_make_no_sense or task.not_taught:
            return self._result(Status.IMPOSSIBLE)
        if not task.musts and self._nothing_lacks():
            return self._result(Status.NOTHING_TO_DO)
        everything = cone_of(task)
        cone = everything.within(task.horizon)
        if task.faults or cone is None or not cone.size:
            reach = tuple(self._name(node) for node in out_of_reach(everything))
            return self._result(Status.IMPOSSIBLE, out_of_reach=reach)
        self._begin(cone)
        if self.best is None:
            status = Status.IMPOSSIBLE if self._is_impossible(cone) else Status.UNKNOWN
            if self.best is None:
                return self._result(status)
        for aim in self.aims:
            proven = self._finish(cone) if aim == Aim.FINISH else self._least(cone, aim)
            self.caps[aim] = self._worth(aim)
            if not proven:
                return self._result(Status.SOUND, gap=aim)
            self.bounds[aim] = self.caps[aim]
        return self._result(Status.BEST)

    # --- what is found ---

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
        task = self.task
        if answer.steps:
            return drafted(task, shifted_left(task, answer.steps, windows_of(task, answer.steps)))
        late = dict(zip(cone.module.tolist(), cone.late.tolist(), strict=False))
        steps = placed(task, {module: [option] for module, option in answer.options.items()}, late)
        return None if steps is None else drafted(task, steps)

    # --- the stages ---

    def _nothing_lacks(self) -> bool:
        if not all(row.is_kept(0) for row in self.task.rows):
            return False
        nothing = cone_of(replace(self.task, usable=np.zeros_like(self.task.usable))).within(0)
        if nothing is None or not self.task.groups:
            return nothing is not None
        return not Model(nothing, 0).solve(None, self.budget).is_impossible

    def _begin(self, cone: Cone) -> None:
        """A plan at once, by what is to be best first; then some more by the rest."""
        ways = weights(cone, self.aims)
        for draft in drafts(cone, ways, self.task.horizon):
            if not self.consider(draft) or len(self.best.steps if self.best else ()) > 0:
                break
        if self.best is not None and self.aims:
            cone = self._narrowed(cone)
            self._try(cone, weights(cone, self.aims))

    def _try(self, cone: Cone, ways: Iterator[Ints]) -> None:
        for draft in drafts(cone, ways, self._roomy(cone)):
            if not self.consider(draft):
                return

    def _narrowed(self, cone: Cone) -> Cone:
        """What can be in a plan no worse in what is settled, and in finish if that comes first."""
        if self.aims[0] == Aim.FINISH or Aim.FINISH in self.caps:
            return cone.within(self.task.clock.at(self._worth(Aim.FINISH) + 1)) or cone
        return cone

    def _is_impossible(self, cone: Cone) -> bool:
        horizon = self._roomy(cone)
        if relaxed(self._capped(cone), cone.load, horizon) is None:
            return True
        return self._ask(cone, horizon, None).is_impossible

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

    def _ask(self, cone: Cone, horizon: int, aim: str | None, *, is_to_be_better: bool = False) -> Answer:
        """Put the exact model of a cone to the solver."""
        model = Model(self._capped(cone), horizon)
        if DROPPED in self.caps:
            model.limit(model.dropped(), None, self.caps[DROPPED] - self._lost(cone))
        if MOVED in self.caps:
            model.limit(model.moved(), None, self.caps[MOVED])
        wanted = self._sum(model, cone, aim)
        if aim is not None and wanted is not None and is_to_be_better:
            model.limit(wanted, None, self._worth(aim) - 1)
        elif self.best is not None:
            model.hint(self.best.options)

        def found(answer: Answer) -> bool:
            draft = self._found(cone, answer)
            return draft is None or self.consider(draft)

        return model.solve(wanted, self.budget, found)

    def _lost(self, cone: Cone) -> int:
        return len(self.task.kept) - len(cone.kept)

    def _column(self, cone: Cone, aim: str) -> Ints:
        index = self.task.index
        if aim == Aim.COST:
            return cone.of_options(index.options.price)
        return index.shortfall[cone.module][cone.owner]

    def _sum(self, model: Model, cone: Cone, aim: str | None) -> Sum | None:
        if aim == DROPPED:
            return model.dropped()
        if aim == MOVED:
            return model.moved()
        return None if aim is None else model.total(self._column(cone, aim))

    def _finish(self, cone: Cone) -> bool:
        """Make the finish earliest: weeks upward from the bound until there is a plan."""
        clock = self.task.clock
        cone = self._narrowed(cone)
        relaxation = relaxed(self._capped(cone), cone.load, self._roomy(cone))
        if relaxation is not None:
            self._try(cone, gains(cone, relaxation, cone.load))
        first = int(cone.low.min())
        soonest = int(cone.met[cone.musts].max()) if len(cone.musts) else 1
        work = relaxation.bound if relaxation else 0
        week = clock.week_of(max(soonest, first - -work // self.task.at_once, 1) - 1)
        while week < self._worth(Aim.FINISH):
            self.bounds[Aim.FINISH] = week
            if clock.at(week + 1) > clock.at(week):
                verdict = self._ends_by(cone, clock.at(week + 1))
                if verdict is None or (verdict and self._worth(Aim.FINISH) > week):
                    return False
                if verdict:
                    continue
            week += 1
        return True

    def _ends_by(self, cone: Cone, horizon: int) -> bool | None:
        """Whether a plan ends by ``horizon``, which then is the best so far; None when there was no time to tell."""
        inner = cone.within(horizon)
        if inner is None or not inner.size:
            return False
        relaxation = relaxed(self._capped(inner), inner.load, horizon)
        if relaxation is None:
            return False
        most = self.task.at_once * (horizon - int(inner.low.min()))
        inner = inner.keeping(*relaxation.survivors(inner, most), horizon)
        if inner is None or not inner.size:
            return False
        answer = self._ask(inner, horizon, None)
        if answer.is_impossible:
            return False
        return True if answer.is_proven else None

    def _least(self, cone: Cone, aim: str) -> bool:
        """Make a sum least: bound, prune, look closely at what is most promising, prune again, prove."""
        horizon = self._roomy(cone)
        inner = cone.within(horizon)
        if inner is None:
            return False
        if aim in (Aim.COST, Aim.QUALITY):
            relaxation = relaxed(self._capped(inner), self._column(inner, aim), horizon)
            if relaxation is None:
                return True
            self.bounds[aim] = relaxation.bound
            self._try(inner, gains(inner, relaxation, self._column(inner, aim)))
            if relaxation.bound >= self._worth(aim):
                return True
            self._kernel(inner, relaxation, horizon, aim)
            if relaxation.bound >= self._worth(aim):
                return True
            kept = inner.keeping(*relaxation.survivors(inner, self._worth(aim) - 1), horizon)
            if kept is None or not kept.size:
                return True
            inner = kept
        answer = self._ask(inner, horizon, aim, is_to_be_better=aim in (Aim.COST, Aim.QUALITY))
        if answer.is_impossible:
            return True
        self.bounds[aim] = answer.bound + (self._lost(inner) if aim == DROPPED else 0)
        return answer.is_proven

    def _kernel(self, cone: Cone, relaxation: Relaxed, horizon: int, aim: str) -> None:
        """Look exactly at the most promising modules and those of the best plan."""
        modules, _ = relaxation.survivors(cone, self._worth(aim) - 1)
        if modules.sum() <= 2 * KERNEL:
            return
        cost = cone.least(np.floor(np.maximum(relaxation.reduced, 0)).astype(np.int64))
        order = np.argsort(np.where(modules, cost, 1 << 60), kind="stable")
        some = np.zeros(cone.size, dtype=np.bool_)
        some[order[:KERNEL]] = True
        some |= np.isin(cone.module, list(self.best.options if self.best else ()))
        kernel = cone.keeping(some, np.ones(len(cone.option), dtype=np.bool_), horizon)
        if kernel is not None and kernel.size:
            self._ask(kernel, horizon, aim)

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
