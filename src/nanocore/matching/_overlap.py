"""Which modules teach the same: competences they share, words they share, and meaning where it is known."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import acos, log, pi, sqrt
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nanocore.matching._vectors import Floats, unit
from nanocore.matching._words import says_nothing, stem, words

DIMENSIONS: Final = 256
"""Stems are put into so many by a hash; two that meet in one only blur the picture a little."""
_COMPETENCES, _WORDS, _MEANING = 0.5, 0.3, 0.2
"""What each counts for, of 1; where meaning is not known the others share its part."""
_LEAST: Final = 0.12
_BANDS: Final = 32
_BITS: Final = 16
"""Two texts as good as equal (cosine .95) agree in all 16 signs of at least one of 32 bands 998 times in 1,000."""
_MOST_TOGETHER: Final = 40
"""In one band so many with the same signs are compared with each other, each with those next to it."""


@dataclass(frozen=True)
class Taught:
    """What a module teaches: its words (both languages may stand in one text) and its competences by number."""

    id: int
    text: str
    competences: frozenset[int]


@dataclass(frozen=True)
class Alike:
    """Another that teaches some of the same. ``score`` is of 1; ``shared`` are competences."""

    id: int
    score: float
    shared: tuple[int, ...]
    words: float
    meaning: float | None


def _stems(text: str) -> Counter[str]:
    return Counter(stem(word) for word in words(text) if not says_nothing(word, ""))


class Overlaps:
    """Many modules in memory, so that those like one are found in a scan, and twins without comparing all with all."""

    def __init__(self, everything: Iterable[Taught]) -> None:
        """How much a word tells is learnt from these and kept for those that come later."""
        taught = list(everything)
        counted = [_stems(one.text) for one in taught]
        self._seen = Counter(word for stems in counted for word in stems)
        self._many = max(len(taught), 1)
        self._row_of = {one.id: row for row, one in enumerate(taught)}
        self.ids: NDArray[np.int64] = np.array([one.id for one in taught], dtype=np.int64)
        self.vectors: Floats = np.zeros((len(taught), DIMENSIONS), dtype=np.float32)
        for row, stems in enumerate(counted):
            self.vectors[row] = self._vector(stems)
        self._competences: list[frozenset[int]] = [one.competences for one in taught]
        self._rows_with: dict[int, set[int]] = {}
        for row, one in enumerate(taught):
            self._teach(row, one.competences)

    def __len__(self) -> int:
        return len(self._row_of)

    def put(self, taught: Sequence[Taught]) -> None:
        """New ones, or others in the place of those with the same number."""
        new = [one for one in taught if one.id not in self._row_of]
        if new:
            self._row_of |= {one.id: len(self.ids) + place for place, one in enumerate(new)}
            self.ids = np.concatenate([self.ids, np.array([one.id for one in new], dtype=np.int64)])
            room = np.zeros((len(new), DIMENSIONS), dtype=np.float32)
            self.vectors = np.concatenate([self.vectors, room])
            self._competences += [frozenset()] * len(new)
        for one in taught:
            row = self._row_of[one.id]
            for competence in self._competences[row] - one.competences:
                self._rows_with[competence].discard(row)
            self.vectors[row] = self._vector(_stems(one.text))
            self._competences[row] = one.competences
            self._teach(row, one.competences)

    def take_out(self, ids: Iterable[int]) -> None:
        """Those that are gone teach nothing any more."""
        self.put([Taught(id_, "", frozenset()) for id_ in ids if id_ in self._row_of])

    def like(self, one: Taught, *, most: int, meaning: Mapping[int, float] | None = None) -> tuple[Alike, ...]:
        """Those that teach most of the same, best first; itself left out. ``meaning`` is how near others are, by id."""
        by_words = np.maximum(self.vectors @ self._vector(_stems(one.text)), 0)
        shares = self._shares(one.competences)
        if meaning is None:
            scores = (_COMPETENCES * shares + _WORDS * by_words) / (_COMPETENCES + _WORDS)
        else:
            near = np.zeros(len(self.ids), dtype=np.float32)
            for id_, value in meaning.items():
                if id_ in self._row_of:
                    near[self._row_of[id_]] = max(value, 0)
            scores = _COMPETENCES * shares + _WORDS * by_words + _MEANING * near
        if one.id in self._row_of:
            scores[self._row_of[one.id]] = 0
        rows = np.argsort(-scores, kind="stable")[:most]
        return tuple(
            Alike(
                int(self.ids[row]),
                round(float(scores[row]), 4),
                tuple(sorted(one.competences & self._competences[row])),
                round(float(by_words[row]), 4),
                None if meaning is None else round(float(near[row]), 4),
            )
            for row in rows.tolist()
            if scores[row] >= _LEAST
        )

    def twins(self, *, least: float = 0.9) -> tuple[tuple[int, int, float], ...]:
        """Pairs whose words are as good as the same (cosine), likeliest first: found by signs, compared exactly."""
        rows = np.flatnonzero(self.vectors.any(axis=1))
        if len(rows) < 2:
            return ()
        vectors = self.vectors[rows]
        signs = vectors @ np.random.default_rng(7).standard_normal((DIMENSIONS, _BANDS * _BITS), dtype=np.float32) > 0
        packed = np.packbits(signs, axis=1)
        bands, whole, most = packed.view(np.uint16), packed.view(np.uint64), _most_apart(least)
        together = (_neighbours(bands[:, band]) for band in range(_BANDS))
        pairs = np.unique(np.concatenate([pairs[_apart(whole, pairs) <= most] for pairs in together]))
        first, second = pairs // len(rows), pairs % len(rows)
        scores = np.einsum("ij,ij->i", vectors[first], vectors[second])
        kept = np.flatnonzero(scores >= least)
        kept = kept[np.argsort(-scores[kept], kind="stable")]
        ids = self.ids[rows]
        return tuple(
            (int(a), int(b), round(float(score), 4))
            for a, b, score in zip(ids[first[kept]], ids[second[kept]], scores[kept], strict=True)
        )

    def _vector(self, stems: Counter[str]) -> Floats:
        vector = np.zeros(DIMENSIONS, dtype=np.float32)
        for word, times in stems.items():
            hashed = crc32(word.encode())
            tells = log((1 + self._many) / (1 + self._seen.get(word, 0))) + 1
            vector[hashed % DIMENSIONS] += (1 if hashed >> 31 else -1) * (1 + log(times)) * tells
        return unit(vector)

    def _teach(self, row: int, competences: frozenset[int]) -> None:
        for competence in competences:
            self._rows_with.setdefault(competence, set()).add(row)

    def _tells(self, competence: int) -> float:
        """How rare a competence is: sharing what everybody teaches says little."""
        return log((1 + self._many) / (1 + len(self._rows_with.get(competence, ())))) + 1

    def _shares(self, competences: frozenset[int]) -> Floats:
        """Of the competences of both together, how much is in both: rare ones weigh more."""
        shares = np.zeros(len(self.ids), dtype=np.float32)
        wanted = sum(map(self._tells, competences))
        met = {row for competence in competences for row in self._rows_with.get(competence, ())}
        weight = _kept(self._tells)
        for row in met:
            both = sum(weight(one) for one in competences & self._competences[row])
            shares[row] = both / (wanted + sum(weight(one) for one in self._competences[row]) - both)
        return shares


def _kept(tells: Callable[[int], float]) -> Callable[[int], float]:
    known: dict[int, float] = {}

    def weight(competence: int) -> float:
        if competence not in known:
            known[competence] = tells(competence)
        return known[competence]

    return weight


def _apart(signs: NDArray[np.uint64], pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many signs of each pair differ: a sixteenth of what comparing the vectors would read."""
    differ = signs[pairs // len(signs)] ^ signs[pairs % len(signs)]
    counted: NDArray[np.int64] = np.bitwise_count(differ).sum(axis=1, dtype=np.int64)
    return counted


def _most_apart(least: float) -> float:
    """So many signs may differ where the cosine is ``least``: what is expected, and five deviations more."""
    share, signs = acos(min(max(least, -1.0), 1.0)) / pi, _BANDS * _BITS
    return signs * share + 5 * sqrt(signs * share * (1 - share))


def _neighbours(band: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Pairs (as one number: the lower row times how many there are, plus the higher) with the same signs in a band."""
    order = np.argsort(band, kind="stable").astype(np.int64)
    ordered, many = band[order], len(band)
    found = []
    for apart in range(1, min(_MOST_TOGETHER, many)):
        same = np.flatnonzero(ordered[apart:] == ordered[:-apart])
        if not len(same):
            break
        one, other = order[same], order[same + apart]
        found.append(np.minimum(one, other) * many + np.maximum(one, other))
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
