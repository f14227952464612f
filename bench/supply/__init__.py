"""What authoring, reuse, udtræk and outside offers are measured with: a module here for each, with ``rows(size)``."""

import os


def is_wanted(name: str) -> bool:
    """Whether this part is measured: all are, unless ``BENCH_SUPPLY`` names some."""
    asked = os.environ.get("BENCH_SUPPLY", "")
    return not asked or name in asked.split(",")
