"""Modules laid out on the work clock, one after another, and written down as a plan. Both rivals use it."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from nanocore.planning import Figures, Life, Module, Offering, Plan, Quality, Step
from nanocore.planning.checking._work_clock import WorkClock

_LINES = {Quality.OWN: 0, Quality.VETTED: 25, Quality.UNASSESSED: 50}


@dataclass(frozen=True)
class Slot:
    """When a module is studied, on the work clock."""

    begin: int
    end: int
    lanes: int
    offering: Offering | None = None


def minutes(module: Module) -> int:
    """Its work."""
    return math.ceil(module.ects * module.hours_a_credit * 60)


def shortfall(module: Module) -> int:
    """How far it is from perfect, weighted by its credits."""
    halves = 200 - module.rating - module.match + 2 * _LINES[module.quality]
    return math.floor(module.ects * 100 * halves / 2)


def price(module: Module, offering: Offering | None) -> Decimal:
    """What it costs there."""
    return offering.price if offering and offering.price is not None else module.price


class Layout:
    """A life's work clock with what has been put on it."""

    def __init__(self, life: Life) -> None:
        self.life, self.clock = life, WorkClock(life)
        self.placed: dict[str, Slot] = {}

    def dated(self, module: Module, offering: Offering) -> Slot | None:
        """Where an offering would lie; None when there are too few hours."""
        after = offering.starts + offering.weeks
        fewest = min(self.clock.of_week(week) for week in range(offering.starts, after))
        if fewest <= 0 or offering.starts < self.life.begins:
            return None
        lanes = -(-minutes(module) * self.life.at_once // (offering.weeks * fewest))
        slot = Slot(self.clock.before(offering.starts), self.clock.before(after), lanes, offering)
        return slot if lanes <= self.life.at_once else None

    def rolling(self, module: Module, after: int) -> Slot:
        """The soonest that it can be done with, begun after a moment."""
        return min(self._gaps(module, after), key=lambda slot: slot.end)

    def has_room(self, slot: Slot) -> bool:
        """Whether it goes beside all that is placed."""
        others = [one for one in self.placed.values() if one.begin < slot.end and slot.begin < one.end]
        moments = {slot.begin, *(one.begin for one in others if one.begin > slot.begin)}
        return all(
            slot.lanes + sum(one.lanes for one in others if one.begin <= moment < one.end) <= self.life.at_once
            for moment in moments
        )

    def _gaps(self, module: Module, after: int) -> Iterator[Slot]:
        for begin in sorted({after, *(slot.end for slot in self.placed.values() if slot.end > after)}):
            for lanes in range(self.life.at_once, 0, -1):
                slot = Slot(begin, begin + -(-minutes(module) * self.life.at_once // lanes), lanes)
                if self.has_room(slot):
                    yield slot

    def written(self, modules: Mapping[str, Module]) -> Plan | None:
        """All of it as a plan; None when there are not hours enough for it."""
        steps = [self._step(modules[name], slot) for name, slot in self.placed.items()]
        whole = [step for step in steps if step]
        return plan_of(whole, (modules[name] for name in self.placed)) if len(whole) == len(steps) else None

    def _step(self, module: Module, slot: Slot) -> Step | None:
        first, last = self.clock.week_of(slot.begin), self.clock.week_of(slot.end - 1)
        if first is None or last is None:
            return None
        one = slot.offering
        if one:
            first, last = one.starts, one.starts + one.weeks - 1
        hours = module.ects * module.hours_a_credit
        clock, name = (slot.begin, slot.end), one.id if one else None
        return Step(module.id, first, last, clock, slot.lanes, hours, module.ects, price(module, one), name)


def plan_of(steps: Iterable[Step], modules: Iterable[Module]) -> Plan:
    """Steps in order, added up."""
    ordered = sorted(steps, key=lambda step: (step.clock[0], step.module))
    figures = Figures(
        finish=max((step.ends for step in ordered), default=0),
        cost=sum((step.price for step in ordered), Decimal(0)),
        shortfall=sum(map(shortfall, modules)),
        ects=sum((step.ects for step in ordered), Decimal(0)),
    )
    return Plan(tuple(ordered), figures)
