"""Vectors in PostgreSQL by pgvector, laid as the command lays them and asked as a search asks, beside a numpy scan.

Run in a process that is the site: ``bench.site.inside bench.volume.nearest 100000``; it answers with JSON.
"""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from bench.matching.vectors import directions as spread
from nanobank.catalogue.models import ListingKind
from nanobank.search.meaning import in_database, shelf
from nanobank.search.meaning.models import Vector, VectorSet
from nanocore.matching import unit

Floats = NDArray[np.float32]

_DIMENSIONS: Final = 384
_QUERIES: Final = 60
_BEST: Final = 10
_A_CLUSTER: Final = 100
_WITHIN: Final = 0.7
_CHUNK: Final = 5_000
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_KINDS: Final = (ListingKind.MODULE.value,)


class _Invented:
    """What people ordinarily write lies about the middle of everything."""

    name = "invented"
    dimensions = _DIMENSIONS

    def queries(self, texts: list[str]) -> Floats:
        return spread(len(texts), seed=5)

    def passages(self, texts: list[str]) -> Floats:
        return spread(len(texts), seed=6)


def main(count: str) -> None:
    """So many texts, laid, indexed, and asked for in both ways."""
    by, number = _Invented(), int(count)
    vectors = _stored(clustered(number, seed=1, clusters=number // _A_CLUSTER), by)
    in_database.lay()
    filled = _seconds(lambda: in_database.fill(vectors, by, report=lambda _there, _total: None))
    indexed = _seconds(lambda: in_database.index(vectors))
    held = in_database.standing(by)
    if held is None:
        raise RuntimeError("the table is not whole")
    questions = clustered(_QUERIES, seed=2, clusters=number // _A_CLUSTER)
    before = _megabytes()
    held.nearest(questions[0], _KINDS, _BEST)
    began, backend = time.process_time(), _backend_seconds()
    waited, found = _each(lambda question: [id_ for id_, _score in held.nearest(question, _KINDS, _BEST)], questions)
    here, there = time.process_time() - began, _backend_seconds() - backend
    asked = _megabytes() - before
    kept = shelf.kept(by)
    if kept is None:
        raise RuntimeError("nothing is kept")
    copied = _megabytes() - before - asked
    listings, matrix = kept.listings, kept.shelf.vectors
    began = time.process_time()
    _waited, exact = _each(lambda question: listings[_bare(matrix, question)].tolist(), questions)
    bare = time.process_time() - began
    recall = sum(len(set(one) & set(other)) for one, other in zip(found, exact, strict=True)) / _QUERIES / _BEST
    told = {
        "here_ms": here / _QUERIES * 1000, "there_ms": there / _QUERIES * 1000, "bare_ms": bare / _QUERIES * 1000,
        "waited_ms": float(np.median(waited)) * 1000, "recall": recall, "filled": filled, "indexed": indexed,
        "asked_mb": asked, "copied_mb": copied, "database_mb": _in_database(), "queries": _QUERIES,
        "by_index": _index_scans(vectors),
    }  # fmt: skip
    print(json.dumps(told))


def clustered(count: int, *, seed: int, clusters: int) -> Floats:
    """Unit vectors about middles, which are the same for the same number of clusters; the clusters overlap."""
    middles = spread(clusters, seed=3)
    chance = np.random.default_rng(seed)
    return unit(middles[chance.integers(0, clusters, count)] + _WITHIN * spread(count, seed=seed + 10))


def _stored(rows: Floats, by: _Invented) -> VectorSet:
    """The site's own two tables of vectors alone: to migrate all of it would take longer than measuring."""
    with connection.schema_editor() as editor:
        editor.create_model(VectorSet)
        editor.create_model(Vector)
    vectors = VectorSet.objects.create(name=by.name, dimensions=by.dimensions, version=1)
    for start in range(0, len(rows), _CHUNK):
        Vector.objects.bulk_create(
            Vector(set=vectors, kind=_KINDS[0], target_id=place, listing_id=place + 1, digest="x", version=1,
                   numbers=row.astype("<f2").tobytes())
            for place, row in enumerate(rows[start : start + _CHUNK], start)
        )  # fmt: skip
    return vectors


def _each(ask: Callable[[Floats], list[int]], questions: Floats) -> tuple[list[float], list[list[int]]]:
    """How long each took by the clock, and what was found."""
    waited, found = [], []
    for question in questions:
        began = time.perf_counter()
        found.append(ask(question))
        waited.append(time.perf_counter() - began)
    return waited, found


def _bare(matrix: Floats, question: Floats) -> NDArray[np.intp]:
    scores = matrix @ question
    return np.argpartition(scores, len(scores) - _BEST)[-_BEST:]


def _seconds(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def _megabytes() -> float:
    """What this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _backend_seconds() -> float:
    """The processor's time of the server's process that answers this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _index_scans(vectors: VectorSet) -> int:
    """How often the index was asked: the database chooses, and might read all rows instead."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT pg_stat_get_numscans(%s::regclass)", [f"search_nearest_set_{vectors.pk}"])
        return int(cursor.fetchone()[0])


def _in_database() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('search_nearest')")
        return float(cursor.fetchone()[0]) / 1e6
