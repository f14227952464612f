"""Offers in JSON-LD: schema.org's Course and ItemList, and learning opportunities of the European Learning Model.

Read by the names of their properties, not by expanding contexts: a stranger's context is never fetched. See
https://schema.org/Course and the LOQ profile of ELM 3 (elm:LearningOpportunity, elm:LearningAchievementSpecification).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, Final

from nanobank.feeds.bridge import Node, id_of, said_of, types_of
from nanobank.feeds.formats.items import Row, Wrong
from nanobank.feeds.formats.streams import objects_in

_OFFERS: Final = frozenset(
    ("Course", "EducationEvent", "EducationalOccupationalProgram", "LearningOpportunity", "Product", "LearningResource")
)
_HELD: Final = ("itemListElement", "dataFeedElement", "@graph", "mainEntity", "hasPart", "learningOpportunities")
_MOST_NODES: Final = 20_000
_DEEPEST: Final = 6


class JsonLd:
    """A file of JSON-LD; or objects that were found somewhere else, in a page's scripts."""

    headings: tuple[str, ...] = ()

    def __init__(self, file: IO[bytes] | None = None, objects: Iterable[Any] = ()) -> None:
        self._file, self._objects = file, list(objects)
        self._nodes: dict[str, Node] | None = None

    def rows(self) -> Iterator[Row]:
        """Each offer; what is no offer (organisations, specifications) is what offers refer to."""
        if self._nodes is None:
            self._nodes = dict(self._named())
        number = 0
        for offer in self._all():
            if isinstance(offer, str) or _is_offer(offer):
                number += 1
                yield self._row(number, offer)

    def _all(self) -> Iterator[Node | str]:
        for found in objects_in(self._file) if self._file is not None else self._objects:
            yield from _flat(found)

    def _named(self) -> Iterator[tuple[str, Node]]:
        """What can be referred to, by its name, as far as there is room for it."""
        room = _MOST_NODES
        for node in self._all():
            name = "" if isinstance(node, str) else id_of(node)
            if name and room and isinstance(node, Mapping) and not _is_offer(node):
                room -= 1
                yield name, node

    def _row(self, number: int, offer: Node | str) -> Row:
        if isinstance(offer, str):
            return Row(number, wrong=(Wrong("", offer[:200], "only_address"),))
        return Row(number, said_of(offer, self._nodes or {}))


def _flat(found: Any, depth: int = 0) -> Iterator[Node | str]:
    """Offers and what they refer to, out of the lists and list items that they lie in."""
    if depth > _DEEPEST:
        return
    if isinstance(found, list):
        for one in found:
            yield from _flat(one, depth + 1)
    elif isinstance(found, Mapping):
        item = found.get("item")
        held = [found[name] for name in _HELD if name in found] if not _is_offer(found) else []
        if "ListItem" in types_of(found) or "DataFeedItem" in types_of(found):
            address = item if isinstance(item, str) else found.get("url") if item is None else None
            if isinstance(address, str):
                yield address
            else:
                yield from _flat(item, depth + 1)
        elif held:
            for one in held:
                yield from _flat(one, depth + 1)
        else:
            yield found


def _is_offer(node: Node | str) -> bool:
    if isinstance(node, str):
        return False
    types = types_of(node)
    return bool(types & _OFFERS) or ("learningAchievementSpecification" in node and "title" in node)
