"""What several workers of one run need and the first of them lays: a migrated database takes longer than most tests."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this run have in common."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def once(marker: Path, lay: Callable[[], None]) -> None:
    """Calls ``lay`` unless another worker has done so; who comes meanwhile waits. ``marker`` says that it is done."""
    with marker.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not marker.exists():
            lay()
            marker.touch()


def _run(environment: dict[str, str], *words: str) -> None:
    """Runs a script of ours; what it printed if it fails."""
    command = [sys.executable, *words]
    said = subprocess.run(command, env=environment, cwd=ROOT, check=False, capture_output=True, text=True)
    if said.returncode:
        raise RuntimeError(f"{words[0]} failed:\n{said.stdout[-2000:]}{said.stderr[-6000:]}")


def migrated_file() -> Path:
    """A migrated SQLite database, to be copied. It is kept until a migration or a requirement changes."""
    kept = ROOT / "build" / "migrated"
    kept.mkdir(parents=True, exist_ok=True)
    sources = sorted((*ROOT.glob("src/nanobank/*/migrations/*.py"), ROOT / "requirements" / "base.txt"))
    digest = sha256(b"".join(str(one.name).encode() + one.read_bytes() for one in sources)).hexdigest()[:16]
    file = kept / f"{digest}.sqlite3"

    def lay() -> None:
        yesterday = time.time() - 86_400
        for old in kept.iterdir():
            if old.stat().st_mtime < yesterday:
                old.unlink(missing_ok=True)
        file.unlink(missing_ok=True)
        _migrate(f"sqlite:///{file}")

    once(kept / digest, lay)
    return file


def copy_migrated_database(folder: Path, server: str, name: str) -> None:
    """Lays the PostgreSQL database ``name`` on ``server`` as a copy of a migrated one."""
    template = "nanobank_migrated"

    def lay() -> None:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {template} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {template}")
        _migrate(at(server, template))

    once(folder / "migrated_on_postgresql", lay)
    with (folder / "copying.lock").open("w") as lock, psycopg.connect(server, autocommit=True) as connection:
        fcntl.flock(lock, fcntl.LOCK_EX)  # PostgreSQL refuses two copies of one database at the same time
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


def drop_database(server: str, name: str) -> None:
    """Whoever is still connected to it."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def at(server: str, name: str) -> str:
    """The address of the database ``name`` on ``server``."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _migrate(database: str) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "nanobank.site.settings_test", "PYTHONPATH": str(ROOT / "src")}
    quick, real = ("scripts/lay_tables.py",), ("manage.py", "migrate", "--verbosity", "0")
    _run({**os.environ, **settings, "DATABASE_URL": database}, *(quick if database.startswith("sqlite") else real))
