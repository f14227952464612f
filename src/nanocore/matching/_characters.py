"""Short texts compared by letters that stand together: TF-IDF of character n-grams, over an inverted list."""

import math
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nanocore.matching._words import words

Floats = NDArray[np.float32]

_SHORTEST: Final = 2
_LONGEST: Final = 4
"""Two to four letters within a word, chosen on ESCO's own other names (docs/reference/matching.md)."""


class Characters:
    """Texts as unit vectors over their n-grams: weights ``(1 + ln tf) · idf``, ``idf = 1 + ln((1 + n) / (1 + df))``."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        self._places: dict[str, int] = {}
        grams, rows, counts = array("l"), array("l"), array("f")
        for row, text in enumerate(texts):
            for gram, count in Counter(_grams(text)).items():
                grams.append(self._places.setdefault(gram, len(self._places)))
                rows.append(row)
                counts.append(1 + math.log(count))
        self._lay(np.array(grams, dtype=np.int64), np.array(rows, dtype=np.int32), np.array(counts, dtype=np.float32))

    def _lay(self, grams: NDArray[np.int64], rows: NDArray[np.int32], weights: Floats) -> None:
        found_in = np.bincount(grams, minlength=len(self._places))
        self._idf = (1 + np.log((1 + self.size) / (1 + found_in))).astype(np.float32)
        weights = weights * self._idf[grams]
        lengths = np.sqrt(np.bincount(rows, weights**2, minlength=self.size)).astype(np.float32)
        order = np.argsort(grams, kind="stable")
        self._rows = rows[order]
        self._weights = (weights / np.maximum(lengths, 1e-9)[rows])[order].astype(np.float32)
        self._starts = np.concatenate(([0], np.cumsum(found_in)))

    def similar(self, text: str) -> Floats:
        """How like each text it is, 0 to 1, ``(n,)``; of all its letters, those never seen count as unlike."""
        counts = Counter(_grams(text))
        known = [(self._places[gram], 1 + math.log(count)) for gram, count in counts.items() if gram in self._places]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        unseen = 1 + math.log(1 + self.size)
        weights = [weight * float(self._idf[place]) for place, weight in known]
        length = math.sqrt(sum(w * w for w in weights) + unseen**2 * (len(counts) - len(known)))
        slices = [slice(self._starts[place], self._starts[place + 1]) for place, _weight in known]
        rows = np.concatenate([self._rows[part] for part in slices])
        each = np.concatenate([self._weights[part] * (w / length) for part, w in zip(slices, weights, strict=True)])
        return np.bincount(rows, each, minlength=self.size).astype(np.float32)


def _grams(text: str) -> Iterator[str]:
    """Of each word in its frame of spaces; a shorter one is a gram itself."""
    for word in words(text):
        framed = f" {word} "
        for length in range(_SHORTEST, _LONGEST + 1):
            if len(framed) <= length:
                yield framed
                break
            for start in range(len(framed) - length + 1):
                yield framed[start : start + length]
