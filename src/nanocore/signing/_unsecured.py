"""A credential without its proof, as the suites see it: by its shape where there is one, else by the long way."""

from dataclasses import dataclass, field
from typing import Final

import orjson

from ._contexts import Contexts
from ._first_sight import FirstSight
from ._json import JsonObject
from ._rdf import Statements, statements
from ._shape import Mould, Rendering
from ._shape_learn import learn, outline
from ._shapes import Shelf
from ._simple import read_off

_MOST_BESIDE: Final = 7  # others; a credential has no more proofs that are looked at
MAX_LEARNT: Final = 64 * 1024  # bytes of a document whose shape is learnt
# What is not plain JSON is left to the slow and strict, which names it.
_PLAIN_ONLY: Final = orjson.OPT_STRICT_INTEGER | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME


@dataclass
class Unsecured:
    """A document and the contexts it may name. Its statements are worked out once."""

    document: JsonObject
    contexts: Contexts
    twice: bool = False
    """Whether PyLD reads, too, what is read off in one pass, once for each shape.

    For what is signed here: others will expand it, so what PyLD says counts.
    """
    _found: Statements | Rendering | FirstSight | None = field(default=None, repr=False)
    _beside: tuple["Unsecured", ...] = field(default=(), init=False, repr=False)

    @classmethod
    def rendered(cls, rendering: Rendering, contexts: Contexts) -> "Unsecured":
        """A copy of a document whose statements are known, and which is fit to be signed."""
        return cls(rendering.document(), contexts, twice=True, _found=rendering)

    @property
    def statements(self) -> Statements | Rendering | FirstSight:
        """What the document says as RDF. Raises `Problem`."""
        if self._found is None:
            data = _written(self.document, self.contexts)
            known = self.contexts.shapes.rendering(data, issued=self.twice) if data else None
            new = None if known or not data else self._read_off()
            self._found = known or new or statements(self.document, self.contexts)
        return self._found

    @property
    def canonical_hash(self) -> bytes:
        """SHA-256 of the canonical N-Quads."""
        return self.statements.canonical_hash

    def beside(self, document: JsonObject) -> "Unsecured":
        """Another document read with the same contexts, as the options of a proof are; learnt together with this."""
        other = Unsecured({**document, "@context": self.document.get("@context")}, self.contexts, self.twice)
        self._beside = (*self._beside[-_MOST_BESIDE:], other)
        return other

    def learn(self, shelf: Shelf) -> None:
        """Remember the shape of what was found genuine, so that the next of its kind is quick."""
        shapes = self.contexts.shapes
        for unsecured in (self, *self._beside):
            found = unsecured._found
            if isinstance(found, Rendering):
                shapes.used(found)
            elif found and (data := _written(unsecured.document, self.contexts)) and len(data) <= MAX_LEARNT:
                new = found if isinstance(found, FirstSight) else unsecured._marked(found, shelf)
                if new:
                    shapes.keep(new, data, shelf)

    def known_again(self) -> Rendering | None:
        """What it says, in the quickest way that there is by now; None while its shape is not used often."""
        if not isinstance(self._found, Rendering) or not self._found.mould.is_pressed:
            return None
        return self.contexts.shapes.rendering(_written(self.document, self.contexts))

    def _read_off(self) -> FirstSight | None:
        read = read_off(self.document, self.contexts)
        found = FirstSight.of(read) if read else None
        if found and self.twice and statements(self.document, self.contexts).canonical != found.canonical:
            return None
        return found

    def _marked(self, found: Statements, shelf: Shelf) -> Mould | None:
        """The shape of what only PyLD can read."""
        shapes, seen = self.contexts.shapes, outline(self.document, self.contexts)
        if shapes.is_hopeless(seen, shelf):
            return None
        mould = learn(self.document, self.contexts, found)
        if mould is None:
            shapes.give_up(seen, shelf)
        return mould


def known_to_be_fit(document: JsonObject, contexts: Contexts) -> Rendering | None:
    """What `document`, which is not checked yet, says if it is of a shape that is signed here."""
    data = _written(document, contexts)
    return contexts.shapes.rendering(data, issued=True) if data else None


def _written(document: JsonObject, contexts: Contexts) -> bytes:
    """`document` as orjson writes it; empty if it cannot, because it is no plain JSON, or if it is never learnt."""
    if contexts.inline:
        return b""
    try:
        return orjson.dumps(document, option=_PLAIN_ONLY)
    except TypeError:
        return b""
