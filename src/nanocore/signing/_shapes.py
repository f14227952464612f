"""The shapes that are known: a bounded store, in which what strangers bring cannot push out what honest issuers need.

A shape earns its keep by stages. At first it is read anew for each document (`plain`); used often, it gets code of its
own (`press`); and when the documents it is used for agree in most of their values, as those of one class do, it gets
code for just those (`narrowed`), which has only the rest to look at.
"""

import threading
from collections import deque
from collections.abc import Callable
from enum import Enum
from typing import Final, Protocol

from ._shape import Mould, Rendering, Tied
from ._shape_narrow import Values, narrowed, varying_in
from ._shape_source import press
from ._wordings import Wordings

PRESS_AFTER: Final = 4  # uses: pressing costs as much as some twenty documents by the plain way
NARROW_AFTER: Final = 16  # uses; then after twice as many, and so on
MAX_NARROW: Final = 8  # of one shape
_AGREE: Final = 0.5  # of the values: with fewer the same, narrowing saves too little


_ENDING: Final = 24  # bytes
_SHORT: Final = 1024  # bytes
_MAX_LATELY: Final = 256


class Shelf(Enum):
    """Who brought a shape: this house by signing, an issuer known here, or anybody else. How many, how many bytes."""

    ISSUED = 0, 256, 128 * 1024 * 1024
    KNOWN = 1, 256, 128 * 1024 * 1024
    STRANGERS = 2, 32, 16 * 1024 * 1024

    def __init__(self, rank: int, most: int, size: int) -> None:
        self.rank = rank
        self.most = most
        self.size = size


class Seen(Protocol):
    """A document that was read, of a shape that has not been worked out yet."""

    @property
    def size(self) -> int:
        """About how many bytes of memory its shape takes."""

    def mould(self) -> Mould | None:
        """Its shape, None if it has none."""


class _Kept:
    """A shape as it is kept, with the narrower ones made of it. It is worked out when it is first asked for."""

    def __init__(self, shelf: Shelf, place: int, new: Mould | Seen) -> None:
        self.shelf = shelf
        self.place = place
        self._seen = None if isinstance(new, Mould) else new
        self._moulds: tuple[Mould, ...] = (new,) if isinstance(new, Mould) else ()
        self.narrow: list[Mould] = []  # the newest first
        self.uses = 0
        self.narrow_at = NARROW_AFTER
        self.used_lately = True
        self.recent: deque[Values] = deque(maxlen=NARROW_AFTER)

    @property
    def moulds(self) -> tuple[Mould, ...]:
        """The narrowest first, the widest last; none if it has no shape after all."""
        if (seen := self._seen) is not None:
            mould = seen.mould()
            if self._seen is not None:  # nobody else was quicker
                self._moulds, self._seen = (mould,) if mould else (), None
        return self._moulds

    @property
    def size(self) -> int:
        return self._seen.size if self._seen is not None else sum(mould.shape.size for mould in self._moulds)

    def is_like(self, mould: Mould) -> bool:
        """Whether it has the same documents."""
        return bool(self.moulds) and self.moulds[-1].shape.is_like(mould.shape)

    def rendering(self, data: bytes) -> Rendering | None:
        moulds = self.moulds
        for mould in moulds:
            if rendering := mould.rendering(data):
                self.used_lately = True
                if mould is moulds[-1]:
                    rendering.improve = self.improve
                return rendering
        return None

    def improve(self, values: Values) -> None:
        """Note that the widest mould was used, for a document with these values, and better it when that pays."""
        self.uses += 1
        self.recent.append(values)
        wide = self.moulds[-1]
        try:
            if self.uses == PRESS_AFTER:
                wide = press(wide.shape)
            if self.uses == self.narrow_at:
                self.narrow_at *= 2  # where that does not help for long, it is tried ever more seldom
                if sample := self._like(values):
                    shape = narrowed(wide.shape, values, varying_in(wide.shape, sample))
                    self.narrow = [press(shape), *self.narrow][:MAX_NARROW]
        except Tied:
            return
        self._moulds = (*sorted(self.narrow, key=lambda mould: len(mould.shape.same_as)), wide)

    def _like(self, values: Values) -> list[Values]:
        """The recent documents that agree with this one in most values; none unless they are at least a few."""
        alike = [
            other for other in self.recent if sum(map(bytes.__eq__, values, other)) >= _AGREE * max(len(values), 1)
        ]
        return alike if len(alike) >= NARROW_AFTER // 4 else []


