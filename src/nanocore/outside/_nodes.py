"""JSON-LD as people write it: read by its words, references followed, texts and codes in whichever shape they come.

Contexts are never fetched nor expanded. Europass's XML comes as the same objects (``_xml``).
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, TypeAlias

Node: TypeAlias = Mapping[str, Any]
"""One JSON object."""
Known: TypeAlias = Mapping[str, Node]
"""What can be referred to, by its id."""

_DEEPEST_TEXT: Final = 6
_TEXTS: Final = (
    *("@value", "da", "dan", "en", "eng", "name", "title", "value", "noteLiteral", "prefLabel", "narrative"),
    "targetName",
)
_IDS: Final = frozenset(("id", "uri", "url"))
_CODES: Final = ("@id", "id", "uri", "alternateName", "name", "termCode", "prefLabel")


def types_of(node: Node) -> frozenset[str]:
    """The last part of each of its types: ``schema:Course`` and ``https://schema.org/Course`` are ``Course``."""
    said = node.get("@type") or node.get("type") or ()
    names = said if isinstance(said, list) else [said]
    return frozenset(
        one.replace("#", "/").replace(":", "/").rsplit("/", 1)[-1] for one in names if isinstance(one, str)
    )


def id_of(node: Node) -> str:
    """What it goes by; empty when it has no id."""
    return text(node.get("@id") or node.get("id"))


def pick(node: Node, *names: str) -> Any:
    """The first of these that says something."""
    return next((node[name] for name in names if node.get(name)), None)


def each(value: Any, known: Known) -> Iterator[Any]:
    """Each of one or several values, references followed once."""
    for one in value if isinstance(value, list) else [] if value is None else [value]:
        name = one if isinstance(one, str) else id_of(one) if _is_reference(one) else ""
        yield known.get(name, one) if name else one


def first(value: Any, known: Known) -> Node:
    """The first object among them; an empty one when there is none."""
    return next((one for one in each(value, known) if isinstance(one, Mapping)), {})


def _is_reference(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) <= {"@id", "id", "@type", "type"}


def text(value: Any, depth: int = 0) -> str:
    """A text, whichever way it is said: plain, with its language, by language, the first of several. Danish first."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or value is None or depth > _DEEPEST_TEXT:
        return ""
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, list):
        return _of_several(value, depth)
    return _of_object(value, depth) if isinstance(value, Mapping) else ""


def _of_several(values: list[Any], depth: int) -> str:
    spoken = [one for one in values if isinstance(one, Mapping) and str(one.get("@language", "")).startswith("da")]
    return next((found for one in (*spoken, *values) if (found := text(one, depth + 1))), "")


def _of_object(node: Node, depth: int) -> str:
    named = (node[name] for name in _TEXTS if name in node)
    by_language = (value for name, value in node.items() if len(name) in (2, 3) and name not in _IDS)
    return next((found for one in (*named, *by_language) if (found := text(one, depth + 1))), "")


def codes(value: Any, known: Known) -> Iterator[str]:
    """Codes, as their address or as they are called."""
    for one in each(value, known):
        if isinstance(one, Mapping):
            one = text(pick(one, *_CODES))
        if isinstance(one, str) and one:
            yield one


def code(value: Any, known: Known) -> str:
    """The first of them; empty when there is none."""
    return next(codes(value, known), "")
