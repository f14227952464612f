"""Europass's XML as the objects that its JSON-LD would be: children by name, texts by language, references by id.

Elements are known by their local names, and a name of an element is a type: ``learningOpportunity`` is a
``LearningOpportunity``. What would make small files endless ones, entities of a file's own, is not read.
"""

from collections.abc import Iterator
from typing import IO, Any, Final
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

_BLOCK: Final = 1 << 16
_MOST_CHILDREN: Final = 20_000
_DEEPEST: Final = 16
_TEXT_ONLY: Final = frozenset(("title", "description", "legalName", "prefLabel", "noteLiteral", "additionalNote"))
_DECLARED: Final = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
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
    try:
        return object_of(fromstring(data, forbid_dtd=True))
    except DefusedXmlException:
        raise UnreadableXml("entities") from None
    except (ParseError, ValueError, LookupError):  # the last two for encodings that nobody knows
        raise UnreadableXml("xml") from None


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
    if child.get("year"):
        return "-".join(part.strip("-") for name in ("year", "month", "day") if (part := child.get(name)))
    return (child.text or "").strip()
