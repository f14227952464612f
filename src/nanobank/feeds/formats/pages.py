"""JSON-LD that lies in a web page's scripts."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import IO, Any, Final

from nanobank.feeds.formats.items import CannotRead

_MOST_BYTES: Final = 32_000_000


class _Scripts(HTMLParser):
    """Collects what scripts of JSON-LD hold; nothing is run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A script of ours begins."""
        self._inside = tag == "script" and (dict(attrs).get("type") or "").strip().lower() == "application/ld+json"
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        """Any element ends it."""
        self._inside = False

    def handle_data(self, data: str) -> None:
        """What it holds."""
        if self._inside:
            self.found[-1] += data


def objects_of_page(file: IO[bytes]) -> Iterator[Any]:
    """What the page's scripts of JSON-LD hold; one that is broken is passed over.

    Raises CannotRead: ``no_data`` when there is none, ``large``.
    """
    file.seek(0)
    page = file.read(_MOST_BYTES + 1)
    if len(page) > _MOST_BYTES:
        raise CannotRead("large")
    scripts = _Scripts()
    scripts.feed(page.decode("utf-8-sig", errors="replace"))
    scripts.close()
    read = 0
    for script in scripts.found:
        try:
            yield json.loads(script.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            continue
        read += 1
    if not read:
        raise CannotRead("no_data")
