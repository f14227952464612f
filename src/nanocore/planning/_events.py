"""What happens to a plan while it is lived: each event turns the question into the one to ask now.

Whatever had begun before ``now`` is pinned where it lies, whatever the learner had pinned stays in its week, and the
rest is `Kept`: moved or dropped only where it must be. The answer is `solve`'s, and `differences` says what it changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from nanocore.planning._question import Kept, Life, Period, Pin, Question
from nanocore.planning._result import Figures, Plan, Step


def carried_on(question: Question, plan: Plan, now: int) -> Question:
    """Nothing has happened but time: ``plan`` as far as it is lived, and the best way on from week ``now``."""
    return _anew(question, plan, now)


def fell_out(question: Question, plan: Plan, now: int, *, module: str, again: bool = False) -> Question:
    """The learner left ``module``, for good or to take it ``again`` at another time."""
    if again:
        return _anew(question, plan, now, undone=frozenset({module}))
    return _anew(question, plan, now, gone=frozenset({module}))


def failed(question: Question, plan: Plan, now: int, *, module: str) -> Question:
    """The exam of ``module`` was not passed: it has to be taken once more, or something else in its place."""
    return _anew(question, plan, now, undone=frozenset({module}))


def was_ill(question: Question, plan: Plan, now: int, *, first: int, last: int) -> Question:
    """No study from week ``first`` to the end of week ``last``, past or still to come.

    What was under way goes on afterwards, except classes, which have gone on without the learner. What should have
    begun in those weeks has not.
    """
    life = replace(question.life, hours=_with_leave(question.life, first, last))
    not_begun = frozenset(
        step.module
        for step in plan.steps
        if first <= step.begins <= last or (first <= step.begins < now and step.offering is None)
    )
    return _anew(replace(question, life=life), plan, now, undone=not_begun | _too_much(plan, life, since=first))


def hours_changed(question: Question, plan: Plan, now: int, *, hours: tuple[Period, ...]) -> Question:
    """From week ``now`` on there are other ``hours``, the first of them from ``now``; classes may become too much."""
    past = tuple(period for period in question.life.hours if period.week < now)
    coming = tuple(replace(period, week=max(period.week, now)) for period in hours[:1]) + hours[1:]
    life = replace(question.life, hours=(*past, *coming))
    return _anew(replace(question, life=life), plan, now, undone=_too_much(plan, life, since=now))


def cancelled(
    question: Question, plan: Plan, now: int, *, module: str | None = None, offering: str | None = None
) -> Question:
    """``module`` is no longer taught, or this ``offering`` will not be held, even if it has begun.

    What was completed before ``now`` stays completed.
    """
    over = {step.module for step in plan.steps if step.ends < now}
    if module is not None:
        return _anew(question, plan, now, gone=frozenset({module} - over))
    in_it = frozenset(step.module for step in plan.steps if step.offering == offering)
    if in_it & over:
        return _anew(question, plan, now)
    return _anew(question, plan, now, undone=in_it, bans=frozenset({f"offering:{offering}"}))


def class_full(question: Question, plan: Plan, now: int, *, offering: str) -> Question:
    """There was no seat left in ``offering``. Whoever has begun in it has theirs."""
    if any(step.offering == offering and step.begins < now for step in plan.steps):
        return _anew(question, plan, now)
    return cancelled(question, plan, now, offering=offering)


@dataclass(frozen=True, slots=True)
class Move:
    """A module that both plans have, in other weeks or another offering."""

    before: Step
    after: Step


@dataclass(frozen=True, slots=True)
class Differences:
    """What is no longer in a plan, what is new in it, and what has moved, each by week; the plans' figures."""

    went: tuple[Step, ...]
    came: tuple[Step, ...]
    moved: tuple[Move, ...]
    figures: tuple[Figures, Figures]

    @property
    def none(self) -> bool:
        """Whether all is as it was."""
        return not (self.went or self.came or self.moved)


def differences(before: Plan, after: Plan) -> Differences:
    """How ``after`` differs from ``before``."""
    old = {step.module: step for step in before.steps}
    new = {step.module: step for step in after.steps}
    return Differences(
        went=tuple(step for step in before.steps if step.module not in new),
        came=tuple(step for step in after.steps if step.module not in old),
        moved=tuple(
            Move(old[step.module], step)
            for step in after.steps
            if step.module in old and _where(step) != _where(old[step.module])
        ),
        figures=(before.figures, after.figures),
    )


def _where(step: Step) -> tuple[int, int, str | None]:
    return step.begins, step.ends, step.offering


def _anew(
    question: Question,
    plan: Plan,
    now: int,
    *,
    gone: frozenset[str] = frozenset(),
    undone: frozenset[str] = frozenset(),
    bans: frozenset[str] = frozenset(),
) -> Question:
    """``gone`` are out of the plan for good; ``undone`` may stay in it, elsewhere."""
    done = {held.module for held in question.life.held}
    steps = tuple(step for step in plan.steps if step.module not in gone | done)
    lived = tuple(
        Pin(step.module, step.offering, step.begins)
        for step in steps
        if step.begins < now and step.module not in undone
    )
    pinned = _pins_ahead(question, steps, {pin.module for pin in lived} | gone | done, undone)
    wishes = replace(
        question.wishes,
        pins=(*lived, *pinned),
        bans=question.wishes.bans | gone | bans,
        kept=tuple(Kept(step.module, step.begins, step.offering) for step in steps),
        now=now,
    )
    return replace(question, wishes=wishes)


def _pins_ahead(
    question: Question, steps: Iterable[Step], settled: set[str], undone: frozenset[str]
) -> tuple[Pin, ...]:
    """The learner's own pins, made fast where the plan has them; loosened where that can no longer be."""
    places = {step.module: step for step in steps}
    return tuple(
        Pin(pin.module)
        if pin.module in undone
        else Pin(pin.module, places[pin.module].offering, places[pin.module].begins)
        if pin.module in places
        else pin
        for pin in question.wishes.pins
        if pin.module not in settled
    )


def _hours_in(life: Life, week: int) -> Decimal:
    return next((period.hours for period in reversed(life.hours) if period.week <= week), life.hours[0].hours)


def _with_leave(life: Life, first: int, last: int) -> tuple[Period, ...]:
    """The hours of a life without those of weeks ``first`` to ``last``."""
    before = tuple(period for period in life.hours if period.week < first) or (
        (Period(life.begins, life.hours[0].hours),) if life.begins < first else ()
    )
    after = tuple(period for period in life.hours if period.week > last + 1)
    return (*before, Period(first, Decimal(0)), Period(last + 1, _hours_in(life, last + 1)), *after)


def _too_much(plan: Plan, life: Life, *, since: int) -> frozenset[str]:
    """The classes that ask for more hours than a week of theirs, ``since`` or later, still has."""
    return frozenset(
        step.module
        for step in plan.steps
        if step.offering is not None
        and any(
            step.hours / (step.ends - step.begins + 1) > _hours_in(life, week)
            for week in range(max(step.begins, since), step.ends + 1)
        )
    )
