"""The way to ``nanocore.matching``: a text read into competences."""

from nanocore.matching import UNKNOWN, Label, Labels, Lexicon, Reader, Reading, language_of

__all__ = ["UNKNOWN", "Label", "Labels", "Lexicon", "Reader", "Reading", "language_of"]
