"""What goes into the bank: writing, uploading, taking in, telling what is alike. The modules of ``bench.supply``."""

from collections.abc import Iterator

from bench.report import Row
from bench.supply import editor, importing, is_wanted, overlap, precedents, upload
from bench.volume.sizes import Size

_PARTS = {
    "editor": editor, "importing": importing, "overlap": overlap, "precedents": precedents, "upload": upload,
}  # fmt: skip


def measure(size: Size) -> Iterator[Row]:
    """The rows of each part. ``BENCH_SUPPLY=importing,editor`` asks for some."""
    for name, part in _PARTS.items():
        if is_wanted(name):
            yield from part.rows(size)
