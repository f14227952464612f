"""Where each member of a family stands in its picture."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A column for each generation and a row for each branch, both from 0."""

    column: int
    row: int


def laid_out(parents: Mapping[int, int | None]) -> dict[int, Place]:
    """Each by its parent, in the order given; an elder stands beside its first child, so that no two lines cross.

    One whose parent is not among them begins a family. Somebody who would be their own forebear is put in as one who
    begins.
    """
    children: dict[int | None, list[int]] = {}
    for child, parent in parents.items():
        known = parent if parent in parents and not _descends(parent, child, parents) else None
        children.setdefault(known, []).append(child)
    places: dict[int, Place] = {}
    row = 0
    waiting = [(one, 0) for one in reversed(children.get(None, []))]
    while waiting:
        one, column = waiting.pop()
        if one in places:
            continue
        places[one] = Place(column, row)
        below = children.get(one, [])
        if not below:
            row += 1
        waiting += [(child, column + 1) for child in reversed(below)]
    return places


def _descends(one: int | None, of: int, parents: Mapping[int, int | None]) -> bool:
    """Whether going up from ``one`` leads to ``of``."""
    seen: set[int] = set()
    while one is not None and one not in seen:
        if one == of:
            return True
        seen.add(one)
        one = parents.get(one)
    return False
