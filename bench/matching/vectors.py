"""The nearest of many vectors, beside a bare numpy scan of the same."""

import os
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from bench.report import Row, median, percentile, ratio
from bench.volume.sizes import Size
from nanocore.matching import Shelf, unit

Floats = NDArray[np.float32]

_MOST = 20
_QUERIES = 60
_DIMENSIONS = 384


def rows(size: Size) -> list[Row]:
    """``matching.vector_100k`` and, at full size, a million."""
    counts = {"100k": 100_000} if size.name == "small" else {"100k": 100_000, "1m": 1_000_000}
    return [_row(name, count) for name, count in counts.items()]


def _row(name: str, count: int) -> Row:
    vectors, queries = directions(count, seed=1), directions(_QUERIES, seed=2)
    began = time.process_time()
    shelf = Shelf(vectors)
    laid = time.process_time() - began
    ours: list[float] = []
    theirs: list[float] = []
    found = 0
    for query in queries:
        exact, took = _timed(lambda query=query: _bare(vectors, query))  # type: ignore[misc]
        theirs.append(took)
        rows, took = _timed(lambda query=query: shelf.nearest(query, _MOST)[0])  # type: ignore[misc]
        ours.append(took)
        found += len(set(rows.tolist()) & set(exact.tolist()))
    conditions = (
        f"{count:,} invented vectors of {_DIMENSIONS} whose spread falls as that of sentences, best {_MOST}, "
        f"{_QUERIES} queries in turn with numpy's own float32 product and argpartition; CPU time; "
        f"{found / _QUERIES / _MOST:.1%} of the exact best found, p95 {percentile(ours, 95):.1f} ms, "
        f"laid in {laid:.1f} s; load average {os.getloadavg()[0]:.1f}"
    )
    value = median(ours)
    return Row(
        f"matching.vector_{name}", round(value, 2), "ms", "numpy", ratio(value, median(theirs)), _QUERIES, conditions
    )


def _timed(what: Callable[[], NDArray[np.intp]]) -> tuple[NDArray[np.intp], float]:
    began = time.process_time()
    result = what()
    return result, (time.process_time() - began) * 1000


def _bare(vectors: Floats, query: Floats) -> NDArray[np.intp]:
    scores = vectors @ query
    best = np.argpartition(scores, len(scores) - _MOST)[-_MOST:]
    return best[np.argsort(-scores[best])]


def directions(count: int, *, seed: int) -> Floats:
    """Unit vectors that differ along each axis less than along the one before."""
    chance = np.random.default_rng(seed)
    spread = (1 / np.sqrt(1 + np.arange(_DIMENSIONS))).astype(np.float32)
    made = chance.standard_normal((count, _DIMENSIONS), dtype=np.float32)
    made *= spread
    return unit(made)
