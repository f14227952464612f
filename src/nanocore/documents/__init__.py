"""Documents: European Learning Model JSON-LD and its seal, a certificate for the wall, a plan for the refrigerator.

Pure, like `nanocore.signing` whose `Award` it takes: no I/O, no clock, no Django.
"""

from ._certificate import certificate, certificate_picture
from ._elm import Seal, elm
from ._plan import PlannedModule, PlanSheet, plan_sheet
from ._seal import Sealer, UnusableSealer, seal
from ._typesetting import CannotTypeset
from ._vocabularies import NotInVocabulary

__all__ = [
    "CannotTypeset",
    "NotInVocabulary",
    "PlanSheet",
    "PlannedModule",
    "Seal",
    "Sealer",
    "UnusableSealer",
    "certificate",
    "certificate_picture",
    "elm",
    "plan_sheet",
    "seal",
]
