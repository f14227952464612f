"""Learning opportunities as Europass takes them in XML (LOQ): read as they come, made into what JSON-LD would say.

Elements are known by their local names. What an offer refers to (``idref``) stands elsewhere in the file, so the file
is gone through once for that before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, Final
from xml.etree.ElementTree import Element

from nanobank.feeds.bridge import UnreadableXml, events_of, name_of, object_of, said_of
from nanobank.feeds.formats.items import CannotRead, Row

_OFFER: Final = "learningOpportunity"
_NAMED: Final = frozenset(("learningAchievementSpecification", "organisation", "learningOutcome"))
_MOST_NODES: Final = 20_000


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
            name = name_of(element)
            outermost = not any(name_of(above) in (*_NAMED, _OFFER) for above in stack)
            if outermost and name in (*_NAMED, _OFFER):
                if name in wanted and len(element):
                    yield object_of(element)
                element.clear()
                if stack:
                    stack[-1].clear()


def _events(file: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """Raises CannotRead (``xml``, ``entities``)."""
    try:
        yield from events_of(file)
    except UnreadableXml as unreadable:
        raise CannotRead(unreadable.code) from None
