"""A choice that was found, before it is told."""

from collections.abc import Mapping
from dataclasses import dataclass

from nanocore.matching.bundles_answer import Aim
from nanocore.matching.bundles_table import Flags, Table


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Who takes what of which table, what it comes to, which aims it is best at, and how far from best it may be."""

    table: Table
    takes: Flags
    values: Mapping[Aim, int]
    best_at: tuple[Aim, ...]
    is_proven: bool
    gap: float
