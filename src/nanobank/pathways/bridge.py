"""The way to ``nanocore.planning``: its words for the rest of this room, and its questions and answers as JSON."""

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from nanocore.planning import (
    NOTHING,
    Aim,
    AllOf,
    AnyOf,
    Asking,
    Catalogue,
    Choice,
    Cover,
    DegreeRules,
    Differences,
    Explanation,
    Figures,
    Front,
    Goal,
    HasCompetence,
    HasModule,
    Held,
    Index,
    Kept,
    Key,
    Life,
    Limits,
    Mistake,
    Module,
    NotPlaced,
    Offering,
    Period,
    Pin,
    Placed,
    Plan,
    Problem,
    Quality,
    Question,
    Reason,
    Requirement,
    Result,
    Status,
    Step,
    TeamPlan,
    Terms,
    Unreadable,
    Wish,
    Wishes,
    alternatives,
    cancelled,
    carried_on,
    class_full,
    credited,
    differences,
    explain,
    failed,
    fell_out,
    hours_changed,
    index_of,
    moved_on,
    plan_team,
    problem_schema,
    read_problem,
    reasons,
    solve,
    warm,
    was_ill,
    written,
)

__all__ = [
    "NOTHING",
    "Aim",
    "AllOf",
    "AnyOf",
    "Asking",
    "Catalogue",
    "Choice",
    "Cover",
    "DegreeRules",
    "Differences",
    "Explanation",
    "Figures",
    "Front",
    "Goal",
    "HasCompetence",
    "HasModule",
    "Held",
    "Index",
    "Kept",
    "Key",
    "Life",
    "Limits",
    "Mistake",
    "Module",
    "NotPlaced",
    "Offering",
    "Period",
    "Pin",
    "Placed",
    "Plan",
    "Problem",
    "Quality",
    "Question",
    "Reason",
    "Requirement",
    "Result",
    "Status",
    "Step",
    "TeamPlan",
    "Terms",
    "Unreadable",
    "Wish",
    "Wishes",
    "alternatives",
    "as_json",
    "cancelled",
    "carried_on",
    "class_full",
    "credited",
    "differences",
    "explain",
    "failed",
    "fell_out",
    "hours_changed",
    "index_of",
    "moved_on",
    "plan_in",
    "plan_team",
    "problem_in",
    "problem_schema",
    "question_in",
    "read_problem",
    "reasons",
    "result_in",
    "solve",
    "warm",
    "was_ill",
    "without",
    "written",
]


@cache
def _question() -> TypeAdapter[Question]:
    return TypeAdapter(Question)


@cache
def _plan() -> TypeAdapter[Plan]:
    return TypeAdapter(Plan)


@cache
def _result() -> TypeAdapter[Result]:
    return TypeAdapter(Result)


def as_json(value: object) -> Any:
    """One of the core's values as the database keeps it: Decimals are text, sets sorted lists."""
    return written(value)


def question_in(kept: Any) -> Question:
    """The question that ``as_json`` kept."""
    return _question().validate_python(kept)


def plan_in(kept: Any) -> Plan:
    """The plan that ``as_json`` kept; what was added to it for people to read is passed over."""
    return _plan().validate_python(kept)


def result_in(kept: Any) -> Result:
    """The answer that ``as_json`` kept."""
    return _result().validate_python(kept)


def problem_in(kept: Any) -> Problem:
    """A whole problem of somebody's own. Raises Unreadable, with the places."""
    return read_problem(json.dumps(kept).encode())


def without(question: Question, bans: Iterable[str]) -> Question:
    """The same question, with more that is not to be used."""
    return replace(question, wishes=replace(question.wishes, bans=question.wishes.bans.union(bans)))
