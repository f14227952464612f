"""JSON-LD that lies in a web page's scripts."""

from typing import IO, Final

from nanobank.feeds.bridge import json_ld_in
from nanobank.feeds.formats.items import CannotRead

_MOST_BYTES: Final = 32_000_000


def objects_of_page(file: IO[bytes]) -> list[object]:
    """What the page's scripts of JSON-LD hold; nothing is run.

    Raises CannotRead: ``no_data`` when there is none, ``large``.
    """
    file.seek(0)
    page = file.read(_MOST_BYTES + 1)
    if len(page) > _MOST_BYTES:
        raise CannotRead("large")
    found = json_ld_in(page.decode("utf-8-sig", errors="replace"))
    if not found:
        raise CannotRead("no_data")
    return found
