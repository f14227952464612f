"""Visits to the pages: what is asked for, and what the bare SQL is asked for the same rows."""

import json
from dataclasses import dataclass
from typing import Any

from bench.site import inside
from bench.site.database import Database
from bench.site.load import Request
from bench.volume.sizes import Size


@dataclass(frozen=True)
class Target:
    """One visit to one page. ``rows`` are what the page's own queries found, None where that is not compared."""

    request: Request
    asked: dict[str, Any]
    rows: list[Any] | None


def chosen(database: Database, size: Size) -> dict[str, list[list[Target]]]:
    """Visits to each page, by its name: one list for each round, and one more."""
    pages = json.loads(inside.run("bench.pages.choosing", size.name, database_url=database.url))
    return {
        page: [[Target(Request(**one["request"]), one["asked"], one["rows"]) for one in visits] for visits in rounds]
        for page, rounds in pages.items()
    }
