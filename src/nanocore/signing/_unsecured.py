"""A credential without its proof, as the suites see it: by its shape where that is known, else by the long way."""

from dataclasses import dataclass, field
from typing import Final

import orjson

from ._contexts import Contexts
from ._json import JsonObject
from ._rdf import Statements, statements
from ._shape import Rendering
from ._shape_learn import learn, outline
from ._shapes import Shelf

MAX_LEARNT: Final = 64 * 1024  # bytes of a document whose shape is learnt
# What is not plain JSON is left to the slow and strict, which names it.
_PLAIN_ONLY: Final = orjson.OPT_STRICT_INTEGER | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME


@dataclass
class Unsecured:
    """A document and the contexts it may name. Its statements are worked out once."""

    document: JsonObject
    contexts: Contexts
    _found: Statements | Rendering | None = field(default=None, repr=False)
    _beside: tuple["Unsecured", ...] = field(default=(), init=False, repr=False)

    @classmethod
    def known(cls, document: JsonObject, contexts: Contexts) -> "Unsecured | None":
        """A copy of `document`, not checked yet, if it is of a known shape and so fit to be signed."""
        data = _written(document, contexts)
        rendering = contexts.shapes.rendering(data) if data else None
        return cls(rendering.document(), contexts, rendering) if rendering else None

    @property
    def statements(self) -> Statements | Rendering:
        """What the document says as RDF. Raises `Problem`."""
        if self._found is None:
            data = _written(self.document, self.contexts)
            known = self.contexts.shapes.rendering(data) if data else None
            self._found = known or statements(self.document, self.contexts)
        return self._found

    @property
    def canonical_hash(self) -> bytes:
        """SHA-256 of the canonical N-Quads."""
        return self.statements.canonical_hash

    def beside(self, document: JsonObject) -> "Unsecured":
        """Another document read with the same contexts, as the options of a proof are; learnt together with this."""
        other = Unsecured({**document, "@context": self.document.get("@context")}, self.contexts)
        self._beside += (other,)
        return other

    def learn(self, shelf: Shelf) -> None:
        """Remember the shape of what was found genuine, so that the next of its kind is quick."""
        for unsecured in (self, *self._beside):
            found = unsecured._found
            if isinstance(found, Rendering):
                self.contexts.shapes.used(found)
            elif isinstance(found, Statements):
                unsecured._learn_anew(found, shelf)

    def _learn_anew(self, found: Statements, shelf: Shelf) -> None:
        data = _written(self.document, self.contexts)
        if not data or len(data) > MAX_LEARNT:
            return
        shapes, seen = self.contexts.shapes, outline(self.document, self.contexts)
        if shapes.is_hopeless(seen, shelf):
            return
        mould = learn(self.document, self.contexts, found)
        if mould is None:
            shapes.give_up(seen, shelf)
        else:
            shapes.keep(mould, data, shelf)


def _written(document: JsonObject, contexts: Contexts) -> bytes:
    """`document` as orjson writes it; empty if it cannot, because it is no plain JSON, or if it is never learnt."""
    if contexts.inline:
        return b""
    try:
        return orjson.dumps(document, option=_PLAIN_ONLY)
    except TypeError:
        return b""
