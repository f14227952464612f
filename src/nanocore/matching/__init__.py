"""Needs met with modules: words, meaning, competences read out of a text, and the bundles that cover them best."""

from nanocore.matching._abbreviations import spelled_out, stands_for
from nanocore.matching._compounds import Lexicon
from nanocore.matching._fusing import Fused, fused
from nanocore.matching._labels import Label, Labels, Linked
from nanocore.matching._language import UNKNOWN, language_of
from nanocore.matching._ordinary import NEEDS, spoken_here
from nanocore.matching._overlap import Alike, Overlaps, Taught
from nanocore.matching._reading import Heard, Reader, Reading
from nanocore.matching._sentences import Sentence, sentences
from nanocore.matching._vectors import Embedder, Shelf, nearest, unit
from nanocore.matching._words import fold, gist, says_nothing, stem, words

__all__ = [
    "NEEDS",
    "UNKNOWN",
    "Alike",
    "Embedder",
    "Fused",
    "Heard",
    "Label",
    "Labels",
    "Lexicon",
    "Linked",
    "Overlaps",
    "Reader",
    "Reading",
    "Sentence",
    "Shelf",
    "Taught",
    "fold",
    "fused",
    "gist",
    "language_of",
    "nearest",
    "says_nothing",
    "sentences",
    "spelled_out",
    "spoken_here",
    "stands_for",
    "stem",
    "unit",
    "words",
]
