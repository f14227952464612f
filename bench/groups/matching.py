"""Finding by words and meaning, reading texts into competences, best bundles: the modules of ``bench.matching``."""

import importlib
import pkgutil
from collections.abc import Sequence

import bench.matching
from bench.report import Row
from bench.volume.sizes import Size


def measure(size: Size) -> Sequence[Row]:
    """The rows of each module that has ``rows(size)``, by name. ``BENCH_MATCHING=vectors,needs`` asks for some."""
    found: list[Row] = []
    for name in sorted(module.name for module in pkgutil.iter_modules(bench.matching.__path__)):
        rows = getattr(importlib.import_module(f"bench.matching.{name}"), "rows", None)
        if rows is not None and bench.matching.is_wanted(name):
            found += rows(size)
    return found
