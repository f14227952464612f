"""A team's turn at the solver. What has been answered for one person is kept, so that nothing is asked twice."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from time import monotonic
from typing import Any, Final

from django.utils import timezone

from nanobank.catalogue.models import Offering
from nanobank.pathways.answering import answered, dated
from nanobank.pathways.bridge import (
    Cover,
    NotPlaced,
    Placed,
    Question,
    Result,
    Status,
    TeamPlan,
    as_json,
    plan_team,
    question_in,
    reasons,
    result_in,
    solve,
    without,
)
from nanobank.pathways.models import Planning, PlanningState
from nanobank.pathways.shelf import Shelf
from nanobank.pathways.turns import Hold, LetGo, limits

_KEPT_EVERY: Final = 0.5
"""Seconds between two writings of what has been answered."""
_CHUNK: Final = 5000


class _LetGo(Exception):
    """The planner goes on with something else."""


@dataclass
class TeamTurn:
    """A team's planning that ``planner`` has taken, and the catalogue to answer it with.

    The core asks for one person after the other, and again for those who have to give way; the same questions in the
    same order each time. So another planner, or this one after others had their turn, goes through the answers that
    are kept (``Planning.best``) in a moment and goes on from there. Answers of another day's catalogue do not count.
    """

    planning: Planning
    planner: str
    shelf: Shelf
    now: Callable[[], datetime]
    is_stopping: Callable[[], bool] = lambda: False
    _hold: Hold = field(init=False)
    _answers: dict[str, Any] = field(init=False)
    _met: set[str] = field(default_factory=set)
    _kept: float = 0.0

    def __post_init__(self) -> None:
        self._hold = Hold(self.planning, self.planner, self.now, self.is_stopping)
        self._answers = dict((self.planning.best or {}).get("answers", {}))

    def take(self) -> None:
        """Plan for all, and keep what came of it; give it back when the planner has to go on with something else."""
        problem = self.planning.problem["team"]
        closed = self._closed()
        questions = {name: without(question_in(one["question"]), closed) for name, one in problem["people"].items()}
        cover = problem["cover"]
        try:
            found = plan_team(
                questions,
                self.shelf.index,
                self._seats(problem["seats_a_class"]),
                Cover(cover["away_at_once"], frozenset(cover["times"])) if cover else None,
                asking=self._ask,
            )
        except _LetGo:
            self._let_go()
            return
        self._end(PlanningState.DONE, result=self._told(found, questions))

    def _closed(self) -> frozenset[str]:
        """Classes for the people of other organisations."""
        return self.shelf.closed_to({self.planning.team.organisation_id} if self.planning.team else ())

    def _seats(self, most: int | None) -> dict[str, int]:
        """How many of each class that is yet to begin are for the team."""
        dated_ = Offering.objects.filter(starts_on__gte=timezone.localdate(self.now()))
        if most is None:
            dated_ = dated_.filter(seats__isnull=False)
        seats = {}
        for uuid, all_, taken in dated_.values_list("uuid", "seats", "seats_taken").iterator(_CHUNK):
            left = most if all_ is None else all_ - taken
            if str(uuid) in self.shelf.dates and left is not None:
                seats[str(uuid)] = left if most is None else min(left, most)
        return seats

    def _ask(self, person: str, question: Question) -> Result:
        """One person's answer: as it is kept, or the solver's."""
        key = self._key(question)
        self._met.add(person)
        if key in self._answers:
            return result_in(self._answers[key])
        if not self._hold.goes_on():
            raise _LetGo
        result = solve(question, self.shelf.index, limits=limits(), watch=lambda _result: self._hold.goes_on())
        if self._hold.let_go is not None:
            raise _LetGo
        self._answers[key] = as_json(result)
        if monotonic() - self._kept > _KEPT_EVERY:
            self._kept = monotonic()
            self._hold.goes_on(self._so_far)
        return result

    def _key(self, question: Question) -> str:
        asked = json.dumps([as_json(question), repr(self.shelf.stamp)], sort_keys=True)
        return sha256(asked.encode()).hexdigest()[:24]

    def _so_far(self) -> dict[str, Any]:
        everybody = len(self.planning.problem["team"]["people"])
        stage = "searching" if len(self._met) < everybody else "improving"
        return {"best": {"answers": self._answers, "done": len(self._met)}, "stage": stage}

    def _let_go(self) -> None:
        self._hold.row().update(**self._so_far())
        if self._hold.let_go is LetGo.UNWANTED:
            self._end(PlanningState.STOPPED)
        else:
            self._hold.put_back()

    def _end(self, state: PlanningState, **fields: Any) -> None:
        now = self.now()
        self._hold.row().update(state=state, ended_at=now, beat_at=now, stage="", **fields)

    def _told(self, found: TeamPlan, questions: dict[str, Question]) -> dict[str, Any]:
        """What came of it, as JSON: each person's part with days, who has none, and what they come to together."""
        cost = sum((one.plan.figures.cost for one in found.placed), Decimal(0))
        return {
            "placed": [self._placed(one, questions[one.person]) for one in found.placed],
            "not_placed": [self._not_placed(one, questions[one.person]) for one in found.not_placed],
            "taken": [[name, count] for name, count in found.taken],
            "away": [[week, count] for week, count in found.away],
            "demand": [[module, week, count] for module, week, count in found.demand],
            "cost": str(cost),
            "status": "best" if all(one.status is Status.BEST for one in found.placed) else "sound",
        }

    def _placed(self, one: Placed, question: Question) -> dict[str, Any]:
        begins = date.fromisoformat(self.planning.problem["team"]["people"][one.person]["life"]["begins"])
        result = self._last_of(question, one)
        return {
            "person": one.person,
            "plan": dated(one.plan, question, self.shelf, begins),
            "status": one.status.value,
            "alone": as_json(one.alone),
            "gave_way": list(one.gave_way),
            "result": answered(result),
            "reasons": [as_json(reason) for reason in reasons(one.plan, question, self.shelf.index)],
        }

    def _last_of(self, question: Question, one: Placed) -> Result:
        """The answer that the plan is from; what is known of it when it is the first that was asked for."""
        kept = self._answers.get(self._key(question))
        first = result_in(kept) if kept else None
        return first if first is not None and first.plan == one.plan else Result(one.status, one.plan)

    def _not_placed(self, one: NotPlaced, question: Question) -> dict[str, Any]:
        kept = self._answers.get(self._key(question))
        alone = result_in(kept) if kept else Result(one.status)
        told = {"person": one.person, "status": one.status.value, "for_want_of": list(one.for_want_of)}
        return {**told, "not_taught": list(alone.not_taught), "out_of_reach": list(alone.out_of_reach)}
