"""One's own from another's: what a licence allows, what changed between two texts, and who descends from whom."""

from nanocore.reusing._differences import Piece, StepChange, StepText, What, step_changes, word_changes
from nanocore.reusing._licences import Licence, allowed_for_adaptation, is_wider, may_adapt, may_sell
from nanocore.reusing._lineage import Place, laid_out
from nanocore.reusing._standing import Standing, standing

__all__ = [
    "Licence",
    "Piece",
    "Place",
    "Standing",
    "StepChange",
    "StepText",
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
