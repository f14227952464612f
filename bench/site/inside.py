"""Runs a module of ours in a process that is the site: ``python -m bench.site.inside bench.volume.whole small``."""

import importlib
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

import django

from bench.site.environment import PYTHON, ROOT, environment

_THEN: Final = "+"
"""Between two that are run one after another."""
_SAID: Final = "\x1e"
"""Between what they print: ASCII's record separator."""


def run(module: str, *arguments: str, database_url: str, **variables: str) -> str:
    """Call the module's ``main`` with the site's settings on this database; what it printed."""
    return run_each([module, *arguments], database_url=database_url, **variables)[0]


def run_each(*calls: Sequence[str], database_url: str, **variables: str) -> list[str]:
    """As ``run``, several in one process, one after another: to begin one takes longer than most of them."""
    words = [word for call in calls for word in (_THEN, *call)][1:]
    ran = subprocess.run(
        [PYTHON, "-m", __name__, *words],
        cwd=ROOT,
        env={**environment(database_url), **variables},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return ran.stdout.split(_SAID)


def _main(words: list[str]) -> None:
    django.setup()
    while words:
        end = words.index(_THEN) if _THEN in words else len(words)
        importlib.import_module(words[0]).main(*words[1:end])
        words = words[end + 1 :]
        if words:
            print(end=_SAID)


if __name__ == "__main__":
    _main(sys.argv[1:])
