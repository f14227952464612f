"""Learning opportunities as Europass takes them in XML (LOQ): read as they come, made into what JSON-LD would say.

Elements are known by their local names. What an offer refers to (``idref``) stands elsewhere in the file, so the file
is gone through once for that before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, Final
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from nanobank.feeds.formats.items import CannotRead, Row
from nanobank.feeds.formats.jsonld import said_of

_BLOCK: Final = 1 << 16
_OFFER: Final = "learningOpportunity"
_NAMED: Final = frozenset(("learningAchievementSpecification", "organisation", "learningOutcome"))
_MOST_NODES: Final = 20_000
_LONGEST_OFFER: Final = 20_000
"""Elements of one offer at most."""
_TEXT_ONLY: Final = frozenset(("title", "description", "legalName", "prefLabel", "noteLiteral", "additionalNote"))


class ElmXml:
    """A file of Europass's XML."""

    headings: tuple[str, ...] = ()

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._nodes: dict[str, Any] | None = None

    def rows(self) -> Iterator[Row]:
        """Each learning opportunity."""
        if self._nodes is None:
            named = self._elements(_NAMED)
            self._nodes = {
                one["id"]: one for one, _place in zip(named, range(_MOST_NODES), strict=False) if "id" in one
            }
        for number, offer in enumerate(self._elements({_OFFER}), start=1):
            yield Row(number, said_of(offer, self._nodes))

    def _elements(self, wanted: set[str] | frozenset[str]) -> Iterator[dict[str, Any]]:
        """The elements of these names that hold something, as objects; each is forgotten when it has been given."""
        stack: list[Element] = []
        for event, element in _events(self._file):
            if event == "start":
                stack.append(element)
                continue
            stack.pop()
            name = _name(element)
            outermost = not any(_name(above) in (*_NAMED, _OFFER) for above in stack)
            if outermost and name in (*_NAMED, _OFFER):
                if name in wanted and len(element):
                    yield _object(element)
                element.clear()
                if stack:
                    stack[-1].clear()


def _events(file: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """Raises CannotRead (``xml``, ``entities``): entities of one's own are how small files become endless ones."""
    file.seek(0)
    parser: XMLPullParser[Element] = XMLPullParser(["start", "end"])
    try:
        head = True
        while block := file.read(_BLOCK):
            if head and (b"<!DOCTYPE" in block or b"<!ENTITY" in block):
                raise CannotRead("entities")
            head = False
            parser.feed(block)
            yield from parser.read_events()  # type: ignore[misc]  # start and end come with an element
        parser.close()
    except ParseError:
        raise CannotRead("xml") from None


def _name(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _object(element: Element, depth: int = 0) -> dict[str, Any]:
    """The element as JSON-LD would have it: children by name, texts by language, references by id."""
    found: dict[str, Any] = {}
    name = element.get("id") or element.get("idref") or element.get("uri")
    if name:
        found["id"] = name
    for child in list(element)[:_LONGEST_OFFER] if depth < 8 else ():
        key = _name(child)
        value: Any = _value(child, depth)
        if key in _TEXT_ONLY and child.get("language"):
            value = {"@value": value, "@language": str(child.get("language"))}
        there = found.get(key)
        found[key] = value if there is None else [*(there if isinstance(there, list) else [there]), value]
    return found


def _value(child: Element, depth: int) -> Any:
    if len(child) and all(_name(one) == "text" for one in child):
        return {one.get("lang") or one.get("language") or "xx": one.text or "" for one in child}
    if len(child) or child.get("idref") or child.get("uri"):
        return _object(child, depth + 1)
    return (child.text or "").strip()
