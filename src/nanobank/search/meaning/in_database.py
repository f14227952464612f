"""pgvector: the vectors in PostgreSQL itself, for processes too small to hold a copy. All of its SQL is here.

``search_nearest`` has a row for each text that can be found: the directions that the copy in memory would hold, in half
precision. A model whose rows are all there has an index of its own; before that nobody asks here. No migration knows
of the table: ``manage.py nearest_in_database`` lays it, ``embed`` keeps it up, and a database without it works as ever.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

import numpy as np
from django.db import Error, connection, transaction
from numpy.typing import NDArray

from nanobank.search.meaning.bridge import Embedder
from nanobank.search.meaning.centred import directions
from nanobank.search.meaning.models import VectorSet

Floats = NDArray[np.float32]

_OLDEST: Final = (0, 8)
"""The first pgvector that goes on looking when a filter leaves too few."""
_MOST_DIMENSIONS: Final = 4_000
"""As many as its index of half-precision numbers takes."""
_CANDIDATES: Final = 300
_LOOKED: Final = 1_000
"""The greatest ``hnsw.ef_search``."""
_CHUNK: Final = 1_000
_SECONDS: Final = 2.0
"""How old what a process knows of the table may be."""
_ASIDE: Final = """
SELECT set_config('hnsw.ef_search', %s, true), set_config('hnsw.iterative_scan', 'relaxed_order', true),
       set_config('plan_cache_mode', 'force_custom_plan', true)
"""
"""For one transaction. A plan for any kinds at all would take the index also for those of which there are few."""


class CannotHold(Exception):
    """Why this database cannot hold vectors, in a sentence for whoever looks after it."""


@dataclass(frozen=True)
class InDatabase:
    """The vectors of one model as pgvector finds them: it gives candidates, and their scores are computed exactly."""

    set_id: int
    version: int
    is_empty: bool
    by: Embedder

    def nearest(self, vector: Floats, kinds: tuple[str, ...], most: int) -> list[tuple[int, float]]:
        """As ``Nearest.nearest``: two round trips in a transaction."""
        rows = self._candidates(vector, kinds, max(_CANDIDATES, most * 2))
        if not rows:
            return []
        scores = directions([bytes(row[2]) for row in rows], [row[0] for row in rows], self.by) @ vector
        best: dict[int, float] = {}
        for place in np.argsort(-scores, kind="stable").tolist():
            best.setdefault(rows[place][1], float(scores[place]))
        return list(best.items())[:most]

    def of(self, listing: int) -> Floats | None:
        """As ``Nearest.of``."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT v.kind, v.numbers FROM search_vector v WHERE v.set_id = %s AND v.listing_id = %s "
                "AND v.listing_id IS NOT NULL AND v.digest <> '' ORDER BY v.id LIMIT 1",
                [self.set_id, listing],
            )
            row = cursor.fetchone()
        return directions([bytes(row[1])], [row[0]], self.by)[0] if row else None

    def _candidates(self, vector: Floats, kinds: tuple[str, ...], most: int) -> list[tuple[str, int, memoryview]]:
        """Kind, listing and numbers of what pgvector takes for the nearest, in the order of their rows."""
        sized = f"halfvec({self.by.dimensions:d})"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ASIDE, [str(min(most, _LOOKED))])
            cursor.execute(
                f"""
                WITH likely AS MATERIALIZED (
                    SELECT vector_id FROM search_nearest WHERE set_id = {self.set_id:d} AND kind = ANY(%s)
                    ORDER BY (numbers::{sized}) <#> %s::{sized} LIMIT %s
                )
                SELECT v.id, v.kind, v.listing_id, v.numbers FROM likely JOIN search_vector v ON v.id = vector_id
                WHERE v.listing_id IS NOT NULL AND v.digest <> ''
                """,  # noqa: S608 - whole numbers of our own: an index is found by what is written, not by what is bound
                [list(kinds), _written(vector), most],
            )
            rows = cursor.fetchall()
        return [row[1:] for row in sorted(rows, key=itemgetter(0))]


_known: dict[tuple[str, str], tuple[float, InDatabase | None]] = {}


