"""The tables of a database that is measured in and thrown away."""

import subprocess

from bench.site.environment import PYTHON, ROOT


def lay() -> None:
    """Lay them in the empty database that the site of this process is set to."""
    subprocess.run([PYTHON, "scripts/lay_tables.py"], cwd=ROOT, check=True)
