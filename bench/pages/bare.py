"""Bare SQL in a process of its own: ``python -m bench.pages.bare`` with a job on standard input.

A job is JSON: ``vendor``, ``url``, ``core``, ``page`` and ``visits``, each with what is ``asked`` and the ``rows`` that
the page's own queries found. The answer is JSON: CPU seconds of this process and of PostgreSQL's for all visits.
"""

import json
import os
import re
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.pages import sql
from bench.pages.targets import Target
from bench.site import cpu
from bench.site.database import Database
from bench.site.environment import PYTHON, ROOT

_PRAGMAS = "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456; PRAGMA cache_size=-65536;"


@dataclass(frozen=True)
class Spent:
    """CPU seconds of all visits together."""

    client: float
    backend: float


def spend(database: Database, page: str, targets: Sequence[Target], *, core: int) -> Spent:
    """Read the rows of these visits. Raises CalledProcessError when they are not the rows that the page shows."""
    job = {
        "vendor": database.vendor,
        "url": database.url,
        "core": core,
        "page": page,
        "visits": [{"asked": target.asked, "rows": target.rows} for target in targets],
    }
    ran = subprocess.run(
        [PYTHON, "-m", "bench.pages.bare"],
        cwd=ROOT,
        input=json.dumps(job),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Spent(**json.loads(ran.stdout))


def main() -> None:
    """Do the job on standard input: once to warm up and compare, once to measure."""
    job = json.load(sys.stdin)
    os.sched_setaffinity(0, {job["core"]})
    read_page = sql.PAGES[job["page"]]
    with closing(_Connection(job["vendor"], job["url"])) as connection:
        for visit in job["visits"]:
            found = read_page(connection.read, visit["asked"])
            if visit["rows"] is not None and found != visit["rows"]:
                raise RuntimeError(f"{job['page']} {visit['asked']}: {found}, but the page shows {visit['rows']}")
        backend, client = connection.backend_seconds(), _own_seconds()
        for visit in job["visits"]:
            read_page(connection.read, visit["asked"])
        spent = {"client": _own_seconds() - client, "backend": connection.backend_seconds() - backend}
    json.dump(spent, sys.stdout)


def _own_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class _Connection:
    """Reads from either database; SQL is turned to SQLite's placeholders once a statement."""

    def __init__(self, vendor: str, url: str) -> None:
        self._turned: dict[str, str] = {}
        self._sqlite: sqlite3.Connection | None = None
        self._postgresql: psycopg.Connection[Any] | None = None
        if vendor == "sqlite":
            self._sqlite = sqlite3.connect(re.sub("^sqlite:///", "", url), isolation_level=None)
            self._sqlite.executescript(_PRAGMAS)
        else:
            self._postgresql = psycopg.connect(url, autocommit=True)

    def read(self, statement: str, parameters: Sequence[Any]) -> list[Any]:
        """All rows."""
        if self._sqlite is not None:
            turned = self._turned.setdefault(statement, statement.replace("%s", "?"))
            return self._sqlite.execute(turned, parameters).fetchall()
        assert self._postgresql is not None  # noqa: S101  # one of the two is open
        return self._postgresql.execute(statement, parameters).fetchall()

    def backend_seconds(self) -> float:
        """What PostgreSQL's process for this connection has used; 0 for SQLite."""
        return cpu.seconds_of(self._postgresql.info.backend_pid) if self._postgresql is not None else 0.0

    def close(self) -> None:
        """Hang up."""
        connection = self._sqlite or self._postgresql
        if connection is not None:
            connection.close()


if __name__ == "__main__":
    main()