def standing(by: Embedder) -> InDatabase | None:
    """What this model has here, as it stood two seconds ago at most; None where the table is not whole for it."""
    key = (str(connection.settings_dict["NAME"]), by.name)
    looked_at, held = _known.get(key, (float("-inf"), None))
    if time.monotonic() - looked_at > _SECONDS:
        held = _look(by)
        _known[key] = (time.monotonic(), held)
    return held


def _look(by: Embedder) -> InDatabase | None:
    vectors = VectorSet.objects.filter(name=by.name).first() if stands() else None
    if vectors is None or not is_indexed(vectors):
        return None
    found = _value("SELECT EXISTS (SELECT 1 FROM search_nearest WHERE set_id = %s)", [vectors.pk])
    return InDatabase(vectors.pk, vectors.version, not found, by)


def forget_what_stands() -> None:
    """Look again at the next question."""
    _known.clear()


def stands() -> bool:
    """Whether the table is there, for whichever models."""
    return connection.vendor == "postgresql" and bool(_value("SELECT to_regclass('search_nearest')"))


def is_indexed(vectors: VectorSet) -> bool:
    """Whether all rows of this set were there once, and its index was finished."""
    name = _index_of(vectors.pk)
    return bool(_value("SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(%s) AND indisvalid", [name]))


def lay() -> None:
    """The extension and the table, where they are not there yet. Raises CannotHold."""
    if connection.vendor != "postgresql":
        raise CannotHold("pgvector is an extension of PostgreSQL, and this site's database is another")
    try:
        with transaction.atomic():
            _run("CREATE EXTENSION IF NOT EXISTS vector")
    except Error as error:
        offered = _value("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")
        why = (
            "this database's user may not create the extension: let its owner run CREATE EXTENSION vector"
            if offered
            else "the server has no pgvector: install it there (on Debian the package postgresql-<version>-pgvector)"
        )
        raise CannotHold(why) from error
    version = str(_value("SELECT extversion FROM pg_extension WHERE extname = 'vector'"))
    if tuple(int(part) for part in version.split(".")[:2]) < _OLDEST:
        raise CannotHold(f"pgvector is {version} here and must be 0.8 or newer: ALTER EXTENSION vector UPDATE")
    _run(
        "CREATE TABLE IF NOT EXISTS search_nearest (vector_id bigint PRIMARY KEY, set_id bigint NOT NULL, "
        "kind varchar(16) NOT NULL, numbers halfvec NOT NULL)"
    )
    _run("CREATE INDEX IF NOT EXISTS search_nearest_kinds ON search_nearest (set_id, kind)")


def fill(vectors: VectorSet, by: Embedder, *, report: Callable[[int, int], None], chunk: int = _CHUNK) -> int:
    """Rows for all texts of this set that can be found and have none; how many there are then.

    Each chunk is a transaction under the set's lock, as ``embed`` writes: killed between, the next run goes on.
    ``report`` hears how many lie there, and of how many. Raises CannotHold and CannotEmbed.
    """
    if by.dimensions > _MOST_DIMENSIONS:
        raise CannotHold(f"pgvector's index takes {_MOST_DIMENSIONS} dimensions, and {by.name} makes {by.dimensions}")
    _run(
        "DELETE FROM search_nearest n WHERE set_id = %s AND NOT EXISTS "
        "(SELECT 1 FROM search_vector v WHERE v.id = n.vector_id AND v.listing_id IS NOT NULL AND v.digest <> '')",
        [vectors.pk],
    )
    total = int(
        _value(
            "SELECT count(*) FROM search_vector v WHERE v.set_id = %s AND v.listing_id IS NOT NULL AND v.digest <> ''",
            [vectors.pk],
        )
    )
    there = int(_value("SELECT count(*) FROM search_nearest WHERE set_id = %s", [vectors.pk]))
    last = 0
    while rows := _fill_chunk(vectors, by, last, chunk):
        last, there = rows[-1][0], there + len(rows)
        report(there, max(total, there))
    return there


