"""A worker that is killed with -9 loses nothing and doubles nothing; ``killing.py`` does so as often as one likes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

KILLING = Path(__file__).with_name("killing.py")


@pytest.mark.django_db
def test_what_is_killed_ten_times_is_awarded_once() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("makes a database of its own; scripts/with_postgres.py runs it on the other one")
    arguments = ["--kills", "10", "--rows", "200", "--chunk", "10"]
    ran = subprocess.run([sys.executable, KILLING, *arguments], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert json.loads(ran.stdout)["kills"] >= 10
