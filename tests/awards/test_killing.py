"""A worker that is killed with -9 loses nothing and doubles nothing; ``killing.py`` does so as often as one likes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

KILLING = Path(__file__).with_name("killing.py")


@contextmanager
def another_database() -> Iterator[list[str]]:
    """What to say on the command line: nothing for SQLite, which is a file of the command's own."""
    if connection.vendor == "sqlite":
        yield []
        return
    name, address = f"killing_{uuid4().hex}", os.environ["DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield ["--database", urlsplit(address)._replace(path=f"/{name}").geturl(), "--workers", "2"]
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.mark.django_db
def test_what_is_killed_ten_times_is_awarded_once() -> None:
    with another_database() as database:
        arguments = ["--kills", "10", "--rows", "200", "--chunk", "10", *database]
        ran = subprocess.run([sys.executable, KILLING, *arguments], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert json.loads(ran.stdout)["kills"] >= 10
