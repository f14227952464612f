"""Four pages of the real site, each beside bare SQL that reads the same rows; ours may use 8 ms of CPU a page."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench.pages import bare
from bench.pages.targets import Target, chosen
from bench.report import Row, median, percentile, ratio
from bench.site import cpu, inside, load
from bench.site.database import Database
from bench.site.databases import opened
from bench.site.environment import cores
from bench.site.server import Server, serving
from bench.volume.sizes import Size

_MILLISECONDS = 1000
_MODEST, _SATURATED = 2, 8
_WARM_UP = 40
_SEEN_AGAIN = {"bank": "bank.again"}
"""What the site keeps for whoever comes back is also measured when the same visitors come back at once."""


@dataclass
class _Measured:
    """What was measured of one page: CPU-ms a request in each round, latencies in ms, requests a second."""

    server: list[float] = field(default_factory=list)
    backend: list[float] = field(default_factory=list)
    bare_client: list[float] = field(default_factory=list)
    bare_backend: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    speed_marks: list[float] = field(default_factory=list)
    per_second: float = 0.0


def measure(size: Size) -> Iterator[Row]:
    """All four pages on SQLite and PostgreSQL."""
    with opened(size) as databases:
        for database in databases:
            yield from _rows(database, size, _pages(database, size))


def _pages(database: Database, size: Size) -> dict[str, _Measured]:
    inside.run("bench.volume.indexed", database_url=database.url)
    pages = chosen(database, size)
    measured = {name: _Measured() for page in pages for name in (page, _SEEN_AGAIN.get(page, page))}
    server_core, load_core = cores()
    with serving(database.url, server_core) as server:
        for rounds in pages.values():
            _send(server, rounds[0][:_WARM_UP], load_core, _MODEST)
        for number in range(size.rounds):
            for page, rounds in pages.items():
                _round(database, server, page, rounds[number], measured[page])
                if page in _SEEN_AGAIN:
                    _round(database, server, page, rounds[number], measured[_SEEN_AGAIN[page]])
        for page, rounds in pages.items():
            measured[page].per_second = _send(server, rounds[-1], load_core, _SATURATED).per_second
    return measured


def _round(database: Database, server: Server, page: str, visits: Sequence[Target], measured: _Measured) -> None:
    """The same visits to the server and to the bare SQL."""
    backend, used = database.backend_seconds(), server.cpu_seconds()
    answered = _send(server, visits, cores()[1], _MODEST)
    measured.server.append(_each(server.cpu_seconds() - used, visits))
    measured.backend.append(_each(database.backend_seconds() - backend, visits))
    measured.latencies += answered.latencies
    measured.speed_marks.append(cpu.speed_mark())
    spent = bare.spend(database, page, visits, core=cores()[0])
    measured.bare_client.append(_each(spent.client, visits))
    measured.bare_backend.append(_each(spent.backend, visits))


def _send(server: Server, visits: Sequence[Target], core: int, concurrency: int) -> load.Answered:
    return load.send([visit.request for visit in visits], port=server.port, core=core, concurrency=concurrency)


def _each(seconds: float, visits: Sequence[Target]) -> float:
    return seconds * _MILLISECONDS / len(visits)


def _rows(database: Database, size: Size, pages: dict[str, _Measured]) -> Iterator[Row]:
    suffix = "" if database.vendor == "sqlite" else f".{database.vendor}"
    where = (
        f"{database.vendor}, {size.modules:,} modules, {size.learners:,} learners; granian, 1 worker, on one of "
        f"{os.cpu_count()} cores; load from a second process; {size.rounds} rounds of {size.requests} requests, "
        f"{_MODEST} at a time ({_SATURATED} for rps); load average {os.getloadavg()[0]:.1f}"
    )
    for page, measured in pages.items():
        server, backend = median(measured.server), median(measured.backend)
        client, bare_backend = median(measured.bare_client), median(measured.bare_backend)
        conditions = (
            f"{where}; 1,000 additions took {median(measured.speed_marks):.0f} µs; "
            f"CPU-ms: server {server:.2f}, bare SQL {client:.3f}"
        )
        if suffix:
            conditions += f"; PostgreSQL for the server {backend:.2f}, for the bare SQL {bare_backend:.3f}"
        n = len(measured.latencies)
        name = f"pages.{page}"
        times = ratio(server + backend, client + bare_backend)
        yield Row(f"{name}{suffix}", round(server, 2), "CPU-ms", "bare SQL, the same rows", times, n, conditions)
        p95 = percentile(measured.latencies, 95)
        yield Row(f"{name}.p95{suffix}", round(p95, 2), "ms", "", None, n, conditions)
        if measured.per_second:
            rps = round(measured.per_second, 1)
            yield Row(f"{name}.rps{suffix}", rps, "requests/s", "", None, size.requests, conditions)
