"""Documents made from an award: European Learning Model JSON-LD, its seal, and a certificate to hang on a wall.

Pure, like `nanocore.signing` whose `Award` it takes: no I/O, no clock, no Django.
"""

from ._certificate import CannotTypeset, certificate, certificate_picture
from ._elm import Seal, elm
from ._seal import Sealer, UnusableSealer, seal
from ._vocabularies import NotInVocabulary

__all__ = [
    "CannotTypeset",
    "NotInVocabulary",
    "Seal",
    "Sealer",
    "UnusableSealer",
    "certificate",
    "certificate_picture",
    "elm",
    "seal",
]
