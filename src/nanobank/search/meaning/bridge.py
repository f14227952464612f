"""The way to ``nanocore.matching``: vectors and what is nearest."""

from nanocore.matching import NEEDS, Embedder, Shelf, gist, language_of, spelled_out, spoken_here, unit, words

__all__ = ["NEEDS", "Embedder", "Shelf", "gist", "language_of", "spelled_out", "spoken_here", "unit", "words"]
