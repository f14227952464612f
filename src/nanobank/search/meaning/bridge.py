"""The way to ``nanocore.matching``: vectors and what is nearest."""

from nanocore.matching import Embedder, Shelf, language_of, unit, words

__all__ = ["Embedder", "Shelf", "language_of", "unit", "words"]
