"""The wordings that are known, each with what is known of the texts that have it."""

import threading
from collections.abc import Callable
from typing import Any, Final

from ._wording import Values, Wording

_BEGINNING: Final = 16  # bytes
_MOST: Final = 24  # that begin alike
_PLACES: Final = 64
_SELDOM: Final = 64  # texts found by no wording, after which one more is learnt from; the first few are more welcome


class Wordings:
    """Known wordings. Safe to use from many threads: what is read is replaced as a whole, never changed."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._at: dict[tuple[bytes, bytes], tuple[tuple[Wording, Any], ...]] = {}
        self._strange: dict[tuple[bytes, bytes], int] = {}

    def find(self, text: bytes, header: bytes = b"") -> tuple[Values, Any] | None:
        """The values in `text` by the narrowest wording that it has, and what is known of that; None if it has none.

        What is known of a text is known of those under the same `header`.
        """
        for wording, known in self._at.get(_place_of(text, header), ()):
            values = wording.values(text)
            if values is not None:
                return values, known
        return None

    def learn(self, text: bytes, header: bytes, known_of: Callable[[], tuple[Wording, Any] | None]) -> None:
        """Note that what was known of `text` was no help; if it is time to learn more, ask for it and keep it.

        What never comes again in the same words is not worth the time it takes: it is asked for ever more seldom.
        """
        place = _place_of(text, header)
        known = self.find(text, header)
        if not (known[1].is_due if known else self._is_time(place)):
            return
        new = known_of()
        if new is None:
            return
        with self._changing:
            others = [old for old in self._at.get(place, ()) if old[0].segments != new[0].segments]
            kept = sorted([new, *others][:_MOST], key=lambda known: len(known[0].leaves))
            places = list(self._at.items())[-_PLACES:]
            self._at = {**dict(places), place: tuple(kept)}

    def _is_time(self, place: tuple[bytes, bytes]) -> bool:
        """Whether to learn from a text in words that are not known."""
        with self._changing:
            if len(self._strange) > _PLACES:
                self._strange = {}
            self._strange[place] = strange = self._strange.get(place, 0) + 1
        return not strange & (strange - 1) or not strange % _SELDOM


def _place_of(text: bytes, header: bytes) -> tuple[bytes, bytes]:
    """Where to look: how it begins, before anything in it varies."""
    return header, text[:_BEGINNING]
