"""SQLite as Django has it, but placeholders are turned into SQLite's own once for a statement.

Django does so on each execution, by a regular expression that looks at every letter: for a statement of 2,000 letters
that takes 60 µs, as long as SQLite takes to answer it.
"""

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

_LONGEST = 20_000
"""Letters of the longest statement that is kept; beyond that are lists of values, which hardly come again."""


class Cursor(base.SQLiteCursorWrapper):
    """Django's, but for how placeholders are turned."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """``%s`` as ``?``; with names, ``%(name)s`` as ``:name``."""
        if param_names is not None or len(query) > _LONGEST:
            return super().convert_query(query, param_names=param_names)
        return _turned(query)


@lru_cache(maxsize=1024)
def _turned(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    """What ``ENGINE`` names."""

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor of ours."""
        return self.connection.cursor(factory=Cursor)
