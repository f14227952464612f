"""Lays the whole: migrations, catalogue, learners, listing; in the empty database that the site is set to."""

import sys
import time
from collections.abc import Callable
from random import Random
from typing import TypeVar

from django.utils import timezone

from bench.volume import catalogue, people, tables
from bench.volume.sizes import SIZES
from nanobank.catalogue.services.reindexing import reindex

SEED = 20_261_121
_T = TypeVar("_T")


def main(size_name: str) -> None:
    """The same rows each time, but that dates count from now."""
    size, now, rng = SIZES[size_name], timezone.now(), Random(SEED)
    _timed("migrations", tables.lay)
    laid = _timed("catalogue", lambda: catalogue.lay(size, rng, now))
    _timed("learners", lambda: people.lay(size, laid, rng, now))
    _timed("listing", lambda: reindex(now=now, batch=2_000))


def _timed(what: str, act: Callable[[], _T]) -> _T:
    began = time.monotonic()
    result = act()
    print(f"    {what}: {time.monotonic() - began:.1f} s", file=sys.stderr)
    return result
