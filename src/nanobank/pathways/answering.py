"""What came of a question, as it is kept: with the days that people live by beside the core's weeks and minutes."""

from datetime import date, timedelta
from typing import Any

from nanobank.pathways.bridge import (
    Aim,
    Differences,
    Front,
    Plan,
    Question,
    Result,
    Step,
    as_json,
    differences,
    reasons,
    without,
)
from nanobank.pathways.models import PlanVersion
from nanobank.pathways.shelf import Shelf
from nanobank.pathways.weeks import monday_of, sunday_of

_OTHERS = 3
"""How many that could stand in a module's place are looked for."""
_LABELS = {Aim.FINISH: "fastest", Aim.COST: "cheapest", Aim.QUALITY: "best"}


class Calendar:
    """The work clock of a life, read as days: the minutes of a week lie evenly over its seven days."""

    def __init__(self, question: Question) -> None:
        """Of this question's life."""
        self._hours = question.life.hours
        self._begins = question.life.begins
        self._clock = [0]

    def first_day(self, step: Step) -> date:
        """The day on which a rolling step begins."""
        return monday_of(step.begins) + timedelta(days=min(self._share(step.begins, step.clock[0]), 6))

    def last_day(self, step: Step) -> date:
        """The day on which it ends."""
        return monday_of(step.ends) + timedelta(days=max(self._share(step.ends, step.clock[1] - 1), 0))

    def _share(self, week: int, minute: int) -> int:
        """On which day of the week, from 0, the clock shows so many minutes."""
        minutes = self._minutes(week)
        return 7 * (minute - self._at(week)) // minutes if minutes else 0

    def _minutes(self, week: int) -> int:
        current = [period.hours for period in self._hours if period.week <= week]
        return int(60 * (current[-1] if current else self._hours[0].hours))

    def _at(self, week: int) -> int:
        """What the clock shows when the week begins."""
        while len(self._clock) <= week - self._begins:
            self._clock.append(self._clock[-1] + self._minutes(self._begins + len(self._clock) - 1))
        return self._clock[week - self._begins]


def dated(plan: Plan, question: Question, shelf: Shelf, begins: date) -> dict[str, Any]:
    """The plan as JSON, each step with its days, none before ``begins``, and the version of its module."""
    kept: dict[str, Any] = as_json(plan)
    calendar = Calendar(question)
    for row, step in zip(kept["steps"], plan.steps, strict=True):
        dates = shelf.dates.get(step.offering or "")
        first = dates.starts_on if dates else max(calendar.first_day(step), begins)
        row["begins_on"] = first.isoformat()
        row["ends_on"] = (dates.ends_on if dates else max(calendar.last_day(step), first)).isoformat()
        row["version"] = shelf.versions.get(step.module, "")
    finish = max((row["ends_on"] for row in kept["steps"]), default=sunday_of(plan.figures.finish).isoformat())
    kept["figures"]["finish_on"] = finish
    return kept


def so_far(result: Result, question: Question, shelf: Shelf, begins: date) -> dict[str, Any] | None:
    """The best plan found by now, with how far from best it may be; None before the first."""
    if result.plan is None:
        return None
    return {**dated(result.plan, question, shelf, begins), **_standing(result)}


def _standing(result: Result) -> dict[str, Any]:
    return {"status": result.status.value, "gap": result.gap, "bound": as_json(result.bound)}


def answered(result: Result) -> dict[str, Any]:
    """All of the answer but its plan."""
    return {
        **_standing(result),
        "faults": [as_json(fault) for fault in result.faults],
        "not_taught": list(result.not_taught),
        "out_of_reach": list(result.out_of_reach),
        "milliseconds": list(result.milliseconds),
    }


def version_of(
    plan: Plan,
    result: Result,
    question: Question,
    shelf: Shelf,
    *,
    begins: date,
    before: PlanVersion | None,
    old: Plan | None,
) -> dict[str, Any]:
    """The fields of the version that this plan becomes."""
    kept = dated(plan, question, shelf, begins)
    return {
        "status": result.status.value,
        "gap": result.gap or "",
        "bound": as_json(result.bound),
        "plan": kept,
        "figures": kept["figures"],
        "question": as_json(question),
        "reasons": told_reasons(plan, question, shelf),
        "changes": {} if old is None else changed(differences(old, plan)),
        "instead_of": before,
    }


def told_reasons(plan: Plan, question: Question, shelf: Shelf) -> list[dict[str, Any]]:
    """Why each module is in it, and ``others``: what could stand in its place, best first, with the figures then.

    The second is the runner-up were there not the first, and so on: the core names one at a time.
    """
    first = reasons(plan, question, shelf.index)
    kept = [{**as_json(reason), "others": []} for reason in first]
    found, banned = first, set[str]()
    for _round in range(_OTHERS):
        for row, reason in zip(kept, found, strict=True):
            if reason.runner_up is not None:
                row["others"].append({"module": reason.runner_up, "instead": as_json(reason.instead)})
        named = {reason.runner_up for reason in found if reason.runner_up is not None}
        if not named:
            break
        banned |= named
        found = reasons(plan, without(question, banned), shelf.index)
    return kept


def changed(found: Differences) -> dict[str, Any]:
    """What went, came and begins at another time, by module and Monday; what only takes longer is not told."""
    return {
        "went": [step.module for step in found.went],
        "came": [step.module for step in found.came],
        "moved": [
            {
                "module": move.after.module,
                "from": monday_of(move.before.begins).isoformat(),
                "to": monday_of(move.after.begins).isoformat(),
            }
            for move in found.moved
            if (move.before.begins, move.before.offering) != (move.after.begins, move.after.offering)
        ],
    }


def labels(front: Front) -> list[str]:
    """What each plan of a front is best at; one that is best in several is called by the first of them."""
    return [next((_LABELS[aim] for aim in one.best_in), "between") for one in front.alternatives]
