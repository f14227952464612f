"""One planning's turn at the solver: asked with a watch that tells how it goes and knows when nobody waits any more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from nanobank.accounts.services import lock
from nanobank.organisations.models import Membership
from nanobank.pathways import answering
from nanobank.pathways.bridge import (
    Aim,
    Explanation,
    Front,
    Limits,
    Plan,
    Question,
    Result,
    Status,
    alternatives,
    as_json,
    credited,
    differences,
    explain,
    moved_on,
    plan_in,
    problem_in,
    question_in,
    result_in,
    solve,
    without,
)
from nanobank.pathways.models import IN_ITS_ORDER, Cause, EventKind, Planning, PlanningKind, PlanningState, PlanVersion
from nanobank.pathways.questions import has_no_more_hours
from nanobank.pathways.shelf import Shelf, full_offerings
from nanobank.pathways.turns import Hold, LetGo, is_awaited, limits

_NO_PLAN: Final = frozenset({Status.IMPOSSIBLE, Status.UNKNOWN})
_GIVES_BACK: Final = frozenset({LetGo.LEAVING, LetGo.OTHERS})


@dataclass(frozen=True)
class Answer:
    """Plans with what is known of each and what it is called; none of them where ``explanation`` says why not."""

    status: Status
    plans: tuple[tuple[Plan, Result, str], ...] = ()
    result: Result | None = None
    explanation: Explanation | None = None
    whole: bool = True


@dataclass
class Turn:
    """A planning that ``planner`` has taken, and the catalogue to answer it with."""

    planning: Planning
    planner: str
    shelf: Shelf
    now: Callable[[], datetime]
    is_stopping: Callable[[], bool] = lambda: False
    _hold: Hold = field(init=False)
    _shown: Any = None
    _question: Question | None = None

    def __post_init__(self) -> None:
        self._hold = Hold(self.planning, self.planner, self.now, self.is_stopping)

    def take(self) -> None:
        """Solve, and keep what came of it; give it back when the planner has to stop, or others have waited enough."""
        problem = self.planning.problem
        if "problem" in problem:
            self._answer_a_program(problem["problem"])
            return
        self._question = self._asked()
        answer = self._found_before() or self._moved_on(self._question) or self._solved(self._question)
        if self._gives_back():
            self._hold.put_back()
            return
        self._keep(answer, self._described(self._question, answer))

    def _gives_back(self) -> bool:
        """Whether there is more to do, at another time or by another planner."""
        return self._hold.let_go in _GIVES_BACK or self.is_stopping()

    @property
    def _begins(self) -> date:
        """The day from which there is time to study."""
        return date.fromisoformat(self.planning.problem["said"]["life"]["begins"])

    def _asked(self) -> Question:
        """What was asked, but not in classes that have become full since, except those that the person is in.

        What is held from elsewhere counts as far as the degree allows.
        """
        question = question_in(self.planning.problem["question"])
        theirs = {pin.offering for pin in question.wishes.pins} | {kept.offering for kept in question.wishes.kept}
        full = {f"offering:{uuid}" for uuid in full_offerings(self.now()) if uuid not in theirs}
        return credited(without(question, full | self._closed()), self.shelf.index)

    def _closed(self) -> frozenset[str]:
        """Classes for the people of organisations that the person is not one of."""
        if not self.shelf.reserved:
            return frozenset()
        member = Membership.objects.of(self.planning.person).at(self.now())
        return self.shelf.closed_to(set(member.values_list("organisation_id", flat=True)))

    def _found_before(self) -> Answer | None:
        """The best that an earlier slice of time has found, once nobody wants it any better."""
        best = self.planning.best
        if best is None or is_awaited(self.planning, self.now()):
            return None
        self._hold.let_go = LetGo.UNWANTED
        plan = plan_in(best)
        result = result_in({"status": Status.SOUND, "plan": as_json(plan), "gap": best["gap"], "bound": best["bound"]})
        return Answer(result.status, ((plan, result, "only"),), result)

    def _moved_on(self, question: Question) -> Answer | None:
        """After an illness, or with fewer hours: the plan that was gone by, in its order, where only time is lost.

        What answers is the question; after an illness with the pins loosened that could not hold. What is pinned does
        not move for fewer hours, for these are the person's own choice.
        """
        event, before = self.planning.event, self._before()
        if event is None or before is None or not self.planning.problem.get("in_order"):
            return None
        old, life = plan_in(before.plan), question_in(before.question).life
        since = question.life.begins if question.wishes.now is None else question.wishes.now
        if event.kind != EventKind.ILL and not (
            event.kind == EventKind.LIFE and has_no_more_hours(question.life, life, since)
        ):
            return None
        found = moved_on(question, old, life, self.shelf.index, loosen=event.is_time_lost)
        if found is None or not answering.changed(differences(old, found.plan))["moved"]:
            return None
        self._question = found.question
        result = Result(Status.SOUND, found.plan, gap=IN_ITS_ORDER)
        return Answer(result.status, ((found.plan, result, "only"),), result)

    def _before(self) -> PlanVersion | None:
        """The plan that was gone by when it was asked."""
        return PlanVersion.objects.filter(pk=self.planning.problem["instead_of"]).first()

    def _solved(self, question: Question) -> Answer:
        if self.planning.kind == PlanningKind.ALTERNATIVES:
            front = alternatives(question, self.shelf.index, limits=limits(), watch=self._see_front)
            if front.alternatives:
                return self._front(front)
        before = plan_in(self.planning.best) if self.planning.best is not None else None
        result = solve(question, self.shelf.index, limits=limits(), watch=self._see, best=before)
        if result.plan is not None:
            return Answer(result.status, ((result.plan, result, "only"),), result)
        if result.status in _NO_PLAN and self._hold.let_go is None:
            self._hold.goes_on(lambda: {"stage": "explaining"})
            why = explain(question, self.shelf.index, limits=limits())
            return Answer(result.status, result=result, explanation=why)
        return Answer(result.status, result=result)

    def _front(self, front: Front) -> Answer:
        plans = tuple(
            (one.plan, Result(Status.BEST if one.proven else Status.SOUND, one.plan), label)
            for one, label in zip(front.alternatives, answering.labels(front), strict=True)
        )
        return Answer(front.status, plans, whole=front.whole)

    def _see_front(self, front: Front) -> bool:
        first = front.alternatives[0].plan if front.alternatives else None
        return self._see(Result(Status.SOUND if first else Status.UNKNOWN, first))

    def _see(self, result: Result) -> bool:
        """Tell how it goes; whether to go on."""
        if result.plan is None or result.plan == self._shown or not self._is_better(result.plan):
            return self._hold.goes_on()
        self._shown = result.plan
        return self._hold.goes_on(lambda: self._told(result))

    def _told(self, result: Result) -> dict[str, Any]:
        if self._question is None:
            return {}
        return {"stage": "improving", "best": answering.so_far(result, self._question, self.shelf, self._begins)}

    def _is_better(self, plan: Plan) -> bool:
        """Than what an earlier slice of time found; until then that is shown. Of a repair nothing new is."""
        best, question = self.planning.best, self._question
        if best is None or question is None:
            return True
        return not question.wishes.kept and worth(plan, question) < worth(plan_in(best), question)

    def _described(self, question: Question, answer: Answer) -> list[dict[str, Any]]:
        """The fields of the versions that the plans become: worked out before anything is locked."""
        if self.planning.pathway is None or not answer.plans:
            return []
        before = self._before()
        old = plan_in(before.plan) if before is not None else None
        return [
            {
                "place": place,
                "label": label,
                **answering.version_of(plan, result, question, self.shelf, begins=self._begins, before=before, old=old),
            }
            for place, (plan, result, label) in enumerate(answer.plans)
        ]

    @transaction.atomic
    def _keep(self, answer: Answer, described: list[dict[str, Any]], *, more: Mapping[str, Any] | None = None) -> None:
        """The plans become versions of the pathway, unless somebody has stopped the planning meanwhile."""
        now = self.now()
        lock(self.planning.person)
        kept = {"plans": len(answer.plans), "status": answer.status.value, "whole": answer.whole, **(more or {})}
        if answer.result is not None:
            kept |= answering.answered(answer.result)
        if answer.explanation is not None:
            kept["explanation"] = as_json(answer.explanation)
        if self._question is not None and not answer.plans:
            kept["held"] = as_json(self._question.life.held)
        if self._end(kept, now):
            self._add_versions(described, now)

    def _end(self, result: Any, now: datetime) -> bool:
        """Say what came of it; whether it was still this planner's to say."""
        state = PlanningState.DONE if self._hold.let_go is None else PlanningState.STOPPED
        ended = {"state": state, "ended_at": now, "beat_at": now, "stage": "", "result": result}
        return bool(self._hold.row().update(**ended))

    def _add_versions(self, described: list[dict[str, Any]], now: datetime) -> None:
        pathway, problem = self.planning.pathway, self.planning.problem
        if pathway is None or not described:
            return
        last = pathway.versions.aggregate(last=Max("number"))["last"] or 0
        PlanVersion.objects.bulk_create(
            PlanVersion(
                pathway=pathway,
                number=last + 1 + number,
                planning=self.planning,
                said=problem["said"],
                cause=Cause(problem["cause"]),
                event=self.planning.event,
                by_id=problem["by"],
                at=now,
                **fields,
            )
            for number, fields in enumerate(described)
        )

    def _answer_a_program(self, problem: Any) -> None:
        """The answer to a whole problem of somebody's own, as the core writes it."""
        asked = problem_in(problem)
        most = limits()
        allowed = Limits(min(asked.limits.seconds, most.seconds), min(asked.limits.effort, most.effort))
        result = solve(credited(asked.question, asked.catalogue), asked.catalogue, limits=allowed, watch=self._see)
        if self._gives_back():
            self._hold.put_back()
        else:
            self._end(as_json(result), self.now())


def worth(plan: Plan, question: Question) -> tuple[Decimal, ...]:
    """What is made small, in the learner's order."""
    figures = plan.figures
    worth = {Aim.FINISH: Decimal(figures.finish), Aim.COST: figures.cost, Aim.QUALITY: Decimal(figures.shortfall)}
    return tuple(worth[aim] for aim in question.wishes.order)
