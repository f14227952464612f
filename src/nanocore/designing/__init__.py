"""Designing a micro-credential: which assessment would show the competence in practice, and what does not hold yet."""

from nanocore.designing._assessing import (
    Approach,
    Assessment,
    Reason,
    Suggested,
    suggested_assessments,
)
from nanocore.designing._checking import Fault, Part, Plan, faults_of
from nanocore.designing._showing import Showing, shown_by

__all__ = [
    "Approach",
    "Assessment",
    "Fault",
    "Part",
    "Plan",
    "Reason",
    "Showing",
    "Suggested",
    "faults_of",
    "shown_by",
    "suggested_assessments",
]
