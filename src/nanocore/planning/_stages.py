"""The stages of the search: a plan at once, then aim by aim a bound, pruning, and proof."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from nanocore.planning._bounds import Relaxed, rounded, threshold
from nanocore.planning._cone import Cone, cone_of, out_of_reach
from nanocore.planning._draft import DROPPED, MOVED
from nanocore.planning._exact import KERNEL
from nanocore.planning._greedy import drafts, weights
from nanocore.planning._model_timed import exact
from nanocore.planning._question import Aim
from nanocore.planning._quick import glanced
from nanocore.planning._repair import Repair
from nanocore.planning._result import Result, Status
from nanocore.planning._search import WORK, load_of
from nanocore.planning._solver import Answer
from nanocore.planning._squeezing import squeezed
from nanocore.planning._typing import Ints

WEEKS_ONE_BY_ONE = 2
"""So many weeks more are looked at one by one before two are looked at together, then four; half of all at most."""
WIDER = 8
"""So many times more modules are looked at when what is best among some does not do."""
STEPS = 4
"""Each step of a deepening goes at least this part of the way that is left."""

NONE = Answer(is_proven=False, is_impossible=True, bound=0)


class Stages(Repair):
    """A search that is carried out. ``narrow`` is what can be in a plan as good as the best in the latest sum."""

    narrow: tuple[Cone, Relaxed] | None = None

    def run(self) -> Result:
        """Answer the question."""
        task = self.task
        if task.pins_make_no_sense or task.not_taught:
            return self._result(Status.IMPOSSIBLE)
        if not task.musts and self._nothing_lacks():
            return self._result(Status.NOTHING_TO_DO)
        everything = cone_of(task)
        if task.faults:
            return self._out_of_reach(out_of_reach(everything))
        return self._answer(everything)

    def _answer(self, everything: Cone) -> Result:
        """The answer where nothing is plain from the question alone."""
        never = self._begin_at_once(everything)
        if never:
            return self._out_of_reach(never)
        if self.best is not None and not self.aims:
            return self._result(Status.BEST)
        cone = everything.within(self._soon_enough())
        if cone is None or not cone.size:
            return self._out_of_reach(out_of_reach(everything))
        cone = self._begin(cone)
        if self.best is None:
            status = Status.IMPOSSIBLE if self._is_impossible(cone) else Status.UNKNOWN
            if self.best is None:
                return self._result(status)
        return self._made_best(cone)

    def _out_of_reach(self, nodes: Sequence[int]) -> Result:
        return self._result(Status.IMPOSSIBLE, out_of_reach=tuple(self._name(node) for node in nodes))

    def _made_best(self, cone: Cone) -> Result:
        """Aim by aim, each without losing anything of those before it."""
        for aim in self.aims:
            if aim == DROPPED:
                proven = self._dropped(cone)
                cone = self._with_kept(cone) if self._worth(DROPPED) == self._lost(cone) else cone
            elif aim == MOVED:
                proven = self._moved(cone)
            else:
                proven = self._finish(cone) if aim == Aim.FINISH else self._least(cone, aim)
            self.caps[aim] = self._worth(aim)
            if not proven:
                return self._result(Status.SOUND, gap=aim)
            self.bounds[aim] = self.caps[aim]
            cone = self._settled(cone, aim)
        return self._result(Status.BEST)

    def _nothing_lacks(self) -> bool:
        if not all(row.is_kept(0) for row in self.task.rows):
            return False
        nothing = cone_of(replace(self.task, usable=np.zeros_like(self.task.usable))).within(0)
        if nothing is None or not self.task.groups:
            return nothing is not None
        return not exact(nothing, 0).solve(None, self.budget).is_impossible

    def _begin_at_once(self, everything: Cone) -> Sequence[int]:
        """A plan before all has been looked through, where there is one to be had; or what is never reached."""
        for draft in self.known:
            self.consider(draft)
        if self.best is not None:
            return ()
        glance = glanced(everything)
        if glance.draft is not None:
            self.consider(glance.draft)
        return glance.out_of_reach

    def _soon_enough(self) -> int:
        """A moment by which a plan ends that is no worse than the best so far."""
        if self.best is None or self.aims[0] != Aim.FINISH:
            return self.task.horizon
        return min(self.task.horizon, self.task.clock.at(self._worth(Aim.FINISH) + 1))

    def _begin(self, cone: Cone) -> Cone:
        """A plan at once, by what is to be best first; then some more by the rest. What can still be of use."""
        for draft in drafts(cone, weights(cone, self.aims), self.task.horizon):
            self.consider(draft)
            break
        if self.best is None or not self.aims:
            return cone
        cone = self._narrowed(cone)
        self._try(cone, weights(cone, self.aims), self._roomy(cone))
        return self._narrowed(cone)

    def _narrowed(self, cone: Cone) -> Cone:
        """What can be in a plan no worse in what is settled, and in finish if that comes first."""
        if self.aims[0] == Aim.FINISH or Aim.FINISH in self.caps:
            return cone.within(self.task.clock.at(self._worth(Aim.FINISH) + 1)) or cone
        return cone

    def _is_impossible(self, cone: Cone) -> bool:
        """Whether there is no plan at all. If there is one it is found, unless time runs out first.

        What any one limit rules out goes first, and a plan rounded there may do; then few modules are looked at
        exactly, those that make little work, and then more.
        """
        horizon = self._roomy(cone)
        if self._clashes(cone, horizon):
            return True
        for column, most in (*_limits(cone), (load_of, self.task.at_once * horizon)):
            found = squeezed(cone, column, horizon, most)
            if found is None:
                return True
            cone, relaxation = found
            self._try(cone, rounded(cone, relaxation, column(cone)), horizon)
            if self.best is not None:
                return False
        some = KERNEL
        while self.best is None and not self.budget.is_spent:
            kernel = self._kernel(cone, relaxation, some, horizon)
            if kernel is not None:
                answer = self._ask(kernel, horizon, WORK)
                if answer.is_impossible and kernel.size == cone.size:
                    return True
            some *= 4
        return False

    def _settled(self, cone: Cone, aim: str) -> Cone:
        """What can be in a plan in which nothing is lost of an aim that is proven: little, when it is a sum."""
        if aim == Aim.FINISH:
            return cone.within(self._roomy(cone)) or cone
        if aim == MOVED and self.caps[MOVED] == 0:
            return self._in_place(cone).within(self._roomy(cone)) or cone
        if aim not in (Aim.COST, Aim.QUALITY) or self.narrow is None:
            return cone
        inner, relaxation = self.narrow
        return relaxation.left(inner, self.caps[aim], self._roomy(inner)) or cone

    def _clashes(self, cone: Cone, horizon: int) -> bool:
        """Whether the dated modules that every plan has are in each other's way."""
        essence = cone.essence()
        if essence.size < 2 or not essence.lanes.any():
            return False
        return exact(essence, horizon).solve(None, self.budget).is_impossible

    def _finish(self, cone: Cone) -> bool:
        """Make the finish earliest: prune and round while that helps, then weeks upward from the bound."""
        clock, at_once = self.task.clock, self.task.at_once
        week = -1
        while True:
            finish = self._worth(Aim.FINISH)
            horizon = clock.at(finish)
            inner = self._capped(cone).within(horizon) if horizon > 0 else None
            first = int(inner.low.min()) if inner is not None and inner.size else 0
            found = squeezed(inner, load_of, horizon, at_once * (horizon - first))
            if found is None:
                return True
            inner, relaxation = found
            soonest = max(int(inner.met[inner.musts].max(initial=1)), self._lasts(inner))
            week = max(week, clock.week_of(max(soonest, first - -relaxation.bound // at_once, 1) - 1))
            self.bounds[Aim.FINISH] = week
            self._try(inner, rounded(inner, relaxation, inner.load), horizon)
            if week >= self._worth(Aim.FINISH):
                return True
            if self._worth(Aim.FINISH) == finish:
                return self._upward(inner, week)

    def _upward(self, cone: Cone, week: int) -> bool:
        """The first week in which a plan can end, from ``week`` on: in longer and longer steps, then by halving."""
        clock, tried = self.task.clock, 0
        while week < self._worth(Aim.FINISH):
            self.bounds[Aim.FINISH] = week
            left = self._worth(Aim.FINISH) - week
            last = week + min(1 << max(tried - WEEKS_ONE_BY_ONE, 0), (left + 1) // 2) - 1
            if clock.at(last + 1) > clock.at(week):
                tried += 1
                verdict = self._ends_by(cone, clock.at(last + 1))
                if verdict is None or (verdict and self._worth(Aim.FINISH) > last):
                    return False
                if verdict:
                    continue
            week = last + 1
        return True

    def _ends_by(self, cone: Cone, horizon: int) -> bool | None:
        """Whether a plan ends by ``horizon``, which then is the best so far; None when there was no time to tell."""
        inner = cone.within(horizon)
        if inner is None or not inner.size:
            return False
        found = squeezed(inner, load_of, horizon, self.task.at_once * (horizon - int(inner.low.min())))
        if found is None or self._clashes(found[0], horizon):
            return False
        inner, relaxation = found
        finish = self._worth(Aim.FINISH)
        self._try(inner, rounded(inner, relaxation, inner.load), horizon)
        if self._worth(Aim.FINISH) < finish:
            return True
        kernel = self._kernel(inner, relaxation, KERNEL, horizon) if self.task.kept else None
        if kernel is not None and kernel.size < inner.size:
            self._ask(kernel, horizon, None)
            if self._worth(Aim.FINISH) < finish:
                return True
        answer = self._ask(inner, horizon, None)
        if answer.is_impossible:
            return False
        return True if answer.is_proven else None

    def _least(self, cone: Cone, aim: str) -> bool:
        """Make a sum least: bound, prune and round while that helps, look closely, prune again, prove."""
        horizon = self._roomy(cone)
        inner = self._capped(cone).within(horizon)
        column = self._columns(aim)
        while True:
            worth = self._worth(aim)
            found = self.narrow = squeezed(inner, column, horizon, worth)
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
            worth = self._worth(aim)
            most = max(threshold(cone, relaxation, some, worth), most + 1 + (worth - most) // STEPS)
            most = worth if most >= worth - 1 else most
            left = relaxation.left(cone, most, horizon)
            found = None if left is None else squeezed(left, column, horizon, most, relaxation.within(left, cone))
            if found is not None:
                self.narrow = found
                answer = self._up_to(*found, horizon, aim, min(most, worth - 1))
                if not answer.is_impossible:
                    self.bounds[aim] = max(self.bounds[aim], answer.bound)
                    return answer.is_proven and self._worth(aim) <= answer.bound
            self.bounds[aim] = min(most + 1, worth)
            if most >= worth:
                return True
            some *= 4
        return False

    def _up_to(self, cone: Cone, relaxation: Relaxed, horizon: int, aim: str, most: int) -> Answer:
        """The same by a relaxation that is as good as it gets, up to ``most``: the best that there is up to it."""
        some, level = KERNEL, min(most, threshold(cone, relaxation, KERNEL, most))
        while True:
            left = relaxation.left(cone, level, horizon)
            answer = NONE if left is None or not left.size else self._ask(left, horizon, aim, level)
            if level >= most or not answer.is_impossible:
                return answer
            self.bounds[aim] = max(self.bounds[aim], level + 1)
            some *= WIDER
            level = min(most, max(threshold(cone, relaxation, some, most), level + 1 + (most - level) // STEPS))


def _limits(cone: Cone) -> Iterator[tuple[Callable[[Cone], Ints], int]]:
    """The sums that nothing makes less, by how much they may be at most: the budget, mostly."""
    for number, row in enumerate(cone.rows):
        if row.high is not None and (row.of >= 0).all():
            yield partial(_of_row, number), row.high


def _of_row(number: int, cone: Cone) -> Ints:
    return cone.rows[number].of
