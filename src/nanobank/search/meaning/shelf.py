"""Each process's own copy of the vectors, fed by what changed since it last looked."""

import time
from threading import Lock
from typing import Final
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from nanobank.catalogue.models import ListingKind
from nanobank.search.meaning.bridge import Embedder, Shelf
from nanobank.search.meaning.centred import directions
from nanobank.search.meaning.models import Vector, VectorSet

Floats = NDArray[np.float32]
_SECONDS: Final = 2.0
"""How old what a process knows may be."""
_CHUNK: Final = 5_000
_KINDS: Final = [kind.value for kind in ListingKind]


class Kept:
    """The vectors of one set in memory, of length one, each seen from the middle of what people ordinarily write."""

    def __init__(self, vectors: VectorSet, by: Embedder) -> None:
        self._by = by
        self.uuid: UUID = vectors.uuid
        self.dimensions = vectors.dimensions
        self.version = 0
        self.shelf = Shelf(np.zeros((0, vectors.dimensions), dtype=np.float32))
        self._row_of: dict[int, int] = {}
        self.kinds: NDArray[np.int8] = np.zeros(0, dtype=np.int8)
        self.listings: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        """The line in the catalogue that each row stands for; 0 where there is none."""
        self._among: dict[tuple[str, ...], NDArray[np.bool_]] = {}
        self._listed = 0

    def catch_up(self, vectors: VectorSet) -> None:
        """Read what was written since the version last read."""
        rows = Vector.objects.filter(set=vectors, version__gt=self.version).order_by("pk")
        found = rows.values_list("pk", "kind", "listing_id", "numbers")
        chunk: list[tuple[int, str, int | None, bytes]] = []
        for row in found.iterator(chunk_size=_CHUNK):
            chunk.append((row[0], row[1], row[2], bytes(row[3])))
            if len(chunk) == _CHUNK:
                self._put(chunk)
                chunk = []
        self._put(chunk)
        self.shelf.settle()
        self._listed = int((self.listings > 0).sum())
        self.version = vectors.version
        self._among.clear()

    def _put(self, chunk: list[tuple[int, str, int | None, bytes]]) -> None:
        if not chunk:
            return
        rows = np.array([self._row_of.setdefault(row[0], len(self._row_of)) for row in chunk], dtype=np.intp)
        there = np.array([bool(row[3]) for row in chunk])
        numbers = np.zeros((len(chunk), self.dimensions), dtype=np.float32)
        held = [row for row in chunk if row[3]]
        numbers[there] = directions([row[3] for row in held], [row[1] for row in held], self._by)
        more = len(self._row_of) - len(self.kinds)
        self.kinds = np.concatenate([self.kinds, np.zeros(more, dtype=np.int8)])
        self.listings = np.concatenate([self.listings, np.zeros(more, dtype=np.int64)])
        self.kinds[rows] = [_KINDS.index(row[1]) for row in chunk]
        self.listings[rows] = [row[2] or 0 for row in chunk]
        self.shelf.put(rows, numbers, more=True)

    def among(self, kinds: tuple[str, ...]) -> NDArray[np.bool_]:
        """Which rows are a line of the catalogue of one of these kinds."""
        if kinds not in self._among:
            wanted = np.array([_KINDS.index(kind) for kind in kinds], dtype=np.int8)
            self._among[kinds] = np.isin(self.kinds, wanted) & (self.listings > 0)
        return self._among[kinds]

    def nearest(self, vector: Floats, kinds: tuple[str, ...], most: int) -> list[tuple[int, float]]:
        """As ``Nearest.nearest``."""
        twice = ListingKind.COMPETENCE in kinds  # which has a name in each language
        rows, scores = self.shelf.nearest(vector, most * 2 if twice else most, self.among(kinds))
        best: dict[int, float] = {}
        for row, score in zip(rows.tolist(), scores.tolist(), strict=True):
            best.setdefault(int(self.listings[row]), score)
        return list(best.items())[:most]

    def of(self, listing: int) -> Floats | None:
        """As ``Nearest.of``."""
        rows = np.flatnonzero(self.listings == listing)
        return self.shelf.vectors[int(rows[0])] if len(rows) else None

    @property
    def is_empty(self) -> bool:
        """As ``Nearest.is_empty``."""
        return not self._listed


class _Keeper:
    """Holds what this process keeps, and looks for changes at most every other second."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: Kept | None = None
        self._looked_at = 0.0
        self._database = ""

    def kept(self, by: Embedder) -> Kept | None:
        with self._lock:
            database = str(connection.settings_dict["NAME"])
            if self._kept and database == self._database and time.monotonic() - self._looked_at < _SECONDS:
                return self._kept
            vectors = VectorSet.objects.filter(name=by.name).first()
            if vectors is None or not vectors.version:
                self._kept = None
                return None
            if self._kept is None or self._kept.uuid != vectors.uuid or self._kept.version > vectors.version:
                self._kept = Kept(vectors, by)
            if self._kept.version < vectors.version:
                self._kept.catch_up(vectors)
            self._looked_at, self._database = time.monotonic(), database
            return self._kept

    def forget(self) -> None:
        with self._lock:
            self._kept, self._looked_at = None, 0.0


_keeper = _Keeper()
kept = _keeper.kept
forget = _keeper.forget
