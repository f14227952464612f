"""The way to ``nanocore.matching``: a text read into competences."""

from nanocore.matching import (
    UNKNOWN,
    Embedder,
    Label,
    Labels,
    Reader,
    Reading,
    language_of,
    says_nothing,
    sentences,
    words,
)

__all__ = [
    "UNKNOWN",
    "Embedder",
    "Label",
    "Labels",
    "Reader",
    "Reading",
    "language_of",
    "says_nothing",
    "sentences",
    "words",
]
