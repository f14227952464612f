"""Planners in processes of their own, on the test's own database."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240


def environment(slice_seconds: float) -> dict[str, str]:
    """Of a process that works on the test's own database."""
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{named['NAME']}"
    else:  # where the server is stands in the address that the tests themselves were given
        address = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{named['NAME']}"))
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "nanobank.site.settings_test",
        "DATABASE_URL": address,
        "NANOBANK_PLANNING_SECONDS": "10",
        "NANOBANK_PLANNING_SLICE_SECONDS": str(slice_seconds),
    }


@contextmanager
def planner(slice_seconds: float = 1.5) -> Iterator[subprocess.Popen[bytes]]:
    """A planner in a process of its own, which makes room for others after so long."""
    command = [sys.executable, "manage.py", "planner"]
    with subprocess.Popen(command, env=environment(slice_seconds), cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def until(holds: Callable[[], bool]) -> None:
    """Wait for it, as long as it can reasonably take."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)
