"""Why a question has no plan, in terms of what a person can change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from nanocore.planning._asking import Asker
from nanocore.planning._catalogue import Catalogue
from nanocore.planning._clash import Clash, Reply, smallest_clash
from nanocore.planning._index import Index, index_of
from nanocore.planning._keys import Key, keys_of
from nanocore.planning._question import Aim, Limits, Period, Question
from nanocore.planning._result import Fault, Figures, Plan, Status
from nanocore.planning._wishes import ALL_DAY, MOST_LANES, Wish, keeping, met_by, wishes_of

_NO_STEPS = Plan((), Figures(0, Decimal(0), 0, Decimal(0)))
_STEP_OF_HOURS = 10
_NONE_FOUND: Clash[Wish] = Clash((), is_smallest=False, ways_out=())


@dataclass(frozen=True, slots=True)
class Least:
    """The least of something that would do; ``is_proven`` that no less would."""

    amount: Decimal
    is_proven: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why there is no plan. ``status`` is the question's own: where it is not impossible there is nothing to explain.

    ``clash`` is a set of wishes that cannot all be met, ``is_smallest`` when none is smaller. To give up all the wishes
    of one of ``ways_out`` is enough. All else is about giving up just one thing: ``budget`` (DKK), ``finish`` (the
    first week in which one could be done, had one no deadline) and ``hours`` (per cent of those given, in every week)
    are the least that would do, None when that alone is not enough; ``keys`` would each open the way, best first.
    ``not_taught`` are goals that nobody teaches: a need to be told; ``out_of_reach`` goals that somebody does teach.
    """

    status: Status
    clash: tuple[Wish, ...] = ()
    is_smallest: bool = False
    ways_out: tuple[tuple[Wish, ...], ...] = ()
    budget: Least | None = None
    finish: Least | None = None
    hours: Least | None = None
    keys: tuple[Key, ...] = ()
    not_taught: tuple[str, ...] = ()
    out_of_reach: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def explain(question: Question, catalogue: Catalogue | Index, *, limits: Limits | None = None) -> Explanation:
    """What stands in the way of ``question``. What a repair would keep (``wishes.kept``) plays no part."""
    asker = Asker(index_of(catalogue), limits or Limits())
    wishes = wishes_of(question)
    asked = keeping(question, frozenset(wishes))
    result = asker.any(asked)
    if result.status is not Status.IMPOSSIBLE:
        return Explanation(result.status)
    clash = smallest_clash(wishes, lambda some: _reply(some, wishes, question, asker)) or _NONE_FOUND
    alone = {way[0].kind for way in clash.ways_out if len(way) == 1}
    return Explanation(
        result.status,
        clash.wishes,
        clash.is_smallest,
        clash.ways_out,
        budget=_least_budget(asked, asker) if "budget" in alone else None,
        finish=_soonest_finish(asked, asker) if "deadline" in alone else None,
        hours=_least_hours(asked, asker) if "hours" in alone else None,
        keys=keys_of(asked, asker),
        not_taught=result.not_taught,
        out_of_reach=result.out_of_reach,
        faults=result.faults,
    )


def _reply(some: frozenset[Wish], wishes: Sequence[Wish], question: Question, asker: Asker) -> Reply[Wish]:
    """Whether some of the ``wishes`` can be met together; that all of them cannot is known."""
    if some.issuperset(wishes):
        return Reply(None)
    result = asker.any(keeping(question, some))
    if result.status is Status.IMPOSSIBLE and MOST_LANES % question.life.at_once and Wish("at_once") not in some:
        # Six lanes are narrower than four or five: a class may need a greater share of the hours.
        result = asker.any(keeping(question, some | {Wish("at_once")}))
    if result.status is Status.NOTHING_TO_DO:
        return Reply(some | met_by(_NO_STEPS, question, asker.index))
    if result.plan is not None:
        return Reply(some | met_by(result.plan, question, asker.index))
    return Reply(None, is_sure=result.status is Status.IMPOSSIBLE)


def _least_budget(question: Question, asker: Asker) -> Least | None:
    result = asker.best(_with_aim(Aim.COST, replace(question, life=replace(question.life, budget=None))))
    if result.plan is None:
        return None
    cost = result.plan.figures.cost
    return Least(cost, result.status is Status.BEST or result.bound.cost == cost)


def _soonest_finish(question: Question, asker: Asker) -> Least | None:
    result = asker.best(_with_aim(Aim.FINISH, replace(question, life=replace(question.life, deadline=None))))
    if result.plan is None:
        return None
    finish = result.plan.figures.finish
    return Least(Decimal(finish), result.status is Status.BEST or result.bound.finish == finish)


def _least_hours(question: Question, asker: Asker) -> Least | None:
    """By halving the interval: more hours never hurt."""
    most = max(period.hours for period in question.life.hours)
    if most <= 0:
        return None
    low, high, is_sure = 100, int(max(ALL_DAY, most) * 100 / most), True
    if asker.any(_with_hours(question, high)).plan is None:
        return None
    while high - low > _STEP_OF_HOURS:
        middle = (low + high) // (2 * _STEP_OF_HOURS) * _STEP_OF_HOURS
        middle = middle if low < middle < high else low + _STEP_OF_HOURS
        result = asker.any(_with_hours(question, middle))
        is_sure = is_sure and result.status is not Status.UNKNOWN
        low, high = (low, middle) if result.plan is not None else (middle, high)
    return Least(Decimal(high), is_sure)


def _with_hours(question: Question, percent: int) -> Question:
    hours = tuple(Period(period.week, period.hours * percent / 100) for period in question.life.hours)
    return replace(question, life=replace(question.life, hours=hours))


def _with_aim(aim: Aim, question: Question) -> Question:
    return replace(question, wishes=replace(question.wishes, order=(aim,)))
