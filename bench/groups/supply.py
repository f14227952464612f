"""What goes into the bank: writing, uploading, taking in, telling what is alike. The modules of ``bench.supply``."""

import importlib
import pkgutil
from collections.abc import Sequence

import bench.supply
from bench.report import Row
from bench.volume.sizes import Size


def measure(size: Size) -> Sequence[Row]:
    """The rows of each module that has ``rows(size)``, by name. ``BENCH_SUPPLY=importing,editor`` asks for some."""
    found: list[Row] = []
    for name in sorted(module.name for module in pkgutil.iter_modules(bench.supply.__path__)):
        rows = getattr(importlib.import_module(f"bench.supply.{name}"), "rows", None)
        if rows is not None and bench.supply.is_wanted(name):
            found += rows(size)
    return found
