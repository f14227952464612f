"""What an event makes of the question about a plan."""

from collections.abc import Callable
from dataclasses import replace

from nanobank.pathways import bridge
from nanobank.pathways.bridge import Period, Pin, Plan, Question
from nanobank.pathways.models import Event, EventKind
from nanobank.pathways.weeks import week_of

Turned = Callable[[Question, Plan, int], Question]
"""Given the plan that there was, and the week it is."""


def turned_by(event: Event, *, again: bool) -> Turned:
    """What the event makes of a question."""

    def turned(question: Question, plan: Plan, week: int) -> Question:
        if event.kind == EventKind.FELL_OUT:
            left = bridge.fell_out(question, plan, week, module=event.module, again=again)
            return _put_off(left, event) if again and event.is_put_off else left
        if event.kind == EventKind.FAILED:
            held = tuple(one for one in question.life.held if one.module != event.module)
            question = replace(question, life=replace(question.life, held=held))
            return bridge.failed(question, plan, week, module=event.module)
        if event.until is not None:
            return bridge.was_ill(question, plan, week, first=week_of(event.since), last=week_of(event.until))
        if event.kind == EventKind.LIFE:
            return bridge.hours_changed(question, plan, week, hours=_from(question, week))
        if event.offering:
            return bridge.cancelled(question, plan, week, offering=event.offering)
        return bridge.cancelled(question, plan, week, module=event.module)

    return turned


def _put_off(question: Question, event: Event) -> Question:
    """The module begins when that was said; of a module in classes, not in the class that there was."""
    if event.offering:
        return bridge.without(question, {f"offering:{event.offering}"})
    others = tuple(pin for pin in question.wishes.pins if pin.module != event.module)
    pins = (*others, Pin(event.module, week=week_of(event.since)))
    return replace(question, wishes=replace(question.wishes, pins=pins))


def _from(question: Question, week: int) -> tuple[Period, ...]:
    """The hours of the life from a week on."""
    before = [period for period in question.life.hours if period.week <= week]
    current = (replace(before[-1], week=week),) if before else ()
    return (*current, *(period for period in question.life.hours if period.week > week))
