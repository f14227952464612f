"""Sentences as vectors: who makes them, and which lie nearest."""

from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rows = NDArray[np.intp]

_ROUGH: Final = 64
"""Dimensions of the rough scan. The first of a rotated space hold most of what tells vectors apart."""
_AGAIN: Final = 24
"""How many times what is wanted is read again exactly, and at least ``_LEAST``."""
_LEAST: Final = 1_500
_SMALL: Final = 20_000
"""Below this many a plain scan costs less than the two steps."""
_SAMPLE: Final = 20_000


class Embedder(Protocol):
    """What makes vectors of texts. Rows have length one, so that a product is a cosine."""

    name: str
    """Which model: vectors of different names are never compared."""
    dimensions: int

    def queries(self, texts: list[str]) -> Floats:
        """``(n, dimensions)`` for what is asked, and for short texts that are compared with each other."""
        ...

    def passages(self, texts: list[str]) -> Floats:
        """``(n, dimensions)`` for what is to be found."""
        ...


def nearest(vectors: Floats, query: Floats, k: int) -> tuple[Rows, Floats]:
    """The ``k`` rows of ``(n, d)`` whose product with ``(d,)`` is greatest, and those products; best first.

    Equal ones come in the order of their rows.
    """
    return _best(vectors @ query, k)


def unit(vectors: Floats) -> Floats:
    """The same directions with length one; what has no length keeps none."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    directions: Floats = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return directions


class Shelf:
    """Many vectors, read in two steps: roughly in a few rotated dimensions, then exactly among the likeliest.

    The rotation is that of the principal axes (of a sample); products in all dimensions are as they were. So scores are
    exact, and what is missed is what the rough scan did not put among the first ``_AGAIN · k``.
    """

    def __init__(self, vectors: Floats) -> None:
        """``(n, d)``; kept as they are, beside a copy of their first dimensions."""
        self._room: Floats = np.ascontiguousarray(vectors, dtype=np.float32)
        self.size, self.dimensions = self._room.shape
        self._rough: Floats | None = None
        self._rotated = 0
        self._rotate()

    @property
    def vectors(self) -> Floats:
        """``(n, d)`` in the order of the rows."""
        return self._room[: self.size]

    def put(self, rows: Rows, vectors: Floats, *, more: bool = False) -> None:
        """Lay vectors in these rows, new ones or in the place of others. Rows that are skipped are zeros.

        ``more``: there is more to be put; whoever puts it settles the shelf when all of it is there.
        """
        if not len(rows):
            return
        last = int(rows.max()) + 1
        if last > len(self._room):
            self._room = _grown(self._room, last)
            if self._rough is not None:
                self._rough = _grown(self._rough, last)
        self.size = max(self.size, last)
        self._room[rows] = vectors
        if self._rough is not None:
            self._rough[rows] = vectors @ self._axes
        if not more:
            self.settle()

    def settle(self) -> None:
        """Find the axes anew where so much has been put that they may lie otherwise."""
        if self.size > 2 * self._rotated:
            self._rotate()

    def nearest(self, query: Floats, k: int, among: NDArray[np.bool_] | None = None) -> tuple[Rows, Floats]:
        """As ``nearest``; ``among`` (n,) says which rows may be found."""
        if self._rough is None:
            scores = self.vectors @ query
            return _best(scores if among is None else np.where(among, scores, np.float32(-2)), k, among)
        rough = self._rough[: self.size] @ (query @ self._axes)
        if among is not None:
            rough[~among] = -np.inf
        likely = _greatest(rough, max(k * _AGAIN, _LEAST))
        if among is not None:
            likely = likely[among[likely]]
        likely.sort()
        places, scores = _best(self.vectors[likely] @ query, k)
        return likely[places], scores

    def _rotate(self) -> None:
        """Find the axes along which the vectors differ most, when there are enough to make it worth it."""
        self._rough = None
        self._rotated = max(self.size, _SMALL)
        if self.size > _SMALL and self.dimensions > 2 * _ROUGH:
            sample = self.vectors[:: max(self.size // _SAMPLE, 1)]
            _values, axes = np.linalg.eigh(np.cov(sample, rowvar=False))
            self._axes: Floats = np.ascontiguousarray(axes[:, ::-1][:, :_ROUGH], dtype=np.float32)
            self._rough = self._room @ self._axes


def _grown(array: Floats, rows: int) -> Floats:
    room = np.zeros((max(rows, len(array) + len(array) // 2), array.shape[1]), dtype=np.float32)
    room[: len(array)] = array
    return room


def _greatest(scores: Floats, k: int) -> Rows:
    if k <= 0:
        return np.zeros(0, dtype=np.intp)
    if k >= len(scores):
        return np.arange(len(scores))
    return np.argpartition(scores, len(scores) - k)[len(scores) - k :]


def _best(scores: Floats, k: int, among: NDArray[np.bool_] | None = None) -> tuple[Rows, Floats]:
    rows = _greatest(scores, min(max(k, 0), len(scores)))
    if among is not None:
        rows = rows[among[rows]]
    rows = rows[np.lexsort((rows, -scores[rows]))]
    return rows, scores[rows]
