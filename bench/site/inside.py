"""Runs a module of ours in a process that is the site: ``python -m bench.site.inside bench.volume.whole small``."""

import importlib
import subprocess
import sys

import django

from bench.site.environment import PYTHON, ROOT, environment


def run(module: str, *arguments: str, database_url: str, **variables: str) -> str:
    """Call the module's ``main`` with the site's settings on this database; what it printed."""
    ran = subprocess.run(
        [PYTHON, "-m", __name__, module, *arguments],
        cwd=ROOT,
        env={**environment(database_url), **variables},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return ran.stdout


if __name__ == "__main__":
    django.setup()
    importlib.import_module(sys.argv[1]).main(*sys.argv[2:])
