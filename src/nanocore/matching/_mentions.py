"""Which names are mentioned in a sentence: how much of each name's telling words stand in it, in any form."""

import math
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nanocore.matching._compounds import Lexicon
from nanocore.matching._vectors import Floats
from nanocore.matching._words import fold, says_nothing, stem, words

_DERIVED: Final = {
    "da": ("eringer", "ering", "ation", "ninger", "ning", "else", "ing", "ere", "er", "ed"),
    "en": ("ation", "ment", "ing", "er", "ion"),
}
"""What makes a noun of a verb: *vurdering* and *vurdere*, *kommunikation* and *kommunikere* have one root."""
_LONG_ENOUGH: Final = 4
_GENERAL_DANISH: Final = (
    "anvende arbejde bidrage bruge drage følge forberede gennemføre give håndtere have kende kunne lave lede planlægge "
    "sikre skabe styre støtte træffe udarbejde udføre udvikle vurdere yde"
)
_GENERAL_ENGLISH: Final = (
    "apply assess assist carry conduct contribute create develop ensure execute follow give handle identify implement "
    "lead maintain make manage monitor operate organise perform plan prepare provide support tend undertake use utilise"
)
_GENERAL: Final = 0.35
"""What a general verb counts: *lede* in *lede projekter* says less than what is led."""


class Mentions:
    """Names and their telling words. A compound counts as its parts; rare words count more than common ones."""

    def __init__(self, names: Iterable[tuple[str, str]], lexicon: Lexicon) -> None:
        """``names``: text and language of each, in the order of the rows that are given back."""
        self._lexicon = lexicon
        roots = [frozenset(self._roots(text, language)) for text, language in names]
        self.size = len(roots)
        rows: defaultdict[str, list[int]] = defaultdict(list)
        for row, held in enumerate(roots):
            for root in held:
                rows[root].append(row)
        self._rows = {root: np.array(found, dtype=np.intp) for root, found in rows.items()}
        self._telling = {
            root: math.log(1 + self.size / len(found)) * (_GENERAL if root in _general() else 1.0)
            for root, found in rows.items()
        }
        totals = [sum(self._telling[root] for root in held) for held in roots]
        self._totals: Floats = np.maximum(np.array(totals, dtype=np.float32), 1e-9)

    def coverage(self, text: str, language: str) -> Floats:
        """For each name the share of its telling words that the text has, by how telling they are; 0 to 1, ``(n,)``."""
        held: NDArray[np.float32] = np.zeros(self.size, dtype=np.float32)
        for root in frozenset(self._roots(text, language)):
            rows = self._rows.get(root)
            if rows is not None:
                held[rows] += self._telling[root]
        return held / self._totals

    def _roots(self, text: str, language: str) -> Iterable[str]:
        for word in words(text):
            if len(word) == 1 or says_nothing(word, language):
                continue
            parts = self._lexicon.parts(word) if language != "en" else ()
            for part in parts or (word,):
                yield root(part, language)


@lru_cache(maxsize=131_072)
def root(word: str, language: str) -> str:
    """The stem without what made a noun of a verb, or a verb of a noun."""
    rest = stem(word, language)
    for ending in _DERIVED.get(language, _DERIVED["da"]):
        if rest.endswith(ending) and len(rest) - len(ending) >= _LONG_ENOUGH:
            return rest.removesuffix(ending)
    return rest


@lru_cache(maxsize=1)
def _general() -> frozenset[str]:
    danish = (root(fold(word), "da") for word in _GENERAL_DANISH.split())
    return frozenset(danish) | frozenset(root(word, "en") for word in _GENERAL_ENGLISH.split())
