"""Leaves in a translation catalogue what a person wrote: no dates, no placeholders, one order for everybody."""

import sys
from pathlib import Path

import polib

KEPT = ("Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")


def tidy(path: Path) -> None:
    """Rewrite one catalogue; its entries stay in the order of the code."""
    catalogue = polib.pofile(str(path), wrapwidth=120)
    catalogue.metadata = {"Project-Id-Version": "nanobanken", **{name: catalogue.metadata[name] for name in KEPT}}
    catalogue.metadata["Language"] = "da"
    catalogue.metadata_is_fuzzy = False
    catalogue.header = f"Danish words of the room {path.parts[-5]!r}."
    catalogue.save(str(path))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        tidy(Path(name).resolve())
