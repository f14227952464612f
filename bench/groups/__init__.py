"""The groups of measurements: each module here is one, named as it is called with ``--only``."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable

from bench.report import Row
from bench.volume.sizes import Size

Group = Callable[[Size], Iterable[Row]]


def all_groups() -> dict[str, Group]:
    """Every module of this package with its ``measure(size)``, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}").measure for name in names}
