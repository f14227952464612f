"""What can be said of a text before anybody learns from it: how hard, for whom, how long, and what it lacks."""

from nanocore.writing._captions import Captions, captions
from nanocore.writing._content import DECORATIVE, Fault, alt_faults, content_faults
from nanocore.writing._jargon import Jargon, jargon
from nanocore.writing._outcomes import Outcome, outcome, outcome_faults
from nanocore.writing._plain import running_text, word_count
from nanocore.writing._readability import Band, Readability, Span, band_of, readability
from nanocore.writing._roles import Address, Role, speaks_to
from nanocore.writing._sentences import sentences
from nanocore.writing._verbs import INSTEAD, LEVELS
from nanocore.writing._workload import HOURS_PER_ECTS, STUDYING, Pace, Part, Workload, workload

__all__ = [
    "DECORATIVE",
    "HOURS_PER_ECTS",
    "INSTEAD",
    "LEVELS",
    "STUDYING",
    "Address",
    "Band",
    "Captions",
    "Fault",
    "Jargon",
    "Outcome",
    "Pace",
    "Part",
    "Readability",
    "Role",
    "Span",
    "Workload",
    "alt_faults",
    "band_of",
    "captions",
    "content_faults",
    "jargon",
    "outcome",
    "outcome_faults",
    "readability",
    "running_text",
    "sentences",
    "speaks_to",
    "word_count",
    "workload",
]
