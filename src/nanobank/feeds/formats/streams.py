"""The objects of a JSON feed one at a time, so that memory does not grow with the feed."""

import io
import json
import re
from collections.abc import Iterator
from typing import IO, Any, Final

from nanobank.feeds.formats.items import CannotRead

_BLOCK: Final = 1 << 18
_LONGEST: Final = 4_000_000
"""Characters of one offer; a feed whose parts are longer is no list of offers."""
_LISTS: Final = re.compile(r'"(?:itemListElement|@graph|dataFeedElement|learningOpportunities|items|courses)"\s*:\s*\[')
_BETWEEN: Final = re.compile(r"[\s,]*")
_DECODER: Final = json.JSONDecoder()


def objects_in(file: IO[bytes]) -> Iterator[Any]:
    """The members of the first list of offers in a file, or all of it where there is no list.

    A list is one at the top, or one that goes by a name that lists of offers have. Raises CannotRead (``json``).
    """
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace")
    try:
        buffer = text.read(_BLOCK)
        if not buffer.strip():
            raise CannotRead("empty")
        if buffer.lstrip()[:1] == "[":
            yield from _members(text, buffer[buffer.index("[") + 1 :])
            return
        found = _LISTS.search(buffer)
        if found:
            yield from _members(text, buffer[found.end() :])
        else:
            yield _whole(buffer + text.read(_LONGEST))
    finally:
        if not file.closed:  # as it is when whoever reads has stopped half way and closed it
            text.detach()


def _whole(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise CannotRead("json") from None


def _members(text: io.TextIOWrapper, buffer: str) -> Iterator[Any]:
    """Each member of the list whose beginning has just been passed."""
    at = 0
    while True:
        at = _BETWEEN.match(buffer, at).end()  # type: ignore[union-attr]  # it matches nothing too
        if buffer[at : at + 1] == "]":
            return
        try:
            member, end = _DECODER.raw_decode(buffer, at)
        except (ValueError, RecursionError):
            more = text.read(max(_BLOCK, len(buffer) - at))
            if not more or len(buffer) - at > _LONGEST:
                raise CannotRead("json") from None
            buffer, at = buffer[at:] + more, 0
            continue
        if end == len(buffer) and not isinstance(member, dict | list):
            raise CannotRead("json")
        yield member
        at = end
        if at > _BLOCK:
            buffer, at = buffer[at:], 0
