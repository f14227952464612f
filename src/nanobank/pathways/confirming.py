"""A longer turn at the solver, for a plan that is not proven best: proven, bettered, or its distance confirmed."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from nanobank.pathways.bridge import Plan, Question, Result, Status, plan_in, question_in, solve
from nanobank.pathways.models import PlanVersion
from nanobank.pathways.solving import Answer, Turn, worth
from nanobank.pathways.turns import LetGo, longer_limits


class Outcome(StrEnum):
    """What came of looking longer."""

    PROVEN = "proven"
    BETTER = "better"
    STANDS = "stands"
    CHANGED = "changed"
    """The plan no longer holds as it was made: the catalogue is another."""
    STOPPED = "stopped"


@dataclass
class LongerTurn(Turn):
    """Goes on from the plan there is, slice after slice, with the question that the plan answers."""

    def take(self) -> None:
        """Look, and keep what came of it; give it back when others have waited enough."""
        version = PlanVersion.objects.get(pk=self.planning.problem["confirms"])
        question = self._question = question_in(version.question)
        best = plan_in(self.planning.best)
        result = solve(question, self.shelf.index, limits=longer_limits(), watch=self._see, best=best)
        if self._gives_back():
            self._hold.put_back()
            return
        outcome = self._outcome(plan_in(version.plan), result, question)
        plans = ((result.plan, result, "only"),) if result.plan is not None and outcome is Outcome.BETTER else ()
        answer = Answer(result.status, plans, result)
        seconds = round(result.milliseconds[1] / 1000)
        self._keep(answer, self._described(question, answer), more={"outcome": outcome.value, "seconds": seconds})

    def _outcome(self, old: Plan, result: Result, question: Question) -> Outcome:
        if self._hold.let_go is LetGo.UNWANTED:
            return Outcome.STOPPED
        if result.plan is None:
            return Outcome.CHANGED
        before, after = _key(old, question), _key(result.plan, question)
        if after < before:
            return Outcome.BETTER
        if after > before:
            return Outcome.CHANGED
        return Outcome.PROVEN if result.status is Status.BEST else Outcome.STANDS


def _key(plan: Plan, question: Question) -> tuple[Decimal, ...]:
    """What is made small: what is lost and moved of a plan that is repaired, then the aims in the learner's order."""
    places = {step.module: (step.begins, step.offering) for step in plan.steps}
    kept = question.wishes.kept
    lost = sum(one.module not in places for one in kept)
    moved = sum(one.module in places and places[one.module] != (one.begins, one.offering) for one in kept)
    return Decimal(lost), Decimal(moved), *worth(plan, question)
