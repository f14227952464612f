"""The CP-SAT model of a plan by terms: what is completed by the end of which term.

A balanced curriculum (CSPLib prob030) with what a question may want besides: modules to choose among, competences,
AND/OR requirements, the rules of a degree, a budget. For each module and term a variable says whether the module *is
completed by the end of* the term, and what it requires must be so one term earlier. In these variables an OR is one
sum, and a chain of requirements is tight in the linear relaxation already.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise

from ortools.sat.python import cp_model

from nanocore.planning._catalogue import AllOf, AnyOf, HasCompetence, HasModule, Module, Requirement
from nanocore.planning._index import hundredths, shortfall_of
from nanocore.planning._question import Choice, DegreeRules, Held, Question, Terms

Sum = cp_model.LinearExpr | int
Atom = HasModule | HasCompetence


@dataclass(frozen=True, slots=True)
class Background:
    """What is behind the learner: modules held, and the highest level of each competence."""

    held: Mapping[str, Held]
    levels: Mapping[str, int]

    @classmethod
    def of(cls, question: Question, modules: Iterable[Module]) -> "Background":
        """The catalogue's word goes for those held modules that it has."""
        known = {module.id: module for module in modules}
        held = {one.module: _in_full(one, known.get(one.module)) for one in question.life.held}
        levels: dict[str, int] = {}
        pairs = [(one.competence, one.level) for one in question.life.knows]
        for competence, level in pairs + [pair for one in held.values() for pair in one.teaches]:
            levels[competence] = max(level, levels.get(competence, level))
        return cls(held, levels)

    def meets(self, wanted: Atom) -> bool:
        """Whether this is held or known."""
        if isinstance(wanted, HasModule):
            return wanted.module in self.held
        return wanted.competence in self.levels and self.levels[wanted.competence] >= wanted.level


def _in_full(held: Held, module: Module | None) -> Held:
    """What is held, in the catalogue's words where it has any; learnt elsewhere it stays."""
    if module is None:
        return held
    return replace(as_held(module), is_external=module.is_external or held.is_external, counts=held.counts)


def as_held(module: Module) -> Held:
    """What counts of a module once it is completed."""
    return Held(module.id, module.ects, module.level, module.is_external, module.teaches)


