"""A worker that is killed with -9 loses nothing and doubles nothing; ``killing.py`` does so as often as one likes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

KILLING = Path(__file__).with_name("killing.py")


@pytest.mark.django_db
def test_what_is_killed_ten_times_is_awarded_once(database_of_its_own: str) -> None:
    workers = "1" if connection.vendor == "sqlite" else "2"
    arguments = ["--kills", "10", "--rows", "200", "--chunk", "10", "--workers", workers]
    arguments += ["--database", database_of_its_own]
    ran = subprocess.run([sys.executable, KILLING, *arguments], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert json.loads(ran.stdout)["kills"] >= 10
