"""The same question as a mixed-integer program over weeks, for HiGHS (`scipy.optimize.milp`).

Hours of each module in each week, and whether it is completed by the end of it: the usual time-indexed model. It is
given the modules, dates and weeks that our own pruning leaves when it knows our first plan's finish. Weeks are its
grain, and lanes only a share of their hours, so its best is a bound; when the modules it chose can be laid out on the
work clock as early as it says, they are a best plan and it has proven as much as we do. Where they cannot, it counts as
answered all the same, but is not compared.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from bench.planning.laying import Layout, minutes, price, shortfall
from nanocore.planning import (
    Aim,
    AllOf,
    AnyOf,
    HasCompetence,
    HasModule,
    Held,
    Index,
    Limits,
    Module,
    Offering,
    Plan,
    Question,
    Requirement,
)
from nanocore.planning._cone import cone_of
from nanocore.planning._task import task_of

MOST_VARIABLES: Final = 60_000
"""A larger model is not even tried: HiGHS was never seen to solve one in the time there is."""
_OPTIMAL, _INFEASIBLE = 0, 2
Sum = list[tuple[int, float]]
Atom = HasModule | HasCompetence
Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Answer:
    """``proven``: best or impossible. ``plan`` is what it proved best, laid out, if that could be done."""

    seconds: float
    proven: bool
    is_impossible: bool = False
    plan: Plan | None = None


def by_highs(question: Question, index: Index, finish: int, limits: Limits) -> Answer:
    """Ask HiGHS for a best plan that ends in week ``finish`` at the latest; seconds of CPU, ``limits`` by the clock."""
    began, until = time.process_time(), time.monotonic() + limits.seconds
    model = _pruned(question, index, finish)
    if model is None:
        return Answer(time.process_time() - began, proven=True, is_impossible=True)
    if model.size > MOST_VARIABLES:
        return Answer(limits.effort, proven=False)
    program = model.written()
    chosen = None
    for aim in question.wishes.order:
        left = until - time.monotonic()
        found = program.solve(model.objective(aim), left) if left > 0 else None
        if found is None or found[0] not in {_OPTIMAL, _INFEASIBLE}:
            return Answer(limits.effort, proven=False)
        if found[0] == _INFEASIBLE:
            return Answer(time.process_time() - began, proven=True, is_impossible=True)
        chosen = found[1]
        goal = model.objective(aim)
        program.add(goal, high=round(sum(weight * chosen[at] for at, weight in goal)) + 1e-6)
    spent = time.process_time() - began
    return Answer(spent, proven=True, plan=model.laid_out(chosen) if chosen is not None else None)


@dataclass
class _Program:
    """Variables and rows as they are written, and the call."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[Sum, float, float]] = field(default_factory=list)

    def variable(self, *, high: float = 1.0, is_whole: bool = True) -> int:
        self.low.append(0.0)
        self.high.append(high)
        self.whole.append(int(is_whole))
        return len(self.low) - 1

    def add(self, terms: Sum, *, low: float = -np.inf, high: float = np.inf) -> None:
        self.rows.append((terms, low, high))

    def solve(self, objective: Sum, seconds: float) -> tuple[int, Values]:
        """HiGHS's status and values."""
        row_of = [number for number, (terms, _, _) in enumerate(self.rows) for _ in terms]
        column_of = [at for terms, _, _ in self.rows for at, _ in terms]
        values = [weight for terms, _, _ in self.rows for _, weight in terms]
        matrix = coo_array((values, (row_of, column_of)), shape=(len(self.rows), len(self.low))).tocsr()
        costs = np.zeros(len(self.low))
        for at, weight in objective:
            costs[at] += weight
        answer = milp(
            costs,
            integrality=np.array(self.whole),
            bounds=Bounds(np.array(self.low), np.array(self.high)),
            constraints=LinearConstraint(matrix, [row[1] for row in self.rows], [row[2] for row in self.rows]),
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
        return answer.status, np.zeros(0) if answer.x is None else answer.x


def _pruned(question: Question, index: Index, finish: int) -> "_Model | None":
    """What our own pruning leaves; None when it leaves no plan."""
    task = task_of(question, index)
    cone = cone_of(task).within(min(task.horizon, task.clock.at(finish + 1)))
    if cone is None:
        return None
    dates: dict[str, list[Offering]] = defaultdict(list)
    weeks: dict[str, tuple[int, int]] = {}
    for place, number in enumerate(cone.module):
        name = index.modules[number].id
        first = max(int(cone.met[place]) - int(cone.length[cone.option_at[place] : cone.option_at[place + 1]].min()), 0)
        last = min(int(cone.late[place]), task.clock.at(finish + 1)) - 1
        weeks[name] = (task.clock.week_of(first), min(task.clock.week_of(last), finish))
    for option, owner in zip(cone.option, cone.owner, strict=True):
        offering = index.options.offering[option]
        if offering is not None:
            dates[index.modules[cone.module[owner]].id].append(offering)
    return _Model(question, [index.modules[number] for number in cone.module], dates, weeks, finish, index)


class _Model:
    def __init__(
        self,
        question: Question,
        modules: Sequence[Module],
        dates: dict[str, list[Offering]],
        weeks: dict[str, tuple[int, int]],
        finish: int,
        index: Index,
    ) -> None:
        self.question, self.life, self.dates, self.weeks, self.finish = question, question.life, dates, weeks, finish
        self.modules = {module.id: module for module in modules}
        self.layout = Layout(self.life)
        self.held = {one.module: _in_full(one, index) for one in self.life.held}
        self.levels: dict[str, int] = defaultdict(int)
        known = [(one.competence, one.level) for one in self.life.knows]
        for competence, level in known + [pair for one in self.held.values() for pair in one.teaches]:
            self.levels[competence] = max(level, self.levels[competence])
        self.size = sum(2 * (last - first + 1) for first, last in weeks.values())
        self.program = _Program()
        self.taken: dict[str, int] = {}
        self.dated: dict[tuple[str, str], int] = {}
        self.done: dict[tuple[str, int], int] = {}
        self.work: dict[tuple[str, int], int] = {}
        self.used: dict[int, int] = {}

    def objective(self, aim: Aim) -> Sum:
        """What is made small: weeks used, kroner, or shortfall."""
        if aim is Aim.FINISH:
            return [(at, 1.0) for at in self.used.values()]
        if aim is Aim.QUALITY:
            return [(at, float(shortfall(self.modules[name]))) for name, at in self.taken.items()]
        paid = [(at, float(self.modules[name].price)) for name, at in self.taken.items() if not self.dates[name]]
        at_dates = ((name, one) for name, dates in self.dates.items() for one in dates)
        return paid + [(self.dated[name, one.id], float(price(self.modules[name], one))) for name, one in at_dates]

    def written(self) -> _Program:
        """All variables and rows."""
        self._variables()
        self._hours()
        for name in self.modules:
            self._before(name)
        self._goal()
        self._sums()
        return self.program

    def _variables(self) -> None:
        program = self.program
        self.used = {week: program.variable() for week in range(self.life.begins, self.finish + 1)}
        for name, module in self.modules.items():
            first, last = self.weeks[name]
            self.taken[name] = program.variable()
            for week in range(first, last + 1):
                self.done[name, week] = program.variable()
                if not self.dates[name]:
                    self.work[name, week] = program.variable(high=float(minutes(module)), is_whole=False)
            for one in self.dates[name]:
                self.dated[name, one.id] = program.variable()

    def _hours(self) -> None:
        """Each module gets its minutes, and no week more than it has; weeks are used up to the last."""
        program, clock = self.program, self.layout.clock
        shares: dict[int, Sum] = defaultdict(list)
        for (_, week), at in self.work.items():
            shares[week].append((at, 1.0))
        for name, dates in self.dates.items():
            for one in dates:
                slot = self.layout.dated(self.modules[name], one)
                share = slot.lanes / self.life.at_once if slot else np.inf
                for week in range(one.starts, one.starts + one.weeks):
                    shares[week].append((self.dated[name, one.id], share * clock.of_week(week)))
        for week, at in self.used.items():
            program.add([*shares[week], (at, -float(clock.of_week(week)))], high=0.0)
            if week > self.life.begins:
                program.add([(self.used[week - 1], 1.0), (at, -1.0)], low=0.0)
        for name in self.modules:
            self._completes(name)

    def _completes(self, name: str) -> None:
        program, total = self.program, float(minutes(self.modules[name]))
        first, last = self.weeks[name]
        weeks = range(first, last + 1)
        for week in weeks:
            if self.dates[name]:
                ended = [
                    (self.dated[name, one.id], -1.0) for one in self.dates[name] if one.starts + one.weeks - 1 <= week
                ]
                program.add([(self.done[name, week], 1.0), *ended], low=0.0, high=0.0)
            else:
                so_far = [(self.work[name, one], 1.0) for one in range(first, week + 1)]
                program.add([*so_far, (self.done[name, week], -total)], low=0.0)
            if week > first:
                program.add([(self.done[name, week], 1.0), (self.done[name, week - 1], -1.0)], low=0.0)
        program.add([(self.done[name, last], 1.0), (self.taken[name], -1.0)], low=0.0, high=0.0)
        if not self.dates[name]:
            program.add(
                [*((self.work[name, week], 1.0) for week in weeks), (self.taken[name], -total)], low=0.0, high=0.0
            )

    # --- what comes before ---

    def _before(self, name: str) -> None:
        requirement = self.modules[name].requires
        if self.dates[name]:
            for one in self.dates[name]:
                self._meet(requirement, one.starts - 1, [(self.dated[name, one.id], 1.0)])
            return
        first, last = self.weeks[name]
        for week in range(first, last + 1):
            most = min(self.layout.clock.of_week(week), minutes(self.modules[name]))
            if most:
                self._meet(requirement, week, [(self.work[name, week], 1.0 / most)])
            self._meet(requirement, week, [(self.done[name, week], 1.0)])

    def _meet(self, requirement: Requirement, week: int, that: Sum) -> None:
        """No more of ``that`` (0 to 1) than what it requires is completed by the end of the week."""
        match requirement:
            case AllOf(parts):
                for part in parts:
                    self._meet(part, week, that)
            case AnyOf(parts):
                ways: Sum = []
                for part in parts:
                    way = self.program.variable(is_whole=False)
                    self._meet(part, week, [(way, 1.0)])
                    ways.append((way, -1.0))
                self.program.add([*that, *ways], high=0.0)
            case HasModule() | HasCompetence():
                if not self._is_behind(requirement):
                    done = [self._done_by(name, week) for name in self._providers(requirement)]
                    self.program.add([*that, *((at, -1.0) for at in done if at is not None)], high=0.0)

    def _done_by(self, name: str, week: int) -> int | None:
        first, last = self.weeks[name]
        return self.done[name, min(week, last)] if week >= first else None

    def _is_behind(self, one: Atom) -> bool:
        if isinstance(one, HasModule):
            return one.module in self.held
        return self.levels[one.competence] >= one.level

    def _providers(self, one: Atom) -> list[str]:
        if isinstance(one, HasModule):
            return [one.module] if one.module in self.modules else []
        return [
            name
            for name, module in self.modules.items()
            if any(taught == one.competence and level >= one.level for taught, level in module.teaches)
        ]

    # --- what is wanted ---

    def _goal(self) -> None:
        goal = self.question.goal
        wanted: list[Atom] = [*goal.competences, *(HasModule(name) for name in goal.modules)]
        for one in wanted:
            if not self._is_behind(one):
                self.program.add([(self.taken[name], 1.0) for name in self._providers(one)], low=1.0)
        rules = goal.rules
        if rules is None:
            return
        counts = [_as_held(one) for one in self.modules.values()] + list(self.held.values())
        counts = [one for one in counts if rules.of is None or one.module in rules.of]
        self._at_least(counts, lambda one: float(one.ects), float(rules.min_ects))
        for level, ects in rules.min_ects_at_level:
            self._at_least([one for one in counts if one.level >= level], lambda one: float(one.ects), float(ects))
        if rules.max_external_ects is not None:
            external = [one for one in counts if one.is_external]
            self._at_least(external, lambda one: -float(one.ects), -float(rules.max_external_ects))
        given: dict[str, Sum] = defaultdict(list)
        for choice in rules.choices:
            members = [one for one in counts if one.module in choice.of and one.level >= choice.min_level]
            columns = [self.program.variable() for _ in members]
            self.program.add([(at, 1.0) for at in columns], low=choice.at_least)
            sizes = [(at, float(one.ects)) for at, one in zip(columns, members, strict=True)]
            self.program.add(sizes, low=float(choice.min_ects))
            for at, each in zip(columns, members, strict=True):
                given[each.module].append((at, 1.0))
        for name, places in given.items():
            taken = [] if name in self.held else [(self.taken[name], -1.0)]
            self.program.add([*places, *taken], high=float(name in self.held))

    def _at_least(self, counted: Sequence[Held], weight: Callable[[Held], float], least: float) -> None:
        held = sum(weight(one) for one in counted if one.module in self.held)
        terms = [(self.taken[one.module], weight(one)) for one in counted if one.module not in self.held]
        self.program.add(terms, low=least - held)

    def _sums(self) -> None:
        life = self.life
        if life.budget is not None:
            self.program.add(self.objective(Aim.COST), high=float(life.budget))
        if life.max_external_share is not None:
            share = float(life.max_external_share)
            over = [(at, self.modules[name]) for name, at in self.taken.items()]
            self.program.add([(at, float(one.ects) * (one.is_external - share)) for at, one in over], high=0.0)

    # --- laid out ---

    def laid_out(self, values: Values) -> Plan | None:
        """The modules it chose on the work clock, in the order in which it completes them; None when that fails."""
        layout = Layout(self.life)
        chosen = [name for name, at in self.taken.items() if values[at] > 0.5]
        for name in chosen:
            for one in self.dates[name]:
                slot = layout.dated(self.modules[name], one)
                if values[self.dated[name, one.id]] > 0.5 and slot:
                    layout.placed[name] = slot
        rolling = [name for name in chosen if name not in layout.placed]
        left = sorted(rolling, key=lambda name: (self._completed(name, values), name))
        while left:
            opened = ((name, self._open_from(name, layout)) for name in left)
            ready = next(((name, after) for name, after in opened if after is not None), None)
            if ready is None:
                return None
            name, after = ready
            layout.placed[name] = layout.rolling(self.modules[name], after)
            left.remove(name)
        return layout.written(self.modules)

    def _completed(self, name: str, values: Values) -> int:
        first, last = self.weeks[name]
        return next((week for week in range(first, last + 1) if values[self.done[name, week]] > 0.5), last)

    def _open_from(self, name: str, layout: Layout) -> int | None:
        """The first moment at which what it requires is completed."""
        for moment in sorted({0, *(slot.end for slot in layout.placed.values())}):
            done = [other for other, slot in layout.placed.items() if slot.end <= moment]
            if self._is_met(self.modules[name].requires, done):
                return moment
        return None

    def _is_met(self, requirement: Requirement, done: list[str]) -> bool:
        match requirement:
            case AllOf(parts):
                return all(self._is_met(part, done) for part in parts)
            case AnyOf(parts):
                return any(self._is_met(part, done) for part in parts)
            case HasModule() | HasCompetence():
                return self._is_behind(requirement) or any(name in done for name in self._providers(requirement))


def _in_full(held: Held, index: Index) -> Held:
    return _as_held(index.modules[index.number[held.module]]) if held.module in index.number else held


def _as_held(module: Module) -> Held:
    return Held(module.id, module.ects, module.level, module.is_external, module.teaches)
