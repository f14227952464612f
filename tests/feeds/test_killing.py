"""A worker that is killed with -9 in the middle of an import loses nothing and doubles nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLING = Path(__file__).with_name("killing.py")


@pytest.mark.django_db
def test_what_is_killed_again_and_again_comes_in_once(database_of_its_own: str, tmp_path: Path) -> None:
    asked = ["--kills", "4", "--offers", "240", "--stretch", "20"]
    environment = {**os.environ, "DATABASE_URL": database_of_its_own, "NANOBANK_MEDIA": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, KILLING, *asked], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert json.loads(ran.stdout) == {"kills": 4, "offers": 240, "listed": 240, "added": 240, "state": "finished"}
