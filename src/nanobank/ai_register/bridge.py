"""The way to ``nanocore.documents``."""

from nanocore.documents import CannotTypeset, Report, Section, Table, report
from nanocore.signing import Language

__all__ = ["CannotTypeset", "Language", "Report", "Section", "Table", "report"]
