"""Plans by terms: which module in which term, so that the heaviest term is as light as can be."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ortools.sat.python import cp_model

from nanocore.planning._catalogue import AllOf, AnyOf, Catalogue, HasCompetence, HasModule, Module, Requirement
from nanocore.planning._index import Index, hundredths, index_of, shortfall_of
from nanocore.planning._question import Aim, Limits, Question, Terms
from nanocore.planning._result import Bound, Figures, Plan, Result, Status, Step
from nanocore.planning._solver import Budget, pulsing
from nanocore.planning._terms_model import Atom, Background, Sum, TermModel

Watch = Callable[[Result], bool]

_GONE, _MOVED, _HEAVIEST = "gone", "moved", "heaviest"


def balance(question: Question, catalogue: Catalogue | Index, limits: Limits, watch: Watch | None = None) -> Result:
    """The plan by terms whose heaviest term is lightest, then best in the learner's order of aims.

    ``question.terms`` must be there. Of the life only what is held and known, the budget, the share of external modules
    and the filters on modules play a part: offerings, hours and lanes do not. Each stage is proven or says how far from
    best it may be, and what it has reached is kept by those that follow.
    """
    if question.terms is None:
        raise ValueError("a question without terms is not one to balance")
    return _Balancing(question, question.terms, index_of(catalogue), limits, watch).result()


@dataclass
class _Balancing:
    question: Question
    terms: Terms
    index: Index
    limits: Limits
    watch: Watch | None
    began: float = field(default_factory=time.monotonic)
    first: float | None = None
    stage: str = _HEAVIEST
    best: Plan | None = None
    bounds: dict[str, int] = field(default_factory=dict)
    """What is proven of each stage so far."""

    def __post_init__(self) -> None:
        self.budget = Budget(
            lambda: self.limits.seconds - (time.monotonic() - self.began), self.limits.effort, self.pulse
        )

    def result(self) -> Result:
        background = Background.of(self.question, self.index.modules)
        if _is_held(self.question, background):
            return self._answer(Status.NOTHING_TO_DO)
        modules = relevant(self.question, self.index.modules, background)
        if self.terms.count < 1:
            return self._answer(Status.IMPOSSIBLE)
        model = TermModel(self.question, self.terms, modules, background)
        for name, objective in self._stages(model):
            proven = self._improve(model, name, objective)
            if proven == cp_model.INFEASIBLE:
                return replace(self._answer(Status.IMPOSSIBLE), not_taught=self._not_taught(background))
            if proven != cp_model.OPTIMAL:
                return self._answer(Status.SOUND if self.best else Status.UNKNOWN, gap=name)
        return self._answer(Status.BEST)

    def _stages(self, model: TermModel) -> Iterator[tuple[str, Sum]]:
        if self.question.wishes.kept:
            yield _GONE, model.gone()
            yield _MOVED, model.moved()
        yield _HEAVIEST, model.heaviest
        made = {Aim.FINISH: model.last, Aim.COST: model.cost, Aim.QUALITY: model.shortfall}
        settled = self._settled(model)
        for aim in self.question.wishes.order:
            if aim in settled and self.best:
                self.bounds[aim] = settled[aim](self.best.figures)
            else:
                yield aim.value, made[aim]()

    def _settled(self, model: TermModel) -> dict[Aim, Callable[[Figures], int]]:
        """Aims in which all plans are alike: every term is needed, or every module is."""
        settled: dict[Aim, Callable[[Figures], int]] = {}
        if self.terms.min_modules > 0 or self.terms.min_ects > 0:
            settled[Aim.FINISH] = lambda figures: figures.finish
        if model.modules.keys() <= self.question.goal.modules:
            settled[Aim.COST] = lambda figures: hundredths(figures.cost)
            settled[Aim.QUALITY] = lambda figures: figures.shortfall
        return settled

    def _improve(self, model: TermModel, name: str, objective: Sum) -> object:
        """Make one stage as small as it can be, and keep it so in the model."""
        model.model.minimize(objective)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.use_objective_lb_search = True
        solver.parameters.max_deterministic_time = max(self.budget.effort, 0.0)
        solver.parameters.max_time_in_seconds = max(self.budget.seconds_left(), 0.01)
        self.stage = name
        with pulsing(self.budget, solver):
            status = solver.solve(model.model, _Watching(self, model))
        self.budget.effort -= solver.deterministic_time
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            self.bounds[name] = round(solver.best_objective_bound) * (model.grain if name == _HEAVIEST else 1)
            self.keep(_plan(model, solver.boolean_value))
            model.model.add(objective <= round(solver.objective_value))
            model.model.clear_hints()  # type: ignore[no-untyped-call]  # it takes and gives nothing
            for done in model.done.values():
                for one in done:
                    model.model.add_hint(one, solver.boolean_value(one))
        return cp_model.FEASIBLE if self.budget.is_stopped else status

    def keep(self, plan: Plan) -> bool:
        """Keep a plan if it is better in what is being made small; whether it was."""
        if self.best and self._worth(plan) >= self._worth(self.best):
            return False
        self.best = plan
        self.first = self.first or time.monotonic()
        return True

    def pulse(self) -> bool:
        """Tell whoever watches how far it has come; whether to go on."""
        known = self._answer(Status.SOUND, gap=self.stage) if self.best else Result(Status.UNKNOWN)
        if self.watch and not self.watch(known):
            self.budget.is_stopped = True
        return not self.budget.is_stopped

    def _worth(self, plan: Plan) -> Decimal:
        """What the stage makes small."""
        figures, terms = plan.figures, {step.module: step.begins for step in plan.steps}
        kept = self.question.wishes.kept
        return {
            _GONE: Decimal(sum(one.module not in terms for one in kept)),
            _MOVED: Decimal(sum(terms.get(one.module, one.begins) != one.begins for one in kept)),
            _HEAVIEST: figures.heaviest or Decimal(0),
            Aim.FINISH: Decimal(figures.finish),
            Aim.COST: figures.cost,
            Aim.QUALITY: Decimal(figures.shortfall),
        }[self.stage]

    def _not_taught(self, background: Background) -> tuple[str, ...]:
        wanted = [one for one in self.question.goal.competences if not background.meets(one)]
        taught = {(one, level) for module in self.index.modules for one, level in module.teaches}
        return tuple(
            one.competence
            for one in wanted
            if not any(name == one.competence and level >= one.level for name, level in taught)
        )

    def _answer(self, status: Status, *, gap: str | None = None) -> Result:
        now = time.monotonic()
        cost = self.bounds.get(Aim.COST)
        heaviest = self.bounds.get(_HEAVIEST)
        return Result(
            status=status,
            plan=self.best,
            bound=Bound(
                finish=self.bounds.get(Aim.FINISH),
                cost=None if cost is None else Decimal(cost) / 100,
                shortfall=self.bounds.get(Aim.QUALITY),
                heaviest=None if heaviest is None else Decimal(heaviest) / 100,
            ),
            gap=gap,
            faults=self.index.faults,
            milliseconds=(((self.first or now) - self.began) * 1000, (now - self.began) * 1000),
        )


class _Watching(cp_model.CpSolverSolutionCallback):
    """Tells of each better plan while CP-SAT goes on."""

    def __init__(self, balancing: _Balancing, model: TermModel) -> None:
        super().__init__()
        self._balancing, self._model = balancing, model

    def on_solution_callback(self) -> None:
        """CP-SAT has found a better one."""
        if self._balancing.keep(_plan(self._model, self.boolean_value)) and not self._balancing.pulse():
            self.stop_search()


def _plan(model: TermModel, is_true: Callable[[cp_model.IntVar], bool]) -> Plan:
    steps, loads = [], [Decimal(0)] * model.terms.count
    chosen = [(module, [is_true(one) for one in model.done[name]]) for name, module in model.modules.items()]
    studied = [(module, done.index(True)) for module, done in chosen if done[-1]]
    for module, term in sorted(studied, key=lambda pair: (pair[1], pair[0].id)):
        loads[term] += module.ects
        hours = module.ects * module.hours_a_credit
        steps.append(Step(module.id, term, term, (0, 0), 1, hours, module.ects, module.price))
    figures = Figures(
        finish=max((step.ends for step in steps), default=0),
        cost=sum((step.price for step in steps), Decimal(0)),
        shortfall=sum(shortfall_of(module) for module, _ in studied),
        ects=sum(loads, Decimal(0)),
        heaviest=max(loads),
    )
    return Plan(tuple(steps), figures)


def _is_held(question: Question, background: Background) -> bool:
    """Whether all is reached without any module."""
    nothing = TermModel(question, Terms(1), (), background)
    return cp_model.CpSolver().solve(nothing.model) == cp_model.OPTIMAL


def relevant(question: Question, modules: Sequence[Module], background: Background) -> list[Module]:
    """Modules that are let through and that the goal, the pins or one of themselves may ask for."""
    free = {module.id: module for module in modules if _is_let_through(module, question, background)}
    teachers: dict[str, list[tuple[int, str]]] = {}
    for module in free.values():
        for competence, level in module.teaches:
            teachers.setdefault(competence, []).append((level, module.id))
    rules = question.goal.rules
    left = [name for name in free if rules is not None and _may_count(name, question)]
    left += [pin.module for pin in question.wishes.pins] + [kept.module for kept in question.wishes.kept]
    if question.terms and (question.terms.min_modules or question.terms.min_ects):
        left += free
    asked: list[Atom] = [*question.goal.competences, *map(HasModule, question.goal.modules)]
    found: dict[str, Module] = {}
    while left or asked:
        for one in asked:
            if isinstance(one, HasModule):
                left.append(one.module)
            else:
                left += [name for level, name in teachers.get(one.competence, ()) if level >= one.level]
        asked = []
        for name in left:
            if name in free and name not in found:
                found[name] = free[name]
                asked += [one for one in _asked_for(free[name].requires) if not background.meets(one)]
        left = []
    return sorted(found.values(), key=lambda module: module.id)


def _may_count(name: str, question: Question) -> bool:
    rules = question.goal.rules
    return rules is not None and (rules.of is None or name in rules.of)


def _asked_for(requirement: Requirement) -> Iterator[Atom]:
    match requirement:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _asked_for(part)
        case HasModule() | HasCompetence():
            yield requirement


def _is_let_through(module: Module, question: Question, background: Background) -> bool:
    life, bans = question.life, question.wishes.bans
    return (
        module.id not in background.held
        and module.id not in bans
        and f"provider:{module.provider}" not in bans
        and module.quality in life.accepts
        and (life.forms is None or module.form in life.forms)
        and (life.languages is None or module.language in life.languages)
        and (life.places is None or module.place is None or module.place in life.places)
    )
