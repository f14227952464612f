"""What the page of a course says of it: the JSON-LD within; else its title, its description and whose site it is."""

import json
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

_MOST_BLOCKS: Final = 20
_MOST_CHARACTERS: Final = 500_000


@dataclass(frozen=True)
class PageFacts:
    """The JSON-LD documents of a page, and what it says in its head. ``language`` is two letters."""

    json_ld: tuple[object, ...] = ()
    title: str = ""
    description: str = ""
    site: str = ""
    language: str = ""


class _Head(HTMLParser):
    """Collects ``script type="application/ld+json"``, the title and what ``meta`` says."""

    def __init__(self, most_blocks: int | None = _MOST_BLOCKS) -> None:
        super().__init__(convert_charrefs=True)
        self._most_blocks = most_blocks
        self.blocks: list[str] = []
        self.meta: dict[str, str] = {}
        self.language = ""
        self._within = ""
        self._pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """What begins here."""
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.get("lang", "")[:2].lower()
        elif tag == "meta":
            name = (given.get("property") or given.get("name", "")).lower()
            self.meta.setdefault(name, given.get("content", "").strip())
        elif tag == "title" and "title" not in self.meta:
            self._within, self._pieces = "title", []
        elif tag == "script" and given.get("type", "").strip().lower() == "application/ld+json":
            self._within, self._pieces = "script", []

    def handle_data(self, data: str) -> None:
        """What stands in it."""
        if self._within:
            self._pieces.append(data)

    def handle_endtag(self, tag: str) -> None:
        """What ends here."""
        if tag != self._within:
            return
        text = "".join(self._pieces).strip()
        if tag == "title":
            self.meta["title"] = " ".join(text.split())
        elif self._most_blocks is None or len(self.blocks) < self._most_blocks:
            self.blocks.append(text)
        self._within = ""


def json_ld_in(html: str) -> list[object]:
    """All the JSON-LD that lies in a page's scripts, however many there are; what is broken is passed over."""
    head = _Head(most_blocks=None)
    head.feed(html)
    head.close()
    return [document for block in head.blocks if (document := _parsed(block)) is not None]


def read_page(html: str) -> PageFacts:
    """What a page says of what it is about. Any text gives an answer."""
    head = _Head()
    head.feed(html[:_MOST_CHARACTERS])
    head.close()
    documents = [document for block in head.blocks if (document := _parsed(block)) is not None]
    meta = head.meta
    return PageFacts(
        tuple(documents),
        title=(meta.get("og:title") or meta.get("title", ""))[:300],
        description=(meta.get("og:description") or meta.get("description", ""))[:2000],
        site=meta.get("og:site_name", "")[:200],
        language=head.language if head.language.isalpha() else "",
    )


def _parsed(block: str) -> object | None:
    try:
        document: object = json.loads(block.removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        return None
    return document
