"""Reads what a document says in one pass over it, if it uses of JSON-LD only what credentials use.

The rules are those of expansion and of the translation to RDF (JSON-LD 1.1 API, sections 5.1.2, 5.3.2 and 8.1), as far
as they go here: typed and scoped words, addresses, literals, numbers, lists and things inside things. Whatever is
out of the ordinary - value objects, maps, reverse properties, graphs, relative addresses, undefined words - raises
`NotSimple`; then PyLD reads the document, or says what is wrong with it. Nothing is ever dropped.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import orjson
from pyld.jsonld import _canonicalize_double

from ._contexts import Contexts
from ._graph import BLANK, RDF_FIRST, RDF_REST, RDF_TYPE
from ._json import MAX_VALUES, JsonObject, as_list
from ._rdf import MAX_CONTEXT_MENTIONS
from ._shape import ADDRESS, Blank, Leaf, Shape, Value
from ._shape_join import NotLearnt, joined
from ._shape_lines import DOUBLE, Manner, manner
from ._vocabulary import Active, NotSimple, Word, vocabulary_of

Said: TypeAlias = tuple[Manner, Value]
"""How something is said of a thing, and what."""

Thing: TypeAlias = tuple[Leaf | Blank, list[Said]]
"""What names a thing, and what is said of it."""

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_NIL: Final = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"
_CONTEXT: Final = Word("@context", is_keyword=True)
_TYPED: Final = manner(RDF_TYPE, "IRI")
_LEAVES: Final = tuple(map(Leaf, range(MAX_VALUES)))


class Simple(NamedTuple):
    """What a document says, each place of a value with a leaf of its own, and the values in the order of the leaves."""

    things: list[Thing]
    originals: list[str]
    root: Leaf | Blank
    template: JsonObject

    @property
    def values(self) -> tuple[bytes, ...]:
        """The values as canonical N-Quads escape them."""
        return _escaped(self.originals)

    def shape(self) -> Shape | None:
        """Its shape; None if too much depends on the values."""
        found = [how.statement(subject, value) for subject, said in self.things for how, value in said]
        try:
            return joined(found, originals=self.originals, root=self.root, template=self.template)
        except NotLearnt:
            return None


def simple_shape(document: JsonObject, contexts: Contexts) -> Shape | None:
    """The shape of `document`; None if it takes PyLD to read it."""
    read = read_off(document, contexts)
    return read.shape() if read else None


def read_off(document: JsonObject, contexts: Contexts) -> Simple | None:
    """What `document` says; None if it takes PyLD to read it."""
    reader = _Reader(contexts)
    try:
        root, template = reader.thing(document, vocabulary_of(contexts).root)
    except (NotSimple, IndexError):  # of more values than there are leaves
        return None
    return Simple(reader.things, reader.originals, root, template) if any(said for _, said in reader.things) else None


class _Reader:
    def __init__(self, contexts: Contexts) -> None:
        self.contexts = contexts
        self.contexts_named = 0
        self.things: list[Thing] = []
        self.originals: list[str] = []
        self.blanks = 0

    def thing(self, element: JsonObject, active: Active) -> tuple[Leaf | Blank, JsonObject]:
        """What names a thing, and the thing with a leaf for each value. What it says is added to the things."""
        template: JsonObject = {}
        if "@context" in element:
            active = active.with_contexts(self._contexts(element["@context"]))
        type_key, types = _types(element, active)
        said: list[Said] = [(_TYPED, active.address(name).encode()) for name in types]
        if types:
            active = active.with_types(types)
        words, originals = active.words, self.originals
        subject: Leaf | Blank | None = None
        names: set[str] = set()
        for key, value in element.items():
            word = words.get(key) or self._word(key, active)
            names.add(word.name)
            if type(value) is str and (says := word.says):
                template[key] = leaf = _LEAVES[len(originals)]
                originals.append(value)
                said.append((says, leaf))
            elif not word.is_keyword:
                template[key] = self._values(key, value, word, active, said)
            elif word.name == "@id":
                subject = template[key] = self._address(value)
            elif key in (type_key, "@context"):
                template[key] = value
            else:
                raise NotSimple
        if len(names) != len(element):
            raise NotSimple
        if subject is None:
            subject = self._blank()
        self.things.append((subject, said))
        return subject, template

    def _values(self, key: str, value: Any, word: Word, active: Active, said: list[Said]) -> Any:
        """The value of one property with its leaves. What is said by it is added to what is `said`."""
        if word.is_scoped:
            active = active.with_scope(key)
            word = active.word(key)
        if not isinstance(value, list) and not word.is_list:
            return self._value(value, word, active, said)
        own: list[Said] = [] if word.is_list else said
        items = value if isinstance(value, list) else [value]
        template = [self._value(item, word, active, own) for item in items]
        if word.is_list:
            said.append(self._list(own, word))
        return template if isinstance(value, list) else template[0]

    def _value(self, value: Any, word: Word, active: Active, said: list[Said]) -> Any:
        kind = type(value)
        if kind is str:
            return self._text(value, word, active, said)
        if kind is dict and not word.is_scoped:
            if active.has_previous and not _is_reference(value, active):
                active = active.previous()
            subject, template = self.thing(value, active)
            said.append((word.pointing(subject), subject))
            return template
        if kind in (bool, int, float) and not word.coercion.startswith("@"):
            said.append(_number(value, word))
            return value
        raise NotSimple

    def _text(self, text: str, word: Word, active: Active, said: list[Said]) -> Any:
        match word.coercion:
            case "@id":
                leaf = self._address(text)
                said.append((word.pointing(leaf), leaf))
                return leaf
            case "@vocab":
                address = active.address(text).encode()
                said.append((word.pointing(address), address))
                return text
        if word.text is None:
            raise NotSimple
        leaf = self._leaf(text)
        said.append((word.text, leaf))
        return leaf

    def _list(self, items: list[Said], word: Word) -> Said:
        rest: Value = _NIL
        links = [self._blank() for _ in items]
        for link, (how, value) in zip(reversed(links), reversed(items), strict=True):
            item = manner(RDF_FIRST, how.kind, how.datatype, how.language)
            onward = manner(RDF_REST, "IRI" if rest is _NIL else BLANK)
            self.things.append((link, [(item, value), (onward, rest)]))
            rest = link
        return word.pointing(rest), rest

    def _word(self, key: str, active: Active) -> Word:
        return _CONTEXT if key == "@context" else active.word(key)

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
        leaf = _LEAVES[len(self.originals)]
        self.originals.append(text)
        return leaf

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


def _number(value: float, word: Word) -> Said:
    """A number or a truth value as RDF writes it (JSON-LD 1.1 API, section 8.2)."""
    datatype = word.coercion
    if isinstance(value, bool):
        return manner(word.name, "literal", datatype or _XSD + "boolean"), b"true" if value else b"false"
    if isinstance(value, float) or datatype == DOUBLE:
        return manner(word.name, "literal", datatype or DOUBLE), _canonicalize_double(float(value)).encode()
    return manner(word.name, "literal", datatype or _XSD + "integer"), str(value).encode()
