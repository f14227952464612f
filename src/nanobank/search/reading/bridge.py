"""The way to ``nanocore.matching``: a text read into competences."""

from nanocore.matching import (
    UNKNOWN,
    Embedder,
    Heard,
    Label,
    Labels,
    Reader,
    Reading,
    language_of,
)

__all__ = [
    "UNKNOWN",
    "Embedder",
    "Heard",
    "Label",
    "Labels",
    "Reader",
    "Reading",
    "language_of",
]
