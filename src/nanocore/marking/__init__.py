"""Marking a quiz: questions and answers in, points and feedback out. Pure; safe with whatever a browser may send."""

from nanocore.marking._mark import mark
from nanocore.marking._number import readings
from nanocore.marking._questions import Choice, Multiple, Numeric, Question, ShortText, Single
from nanocore.marking._read import BadQuestion, read_question
from nanocore.marking._result import Mark, Marking, Verdict

__all__ = [
    "BadQuestion",
    "Choice",
    "Mark",
    "Marking",
    "Multiple",
    "Numeric",
    "Question",
    "ShortText",
    "Single",
    "Verdict",
    "mark",
    "read_question",
    "readings",
]
