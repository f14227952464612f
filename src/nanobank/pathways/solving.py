"""One planning's turn at the solver: asked with a watch that tells how it goes and knows when nobody waits any more."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import get_ident
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Max

from nanobank.accounts.services import lock
from nanobank.pathways import answering
from nanobank.pathways.bridge import (
    Explanation,
    Front,
    Limits,
    Plan,
    Question,
    Result,
    Status,
    alternatives,
    as_json,
    explain,
    plan_in,
    problem_in,
    question_in,
    solve,
    without,
)
from nanobank.pathways.models import Cause, Planning, PlanningKind, PlanningQuerySet, PlanningState, PlanVersion
from nanobank.pathways.shelf import Shelf, full_offerings

log = logging.getLogger(__name__)

ABANDONED_AFTER: Final = timedelta(seconds=20)
"""Nobody waits who has not looked for so long."""
_HEARD_EVERY: Final = 0.3
"""Seconds between two signs of life while nothing better is found."""
_NO_PLAN: Final = frozenset({Status.IMPOSSIBLE, Status.UNKNOWN})


def mine(planning: Planning, planner: str) -> PlanningQuerySet:
    """The row of a planning, as long as it is this planner's to answer."""
    return Planning.objects.filter(pk=planning.pk, state=PlanningState.RUNNING, planner=planner)


def limits() -> Limits:
    """How long one question may take."""
    return Limits(seconds=settings.PLANNING_SECONDS, effort=settings.PLANNING_EFFORT)


@dataclass(frozen=True)
class _Answer:
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
    _heard: float = 0.0
    _shown: Any = None
    _is_wanted: bool = True
    _question: Question | None = None
    _thread: int = field(default_factory=get_ident)
    _is_enclosed: bool = field(default_factory=lambda: connection.in_atomic_block)
    """Whether all this is part of a larger transaction, which other threads would wait for in vain."""

    def take(self) -> None:
        """Solve, and keep what came of it; give it back when the planner has to stop before."""
        problem = self.planning.problem
        if "problem" in problem:
            self._answer_a_program(problem["problem"])
            return
        self._question = self._asked()
        answer = self._solved(self._question)
        if self.is_stopping():
            mine(self.planning, self.planner).update(state=PlanningState.WAITING, planner="", tries=F("tries") - 1)
            return
        self._keep(answer, self._described(self._question, answer))

    @property
    def _begins(self) -> date:
        """The day from which there is time to study."""
        return date.fromisoformat(self.planning.problem["said"]["life"]["begins"])

    def _asked(self) -> Question:
        """What was asked, but not in classes that have become full since; except those that the person is in."""
        question = question_in(self.planning.problem["question"])
        theirs = {pin.offering for pin in question.wishes.pins} | {kept.offering for kept in question.wishes.kept}
        return without(question, (f"offering:{uuid}" for uuid in full_offerings(self.now()) if uuid not in theirs))

    def _solved(self, question: Question) -> _Answer:
        if self.planning.kind == PlanningKind.ALTERNATIVES:
            front = alternatives(question, self.shelf.index, limits=limits(), watch=self._see_front)
            if front.alternatives:
                return self._front(front)
        result = solve(question, self.shelf.index, limits=limits(), watch=self._see)
        if result.plan is not None:
            return _Answer(result.status, ((result.plan, result, "only"),), result)
        if result.status in _NO_PLAN and self._is_wanted:
            self._stage("explaining")
            why = explain(question, self.shelf.index, limits=limits())
            return _Answer(result.status, result=result, explanation=why)
        return _Answer(result.status, result=result)

    def _front(self, front: Front) -> _Answer:
        plans = tuple(
            (one.plan, Result(Status.BEST if one.proven else Status.SOUND, one.plan), label)
            for one, label in zip(front.alternatives, answering.labels(front), strict=True)
        )
        return _Answer(front.status, plans, whole=front.whole)

    def _see_front(self, front: Front) -> bool:
        first = front.alternatives[0].plan if front.alternatives else None
        return self._see(Result(Status.SOUND if first else Status.UNKNOWN, first))

    def _see(self, result: Result) -> bool:
        """Tell how it goes; whether to go on. The solver may ask from threads of its own."""
        better = result.plan is not None and result.plan != self._shown
        if not better and monotonic() - self._heard < _HEARD_EVERY:
            return self._is_wanted
        if get_ident() == self._thread:
            return self._tell(result, better=better)
        if self._is_enclosed:
            return self._is_wanted
        try:
            return self._tell(result, better=better)
        finally:
            connection.close()

    def _tell(self, result: Result, *, better: bool) -> bool:
        told: dict[str, Any] = {"beat_at": self.now(), "stage": "improving" if result.plan else "searching"}
        if better and self._question is not None:
            self._shown = result.plan
            told["best"] = answering.so_far(result, self._question, self.shelf, self._begins)
        self._heard = monotonic()
        self._is_wanted = bool(mine(self.planning, self.planner).update(**told)) and self._somebody_waits()
        return self._is_wanted

    def _somebody_waits(self) -> bool:
        if self.is_stopping():
            return False
        row = mine(self.planning, self.planner).values_list("stop_asked", "seen_at", "unattended").first()
        if row is None:
            return False
        stop_asked, seen_at, unattended = row
        return not stop_asked and (unattended or seen_at > self.now() - ABANDONED_AFTER)

    def _stage(self, stage: str) -> None:
        mine(self.planning, self.planner).update(stage=stage, beat_at=self.now())

    def _described(self, question: Question, answer: _Answer) -> list[dict[str, Any]]:
        """The fields of the versions that the plans become: worked out before anything is locked."""
        if self.planning.pathway is None or not answer.plans:
            return []
        before = PlanVersion.objects.filter(pk=self.planning.problem["instead_of"]).first()
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
    def _keep(self, answer: _Answer, described: list[dict[str, Any]]) -> None:
        """The plans become versions of the pathway, unless somebody has stopped the planning meanwhile."""
        now = self.now()
        lock(self.planning.person)
        kept = {"plans": len(answer.plans), "status": answer.status.value, "whole": answer.whole}
        if answer.result is not None:
            kept |= answering.answered(answer.result)
        if answer.explanation is not None:
            kept["explanation"] = as_json(answer.explanation)
        if self._end(kept, now):
            self._add_versions(described, now)

    def _end(self, result: Any, now: datetime) -> bool:
        """Say what came of it; whether it was still this planner's to say."""
        state = PlanningState.DONE if self._is_wanted else PlanningState.STOPPED
        ended = {"state": state, "ended_at": now, "beat_at": now, "stage": "", "result": result}
        return bool(mine(self.planning, self.planner).update(**ended))

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
        result = solve(asked.question, asked.catalogue, limits=allowed, watch=self._see)
        self._end(as_json(result), self.now())
