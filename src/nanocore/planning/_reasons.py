"""Why each module is in a plan, and which one could best stand in its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nanocore.planning._catalogue import Catalogue, HasCompetence, Module
from nanocore.planning._counting import counted_in, counting
from nanocore.planning._index import Index, index_of
from nanocore.planning._question import Question
from nanocore.planning._result import Figures, Plan, Reason, Step
from nanocore.planning._standin import StandIn, in_order
from nanocore.planning._support import Sources, Support


def reasons(plan: Plan, question: Question, catalogue: Catalogue | Index) -> tuple[Reason, ...]:
    """A reason for each step of ``plan``, in their order.

    The runner-up is the single module with which all else in the plan could stay, the best of them in the learner's
    aims; ``instead`` is that plan's figures, every step begun as soon as can be.
    """
    index = index_of(catalogue)
    told = _Told(plan, question, index)
    stand_in = StandIn(plan, question, index) if question.terms is None else None
    return tuple(told.reason(step, stand_in) for step in plan.steps)


@dataclass(slots=True)
class _Told:
    plan: Plan
    question: Question
    index: Index
    modules: dict[str, Module] = field(init=False)
    meets: dict[str, Sources] = field(init=False)
    counts: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.modules = {step.module: self.index.modules[self.index.number[step.module]] for step in self.plan.steps}
        self.meets = {step.module: self._sources_of(step) for step in self.plan.steps}
        self.counts = self._counts()

    def reason(self, step: Step, stand_in: StandIn | None) -> Reason:
        goal, module = self.question.goal, self.modules[step.module]
        best = stand_in.best_for(step.module) if stand_in and step.module not in goal.modules else None
        runner_up, instead = best if best is not None else (None, None)
        return Reason(
            step.module,
            covers=tuple(one.competence for one in goal.competences if self._covers(module, one)),
            required_by=tuple(
                other for other, sources in self.meets.items() if step.module in {source for _, source in sources}
            ),
            counts_in=(self.counts[step.module],) if step.module in self.counts else (),
            meets=self.meets[step.module],
            is_goal=step.module in goal.modules,
            is_pinned=any(pin.module == step.module for pin in self.question.wishes.pins),
            best_in=self._better_in(instead) if instead is not None else None,
            runner_up=runner_up,
            instead=instead,
        )

    def _covers(self, module: Module, wanted: HasCompetence) -> bool:
        is_taught = any(name == wanted.competence and level >= wanted.level for name, level in module.teaches)
        return is_taught and not self._support(()).knows(wanted)

    def _sources_of(self, step: Step) -> Sources:
        before = [other for other in self.plan.steps if self._is_before(other, step)]
        before.sort(key=lambda other: (other.clock[1], other.ends, other.module))
        found = self._support(before).sources(self.modules[step.module].requires)
        return found or ()

    def _is_before(self, one: Step, other: Step) -> bool:
        if self.question.terms is not None:
            return one.ends < other.begins
        return one.clock[1] <= other.clock[0] and one.module != other.module

    def _support(self, steps: Sequence[Step]) -> Support:
        return Support.of((self.modules[step.module] for step in steps), self.question.life, self.index)

    def _counts(self) -> dict[str, int]:
        rules = self.question.goal.rules
        if rules is None:
            return {}
        return counted_in(rules, counting(self.modules.values(), self.question.life, self.index)) or {}

    def _better_in(self, instead: Figures) -> str | None:
        """The first aim in which the plan is better than it would be instead."""
        aims = self.question.wishes.order
        pairs = zip(aims, in_order(aims, self.plan.figures), in_order(aims, instead), strict=True)
        return next((str(aim) for aim, mine, theirs in pairs if mine < theirs), None)
