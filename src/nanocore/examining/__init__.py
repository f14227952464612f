"""Who may be examined, how often, on which scale, and what can happen to a registration."""

from nanocore.examining._attempts import (
    ATTEMPTS,
    Dispensation,
    Ending,
    attempts_left,
    attempts_used,
    may_be_reexamined,
)
from nanocore.examining._grades import Disagreement, Grade, Scale, agreed, ects_letter, grades_of, is_passed
from nanocore.examining._registration import (
    CLOSED,
    START,
    TRANSITIONS,
    Event,
    NotPossible,
    State,
    Transition,
    can,
    diagram,
    next_state,
    table,
)
from nanocore.examining._rule import Completed, Group, GroupShort, Outstanding, Rule, outstanding
from nanocore.examining._withdrawing import free_until, is_free

__all__ = [
    "ATTEMPTS",
    "CLOSED",
    "START",
    "TRANSITIONS",
    "Completed",
    "Disagreement",
    "Dispensation",
    "Ending",
    "Event",
    "Grade",
    "Group",
    "GroupShort",
    "NotPossible",
    "Outstanding",
    "Rule",
    "Scale",
    "State",
    "Transition",
    "agreed",
    "attempts_left",
    "attempts_used",
    "can",
    "diagram",
    "ects_letter",
    "free_until",
    "grades_of",
    "is_free",
    "is_passed",
    "may_be_reexamined",
    "next_state",
    "outstanding",
    "table",
]
