"""The single module that could best stand in another's place, all else in the plan staying.

What the plan lacks without a module says who could stand in at all: few, mostly. These are put in order by what they
would cost in each aim at the least, and the first ones are laid out in earnest.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

import numpy as np

from nanocore.planning._catalogue import HasCompetence, HasModule, Module
from nanocore.planning._counting import counted_in, counting
from nanocore.planning._index import Index
from nanocore.planning._question import Aim, Question
from nanocore.planning._result import Figures, Plan
from nanocore.planning._schedule import Misfit, placed
from nanocore.planning._support import Support, leaves
from nanocore.planning._task import Task, task_of
from nanocore.planning._typing import Nodes

_MOST_WEIGHED: Final = 60
_MOST_LAID_OUT: Final = 2


def in_order(aims: Iterable[Aim], figures: Figures) -> tuple[int | Decimal, ...]:
    """The figures in the order of the aims: of two plans the better has the less."""
    of: dict[Aim, int | Decimal] = {
        Aim.FINISH: figures.finish,
        Aim.COST: figures.cost,
        Aim.QUALITY: figures.shortfall,
    }
    return tuple(of[aim] for aim in aims)


@dataclass(slots=True)
class StandIn:
    """For one plan: who could take the place of each of its modules."""

    plan: Plan
    question: Question
    index: Index
    task: Task = field(init=False)
    here: dict[str, int] = field(init=False)
    urgency: dict[int, int] = field(init=False)
    chosen: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.task = task_of(self.question, self.index)
        self.here = {step.module: self.index.number[step.module] for step in self.plan.steps}
        self.urgency = {self.here[step.module]: step.clock[0] for step in self.plan.steps}
        self.chosen = {self.here[step.module]: self._option(step.module, step.offering) for step in self.plan.steps}

    def best_for(self, module: str) -> tuple[str, Figures] | None:
        """The module that could best stand in for ``module``, with the plan's figures; None where no single one can."""
        others = [self.index.modules[number] for name, number in self.here.items() if name != module]
        able = [one for one in self._able(module, others) if self._fits(one, others)]
        aims = self.question.wishes.order
        weighed = sorted((self._at_least(self.here[module], self.index.number[one.id]), one.id) for one in able)
        laid_out = [
            (in_order(aims, figures), name, figures)
            for _, name in weighed[:_MOST_LAID_OUT]
            if (figures := self._figures(self.here[module], self.index.number[name])) is not None
        ]
        return min(laid_out)[1:] if laid_out else None

    # --- who could at all ---

    def _able(self, module: str, others: list[Module]) -> Iterator[Module]:
        """Modules that the life lets through and that do whatever ``module`` alone does for the plan."""
        support = Support.of(others, self.question.life, self.index)
        goals = [one for one in self.question.goal.competences if not (support.knows(one) or support.teachers(one))]
        waiting = [one for one in others if support.sources(one.requires) is None]
        short = self._short_without(self.here[module])
        if goals:
            pool = self._teachers(goals[0])
        elif waiting:
            pool = [number for leaf in leaves(waiting[0].requires) for number in self._who_meets(leaf)]
        elif short is not None:
            pool = short
        else:
            return
        for number in dict.fromkeys(pool):
            one = self.index.modules[number]
            if number in self.chosen or not self._usable_options(number):
                continue
            with_it = Support.of([*others, one], self.question.life, self.index)
            if all(with_it.teachers(goal) for goal in goals) and all(
                with_it.sources(other.requires) is not None for other in waiting
            ):
                yield one

    def _who_meets(self, leaf: HasModule | HasCompetence) -> list[int]:
        if isinstance(leaf, HasCompetence):
            return self._teachers(leaf)
        return [self.index.number[leaf.module]] if leaf.module in self.index.number else []

    def _teachers(self, wanted: HasCompetence) -> list[int]:
        graph = self.index.graph
        pairs = zip(*self.index.competences.get(wanted.competence, ((), ())), strict=True)
        nodes = [node for level, node in pairs if level >= wanted.level]
        children = [graph.child[graph.child_at[node] : graph.child_at[node + 1]] for node in nodes]
        return [int(child) for some in children for child in some if child < graph.modules]

    def _short_without(self, module: int) -> list[int] | None:
        """Those with which the sums of a degree come out again; None when they come out without any."""
        options = self.index.options
        rest = [option for number, option in self.chosen.items() if number != module]
        helps = np.ones(len(options.module), dtype=np.bool_)
        lacking = False
        for row in self.task.rows:
            total = int(row.of[rest].sum())
            if row.low is not None and total < row.low:
                lacking = True
                helps &= row.of >= row.low - total
        if not lacking and not self.task.groups:
            return None
        able = np.unique(options.module[helps & self.task.usable])
        return self._lightest(able[~np.isin(able, list(self.chosen))])

    def _lightest(self, modules: Nodes) -> list[int]:
        """The ones that weigh least in the learner's first aims: a degree may have thousands that would do."""
        price = np.minimum.reduceat(self.index.options.price, self.index.options.at[:-1])
        weight = {Aim.FINISH: self.index.minutes, Aim.COST: price, Aim.QUALITY: self.index.shortfall}
        keys = [weight[aim][modules] for aim in reversed(self.question.wishes.order)]
        return [int(number) for number in modules[np.lexsort([modules, *keys])][:_MOST_WEIGHED]]

    def _fits(self, one: Module, others: list[Module]) -> bool:
        """Whether its own requirement is met by the others, and all sums and choices come out."""
        if Support.of(others, self.question.life, self.index).sources(one.requires) is None:
            return False
        rules = self.question.goal.rules
        return rules is None or counted_in(rules, counting([*others, one], self.question.life, self.index)) is not None

    # --- what it would come to ---

    def _usable_options(self, module: int) -> list[int]:
        at = self.index.options.at
        return [option for option in range(at[module], at[module + 1]) if self.task.usable[option]]

    def _option(self, module: str, offering: str | None) -> int:
        number, options = self.index.number[module], self.index.options
        ways = range(options.at[number], options.at[number + 1])
        return next(way for way in ways if (one := options.offering[way]) is None or one.id == offering)

    def _at_least(self, goes: int, comes: int) -> tuple[int | Decimal, ...]:
        """No plan with ``comes`` in the place of ``goes`` is better than this."""
        modules = [number for number in self.chosen if number != goes] + [comes]
        price = min(int(self.index.options.price[option]) for option in self._usable_options(comes))
        cost = price + sum(int(self.index.options.price[way]) for number, way in self.chosen.items() if number != goes)
        minutes, shortfall = int(self.index.minutes[modules].sum()), int(self.index.shortfall[modules].sum())
        figures = Figures(self.task.clock.week_of(minutes - 1), Decimal(cost) / 100, shortfall, Decimal(0))
        return in_order(self.question.wishes.order, figures)

    def _figures(self, goes: int, comes: int) -> Figures | None:
        """The plan with ``comes`` in the place of ``goes``; None when it cannot be laid out, or breaks a sum."""
        ways: dict[int, Sequence[int]] = {
            number: [option] if self.index.options.offering[option] else self._usable_options(number) or [option]
            for number, option in self.chosen.items()
            if number != goes
        }
        steps = placed(
            self.task,
            ways | {comes: self._usable_options(comes)},
            self.urgency | {comes: self.urgency[goes]},
        )
        if isinstance(steps, Misfit):
            return None
        options = [step.option for step in steps]
        if not all(row.is_kept(int(row.of[options].sum())) for row in self.task.rows):
            return None
        modules = [step.module for step in steps]
        return Figures(
            finish=self.task.clock.week_of(max(step.end for step in steps) - 1),
            cost=Decimal(int(self.index.options.price[options].sum())) / 100,
            shortfall=int(self.index.shortfall[modules].sum()),
            ects=Decimal(int(self.index.ects[modules].sum())) / 100,
        )
