"""Reads the shape off a document in one pass, if it uses of JSON-LD only what credentials use.

The rules are those of expansion and of the translation to RDF (JSON-LD 1.1 API, sections 5.1.2, 5.3.2 and 8.1), as far
as they go here: typed and scoped words, addresses, literals, numbers, lists and things inside things. Whatever is
out of the ordinary - value objects, maps, reverse properties, graphs, relative addresses, undefined words - raises
`NotSimple`; then PyLD reads the document, or says what is wrong with it. Nothing is ever dropped.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import orjson
from pyld.jsonld import _canonicalize_double

from ._contexts import Contexts
from ._graph import BLANK, RDF_FIRST, RDF_REST, RDF_TYPE
from ._json import JsonObject, as_list
from ._rdf import MAX_CONTEXT_MENTIONS, is_language
from ._shape import ADDRESS, Blank, Leaf, Shape, Slot, Statement, Value
from ._shape_join import XSD_DOUBLE, NotLearnt, joined
from ._vocabulary import Active, NotSimple, Word, vocabulary_of

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_STRING: Final = _XSD + "string"
_LANGUAGE_TAGGED: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_NIL: Final = Slot("IRI", b"http://www.w3.org/1999/02/22-rdf-syntax-ns#nil")


class Simple(NamedTuple):
    """The shape of a document, and its values as canonical N-Quads escape them."""

    shape: Shape
    values: tuple[bytes, ...]


def simple_shape(document: JsonObject, contexts: Contexts) -> Shape | None:
    """The shape of `document`; None if it takes PyLD to read it."""
    read = read_off(document, contexts)
    return read.shape if read else None


def read_off(document: JsonObject, contexts: Contexts) -> Simple | None:
    """What `document` says; None if it takes PyLD to read it."""
    reader = _Reader(contexts)
    try:
        root, template = reader.thing(document, vocabulary_of(contexts).root)
        if not reader.found:
            return None
        shape = joined(reader.found, originals=reader.originals, root=root, template=template)
        return Simple(shape, _escaped(reader.originals))
    except (NotSimple, NotLearnt):
        return None


class _Reader:
    def __init__(self, contexts: Contexts) -> None:
        self.contexts = contexts
        self.contexts_named = 0
        self.found: list[Statement] = []
        self.originals: list[str] = []
        self.blanks = 0

    def thing(self, element: JsonObject, active: Active) -> tuple[Value, JsonObject]:
        """What names a thing, and the thing with a leaf for each value. Its statements are added to those found."""
        if "@context" in element:
            active = active.with_contexts(self._contexts(element["@context"]))
        of_types = active
        type_key, types = _types(element, active)
        if types:
            active = active.with_types(types)
        subject: Value | None = None
        said: dict[str, list[Slot]] = {}
        template: JsonObject = {}
        for key, value in element.items():
            if key == "@context":
                template[key] = value
                continue
            word = active.word(key)
            if (word.name == "@type") != (key == type_key):
                raise NotSimple
            if word.name == "@id" and subject is None:
                subject = template[key] = self._address(value)
            elif word.name == "@type":
                said[RDF_TYPE] = [Slot("IRI", of_types.address(name).encode()) for name in types]
                template[key] = value
            elif word.is_keyword or word.name in said:
                raise NotSimple
            else:
                said[word.name], template[key] = self._values(key, value, word, active)
        if subject is None:
            subject = self._blank()
        self.found += [Statement(subject, about, slot) for about, slots in said.items() for slot in slots]
        return subject, template

    def _values(self, key: str, value: Any, word: Word, active: Active) -> tuple[list[Slot], Any]:
        """What is said by one property, and the value with its leaves."""
        if type(value) is str and not word.is_list and not word.is_scoped:
            slot, leaf = self._text(value, word, active)
            return [slot], leaf
        inside = active
        if word.is_scoped:
            inside = active.with_scope(key)
            word = inside.word(key)
        items = value if isinstance(value, list) else [value]
        read = [self._value(item, word, inside) for item in items]
        slots = [slot for slot, _ in read]
        template = [item for _, item in read]
        if word.is_list:
            slots = [self._list(slots)]
        return slots, template if isinstance(value, list) else template[0]

    def _value(self, value: Any, word: Word, active: Active) -> tuple[Slot, Any]:
        kind = type(value)
        if kind is str:
            return self._text(value, word, active)
        if kind is dict and not word.is_scoped:
            if active.has_previous and not _is_reference(value, active):
                active = active.previous()
            subject, template = self.thing(value, active)
            return Slot(BLANK if isinstance(subject, Blank) else "IRI", subject), template
        if kind in (bool, int, float) and not word.coercion.startswith("@"):
            return _number(value, word.coercion), value
        raise NotSimple

    def _text(self, text: str, word: Word, active: Active) -> tuple[Slot, Any]:
        match word.coercion:
            case "@id":
                leaf = self._address(text)
                return Slot("IRI", leaf), leaf
            case "@vocab":
                return Slot("IRI", active.address(text).encode()), text
            case "" | "@none" if word.language:
                if not is_language(word.language):
                    raise NotSimple
                datatype = _LANGUAGE_TAGGED
            case "" | "@none":
                datatype = _STRING
            case datatype:
                pass
        leaf = self._leaf(text)
        return Slot("literal", leaf, datatype, word.language if datatype is _LANGUAGE_TAGGED else ""), leaf

    def _list(self, slots: list[Slot]) -> Slot:
        rest = _NIL
        links = [self._blank() for _ in slots]
        for link, slot in zip(reversed(links), reversed(slots), strict=True):
            self.found += [Statement(link, RDF_FIRST, slot), Statement(link, RDF_REST, rest)]
            rest = Slot(BLANK, link)
        return rest

    def _contexts(self, value: Any) -> tuple[str, ...]:
        named = tuple(as_list(value))
        self.contexts_named += len(named)
        known = all(isinstance(address, str) and address in self.contexts for address in named)
        if not named or not known or self.contexts_named > MAX_CONTEXT_MENTIONS:
            raise NotSimple
        return named

    def _address(self, value: Any) -> Leaf:
        if not isinstance(value, str) or not value.isascii() or not ADDRESS.fullmatch(value.encode()):
            raise NotSimple
        return self._leaf(value)

    def _leaf(self, text: str) -> Leaf:
        self.originals.append(text)
        return Leaf(len(self.originals) - 1)

    def _blank(self) -> Blank:
        self.blanks += 1
        return Blank(self.blanks - 1)


def _escaped(texts: Sequence[str]) -> tuple[bytes, ...]:
    """The texts as JSON has them between quotes. Inside of one no quote follows a comma: a backslash is before it."""
    return tuple(orjson.dumps(texts)[2:-2].split(b'","')) if texts else ()


def _types(element: JsonObject, active: Active) -> tuple[str, tuple[str, ...]]:
    """The key under which a thing gives its types, and the types. Raises `NotSimple` for more keys than one."""
    keys = active.type_words & element.keys()
    if not keys:
        return "", ()
    (key, *others) = keys
    types = as_list(element[key])
    if others or not all(isinstance(name, str) for name in types):
        raise NotSimple
    return key, tuple(types)


def _is_reference(element: JsonObject, active: Active) -> bool:
    """Whether it is nothing but a name, which is read where it stands."""
    return len(element) == 1 and all(active.word(key).name == "@id" for key in element)


def _number(value: float, datatype: str) -> Slot:
    """A number or a truth value as RDF writes it (JSON-LD 1.1 API, section 8.2)."""
    if isinstance(value, bool):
        return Slot("literal", b"true" if value else b"false", datatype or _XSD + "boolean")
    if isinstance(value, float) or datatype == XSD_DOUBLE:
        return Slot("literal", _canonicalize_double(float(value)).encode(), datatype or XSD_DOUBLE)
    return Slot("literal", str(value).encode(), datatype or _XSD + "integer")
