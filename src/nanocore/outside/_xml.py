"""Europass's XML as the objects that its JSON-LD would be: children by name, texts by language, references by id.

Elements are known by their local names, and a name of an element is a type: ``learningOpportunity`` is a
``LearningOpportunity``. What would make small files endless ones, entities of a file's own, is not read.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any, Final
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

_BLOCK: Final = 1 << 16
_MOST_CHILDREN: Final = 20_000
_DEEPEST: Final = 16
_TEXT_ONLY: Final = frozenset(("title", "description", "legalName", "prefLabel", "noteLiteral", "additionalNote"))
_DECLARED: Final = (b"<!DOCTYPE", b"<!ENTITY")
_LONGEST_MARK: Final = max(map(len, _DECLARED))


class UnreadableXml(ValueError):
    """It is no XML (``xml``), or it declares entities of its own (``entities``); ``code`` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def events_of(file: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """``start`` and ``end`` of each element from the beginning of the file on. Raises UnreadableXml."""
    file.seek(0)
    parser: XMLPullParser[Element] = XMLPullParser(["start", "end"])
    begun, tail = False, b""
    try:
        while block := file.read(_BLOCK):
            if not begun and any(mark in tail + block for mark in _DECLARED):
                raise UnreadableXml("entities")
            tail = block[-_LONGEST_MARK:]
            parser.feed(block)
            for event in parser.read_events():
                begun = True
                yield event  # type: ignore[misc]  # start and end come with an element
        parser.close()
    except ParseError:
        raise UnreadableXml("xml") from None


def object_of_xml(data: bytes) -> dict[str, Any]:
    """All of a document as one object. Raises UnreadableXml."""
    outermost = None
    for event, element in events_of(BytesIO(data)):
        if event == "start" and outermost is None:
            outermost = element
    if outermost is None:
        raise UnreadableXml("xml")
    return object_of(outermost)


def name_of(element: Element) -> str:
    """Its name without the namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def object_of(element: Element, depth: int = 0) -> dict[str, Any]:
    """One element as JSON-LD would have it."""
    name = name_of(element)
    found: dict[str, Any] = {"@type": name[:1].upper() + name[1:]}
    identity = element.get("id") or element.get("idref") or element.get("uri")
    if identity:
        found["id"] = identity
    for child in list(element)[:_MOST_CHILDREN] if depth < _DEEPEST else ():
        key = name_of(child)
        value = _value(child, depth)
        if key in _TEXT_ONLY and child.get("language"):
            value = {"@value": value, "@language": str(child.get("language"))}
        there = found.get(key)
        found[key] = value if there is None else [*(there if isinstance(there, list) else [there]), value]
    return found


def _value(child: Element, depth: int) -> Any:
    if len(child) and all(name_of(one) == "text" for one in child):
        return {one.get("lang") or one.get("language") or "xx": one.text or "" for one in child}
    if len(child) or child.get("idref") or child.get("uri"):
        return object_of(child, depth + 1)
    return (child.text or "").strip()