class Shapes:
    """Known shapes. Safe to use from many threads: what is read is replaced as a whole, never changed."""

    def __init__(self) -> None:
        self.wordings = Wordings()
        """How texts were worded that turned out to be of a known shape, and genuine."""
        self._changing = threading.Lock()
        self._kept: dict[Shelf, deque[_Kept]] = {shelf: deque() for shelf in Shelf}
        self._at: dict[int, tuple[_Kept, ...]] = {}
        self._lately: dict[
            tuple[bool, bytes], _Kept
        ] = {}  # by how a document ended, which is quicker to see than where to look
        self._short: dict[
            tuple[bool, bytes], Rendering
        ] = {}  # the options of a proof are the same for all signed in one second
        self._hopeless: dict[Shelf, deque[bytes]] = {shelf: deque(maxlen=shelf.most) for shelf in Shelf}

    def rendering(self, data: bytes, *, issued: bool = False) -> Rendering | None:
        """The document that orjson writes as `data`, if its shape is known; with `issued`, from signing it here."""
        if len(data) > _SHORT:
            return self._find(data, issued=issued)
        again = self._short.get((issued, data))
        if again is None and (again := self._find(data, issued=issued)):
            if len(self._short) >= _MAX_LATELY:
                self._short = {}
            self._short[issued, data] = again
        return again

    def _find(self, data: bytes, *, issued: bool) -> Rendering | None:
        ending = issued, data[-_ENDING:]
        lately = self._lately.get(ending)
        if lately and (rendering := lately.rendering(data)):
            return rendering
        for kept in self._at.get(_place(data), ()):
            if kept is lately or (issued and kept.shelf is not Shelf.ISSUED):
                continue
            if rendering := kept.rendering(data):
                if len(self._lately) >= _MAX_LATELY:
                    self._lately = {}
                self._lately[ending] = kept
                return rendering
        return None

    def keep(self, new: Mould | Seen, data: bytes, shelf: Shelf) -> None:
        """Keep the shape of `data`, which was found to be sound. One that is known moves to the better shelf."""
        place = _place(data)
        with self._changing:
            if others := self._at.get(place, ()):
                mould = new if isinstance(new, Mould) else new.mould()
                same = [kept for kept in others if mould and kept.is_like(mould)]
                if mould is None or any(kept.shelf.rank <= shelf.rank for kept in same):
                    return
                for kept in same:
                    self._kept[kept.shelf].remove(kept)
                    self._forget(kept)
            kept = _Kept(shelf, place, new)
            self._kept[shelf].append(kept)
            self._at[place] = (kept, *self._at.get(place, ()))
            self._make_room(shelf)

    def count(self, shelf: Shelf) -> int:
        """How many shapes are on a shelf."""
        return len(self._kept[shelf])

    def used(self, rendering: Rendering) -> None:
        """Note that a document by a known shape turned out sound."""
        if rendering.improve:
            self.improve(rendering.improve, rendering.values)

    def improve(self, improve: Callable[[Values], None], values: Values) -> None:
        """Note the same, given the `improve` of a rendering."""
        with self._changing:
            improve(values)

    def give_up(self, outline: bytes, shelf: Shelf) -> None:
        """Note that documents of this outline are better not tried again."""
        self._hopeless[shelf].append(outline)

    def is_hopeless(self, outline: bytes, shelf: Shelf) -> bool:
        """Whether a document of this outline was given up. What strangers bring decides for strangers alone."""
        return outline in self._hopeless[shelf]

    def _make_room(self, shelf: Shelf) -> None:
        """Let go of what has not been used since it was last looked at, the oldest first."""
        row = self._kept[shelf]
        while len(row) > shelf.most or sum(kept.size for kept in row) > shelf.size:
            kept = row.popleft()
            if kept.used_lately and len(row) > 1:
                kept.used_lately = False
                row.append(kept)
            else:
                self._forget(kept)

    def _forget(self, kept: _Kept) -> None:
        self._lately, self._short = {}, {}
        self._at[kept.place] = tuple(other for other in self._at[kept.place] if other is not kept)


def _place(data: bytes) -> int:
    """Where to look: as many keys as the document has. Documents of one shape have as many."""
    return data.count(b'":')
