"""A plan read beside its question and catalogue, rule by rule."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain

from nanocore.planning._catalogue import (
    AllOf,
    AnyOf,
    Catalogue,
    HasCompetence,
    HasModule,
    Module,
    Offering,
    Quality,
    Requirement,
)
from nanocore.planning._question import Held, Pin, Question, Terms
from nanocore.planning._result import Figures, Plan, Step
from nanocore.planning.checking._choices import are_met
from nanocore.planning.checking._violation import Rule, Violation
from nanocore.planning.checking._work_clock import WorkClock


def _minutes(module: Module) -> int:
    return math.ceil(module.ects * module.hours_a_credit * 60)


@dataclass(frozen=True)
class Reading:
    """A plan beside its question and catalogue."""

    plan: Plan
    question: Question
    catalogue: Catalogue

    def violations(self) -> tuple[Violation, ...]:
        """All that is broken, step by step, then for the plan as a whole."""
        placed = self._terms() if self.question.terms else self._weeks()
        steps = (self._known(), self._let_through(), placed, self._required())
        whole = (self._goal(), self._rules(), self._money(), self._pins(), self._figures())
        return tuple(chain(*steps, *whole))

    # --- what is read ---

    @cached_property
    def modules(self) -> Mapping[str, Module]:
        """Those whose id is theirs alone."""
        times = Counter(module.id for module in self.catalogue.modules)
        return {module.id: module for module in self.catalogue.modules if times[module.id] == 1}

    @cached_property
    def steps(self) -> Sequence[tuple[Step, Module]]:
        """The steps whose module is known."""
        return [(step, self.modules[step.module]) for step in self.plan.steps if step.module in self.modules]

    @cached_property
    def held(self) -> dict[str, Held]:
        """What is held, in the catalogue's words where it has any."""
        return {one.module: self._in_full(one) for one in self.question.life.held}

    @cached_property
    def clock(self) -> WorkClock:
        """The work clock of this life."""
        return WorkClock(self.question.life)

    def _in_full(self, held: Held) -> Held:
        module = self.modules.get(held.module)
        external = held.is_external or (module is not None and module.is_external)
        return Held(module.id, module.ects, module.level, external, module.teaches, held.counts) if module else held

    def _knows(self, completed: Iterable[Module]) -> tuple[set[str], dict[str, int]]:
        """Modules behind one, and competences with the highest level reached, once these are completed too."""
        behind, levels = set(self.held), Counter[str]()
        known = [(one.competence, one.level) for one in self.question.life.knows]
        taught = [pair for held in self.held.values() for pair in held.teaches]
        for module in completed:
            behind.add(module.id)
            taught += module.teaches
        for competence, level in known + taught:
            levels[competence] = max(levels[competence], level)
        return behind, levels

    # --- each step ---

    def _known(self) -> Iterator[Violation]:
        for step in self.plan.steps:
            if step.module not in self.modules:
                yield Violation(Rule.UNKNOWN_MODULE, (step.module,))
        times = Counter(step.module for step in self.plan.steps)
        for name, count in times.items():
            if count > 1 or name in self.held:
                yield Violation(Rule.TWICE, (name,))
        for _, module in self.steps:
            prices = [module.price, *(offering.price or Decimal(0) for offering in module.offerings)]
            if module.ects <= 0 or min(prices) < 0:
                yield Violation(Rule.BROKEN_MODULE, (module.id,))

    def _let_through(self) -> Iterator[Violation]:
        for step, module in self.steps:
            offering = _offering(step, module)
            if not self._offered(step, module, offering):
                yield Violation(Rule.OFFERING, (module.id,))
            for rule in self._filtered(module, offering):
                yield Violation(rule, (module.id,))

    def _offered(self, step: Step, module: Module, offering: Offering | None) -> bool:
        if self.question.terms or not module.offerings:
            return step.offering is None
        return offering is not None and offering.weeks > 0

    def _filtered(self, module: Module, offering: Offering | None) -> Iterator[Rule]:
        life, bans = self.question.life, self.question.wishes.bans
        form = offering.form if offering and offering.form is not None else module.form
        places = {module.place, offering.place if offering else None} - {None}
        refused = {
            Rule.BANNED: bool(bans & self._names(module, offering)),
            Rule.FORM: life.forms is not None and form not in life.forms,
            Rule.LANGUAGE: life.languages is not None and module.language not in life.languages,
            Rule.PLACE: life.places is not None and not places <= life.places,
            Rule.QUALITY: module.quality not in life.accepts,
            Rule.TIMES: offering is not None and life.times is not None and not offering.times <= life.times,
            Rule.SEATS: offering is not None and offering.seats is not None and offering.seats < 1,
        }
        return (rule for rule, is_refused in refused.items() if is_refused)

    def _names(self, module: Module, offering: Offering | None) -> set[str]:
        """What it can be banned by."""
        names = {module.id, f"provider:{module.provider}"}
        return names | {f"offering:{offering.id}"} if offering else names

    # --- in weeks ---

    def _weeks(self) -> Iterator[Violation]:
        life = self.question.life
        for step, module in self.steps:
            offering = _offering(step, module)
            placed = self._rolling(step, module) if offering is None else self._dated(step, module, offering)
            for rule, is_kept in placed.items():
                if not is_kept:
                    yield Violation(rule, (module.id,))
            if life.deadline is not None and step.ends > life.deadline:
                yield Violation(Rule.DEADLINE, (module.id,))
            if self._is_in_the_past(step):
                yield Violation(Rule.LIVED, (module.id,))
        yield from self._crowded()

    def _is_in_the_past(self, step: Step) -> bool:
        """Whether it begins in a week that has been lived, without having been begun there."""
        wishes = self.question.wishes
        if wishes.now is None or any(pin.module == step.module and pin.week is not None for pin in wishes.pins):
            return False
        return step.begins < wishes.now

    def _rolling(self, step: Step, module: Module) -> dict[Rule, bool]:
        begin, end = step.clock
        lanes = self.question.life.at_once
        lies_in = (self.clock.week_of(begin), self.clock.week_of(end - 1))
        return {
            Rule.MOMENT: begin >= 0,
            Rule.LANES: 1 <= step.lanes <= lanes,
            Rule.LENGTH: (end - begin) * step.lanes >= _minutes(module) * lanes > (end - begin - 1) * step.lanes,
            Rule.WEEKS: lies_in == (step.begins, step.ends),
        }

    def _dated(self, step: Step, module: Module, offering: Offering) -> dict[Rule, bool]:
        after, lanes = offering.starts + offering.weeks, self.question.life.at_once
        fewest = min((self.clock.of_week(week) for week in range(offering.starts, after)), default=0)
        room = max(offering.weeks * fewest, 0)  # were all its weeks like the one that has fewest minutes
        needed = -(-_minutes(module) * lanes // room) if room else lanes + 1
        return {
            Rule.MOMENT: offering.starts >= self.question.life.begins,
            Rule.LANES: step.lanes == needed <= lanes,
            Rule.LENGTH: step.clock == (self.clock.before(offering.starts), self.clock.before(after)),
            Rule.WEEKS: (step.begins, step.ends) == (offering.starts, after - 1),
        }

    def _crowded(self) -> Iterator[Violation]:
        """Lanes are fewest free when something begins, so it is enough to look then."""
        for begin in sorted({step.clock[0] for step, _ in self.steps}):
            under_way = [step for step, _ in self.steps if step.clock[0] <= begin < step.clock[1]]
            if sum(step.lanes for step in under_way) > self.question.life.at_once:
                yield Violation(Rule.AT_ONCE, tuple(sorted(step.module for step in under_way)))

    # --- in terms ---

    def _terms(self) -> Iterator[Violation]:
        terms = self.question.terms or Terms(0)
        for step, module in self.steps:
            if step.begins != step.ends or not 0 <= step.begins < terms.count:
                yield Violation(Rule.TERM, (module.id,))
        for term in range(terms.count):
            loads = [module.ects for step, module in self.steps if step.begins == term]
            load = sum(loads, Decimal(0))
            is_light = terms.max_ects is None or load <= terms.max_ects
            has_few = terms.max_modules is None or len(loads) <= terms.max_modules
            if not (is_light and has_few and load >= terms.min_ects and len(loads) >= terms.min_modules):
                yield Violation(Rule.TERM_LOAD, (str(term),))

    # --- what comes before, and what is reached ---

    def _required(self) -> Iterator[Violation]:
        """Each is completed before what needs it begins, so nothing can support itself in a circle."""
        for step, module in self.steps:
            before = (other for earlier, other in self.steps if self._is_before(earlier, step))
            if not _met(module.requires, *self._knows(before)):
                yield Violation(Rule.REQUIRES, (module.id,))

    def _is_before(self, step: Step, other: Step) -> bool:
        if self.question.terms:
            return step.ends < other.begins
        return step.clock[1] <= other.clock[0]

    def _goal(self) -> Iterator[Violation]:
        behind, levels = self._knows(module for _, module in self.steps)
        for wanted in self.question.goal.competences:
            if levels[wanted.competence] < wanted.level:
                yield Violation(Rule.COMPETENCE, (wanted.competence,))
        for module in sorted(self.question.goal.modules - behind):
            yield Violation(Rule.MODULE, (module,))

    def _rules(self) -> Iterator[Violation]:
        rules = self.question.goal.rules
        if rules is None:
            return
        all_of_it = {module.id: _as_held(module) for _, module in self.steps} | self.held
        counted = [one for one in all_of_it.values() if one.counts and (rules.of is None or one.module in rules.of)]
        if _ects(counted) < rules.min_ects:
            yield Violation(Rule.DEGREE_ECTS)
        for level, ects in rules.min_ects_at_level:
            if _ects(one for one in counted if one.level >= level) < ects:
                yield Violation(Rule.DEGREE_LEVEL, (str(level),))
        external = [one for one in counted if one.is_external]
        if rules.max_external_ects is not None and _ects(external) > rules.max_external_ects:
            yield Violation(Rule.DEGREE_EXTERNAL, tuple(one.module for one in external))
        if not are_met(rules.choices, counted):
            yield Violation(Rule.DEGREE_CHOICES)

    # --- money, pins, figures ---

    def _money(self) -> Iterator[Violation]:
        life, modules = self.question.life, [module for _, module in self.steps]
        cost = sum((_price(step, module) for step, module in self.steps), Decimal(0))
        if life.budget is not None and cost > life.budget:
            yield Violation(Rule.BUDGET)
        external = [module for module in modules if module.is_external]
        if life.max_external_share is not None and _ects(external) > life.max_external_share * _ects(modules):
            yield Violation(Rule.EXTERNAL_SHARE, tuple(module.id for module in external))

    def _pins(self) -> Iterator[Violation]:
        for pin in self.question.wishes.pins:
            if pin.module not in self.held and not any(_is_pinned(step, pin) for step in self.plan.steps):
                yield Violation(Rule.PIN, (pin.module,))

    def _figures(self) -> Iterator[Violation]:
        for step, module in self.steps:
            right = (module.ects, module.ects * module.hours_a_credit, _price(step, module))
            if (step.ects, step.hours, step.price) != right:
                yield Violation(Rule.FIGURES, (module.id,))
        if self.plan.figures != self._added_up():
            yield Violation(Rule.FIGURES)
        begins = [(step.begins if self.question.terms else step.clock[0], step.module) for step in self.plan.steps]
        if begins != sorted(begins):
            yield Violation(Rule.ORDER)

    def _added_up(self) -> Figures:
        loads = Counter[int]()
        for step, module in self.steps:
            loads[step.begins] += int(module.ects * 100)
        return Figures(
            finish=max((step.ends for step in self.plan.steps), default=self.plan.figures.finish),
            cost=sum((_price(step, module) for step, module in self.steps), Decimal(0)),
            shortfall=sum(_shortfall(module) for _, module in self.steps),
            ects=_ects(module for _, module in self.steps),
            heaviest=Decimal(max(loads.values(), default=0)) / 100 if self.question.terms else None,
        )


_LINES = {Quality.OWN: 0, Quality.VETTED: 25, Quality.UNASSESSED: 50}


def _shortfall(module: Module) -> int:
    """Hundredths of ECTS times what is missing from 100, rounded down."""
    halves = 200 - module.rating - module.match + 2 * _LINES[module.quality]
    return math.floor(module.ects * 100 * halves / 2)


def _offering(step: Step, module: Module) -> Offering | None:
    return next((offering for offering in module.offerings if offering.id == step.offering), None)


def _price(step: Step, module: Module) -> Decimal:
    offering = _offering(step, module)
    return offering.price if offering and offering.price is not None else module.price


def _is_pinned(step: Step, pin: Pin) -> bool:
    where = (pin.offering in {None, step.offering}, pin.week in {None, step.begins})
    return step.module == pin.module and all(where)


def _as_held(module: Module) -> Held:
    return Held(module.id, module.ects, module.level, module.is_external, module.teaches)


def _ects(things: Iterable[Module | Held]) -> Decimal:
    return sum((thing.ects for thing in things), Decimal(0))


def _met(requirement: Requirement, modules: set[str], levels: Mapping[str, int]) -> bool:
    match requirement:
        case HasModule(module):
            return module in modules
        case HasCompetence(competence, level):
            return levels[competence] >= level
        case AllOf(parts):
            return all(_met(part, modules, levels) for part in parts)
        case AnyOf(parts):
            return any(_met(part, modules, levels) for part in parts)
