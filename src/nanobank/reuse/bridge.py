"""The one place where this room meets the pure rules of reuse and of likeness."""

from nanocore.matching import Alike, Overlaps, Taught
from nanocore.reusing import (
    Licence,
    Piece,
    Place,
    Standing,
    StepChange,
    StepText,
    What,
    allowed_for_adaptation,
    is_wider,
    laid_out,
    may_adapt,
    may_sell,
    standing,
    step_changes,
    word_changes,
)

__all__ = [
    "Alike",
    "Licence",
    "Overlaps",
    "Piece",
    "Place",
    "Standing",
    "StepChange",
    "StepText",
    "Taught",
    "What",
    "allowed_for_adaptation",
    "is_wider",
    "laid_out",
    "may_adapt",
    "may_sell",
    "standing",
    "step_changes",
    "word_changes",
]
