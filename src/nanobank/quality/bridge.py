"""The way to ``nanocore``: what is judged of a text, of answers to a quiz, and how a report is set."""

from nanocore.documents import CannotTypeset, Report, Section, Table, report
from nanocore.judging import ENOUGH, Item, Telling, items
from nanocore.signing import Language
from nanocore.writing import Fault, content_faults, outcome_faults, readability

__all__ = [
    "ENOUGH",
    "CannotTypeset",
    "Fault",
    "Item",
    "Language",
    "Report",
    "Section",
    "Table",
    "Telling",
    "content_faults",
    "items",
    "outcome_faults",
    "readability",
    "report",
]
