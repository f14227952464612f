"""Documents: European Learning Model JSON-LD and its seal, a certificate for the wall, a plan for the
refrigerator, a report for whoever asks to see it on paper.

Pure, like `nanocore.signing` whose `Award` it takes: no I/O, no clock, no Django.
"""

from ._certificate import certificate, certificate_picture
from ._elm import Seal, elm
from ._plan import PlannedModule, PlanSheet, plan_sheet
from ._report import Report, Section, Table, report
from ._seal import Sealer, UnusableSealer, seal
from ._typesetting import CannotTypeset
from ._vocabularies import NotInVocabulary

__all__ = [
    "CannotTypeset",
    "NotInVocabulary",
    "PlanSheet",
    "PlannedModule",
    "Report",
    "Seal",
    "Sealer",
    "Section",
    "Table",
    "UnusableSealer",
    "certificate",
    "certificate_picture",
    "elm",
    "plan_sheet",
    "report",
    "seal",
]
