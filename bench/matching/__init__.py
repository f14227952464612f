"""What search, reading and bundles are measured with."""

import os


def is_wanted(name: str) -> bool:
    """Whether this part is measured: all are, unless ``BENCH_MATCHING`` names some."""
    asked = os.environ.get("BENCH_MATCHING", "")
    return not asked or name in asked.split(",")
