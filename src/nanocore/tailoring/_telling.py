"""What may be told of many without telling of anyone: only groups of at least five, and no way to work the rest out.

This is cell suppression with complementary suppression, as statistical offices use it for tables of frequencies
(Hundepool et al., *Statistical Disclosure Control*, 2012, chapter 4).
"""

from collections.abc import Hashable, Mapping
from typing import Final, TypeVar

FEWEST: Final = 5
"""The smallest group that is ever shown."""

K = TypeVar("K", bound=Hashable)
R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)


def told(groups: Mapping[K, int], *, fewest: int = FEWEST) -> dict[K, int | None]:
    """Each group's size, None when it is withheld. The groups part one whole whose sum is told, if it is large enough.

    A group of 1 to ``fewest`` - 1 is withheld. Were it the only one, its size could be worked out from the sum; so the
    smallest of the others that has anybody is withheld too. A sum below ``fewest`` is not told, nor any group of it.
    Nobody at all (0) is told.
    """
    if 0 < sum(groups.values()) < fewest:
        return {key: None if size else 0 for key, size in groups.items()}
    withheld = {key for key, size in groups.items() if 0 < size < fewest}
    if len(withheld) == 1:
        others = [key for key, size in groups.items() if size and key not in withheld]
        withheld.add(min(others, key=lambda key: groups[key]))
    return {key: None if key in withheld else size for key, size in groups.items()}


def told_crosswise(cells: Mapping[tuple[R, C], int], *, fewest: int = FEWEST) -> dict[tuple[R, C], int | None]:
    """The same for a table: a cell is told only when its row and its column are told themselves and both tell it."""
    rows: dict[R, dict[C, int]] = {}
    columns: dict[C, dict[R, int]] = {}
    for (row, column), size in cells.items():
        rows.setdefault(row, {})[column] = size
        columns.setdefault(column, {})[row] = size
    of_rows = told({row: sum(sizes.values()) for row, sizes in rows.items()}, fewest=fewest)
    of_columns = told({column: sum(sizes.values()) for column, sizes in columns.items()}, fewest=fewest)
    by_row = {row: told(sizes, fewest=fewest) for row, sizes in rows.items()}
    by_column = {column: told(sizes, fewest=fewest) for column, sizes in columns.items()}
    return {
        (row, column): size
        if None not in (of_rows[row], of_columns[column], by_row[row][column], by_column[column][row])
        else None
        for (row, column), size in cells.items()
    }