class TermModel:
    """Variables and rules for these modules in these terms. ECTS and money are in hundredths."""

    def __init__(self, question: Question, terms: Terms, modules: Sequence[Module], background: Background) -> None:
        self.model = cp_model.CpModel()
        self.question, self.terms, self.background = question, terms, background
        self.modules = {module.id: module for module in modules}
        self.ects = {module.id: hundredths(module.ects) for module in modules}
        self.grain = math.gcd(*self.ects.values()) or 1
        """Hundredths of ECTS that all modules are multiples of: loads count these, so that a bound rounds far."""
        self.done = {name: self._completed() for name in self.modules}
        """For each module, whether it is completed by the end of each term."""
        self._teachers: dict[str, list[Module]] = {}
        for module in modules:
            for competence, _ in module.teaches:
                self._teachers.setdefault(competence, []).append(module)
        self.heaviest = self._loads()
        self._requirements()
        self._goal()
        self._money()
        self._pins()

    # --- what can be made small ---

    def total(self, weight: Callable[[Module], int]) -> Sum:
        """The sum of a weight of each module in the plan."""
        return cp_model.LinearExpr.weighted_sum(
            [done[-1] for done in self.done.values()], [weight(module) for module in self.modules.values()]
        )

    def cost(self) -> Sum:
        """Price of all, in hundredths of a krone."""
        return self.total(lambda module: hundredths(module.price))

    def shortfall(self) -> Sum:
        """How far all is from perfect."""
        return self.total(shortfall_of)

    def last(self) -> Sum:
        """The last term in which anything is studied."""
        last = self.model.new_int_var(0, self.terms.count - 1, "")
        for name in self.modules:
            for term in range(1, self.terms.count):
                self.model.add(last >= term).only_enforce_if(self._placed_in(name, term))
        return last

    def gone(self) -> Sum:
        """How many of the modules one had are not in the plan."""
        kept = [one for one in self.question.wishes.kept if one.module in self.modules]
        return cp_model.LinearExpr.sum([1 - self.done[one.module][-1] for one in kept])

    def moved(self) -> Sum:
        """How many of them are in another term."""
        kept = [one for one in self.question.wishes.kept if one.module in self.modules]
        stays = [self._in_term(one.module, one.begins) for one in kept]
        return cp_model.LinearExpr.sum(
            [self.done[one.module][-1] - stay for one, stay in zip(kept, stays, strict=True)]
        )

    # --- the rules ---

    def _completed(self) -> list[cp_model.IntVar]:
        done = [self.model.new_bool_var("") for _ in range(self.terms.count)]
        for before, after in pairwise(done):
            self.model.add_implication(before, after)
        return done

    def _in_term(self, name: str, term: int) -> Sum:
        """1 when the module lies in this term, 0 else."""
        if not 0 <= term < self.terms.count:
            return 0
        done = self.done[name]
        return done[term] - done[term - 1] if term else done[0]

    def _placed_in(self, name: str, term: int) -> cp_model.IntVar:
        placed = self.model.new_bool_var("")
        self.model.add(placed == self._in_term(name, term))
        return placed

    def _loads(self) -> cp_model.IntVar:
        """Keeps the measure of each term; how heavy the heaviest is."""
        terms, sizes = self.terms, [ects // self.grain for ects in self.ects.values()]
        most = sum(sizes) if terms.max_ects is None else hundredths(terms.max_ects) // self.grain
        heaviest = self.model.new_int_var(0, max(most, 0), "")
        for term in range(terms.count):
            inside = [self._in_term(name, term) for name in self.modules]
            load = cp_model.LinearExpr.weighted_sum(inside, sizes)
            self.model.add(load <= heaviest)
            self.model.add(load >= -(-hundredths(terms.min_ects) // self.grain))
            number = cp_model.LinearExpr.sum(inside)
            self.model.add(number >= terms.min_modules)
            if terms.max_modules is not None:
                self.model.add(number <= terms.max_modules)
        self.model.add(heaviest * terms.count >= self.total(lambda module: self.ects[module.id] // self.grain))
        return heaviest

    def _requirements(self) -> None:
        for module in self.modules.values():
            for term, done in enumerate(self.done[module.id]):
                self._needs(done, module.requires, term - 1)

    def _needs(self, that: cp_model.IntVar, requirement: Requirement, term: int) -> None:
        """When ``that`` holds, the requirement is met by the end of ``term`` (-1: before the first)."""
        parts = _parts(requirement)
        for part in parts:
            met = self._ways(part, term)
            if met is not None:
                self.model.add_bool_or([that.negated(), *met])

    def _ways(self, requirement: Requirement, term: int) -> list[cp_model.IntVar] | None:
        """Variables one of which must be true for it to be met; None when it is met already."""
        if isinstance(requirement, Atom):
            if self.background.meets(requirement):
                return None
            return [self.done[name][term] for name in self._providers(requirement)] if term >= 0 else []
        parts = requirement.any if isinstance(requirement, AnyOf) else (requirement,)
        ways: list[cp_model.IntVar] = []
        for part in parts:
            if isinstance(part, AllOf):
                whole = self.model.new_bool_var("")
                self._needs(whole, part, term)
                ways.append(whole)
            else:
                met = self._ways(part, term)
                if met is None:
                    return None
                ways += met
        return ways

    def _providers(self, wanted: Atom) -> list[str]:
        if isinstance(wanted, HasModule):
            return [wanted.module] if wanted.module in self.modules else []
        return [
            module.id
            for module in self._teachers.get(wanted.competence, ())
            if any(one == wanted.competence and level >= wanted.level for one, level in module.teaches)
        ]

    def _goal(self) -> None:
        goal = self.question.goal
        wanted: list[Atom] = [*goal.competences, *(HasModule(name) for name in sorted(goal.modules))]
        for one in wanted:
            if not self.background.meets(one):
                self.model.add_bool_or([self.done[name][-1] for name in self._providers(one)])
        if goal.rules is not None:
            self._degree(goal.rules)

    def _degree(self, rules: DegreeRules) -> None:
        counted: list[tuple[Held, Sum]] = [(as_held(one), self.done[one.id][-1]) for one in self.modules.values()]
        counted += [(one, 1) for one in self.background.held.values() if one.counts]
        counted = [(one, is_in) for one, is_in in counted if rules.of is None or one.module in rules.of]

        def ects(counts: Callable[[Held], bool]) -> Sum:
            return cp_model.LinearExpr.sum([hundredths(one.ects) * is_in for one, is_in in counted if counts(one)])

        for level, least in ((0, rules.min_ects), *rules.min_ects_at_level):
            self.model.add(ects(partial(_is_at, level)) >= hundredths(least))
        if rules.max_external_ects is not None:
            self.model.add(ects(lambda one: one.is_external) <= hundredths(rules.max_external_ects))
        self._choices(rules.choices, counted)

    def _choices(self, choices: Sequence[Choice], counted: Sequence[tuple[Held, Sum]]) -> None:
        given: list[list[tuple[Held, cp_model.IntVar]]] = [[] for _ in choices]
        for one, is_in in counted:
            places = []
            for number, choice in enumerate(choices):
                if one.module in choice.of and one.level >= choice.min_level:
                    counts = self.model.new_bool_var("")
                    given[number].append((one, counts))
                    places.append(counts)
            if places:
                self.model.add(cp_model.LinearExpr.sum(places) <= is_in)
        for choice, members in zip(choices, given, strict=True):
            numbers = [counts for _, counts in members]
            sizes = [hundredths(one.ects) for one, _ in members]
            self.model.add(cp_model.LinearExpr.sum(numbers) >= choice.at_least)
            self.model.add(cp_model.LinearExpr.weighted_sum(numbers, sizes) >= hundredths(choice.min_ects))

    def _money(self) -> None:
        life = self.question.life
        if life.budget is not None:
            self.model.add(self.cost() <= hundredths(life.budget))
        if life.max_external_share is not None:
            share = Fraction(life.max_external_share)

            def over(module: Module) -> int:
                counted = share.denominator if module.is_external else 0
                return self.ects[module.id] * (counted - share.numerator)

            self.model.add(self.total(over) <= 0)

    def _pins(self) -> None:
        for pin in self.question.wishes.pins:
            if pin.module in self.background.held:
                continue
            where: Sum = 0
            if pin.module in self.modules and pin.offering is None:
                where = self.done[pin.module][-1] if pin.week is None else self._in_term(pin.module, pin.week)
            self.model.add(where == 1) if not isinstance(where, int) else self.model.add_bool_or([])


def _is_at(level: int, one: Held) -> bool:
    return one.level >= level


def _parts(requirement: Requirement) -> tuple[Requirement, ...]:
    """What must each be met."""
    if not isinstance(requirement, AllOf):
        return (requirement,)
    return tuple(part for one in requirement.all for part in _parts(one))