def _fill_chunk(vectors: VectorSet, by: Embedder, last: int, chunk: int) -> list[tuple[int, str, memoryview]]:
    with transaction.atomic():
        VectorSet.objects.select_for_update().get(pk=vectors.pk)
        rows = _rows(
            "SELECT v.id, v.kind, v.numbers FROM search_vector v WHERE v.set_id = %s AND v.id > %s "
            "AND v.listing_id IS NOT NULL AND v.digest <> '' "
            "AND NOT EXISTS (SELECT 1 FROM search_nearest n WHERE n.vector_id = v.id) "
            "ORDER BY v.id LIMIT %s",
            [vectors.pk, last, chunk],
        )
        _put(vectors, by, rows)
    return rows


def index(vectors: VectorSet) -> None:
    """The set's own index, by which it is known to be whole. Others go on writing meanwhile; killed, it begins again.

    On one core and in 512 MB at most, so that a site on the same machine keeps the others.
    """
    if is_indexed(vectors):
        return
    name, meanwhile = _index_of(vectors.pk), "" if connection.in_atomic_block else "CONCURRENTLY"
    _run(f"DROP INDEX IF EXISTS {name}")  # what a killed build has left
    _run("SET maintenance_work_mem = '512MB'")
    _run("SET max_parallel_maintenance_workers = 0")
    _run(
        f"CREATE INDEX {meanwhile} {name} ON search_nearest USING hnsw "
        f"((numbers::halfvec({vectors.dimensions:d})) halfvec_ip_ops) WITH (m = 16, ef_construction = 100) "
        f"WHERE set_id = {vectors.pk:d}"
    )
    _run("RESET maintenance_work_mem")
    _run("RESET max_parallel_maintenance_workers")
    _run("ANALYZE search_nearest")


def keep_up(vectors: VectorSet, by: Embedder) -> None:
    """Take over what was written in the set's present version, in the transaction of whoever wrote it."""
    if not stands():
        return
    _run(
        "DELETE FROM search_nearest n USING search_vector v WHERE v.id = n.vector_id AND v.set_id = %s "
        "AND v.version = %s AND (v.listing_id IS NULL OR v.digest = '')",
        [vectors.pk, vectors.version],
    )
    rows = _rows(
        "SELECT v.id, v.kind, v.numbers FROM search_vector v WHERE v.set_id = %s AND v.version = %s "
        "AND v.listing_id IS NOT NULL AND v.digest <> ''",
        [vectors.pk, vectors.version],
    )
    _put(vectors, by, rows)


def forget(sets: Sequence[int]) -> None:
    """The rows and indexes of these sets."""
    if sets and stands():
        for set_id in sets:
            _run(f"DROP INDEX IF EXISTS {_index_of(set_id)}")
        _run("DELETE FROM search_nearest WHERE set_id = ANY(%s)", [list(sets)])


def drop() -> None:
    """Take the table away with all its indexes; the extension stays, as others may use it."""
    if connection.vendor == "postgresql":
        _run("DROP TABLE IF EXISTS search_nearest")


def _put(vectors: VectorSet, by: Embedder, rows: Sequence[tuple[int, str, memoryview]]) -> None:
    if not rows:
        return
    kinds = [row[1] for row in rows]
    seen = directions([bytes(row[2]) for row in rows], kinds, by)
    _run(
        "INSERT INTO search_nearest (vector_id, set_id, kind, numbers) "
        "SELECT u.id, %s, u.kind, u.numbers::halfvec "
        "FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS u (id, kind, numbers) "
        "ON CONFLICT (vector_id) DO UPDATE SET numbers = excluded.numbers "
        "WHERE search_nearest.numbers <> excluded.numbers",
        [vectors.pk, [row[0] for row in rows], kinds, [_written(row) for row in seen]],
    )


def _written(vector: Floats) -> str:
    """As pgvector reads it."""
    return f"[{','.join(f'{number:.5g}' for number in vector.tolist())}]"


def _index_of(set_id: int) -> str:
    return f"search_nearest_set_{set_id:d}"


def _run(sql: str, values: Sequence[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _rows(sql: str, values: Sequence[Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _value(sql: str, values: Sequence[Any] | None = None) -> Any:
    rows = _rows(sql, values)
    return rows[0][0] if rows else None
