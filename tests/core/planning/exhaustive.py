"""The best plan by trying everything: which modules, in which offerings, in which order, with how many lanes.

Whether a choice of modules is allowed is asked of the checker; when each is studied is found here. For a choice of
modules, offerings and lanes, some plan that is as early as can be studies each module as soon as the ones begun before
it leave room (an active schedule), so all orders are tried and nothing else. What has to begin in a certain week,
because it is pinned or was there before, is not begun earlier, which changes nothing in that argument.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, product

from nanocore.planning import (
    AllOf,
    AnyOf,
    Catalogue,
    Figures,
    HasCompetence,
    HasModule,
    Kept,
    Module,
    Plan,
    Question,
    Requirement,
    Step,
)
from nanocore.planning.checking import Rule, violations
from nanocore.planning.checking._work_clock import WorkClock

Key = tuple[Decimal, ...]
"""What is made small, in order: of a repair how many are gone and how many have moved, then the aims."""

_OF_TIME = {Rule.MOMENT, Rule.LENGTH, Rule.LANES, Rule.WEEKS, Rule.AT_ONCE, Rule.DEADLINE, Rule.LIVED}
_LATER = _OF_TIME | {Rule.REQUIRES, Rule.PIN, Rule.FIGURES, Rule.ORDER}
"""Rules that say nothing yet when modules have been chosen but not placed."""


def key_of(plan: Plan, question: Question) -> Key:
    """How good a plan is; less is better."""
    figures = plan.figures
    aims = {"finish": Decimal(figures.finish), "cost": figures.cost, "quality": Decimal(figures.shortfall)}
    by_module = {step.module: step for step in plan.steps}
    wishes = question.wishes
    gone = sum(one.module not in by_module for one in wishes.kept)
    moved = sum(one.module in by_module and not _is_where(by_module[one.module], one) for one in wishes.kept)
    return (Decimal(gone), Decimal(moved), *(aims[aim] for aim in wishes.order))


def best(question: Question, catalogue: Catalogue) -> Plan | None:
    """One of the best plans there are, None when there is none. For up to some six modules."""
    found: Plan | None = None
    chosen = [_Chosen(question, catalogue, choice) for choice in _choices(question, catalogue)]
    for one in sorted(chosen, key=lambda one: one.bound):
        if found and one.bound >= key_of(found, question):
            break
        for plan in one.plans():
            if not violations(plan, question, catalogue) and (
                not found or key_of(plan, question) < key_of(found, question)
            ):
                found = plan
    return found


def _is_where(step: Step, kept: Kept) -> bool:
    return (step.begins, step.offering) == (kept.begins, kept.offering)


def _choices(question: Question, catalogue: Catalogue) -> Iterator[list[Step]]:
    """Each allowed choice of modules and offerings, as steps that have no place yet."""
    alone = [[step for step in _ways(module) if _may_be(step, question, catalogue)] for module in catalogue.modules]
    for ways in product(*([None, *steps] for steps in alone)):
        steps = [step for step in ways if step]
        if steps and not _broken(steps, question, catalogue):
            yield steps


def _ways(module: Module) -> Iterator[Step]:
    hours = module.ects * module.hours_a_credit
    rolling = Step(module.id, 0, 0, (0, 0), 0, hours, module.ects, module.price)
    for one in module.offerings:
        price = module.price if one.price is None else one.price
        yield replace(rolling, begins=one.starts, ends=one.starts + one.weeks - 1, offering=one.id, price=price)
    if not module.offerings:
        yield rolling


def _broken(steps: Sequence[Step], question: Question, catalogue: Catalogue) -> set[Rule]:
    nothing = Figures(0, Decimal(0), 0, Decimal(0))
    return {one.rule for one in violations(Plan(tuple(steps), nothing), question, catalogue)} - _LATER


def _may_be(step: Step, question: Question, catalogue: Catalogue) -> bool:
    of_all = {Rule.COMPETENCE, Rule.MODULE, Rule.DEGREE_ECTS, Rule.DEGREE_LEVEL, Rule.DEGREE_CHOICES}
    return not _broken([step], question, catalogue) - of_all - {Rule.EXTERNAL_SHARE}


@dataclass(frozen=True)
class _Placed:
    begin: int
    end: int
    lanes: int


class _Chosen:
    """Modules in offerings, to be placed in time in every way that could be best."""

    def __init__(self, question: Question, catalogue: Catalogue, steps: list[Step]) -> None:
        self.question, self.life = question, question.life
        self.clock = WorkClock(question.life)
        self.modules = {module.id: module for module in catalogue.modules}
        self.steps = {step.module: step for step in steps}
        self.minutes = {
            name: math.ceil(self.modules[name].ects * self.modules[name].hours_a_credit * 60) for name in self.steps
        }
        self.fixed = {name: self._fixed(step) for name, step in self.steps.items() if step.offering is not None}
        self.rolling = sorted(set(self.steps) - set(self.fixed))
        self.earliest = max([sum(self.minutes.values()), *(placed.end for placed in self.fixed.values())])
        """A moment on the clock before which all of it cannot be done."""
        self.bound = self._bound()

    def _bound(self) -> Key:
        """No plan with these modules has a smaller key."""
        finish = self.clock.week_of(self.earliest - 1)
        figures = self._plan({}).figures
        far = figures.finish + 10_000
        key = key_of(Plan((), replace(figures, finish=far if finish is None else finish)), self.question)
        gone = sum(kept.module not in self.steps for kept in self.question.wishes.kept)
        return (Decimal(gone), Decimal(0), *key[2:])

    def plans(self) -> Iterator[Plan]:
        """Those that could be best: as few moved as can be, then as early as can be."""
        if self.clock.week_of(self.earliest - 1) is None:
            return
        pinned = {pin.module: pin.week for pin in self.question.wishes.pins if pin.week is not None}
        kept = {one.module: one.begins for one in self.question.wishes.kept if one.offering is None}
        stayers = [name for name in self.rolling if name in kept]
        for count in range(len(stayers), -1, -1):
            found = [
                plan
                for stay in combinations(stayers, count)
                for plan in self._earliest({name: kept[name] for name in stay} | pinned)
            ]
            yield from found
            if found:
                return

    def _earliest(self, weeks: Mapping[str, int]) -> Iterator[Plan]:
        """An earliest plan in which these begin in their weeks."""
        best_end = math.inf
        best_placed: dict[str, _Placed] | None = None
        for placed in self._placings(weeks, dict(self.fixed), 0):
            end = max(one.end for one in placed.values())
            if end < best_end and self._is_sound(placed, end):
                best_end, best_placed = end, placed
                if end <= self.earliest:
                    break
        if best_placed:
            yield self._plan(best_placed)

    def _is_sound(self, placed: Mapping[str, _Placed], end: int) -> bool:
        """Whether it ends in time, and what has a date comes after what it requires."""
        last = self.clock.week_of(end - 1)
        if last is None or (self.life.deadline is not None and last > self.life.deadline):
            return False
        return all(self._is_open(name, one.begin, placed) for name, one in self.fixed.items())

    def _placings(
        self, weeks: Mapping[str, int], placed: dict[str, _Placed], after: int
    ) -> Iterator[dict[str, _Placed]]:
        """Every active schedule: each next module begins as soon as it can, not before the one placed last."""
        left = [name for name in self.rolling if name not in placed]
        if not left:
            yield placed
        for name, lanes in product(left, range(self.life.at_once, 0, -1)):
            one = self._soonest(name, lanes, weeks.get(name), placed)
            if one and one.begin >= after:
                yield from self._placings(weeks, placed | {name: one}, one.begin)

    def _soonest(self, name: str, lanes: int, week: int | None, placed: Mapping[str, _Placed]) -> _Placed | None:
        length = -(-self.minutes[name] * self.life.at_once // lanes)
        now = self.question.wishes.now
        first, last = 0 if now is None else self.clock.before(max(now, self.life.begins)), math.inf
        if week is not None:
            if week < self.life.begins:
                return None
            pinned = any(pin.module == name and pin.week is not None for pin in self.question.wishes.pins)
            first = self.clock.before(week) if pinned else max(first, self.clock.before(week))
            last = self.clock.before(week + 1) - 1
        for begin in sorted({first, *(one.end for one in placed.values() if one.end > first)}):
            if begin <= last and self._has_room(begin, length, lanes, placed) and self._is_open(name, begin, placed):
                return _Placed(begin, begin + length, lanes)
        return None

    def _has_room(self, begin: int, length: int, lanes: int, placed: Mapping[str, _Placed]) -> bool:
        others = [one for one in placed.values() if one.end > begin and one.begin < begin + length]
        moments = {begin, *(one.begin for one in others if one.begin > begin)}
        taken = (sum(one.lanes for one in others if one.begin <= moment < one.end) for moment in moments)
        return all(each + lanes <= self.life.at_once for each in taken)

    def _is_open(self, name: str, begin: int, placed: Mapping[str, _Placed]) -> bool:
        """Whether what the module requires is there at this moment."""
        done = {other for other, one in placed.items() if one.end <= begin and other != name}
        behind = done | {held.module for held in self.life.held}
        levels = [(one.competence, one.level) for one in self.life.knows]
        for held in self.life.held:
            levels += self.modules[held.module].teaches if held.module in self.modules else held.teaches
        for other in done:
            levels += self.modules[other].teaches
        return _met(self.modules[name].requires, behind, levels)

    def _fixed(self, step: Step) -> _Placed:
        """Where an offering lies. One that cannot be is given more lanes than there are."""
        weeks = range(step.begins, step.ends + 1)
        fewest = min(self.clock.of_week(week) for week in weeks)
        begin, end = self.clock.before(step.begins), self.clock.before(step.ends + 1)
        if fewest <= 0 or step.begins < self.life.begins:
            return _Placed(begin, max(end, 1), self.life.at_once + 1)
        work = self.minutes[step.module] * self.life.at_once
        return _Placed(begin, end, -(-work // (len(weeks) * fewest)))

    def _plan(self, placed: Mapping[str, _Placed]) -> Plan:
        steps = []
        for name, step in self.steps.items():
            if name in placed:
                one = placed[name]
                first, last = self.clock.week_of(one.begin), self.clock.week_of(one.end - 1)
                begins, ends = (step.begins, step.ends) if name in self.fixed else (first or 0, last or 0)
                step = replace(step, begins=begins, ends=ends, clock=(one.begin, one.end), lanes=one.lanes)
            steps.append(step)
        chosen = [self.modules[step.module] for step in steps]
        figures = Figures(
            finish=max(step.ends for step in steps),
            cost=sum((step.price for step in steps), Decimal(0)),
            shortfall=sum(shortfall_of(module) for module in chosen),
            ects=sum((module.ects for module in chosen), Decimal(0)),
        )
        return Plan(tuple(sorted(steps, key=lambda step: (step.clock[0], step.module))), figures)


def shortfall_of(module: Module) -> int:
    """How far a module is from perfect, weighted by its credits."""
    lines = ["own", "vetted", "unassessed"].index(module.quality)
    return math.floor(module.ects * 100 * (100 - Decimal(module.rating + module.match) / 2 + 25 * lines))


def _met(requirement: Requirement, behind: set[str], levels: list[tuple[str, int]]) -> bool:
    if isinstance(requirement, HasModule):
        return requirement.module in behind
    if isinstance(requirement, HasCompetence):
        wanted = requirement
        return any(competence == wanted.competence and level >= wanted.level for competence, level in levels)
    if isinstance(requirement, AllOf):
        return all(_met(part, behind, levels) for part in requirement.all)
    assert isinstance(requirement, AnyOf)
    return any(_met(part, behind, levels) for part in requirement.any)
