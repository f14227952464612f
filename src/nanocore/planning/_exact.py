"""How the exact models are asked: about few modules first, and around dates by what is taken on a date."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import numpy as np

from nanocore.planning._bounds import Relaxed, threshold
from nanocore.planning._cone import Cone
from nanocore.planning._draft import DROPPED, MOVED, Draft, drafted, windows_of
from nanocore.planning._model import Model
from nanocore.planning._model_timed import OrderedModel, TimedModel, ZonedModel, exact, is_timed
from nanocore.planning._schedule import Misfit, laid_out, shifted_left
from nanocore.planning._search import Search
from nanocore.planning._solver import Answer, Sum
from nanocore.planning._typing import Ints
from nanocore.planning._zones import are_all, blocks_between

KERNEL = 120
"""So many modules are looked at exactly first, and then four times as many."""
ORDERED = 600
"""Of no more modules it is asked in which order they come before it is known which are taken on which date."""
EFFORT_OF_A_LAYOUT = 0.05
"""Deterministic time for laying out a given set of modules."""
ROUNDS = 2
"""So many choices of dates are tried in a small cone; then it takes less to ask for everything at once."""
SETS_TRIED = 4
"""How many sets of modules are tried around the same dates before one is content not to know."""


class Exact(Search):
    """A search that can ask for the best there is in a cone."""

    def _ask(self, cone: Cone, horizon: int, aim: str | None, most: int | None = None) -> Answer:
        """What is best in a cone by ``aim`` (None: any plan will do); at most ``most``, when that is given."""
        if not self.budget.allows(cone.size):
            return Answer(is_proven=False, is_impossible=False, bound=0)
        if is_timed(cone, horizon):
            ask = self._by_dates if are_all(cone, horizon) else self._by_order
            answer = ask(cone, horizon, aim, most)
            if answer.is_proven or answer.is_impossible or self.budget.is_spent:
                return answer
        model = self._modelled(exact, cone, horizon, aim, most)

        def found(answer: Answer) -> bool:
            return self._offer(cone, answer)

        return model.solve(self._sum(model, cone, aim), self.budget, found)

    def _by_order(self, cone: Cone, horizon: int, aim: str | None, most: int | None) -> Answer:
        """The best when what is best without regard to lanes can be laid out; not proven when it cannot."""
        unknown = Answer(is_proven=False, is_impossible=False, bound=0)
        model = self._modelled(OrderedModel, cone, horizon, aim, most)
        answer = model.solve(self._sum(model, cone, aim), self.budget)
        moved = answer.bound if aim == MOVED else self.caps.get(MOVED)
        if not answer.options or self._lay_out(cone, horizon, answer, moved):
            return answer
        return unknown

    def _by_dates(self, cone: Cone, horizon: int, aim: str | None, most: int | None) -> Answer:
        """The best for some choice of dated offerings, then for another that may be better, until none may be."""
        master = self._modelled(OrderedModel if cone.size <= ORDERED else Model, cone, horizon, aim, most)
        wanted = self._sum(master, cone, aim)
        best: Answer | None = None
        doubts: list[int] = []
        bound = 0
        for _ in range(ROUNDS) if cone.size <= KERNEL else count():
            answer = master.solve(wanted, self.budget)
            if answer.is_impossible:
                return _in_all(best, doubts)
            if not answer.options:
                return _in_all(best, [*doubts, answer.bound])
            bound = answer.bound
            if not self._offer(self._until(cone, horizon), answer):
                dates = np.flatnonzero(np.isin(cone.option, list(answer.options.values())) & (cone.lanes > 0))
                answer = self._with_dates(cone, horizon, aim, most, dates)
                master.forbid_dates(dates)
                if not (answer.is_proven or answer.is_impossible):
                    doubts.append(bound)
            if answer.options and aim is None:
                return replace(answer, is_proven=True)
            if answer.options:
                value = int(self._column(cone, str(aim))[np.isin(cone.option, list(answer.options.values()))].sum())
                best, most = replace(answer, bound=value), value - 1
                if value <= bound:
                    return _in_all(best, [doubt for doubt in doubts if doubt < value])
                master.limit(master.total(self._column(cone, str(aim))), None, most)
        return _in_all(best, [*doubts, bound])

    def _with_dates(self, cone: Cone, horizon: int, aim: str | None, most: int | None, dates: Ints) -> Answer:
        """The best with all of these dated options (numbers of the cone) and no other."""
        impossible = Answer(is_proven=False, is_impossible=True, bound=0)
        options = cone.lanes == 0
        options[dates] = True
        inner = cone.keeping(np.ones(cone.size, dtype=np.bool_), options, horizon)
        if inner is None or not np.isin(cone.option[dates], inner.option).all():
            return impossible
        blocks = blocks_between(inner, horizon)
        if blocks is None:
            return impossible
        model = self._modelled(lambda cone, horizon: ZonedModel(cone, horizon, blocks), inner, horizon, aim, most)
        is_sure = True
        for _ in range(SETS_TRIED):
            answer = model.solve(self._sum(model, inner, aim), self.budget)
            if answer.is_impossible:
                return replace(answer, is_impossible=is_sure)
            if not answer.options:
                return answer
            can_be = self._lay_out(inner, horizon, answer)
            if can_be:
                return replace(answer, is_proven=answer.is_proven and is_sure)
            is_sure = is_sure and can_be is not None
            model.forbid(answer.options)
        return replace(impossible, is_impossible=False)

    def _lay_out(self, cone: Cone, horizon: int, answer: Answer, moved: int | None = None) -> bool | None:
        """Whether the modules of an answer can be studied by ``horizon``, when they are a plan; None when not told.

        Of the plan one had at most so many may be ``moved`` (None: all).
        """
        if self._offer(self._until(cone, horizon), answer, moved):
            return True
        chosen = np.isin(cone.option, list(answer.options.values()))
        alone = cone.keeping(np.isin(cone.module, list(answer.options)), chosen, horizon)
        if alone is None or len(alone.module) < len(answer.options):
            return False
        model = TimedModel(replace(alone, musts=np.arange(alone.size, dtype=np.int32)), horizon)
        if moved is not None:
            model.limit(model.moved(), None, moved)
        timed = model.solve(None, self.budget, effort=EFFORT_OF_A_LAYOUT)
        return False if timed.is_impossible else self._offer(alone, timed, moved) or None

    def _until(self, cone: Cone, horizon: int) -> Cone:
        return replace(cone, task=replace(cone.task, horizon=horizon))

    def _modelled(
        self, kind: Callable[[Cone, int], Model], cone: Cone, horizon: int, aim: str | None, most: int | None
    ) -> Model:
        model = kind(cone, horizon)
        if DROPPED in self.caps:
            model.limit(model.dropped(), None, self.caps[DROPPED] - self._lost(cone))
        if MOVED in self.caps and isinstance(model, OrderedModel):
            model.limit(model.moved(), None, self.caps[MOVED])
        wanted = self._sum(model, cone, aim)
        if wanted is not None and most is not None:
            model.limit(wanted, None, most)
        elif self.best is not None:
            model.hint(self.best.options)
        return model

    def _sum(self, model: Model, cone: Cone, aim: str | None) -> Sum | None:
        if aim == DROPPED:
            return model.dropped()
        if aim == MOVED and isinstance(model, OrderedModel):
            return model.moved()
        return None if aim is None else model.total(self._column(cone, aim))

    def _offer(self, cone: Cone, answer: Answer, moved: int | None = None) -> bool:
        """Take an answer of the model for a plan, if it can be laid out; whether it could, with no more ``moved``."""
        draft = self._found(cone, answer) if answer.options else None
        if draft is not None:
            self.consider(draft)
        return draft is not None and self.is_allowed(draft) and (moved is None or draft.worth[MOVED] <= moved)

    def _found(self, cone: Cone, answer: Answer) -> Draft | None:
        """The draft that an answer of the model amounts to, laid out in its one way."""
        task = cone.task
        if answer.steps:
            return drafted(task, shifted_left(task, answer.steps, windows_of(task, answer.steps)))
        late = dict(zip(cone.module.tolist(), cone.late.tolist(), strict=False))
        steps = laid_out(task, answer.options, answer.begins or late, answer.windows)
        return None if isinstance(steps, Misfit) else drafted(task, steps)

    def _kernel(self, cone: Cone, relaxation: Relaxed, some: int, horizon: int) -> Cone | None:
        """The modules of a cone, ``some`` or fewer, with which there is least to do."""
        if some >= cone.size:
            return cone
        most = threshold(cone, relaxation, some, min(int(cone.load.sum()), 64 * relaxation.bound))
        kernel = relaxation.left(cone, most, horizon)
        return kernel if kernel is not None and kernel.size else None


def _in_all(best: Answer | None, doubts: list[int]) -> Answer:
    """What is known when nothing is better than ``best`` but what there is doubt about, no better than ``doubts``."""
    if best is None:
        return Answer(is_proven=False, is_impossible=not doubts, bound=min(doubts, default=0))
    return replace(best, is_proven=not doubts, is_impossible=False, bound=min([best.bound, *doubts]))
