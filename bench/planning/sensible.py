"""A plan as a sensible person makes it: for each thing wanted what is soonest had, one after another, no looking back.

How soon each module could be had if one studied nothing else is known beforehand (Dijkstra over the requirements), and
of what is wanted the soonest way is taken, what is in the plan already costing nothing. Dated ones are taken at the
first date that is left. This is what a good adviser with a spreadsheet can do; nothing of the planner is used.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from bench.planning.laying import Layout, Slot, minutes
from nanocore.planning import (
    AllOf,
    AnyOf,
    Catalogue,
    HasCompetence,
    HasModule,
    Held,
    Module,
    Plan,
    Question,
    Requirement,
)
from nanocore.planning.checking import violations
from nanocore.planning.checking._choices import are_met

Atom = HasModule | HasCompetence


def sensible_plan(question: Question, catalogue: Catalogue) -> Plan | None:
    """One that holds, or None when this way leads to none."""
    adviser = _Adviser(question, catalogue)
    plan = adviser.plan()
    return plan if plan and not violations(plan, question, catalogue) else None


class _Adviser:
    def __init__(self, question: Question, catalogue: Catalogue) -> None:
        self.question, self.life, self.layout = question, question.life, Layout(question.life)
        self.catalogue = {module.id: module for module in catalogue.modules}
        self.held = {one.module for one in self.life.held}
        self.levels: dict[str, int] = defaultdict(int)
        known = [(one.competence, one.level) for one in self.life.knows]
        for competence, level in [*known, *(pair for one in self.life.held for pair in self._taught(one))]:
            self.levels[competence] = max(level, self.levels[competence])
        self.modules = {module.id: module for module in catalogue.modules if self._is_possible(module)}
        self.teachers: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for module in self.modules.values():
            for competence, level in module.teaches:
                self.teachers[competence].append((level, module.id))
        self.atoms: dict[Atom, tuple[float, str]] = {}
        """For each thing that is required when it can be had, and the module that gives it."""
        self.quickest = self._quickest()
        self.placed = self.layout.placed

    def plan(self) -> Plan | None:
        """Everything wanted in turn, the quickest first; then what a degree still lacks."""
        goal = self.question.goal
        wanted: list[Atom] = [*goal.competences, *(HasModule(name) for name in sorted(goal.modules))]
        wanted = [one for one in wanted if not self._is_behind(one)]
        if any(self._cost(one) == math.inf for one in wanted):
            return None
        for one in sorted(wanted, key=self._cost):
            if not self._is_there(one) and not self._take(self._best_of(one)):
                return None
        return self.layout.written(self.modules) if self._fill_degree() and self.placed else None

    # --- what is there ---

    def _taught(self, held: Held) -> Iterable[tuple[str, int]]:
        return self.catalogue[held.module].teaches if held.module in self.catalogue else held.teaches

    def _is_possible(self, module: Module) -> bool:
        life, bans = self.life, self.question.wishes.bans
        return (
            module.id not in self.held
            and module.id not in bans
            and module.quality in life.accepts
            and (life.languages is None or module.language in life.languages)
            and (life.places is None or module.place is None or module.place in life.places)
            and (life.forms is None or module.form in life.forms)
            and (not module.offerings or any(self._slots(module)))
        )

    def _slots(self, module: Module) -> Iterator[Slot]:
        """Its dates that fit this life, in order."""
        life = self.life
        for one in sorted(module.offerings, key=lambda one: one.starts):
            fits = (
                one.seats != 0
                and f"offering:{one.id}" not in self.question.wishes.bans
                and (life.places is None or one.place is None or one.place in life.places)
                and (life.times is None or one.times <= life.times)
                and (life.deadline is None or one.starts + one.weeks - 1 <= life.deadline)
            )
            slot = self.layout.dated(module, one) if fits else None
            if slot:
                yield slot

    # --- how quickly it could be had ---

    def _quickest(self) -> dict[str, float]:
        """For each module when it could be completed, on the work clock; what is needed twice is counted twice."""
        waiting: dict[Atom, list[str]] = defaultdict(list)
        for module in self.modules.values():
            for atom in _atoms(module.requires):
                waiting[atom].append(module.id)
        best: dict[str, float] = {}
        ready = [(self._done_by(module), module.id) for module in self.modules.values()]
        heapq.heapify(ready)
        while ready and ready[0][0] < math.inf:
            moment, name = heapq.heappop(ready)
            if name in best:
                continue
            best[name] = moment
            for atom in self._newly_met(name, waiting):
                self.atoms[atom] = (moment, name)
                for other in waiting[atom]:
                    if other not in best:
                        heapq.heappush(ready, (self._done_by(self.modules[other]), other))
        return best

    def _newly_met(self, name: str, waiting: dict[Atom, list[str]]) -> list[Atom]:
        met: list[Atom] = [HasModule(name)]
        for competence, taught in self.modules[name].teaches:
            met += [HasCompetence(competence, level) for level in range(1, taught + 1)]
        return [atom for atom in met if atom in waiting and atom not in self.atoms]

    def _done_by(self, module: Module) -> float:
        """When it could be completed, as far as is known."""
        need = self._need(module.requires)
        if not module.offerings or need == math.inf:
            return need + minutes(module)
        return next((slot.end for slot in self._slots(module) if slot.begin >= need), math.inf)

    def _need(self, requirement: Requirement) -> float:
        """When it could be met, as far as is known."""
        match requirement:
            case AllOf(parts):
                return sum((self._need(part) for part in parts), 0.0)
            case AnyOf(parts):
                return min((self._need(part) for part in parts), default=math.inf)
            case HasModule() | HasCompetence():
                return 0 if self._is_behind(requirement) else self.atoms.get(requirement, (math.inf,))[0]

    def _is_behind(self, one: Atom) -> bool:
        if isinstance(one, HasModule):
            return one.module in self.held
        return self.levels[one.competence] >= one.level

    def _is_there(self, one: Atom, *, by: float = math.inf) -> bool:
        """Whether the plan has it so far, completed by then."""
        if self._is_behind(one):
            return True
        done = [name for name, slot in self.placed.items() if slot.end <= by]
        if isinstance(one, HasModule):
            return one.module in done
        return any(
            taught == one.competence and level >= one.level
            for name in done
            for taught, level in self.modules[name].teaches
        )

    def _cost(self, one: Atom) -> float:
        return self.quickest.get(self._best_of(one) or "", math.inf)

    def _best_of(self, one: Atom) -> str | None:
        """The module that gives it the soonest."""
        names = (
            [one.module]
            if isinstance(one, HasModule)
            else [name for level, name in self.teachers[one.competence] if level >= one.level]
        )
        return min(
            (name for name in names if name in self.quickest), key=lambda name: self.quickest[name], default=None
        )

    # --- into the plan ---

    def _take(self, name: str | None) -> bool:
        """Put a module into the plan after what it requires."""
        if name is None or name not in self.quickest:
            return False
        if name in self.placed:
            return True
        needed = self._support(self.modules[name].requires)
        if needed is None or not all(self._take(one) for one in needed):
            return False
        after = max((self.placed[one].end for one in needed), default=0)
        slot = self._free_slot(self.modules[name], after)
        if slot:
            self.placed[name] = slot
        return slot is not None

    def _support(self, requirement: Requirement) -> list[str] | None:
        """Modules that meet it, those of the plan first, else the quickest."""
        match requirement:
            case AllOf(parts):
                found = [self._support(part) for part in parts]
                return None if None in found else [name for names in found for name in names or ()]
            case AnyOf(parts):
                ways = [(self._missing(names), names) for names in map(self._support, parts) if names is not None]
                return min(ways, key=lambda way: way[0], default=(0.0, None))[1]
            case HasModule() | HasCompetence():
                if self._is_behind(requirement):
                    return []
                here = [name for name in self.placed if self._gives(name, requirement)]
                if here:
                    return [min(here, key=lambda name: self.placed[name].end)]
                known = self.atoms.get(requirement)
                return [known[1]] if known else None

    def _missing(self, names: Sequence[str]) -> float:
        return sum(self.quickest[name] for name in names if name not in self.placed)

    def _gives(self, name: str, one: Atom) -> bool:
        if isinstance(one, HasModule):
            return name == one.module
        return any(taught == one.competence and level >= one.level for taught, level in self.modules[name].teaches)

    def _free_slot(self, module: Module, after: int) -> Slot | None:
        """The first date that is left; or, when it is rolling, the soonest gap that is long enough."""
        if module.offerings:
            fitting = (slot for slot in self._slots(module) if slot.begin >= after and self.layout.has_room(slot))
            return next(fitting, None)
        return self.layout.rolling(module, after)

    # --- a degree ---

    def _fill_degree(self) -> bool:
        """Add the quickest module that brings the degree nearer, until it is there."""
        rules = self.question.goal.rules
        if rules is None:
            return True
        while not self._is_degree():
            useful = [
                name for name in self.quickest if name not in self.placed and (rules.of is None or name in rules.of)
            ]
            scored = [(self.quickest[name] / gain, name) for name in useful if (gain := self._gain(name)) > 0]
            heapq.heapify(scored)
            while scored:
                if self._take(heapq.heappop(scored)[1]):
                    break
            else:
                return False
        return True

    def _counted(self) -> list[Held]:
        rules = self.question.goal.rules
        held = [self.catalogue[name] for name in self.held if name in self.catalogue]
        modules = [*held, *(self.modules[name] for name in self.placed)]
        counted = [Held(one.id, one.ects, one.level, one.is_external, one.teaches) for one in modules]
        return [one for one in counted if rules is None or rules.of is None or one.module in rules.of]

    def _is_degree(self) -> bool:
        rules, counted = self.question.goal.rules, self._counted()
        return rules is None or (
            sum(one.ects for one in counted) >= rules.min_ects
            and all(
                sum(one.ects for one in counted if one.level >= at) >= least for at, least in rules.min_ects_at_level
            )
            and are_met(rules.choices, counted)
        )

    def _gain(self, name: str) -> float:
        """How many credits of what is lacking it brings."""
        rules, counted, module = self.question.goal.rules, self._counted(), self.modules[name]
        if rules is None:
            return 0
        external = sum(one.ects for one in counted if one.is_external)
        most = module.ects + external if rules.max_external_ects is None else rules.max_external_ects
        if module.is_external and external + module.ects > most:
            return 0
        lacks = [rules.min_ects - sum(one.ects for one in counted)]
        lacks += [
            least - sum(one.ects for one in counted if one.level >= level)
            for level, least in rules.min_ects_at_level
            if module.level >= level
        ]
        for choice in rules.choices:
            if name in choice.of and module.level >= choice.min_level:
                members = [one for one in counted if one.module in choice.of and one.level >= choice.min_level]
                lacks.append(choice.min_ects - sum(one.ects for one in members))
                lacks.append(Decimal(5 * (choice.at_least - len(members))))
        return float(sum(min(max(lack, Decimal(0)), module.ects * 2) for lack in lacks))


def _atoms(requirement: Requirement) -> Iterator[Atom]:
    match requirement:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _atoms(part)
        case HasModule() | HasCompetence():
            yield requirement
