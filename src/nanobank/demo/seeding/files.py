"""The demo's data files, read once."""

import tomllib
from copy import deepcopy
from functools import cache
from typing import Any

from nanobank.demo.people import DATA

Row = dict[str, Any]


def rows(name: str, table: str) -> list[Row]:
    """The rows ``[[table]]`` of one file under ``data/``."""
    found: list[Row] = deepcopy(_parsed(name).get(table, []))
    return found


def load(name: str) -> Row:
    """All of one file under ``data/``; whoever gets it may change it."""
    return deepcopy(_parsed(name))


@cache
def _parsed(name: str) -> Row:
    return tomllib.loads((DATA / name).read_text())


def module_rows() -> list[Row]:
    """Every provider's modules; a module comes after those that it may require."""
    unplaced = {
        row["key"]: row
        for path in sorted((DATA / "modules").glob("*.toml"))
        for row in rows(f"modules/{path.name}", "module")
    }
    placed: dict[str, Row] = {}
    while unplaced:
        ready = [key for key, row in unplaced.items() if not _required(row) & unplaced.keys()]
        if not ready:
            raise ValueError(f"prerequisites go in a circle among {sorted(unplaced)}")
        for key in ready:
            placed[key] = unplaced.pop(key)
    return list(placed.values())


def _required(row: Row) -> set[str]:
    return {key for group in row["prerequisites"] for key in group}
