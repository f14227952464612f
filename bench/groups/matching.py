"""Finding by words and meaning, reading texts into competences, best bundles: the modules of ``bench.matching``."""

from collections.abc import Iterator

from bench.matching import bundles, is_wanted, needs, searching, titles, vectors
from bench.report import Row
from bench.volume.sizes import Size

_PARTS = {"bundles": bundles, "needs": needs, "searching": searching, "titles": titles, "vectors": vectors}


def measure(size: Size) -> Iterator[Row]:
    """The rows of each part. ``BENCH_MATCHING=vectors,needs`` asks for some."""
    for name, part in _PARTS.items():
        if is_wanted(name):
            yield from part.rows(size)
