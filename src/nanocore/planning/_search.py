"""The search for the best plan: what is known so far, and the stages that make it more."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from time import perf_counter

import numpy as np

from nanocore.planning._bounds import Relaxed, rounded, squeezed
from nanocore.planning._cone import Cone, cone_of, out_of_reach
from nanocore.planning._draft import DROPPED, MOVED, Draft, drafted, plan_of, windows_of
from nanocore.planning._greedy import drafts, weights
from nanocore.planning._model import Answer, Budget, Model, Sum
from nanocore.planning._question import Aim, Limits
from nanocore.planning._result import Bound, Result, Status
from nanocore.planning._schedule import LATER, Misfit, placed, shifted_left
from nanocore.planning._task import Row, Task
from nanocore.planning._typing import Ints

WORK = "work"
"""No aim of a learner's, but what makes any plan at all short."""
Watch = Callable[[Result], bool]
EFFORT_OF_A_LAYOUT = 0.05
SETS_TRIED = 3
"""How many sets of modules are taken from a model without time before one with time is made."""
SMALL = 100
"""Of so few modules the model is made with time at once."""
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
            cone = self._settled(cone, aim)
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
        task = cone.task
        if answer.steps:
            return drafted(task, shifted_left(task, answer.steps, windows_of(task, answer.steps)))
        late = dict(zip(cone.module.tolist(), cone.late.tolist(), strict=False))
        steps = placed(task, {module: [option] for module, option in answer.options.items()}, late)
        return None if isinstance(steps, Misfit) else drafted(task, steps)

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
            self._try(cone, weights(cone, self.aims), self._roomy(cone))

    def _try(self, cone: Cone, ways: Iterator[Ints], horizon: int) -> None:
        for draft in drafts(cone, ways, horizon):
            if not self.consider(draft):
                return

    def _narrowed(self, cone: Cone) -> Cone:
        """What can be in a plan no worse in what is settled, and in finish if that comes first."""
        if self.aims[0] == Aim.FINISH or Aim.FINISH in self.caps:
            return cone.within(self.task.clock.at(self._worth(Aim.FINISH) + 1)) or cone
        return cone

    def _settled(self, cone: Cone, aim: str) -> Cone:
        """What can be in a plan in which nothing is lost of an aim that is proven: little, when it is a sum."""
        if aim not in (Aim.COST, Aim.QUALITY):
            return cone
        found = squeezed(cone, self._columns(aim), self._roomy(cone), self.caps[aim])
        return cone if found is None else found[0]

    def _is_impossible(self, cone: Cone) -> bool:
        """Whether there is no plan at all. If there is one it is found, unless time runs out first.

        What any one limit rules out goes first, and a plan rounded there may do; then few modules are looked at
        exactly, those that make little work, and then more.
        """
        horizon = self._roomy(cone)
        for column, most in (*_limits(cone), (_load, self.task.at_once * horizon)):
            found = squeezed(cone, column, horizon, most)
            if found is None:
                return True
            cone, relaxation = found
            self._try(cone, rounded(cone, relaxation, column(cone)), horizon)
            if self.best is not None:
                return False
        some = KERNEL
        while self.best is None and not self.budget.is_spent:
            everything = int(cone.load.sum())
            most = _threshold(cone, relaxation, some, min(everything, 64 * relaxation.bound))
            most = everything if some >= cone.size else most
            kernel = relaxation.left(cone, most, horizon)
            if kernel is not None and kernel.size:
                answer = self._ask(kernel, horizon, WORK)
                if answer.is_impossible and kernel.size == cone.size:
                    return True
            some *= 4
        return False

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

    def _sum(self, model: Model, cone: Cone, aim: str | None) -> Sum | None:
        if aim == DROPPED:
            return model.dropped()
        if aim == MOVED:
            return model.moved()
        return None if aim is None else model.total(self._column(cone, aim))

    def _finish(self, cone: Cone) -> bool:
        """Make the finish earliest: prune and round while that helps, then weeks upward from the bound."""
        clock, at_once = self.task.clock, self.task.at_once
        week = -1
        while True:
            finish = self._worth(Aim.FINISH)
            horizon = clock.at(finish)
            inner = self._capped(cone).within(horizon) if horizon > 0 else None
            first = int(inner.low.min()) if inner is not None and inner.size else 0
            found = squeezed(inner, _load, horizon, at_once * (horizon - first))
            if found is None:
                return True
            inner, relaxation = found
            soonest = int(inner.met[inner.musts].max()) if len(inner.musts) else 1
            week = max(week, clock.week_of(max(soonest, first - -relaxation.bound // at_once, 1) - 1))
            self.bounds[Aim.FINISH] = week
            self._try(inner, rounded(inner, relaxation, inner.load), horizon)
            if week >= self._worth(Aim.FINISH):
                return True
            if self._worth(Aim.FINISH) == finish:
                return self._upward(inner, week)

    def _upward(self, cone: Cone, week: int) -> bool:
        clock = self.task.clock
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
        found = squeezed(inner, _load, horizon, self.task.at_once * (horizon - int(inner.low.min())))
        if found is None:
            return False
        inner, relaxation = found
        finish = self._worth(Aim.FINISH)
        self._try(inner, rounded(inner, relaxation, inner.load), horizon)
        if self._worth(Aim.FINISH) < finish:
            return True
        answer = self._ask(inner, horizon, None)
        if answer.is_impossible:
            return False
        return True if answer.is_proven else None

    def _least(self, cone: Cone, aim: str) -> bool:
        """Make a sum least: bound, prune and round while that helps, look closely, prune again, prove."""
        horizon = self._roomy(cone)
        cone = self._capped(cone)
        inner = cone.within(horizon)
        if inner is None:
            return True
        if aim in (DROPPED, MOVED):
            answer = self._ask(inner, horizon, aim)
            self.bounds[aim] = answer.bound + (self._lost(inner) if aim == DROPPED else 0)
            return answer.is_proven
        column = self._columns(aim)
        while True:
            worth = self._worth(aim)
            found = squeezed(inner, column, horizon, worth - 1)
            if found is None:
                return True
            inner, relaxation = found
            self.bounds[aim] = relaxation.bound
            self._try(inner, rounded(inner, relaxation, column(inner)), horizon)
            if relaxation.bound >= self._worth(aim):
                return True
            if self._worth(aim) == worth:
                return self._deepened(inner, relaxation, horizon, aim)

    def _deepened(self, cone: Cone, relaxation: Relaxed, horizon: int, aim: str) -> bool:
        """Prove by iterative deepening: all plans up to some sum, of few enough modules to be quick; then a larger sum.

        What is best up to a sum is best of all; and when there is nothing up to it, it is a bound.
        """
        some, column, most = KERNEL, self._columns(aim), self.bounds[aim] - 1
        while not self.budget.is_spent:
            last = self._worth(aim) - 1
            most = min(last, max(_threshold(cone, relaxation, some, last), most + 1 + (last - most) // 64))
            found = squeezed(relaxation.left(cone, most, horizon), column, horizon, most, depths=(True,))
            answer = None if found is None else self._ask(found[0], horizon, aim, most)
            if answer is not None and not answer.is_impossible:
                self.bounds[aim] = max(self.bounds[aim], answer.bound)
                return answer.is_proven
            self.bounds[aim] = most + 1
            if most >= last:
                return True
            some *= 4
        return False

    def _columns(self, aim: str) -> Callable[[Cone], Ints]:
        return lambda cone: self._column(cone, aim)

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


def _load(cone: Cone) -> Ints:
    return cone.load


def _limits(cone: Cone) -> Iterator[tuple[Callable[[Cone], Ints], int]]:
    """The sums that nothing makes less, by how much they may be at most: the budget, mostly."""
    for number, row in enumerate(cone.rows):
        if row.high is not None and (row.of >= 0).all():
            yield partial(_of_row, number), row.high


def _of_row(number: int, cone: Cone) -> Ints:
    return cone.rows[number].of


def _threshold(cone: Cone, relaxation: Relaxed, some: int, most: int) -> int:
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
