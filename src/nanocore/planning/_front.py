"""The plans worth choosing among: none of them better than another in everything.

The front over weeks, kroner and shortfall is walked by the epsilon-constraint method (Y. Haimes, L. Lasdon, D. Wismer,
1971): one aim is made best while a deadline or a budget holds the others down. The corners come first (the fastest, the
cheapest, the best), then what lies between, the widest gap before the narrower. Each plan that is proven best for its
own question is one that no plan betters, because the aims of a question are made best in order.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final, TypeAlias

from nanocore.planning._catalogue import Catalogue
from nanocore.planning._index import Index, index_of
from nanocore.planning._question import Aim, Limits, Question
from nanocore.planning._result import Figures, Plan, Result, Status
from nanocore.planning._solve import answer, solve
from nanocore.planning._task import Task, task_of

Watch = Callable[["Front"], bool]
_Key: TypeAlias = tuple[int, Decimal, int]
_Plans: TypeAlias = dict[_Key, tuple[Plan, bool]]
"""Plans and whether they are proven, by finish, cost and shortfall."""

_OERE: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Alternative:
    """A plan of the front; ``best_in`` are the aims in which it is the one to choose, ``proven``: none betters it."""

    plan: Plan
    best_in: tuple[Aim, ...]
    proven: bool


@dataclass(frozen=True, slots=True)
class Front:
    """The alternatives, soonest finished first.

    ``status`` is that of the question itself: no alternatives without a plan. ``whole`` says that nothing is missing
    between the fastest and the cheapest.
    """

    status: Status
    alternatives: tuple[Alternative, ...] = ()
    whole: bool = False


def alternatives(
    question: Question,
    catalogue: Catalogue | Index,
    *,
    most: int = 7,
    limits: Limits | None = None,
    watch: Watch | None = None,
) -> Front:
    """Up to ``most`` plans (at least the three corners) that answer ``question``, each best in its own way.

    ``limits`` are for all of them together. ``watch`` is shown the front whenever it gets better, and answers False to
    stop. What a repair would keep (``wishes.kept``) plays no part, for here the plans are to differ; pins and bans do.
    """
    limits = limits or Limits()
    walk = _Walk(_freely(question), index_of(catalogue), most, limits, watch, time.monotonic() + limits.seconds)
    return walk.whole_way()


@dataclass(frozen=True, slots=True)
class _Box:
    """A gap between two plans: more weeks than ``after`` and fewer than ``before``; cheaper than ``below``."""

    after: int
    before: int
    below: Decimal
    above: Decimal

    @property
    def is_empty(self) -> bool:
        return self.before - self.after <= 1 or self.below - self.above <= _OERE


@dataclass(slots=True)
class _Walk:
    question: Question
    index: Index
    most: int
    limits: Limits
    watch: Watch | None
    until: float
    found: _Plans = field(default_factory=dict)
    status: Status = Status.UNKNOWN
    stopped: bool = False
    _task: Task | None = None

    def whole_way(self) -> Front:
        all_proven = True
        for number, aim in enumerate(_corner_order(self.question)):
            result = self._ask(self.question, _first(aim, self.question), share=len(Aim) + 1 - number)
            all_proven = all_proven and result is not None and result.status is Status.BEST
            if self.question.terms is not None or self.status in {Status.IMPOSSIBLE, Status.NOTHING_TO_DO}:
                return self._front(whole=all_proven)
        fastest, cheapest, best = (self._corner(aim) for aim in Aim)
        if fastest is None or cheapest is None or best is None:
            return self._front()
        self._towards_quality(fastest, cheapest, best)
        whole = self._between(fastest, cheapest)
        return self._front(whole=whole and all_proven)

    def _towards_quality(self, fastest: Figures, cheapest: Figures, best: Figures) -> None:
        """The best there is in half the extra time, and for half the extra money, that the very best asks for."""
        aims = _first(Aim.QUALITY, self.question)
        if best.finish - fastest.finish > 1 and self._has_room():
            self._ask(_by(self.question, (fastest.finish + best.finish) // 2), aims)
        if best.cost > cheapest.cost and self._has_room():
            self._ask(_within(self.question, ((best.cost + cheapest.cost) / 2).quantize(_OERE)), aims)

    def _between(self, fastest: Figures, cheapest: Figures) -> bool:
        """Fill the gaps between the fastest and the cheapest; whether none is left."""
        aims = _first(Aim.COST, self.question)
        boxes = [_Box(fastest.finish, cheapest.finish, fastest.cost, cheapest.cost)]
        while boxes := [box for box in boxes if not box.is_empty]:
            if not self._has_room():
                return False
            box = max(boxes, key=lambda one: ((one.before - one.after) * (one.below - one.above), -one.after))
            boxes.remove(box)
            middle = (box.after + box.before) // 2
            result = self._ask(_within(_by(self.question, middle), box.below - _OERE), aims)
            if result is None or result.status in {Status.UNKNOWN, Status.SOUND}:
                return False
            if result.plan is None:
                boxes.append(replace(box, after=middle))
            else:
                new = result.plan.figures
                boxes += [replace(box, before=new.finish, above=new.cost), replace(box, after=middle, below=new.cost)]
        return True

    def _ask(self, question: Question, order: tuple[Aim, ...], share: int = 2) -> Result | None:
        """The answer to the question with these aims, put with the others; None when there is no time for it.

        It may take one ``share``-th of the time that is left, so that one hard question leaves some for the next.
        """
        left = self.until - time.monotonic()
        if self.stopped or left <= 0:
            return None
        limits = Limits(left / share, self.limits.effort / len(Aim))
        asked = replace(question, wishes=replace(question.wishes, order=order))
        result = self._answer(asked, limits)
        if not self.found or self.status is Status.UNKNOWN:
            self.status = result.status
        if result.plan is not None:
            self._put(result.plan, proven=result.status is Status.BEST)
            self._show()
        return result

    def _answer(self, question: Question, limits: Limits) -> Result:
        """Begun from the plans there are already, as far as they answer it."""
        if question.terms is not None:
            return solve(question, self.index, limits=limits, watch=self._seen)
        if question.life is not self.question.life:
            task = task_of(question, self.index)
        else:
            task = self._task = replace(self._task or task_of(question, self.index), question=question)
        return answer(task, limits, self._seen, [plan for plan, _ in self.found.values()])

    def _seen(self, result: Result) -> bool:
        """A plan on the way to a better one: shown, and not counted on."""
        if result.plan is not None and self.watch is not None:
            shown = self._front(also=result.plan)
            self.stopped = self.stopped or not self.watch(shown)
        return not self.stopped

    def _show(self) -> None:
        if self.watch is not None and not self.stopped:
            self.stopped = not self.watch(self._front())

    def _put(self, plan: Plan, *, proven: bool) -> None:
        key = _key(plan.figures)
        if key not in self.found or proven:
            self.found[key] = (plan, proven)

    def _has_room(self) -> bool:
        return not self.stopped and time.monotonic() < self.until and len(self._best_of_all()) < self.most

    def _corner(self, aim: Aim) -> Figures | None:
        plans = self._best_of_all()
        return plans[_chosen(aim, plans, self.question)][0].figures if plans else None

    def _best_of_all(self) -> _Plans:
        return _undominated(self.found)

    def _front(self, *, whole: bool = False, also: Plan | None = None) -> Front:
        plans = self._best_of_all()
        if also is not None:
            plans = _undominated({_key(also.figures): (also, False)} | self.found)
        best_in = {aim: _chosen(aim, plans, self.question) for aim in Aim} if plans else {}
        return Front(
            Status.SOUND if plans and self.status is Status.UNKNOWN else self.status,
            tuple(
                Alternative(plan, tuple(aim for aim in Aim if best_in[aim] == key), proven)
                for key, (plan, proven) in sorted(plans.items())
            ),
            whole,
        )


def _freely(question: Question) -> Question:
    return replace(question, wishes=replace(question.wishes, kept=()))


def _first(aim: Aim, question: Question) -> tuple[Aim, ...]:
    """The aims with ``aim`` before the others, which keep the learner's order; all of them, so that none is beaten."""
    order = dict.fromkeys((aim, *question.wishes.order, *Aim))
    return tuple(order)


def _corner_order(question: Question) -> tuple[Aim, ...]:
    """The learner's own first aim first."""
    return _first(question.wishes.order[0] if question.wishes.order else Aim.FINISH, question)


def _by(question: Question, week: int) -> Question:
    deadline = question.life.deadline
    return replace(question, life=replace(question.life, deadline=week if deadline is None else min(week, deadline)))


def _within(question: Question, money: Decimal) -> Question:
    budget = question.life.budget
    return replace(question, life=replace(question.life, budget=money if budget is None else min(money, budget)))


def _key(figures: Figures) -> _Key:
    return figures.finish, figures.cost, figures.shortfall


def _chosen(aim: Aim, plans: _Plans, question: Question) -> _Key:
    """Which of them to choose for ``aim`` before all."""
    place = {each: number for number, each in enumerate(Aim)}
    order = [place[each] for each in _first(aim, question)]
    return min(plans, key=lambda key: [key[number] for number in order])


def _undominated(
    plans: _Plans,
) -> _Plans:
    def is_beaten(key: _Key) -> bool:
        return any(other != key and other[0] <= key[0] and other[1] <= key[1] and other[2] <= key[2] for other in plans)

    return {key: plan for key, plan in plans.items() if not is_beaten(key)}
