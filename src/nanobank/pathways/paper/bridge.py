"""The way to ``nanocore.documents``."""

from nanocore.documents import CannotTypeset, PlannedModule, PlanSheet, plan_sheet
from nanocore.signing import Language

__all__ = ["CannotTypeset", "Language", "PlanSheet", "PlannedModule", "plan_sheet"]
