"""The shape of a document: what it says with its values left out.

A shape is learnt from one strictly checked document (`_shape_learn`) and made into a `Mould`, which finds the values
of a further document of the same shape and casts them into canonical N-Quads. Documents are seen as orjson writes
them: no blanks, keys in their own order, and texts escaped just as canonical N-Quads escape them, so that a value goes
from one into the other untouched.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import sha256
from typing import Any, ClassVar, Final, NamedTuple, Self, TypeAlias

import orjson

from ._graph import Graph, Term
from ._json import JsonObject, hides_something

# An address that every JSON-LD reader takes as it stands, as long as no context makes a word of its scheme.
SCHEMES: Final = frozenset({"did", "http", "https", "mailto", "urn"})
ADDRESS: Final = re.compile(rb"(?:https?://|did:|mailto:|urn:)[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")

PLAIN: Final = bytes(code for code in range(0x20, 0x7F) if code != ord("\\"))
_ESCAPES: Final = re.compile(rb'(?:[^\\]|\\[\\"nrt])*', re.DOTALL)
_STRING: Final = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)


class _Numbered:
    """One for each number: the same number is the same object, so that telling two apart costs nothing."""

    __match_args__ = ("number",)
    __slots__ = ("number",)
    _made: ClassVar[dict[int, Any]]
    number: int

    def __init_subclass__(cls) -> None:
        cls._made = {}

    def __new__(cls, number: int) -> Self:
        found: Self | None = cls._made.get(number)
        if found is None:
            made = super().__new__(cls)
            made.number = number
            found = cls._made.setdefault(number, made)
        return found

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.number})"


class Leaf(_Numbered):
    """A value that varies from document to document, by its number among those of the shape."""

    __slots__ = ()


class Blank(_Numbered):
    """A blank node, by its number."""

    __slots__ = ()


Value: TypeAlias = bytes | Leaf | Blank
"""One end of a statement: a fixed value as N-Quads escape it, one that varies, or a blank node."""


class Slot(NamedTuple):
    """The object of a statement: a value, and what kind of term it makes."""

    kind: str
    value: Value
    datatype: str = ""
    language: str = ""

    def term(self, text: str) -> Term:
        """The term with this text as its value."""
        return Term(self.kind, text, self.datatype, self.language)


class Statement(NamedTuple):
    """One triple of the default graph."""

    subject: Value
    predicate: str
    object: Slot


@dataclass(frozen=True)
class Shape:
    """What documents of one shape have in common.

    `segments` is the document as orjson writes it, cut where a value varies: there is one segment more than there
    are values. `same_as` names for each value the first one that it must equal, which is itself for most; those in
    `addresses` must be addresses in the narrow sense of `ADDRESS`. `template` is the document with a `Leaf` for each
    value.
    """

    segments: tuple[bytes, ...]
    same_as: tuple[int, ...]
    addresses: frozenset[int]
    statements: tuple[Statement, ...]
    root: Value
    template: JsonObject = field(repr=False)

    @cached_property
    def said(self) -> dict[tuple[Value, str], list[Slot]]:
        """What is said, by subject and predicate."""
        said: dict[tuple[Value, str], list[Slot]] = defaultdict(list)
        for subject, predicate, slot in self.statements:
            said[subject, predicate].append(slot)
        return dict(said)

    @cached_property
    def subjects(self) -> dict[str, Value]:
        """What does not vary and has something said of it, by name."""
        subjects = {statement.subject for statement in self.statements}
        return {name_of(subject): subject for subject in subjects if not isinstance(subject, Leaf)}

    @cached_property
    def varying_subjects(self) -> list[Leaf]:
        """The values that have something said of them."""
        return list({end.subject: None for end in self.statements if isinstance(end.subject, Leaf)})

    @property
    def must_differ(self) -> Iterator[Sequence[Value]]:
        """Values that are no two alike: addresses of things, and what is said of the same thing in the same words.

        Were two alike, two things would become one, or two statements would.
        """
        addresses: dict[Value, None] = {}
        first: dict[object, Value] = {}
        texts: dict[object, dict[Value, None]] = {}
        for subject, predicate, (kind, value, datatype, language) in self.statements:
            if type(subject) is not Blank:
                addresses[subject] = None
            if kind == "IRI":
                addresses[value] = None
            elif kind == "literal":
                about = subject, predicate, datatype, language
                if (other := first.setdefault(about, value)) is not value:
                    texts.setdefault(about, {other: None})[value] = None
        for values in (addresses, *texts.values()):
            if len(values) > 1 and any(type(value) is Leaf for value in values):
                yield tuple(values)

    def is_like(self, other: "Shape") -> bool:
        """Whether the other has the same documents."""
        return (self.segments, self.same_as) == (other.segments, other.same_as)

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes, with its code."""
        return 8 * sum(map(len, self.segments)) + 1_000 * len(self.statements)


EndOfText: TypeAlias = Callable[[bytes, int], int]
"""Given a quote and where a text begins, where it ends; -1 or past the end if nowhere."""

Matcher: TypeAlias = Callable[[bytes, EndOfText], tuple[bytes, ...] | None]
"""Cuts the values out of a text; None if it is no text of that kind."""


@dataclass(frozen=True)
class Mould:
    """A shape made ready for use: slowly at once (`_shape_plain`), or as code of its own (`_shape_source`).

    `match` gives the values of a document, or None if it is of another shape; it is told how to find the end of a
    text. `fits` tells whether the values are such that the shape holds for them. `render` writes the canonical
    N-Quads, or raises `Tied`. `rebuild` makes the document anew from the values as texts. `is_pressed` is whether it is
    code of its own.
    """

    shape: Shape
    match: Matcher
    fits: Callable[..., bool]
    render: Callable[..., bytes]
    rebuild: Callable[..., JsonObject]
    is_pressed: bool = False
    signed_with: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What `_sign` has worked out beside documents of this shape."""

    @cached_property
    def leaves(self) -> int:
        """How many values a document has."""
        return len(self.shape.same_as)

    def rendering(self, data: bytes) -> "Rendering | None":
        """The document that orjson writes as `data`, if it is of this shape and its blank nodes differ."""
        has_quotes = b"\\" in data and b'\\"' in data  # one byte is found at once, two are not
        values = self.match(data, partial(end_of_text, data) if has_quotes else data.find)
        return None if values is None else self.cast(values)

    def cast(self, values: tuple[bytes, ...]) -> "Rendering | None":
        """The document with these values, if the shape holds for them and its blank nodes differ."""
        if not self.holds_for(values):
            return None
        try:
            return Rendering(self, values, self.render(*values))
        except Tied:
            return None

    def holds_for(self, values: tuple[bytes, ...]) -> bool:
        """Whether a document with these values says what the shape says with the values put in."""
        return is_clean(values) and self.fits(*values)

    def graph(self, values: tuple[bytes, ...]) -> Graph:
        """What it says with these values. Each statement is made when it is asked for."""
        terms = _Terms(self.shape, values)
        return Graph(terms.write(self.shape.root), terms)


@dataclass
class Rendering:
    """What a document of a known shape says, worked out without expanding it. Has the face of `Statements`."""

    mould: Mould
    values: tuple[bytes, ...]
    canonical_bytes: bytes
    improve: Callable[[tuple[bytes, ...]], None] | None = None
    """Told the values of a sound document, lets its shape become quicker; None where it is as quick as can be."""
    _hash: bytes = field(default=b"", repr=False)

    @property
    def canonical(self) -> str:
        """Canonical N-Quads."""
        return self.canonical_bytes.decode()

    @property
    def canonical_hash(self) -> bytes:
        """SHA-256 of the canonical N-Quads."""
        if not self._hash:
            self._hash = sha256(self.canonical_bytes).digest()
        return self._hash

    @cached_property
    def graph(self) -> Graph:
        """The statements, each made when it is asked for."""
        return self.mould.graph(self.values)

    def document(self) -> JsonObject:
        """The document anew: nothing in it is shared with the one that was matched."""
        return self.mould.rebuild(*texts_of(self.values))


class _Terms(Mapping[tuple[str, str], Sequence[Term]]):
    """What each subject says by each predicate, put together from the shape and the values on demand."""

    def __init__(self, shape: Shape, values: tuple[bytes, ...]) -> None:
        self._shape = shape
        self._values = values
        self._varying: dict[str, Value] = {text_of(values[leaf.number]): leaf for leaf in shape.varying_subjects}

    def get(self, key: tuple[str, str], default: Any = None) -> Any:
        slots = self._slots(key)
        return default if slots is None else [slot.term(self.write(slot.value)) for slot in slots]

    def __getitem__(self, key: tuple[str, str]) -> Sequence[Term]:
        found: Sequence[Term] | None = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return isinstance(key, tuple) and self._slots(key) is not None

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((self.write(subject), predicate) for subject, predicate in self._shape.said)

    def __len__(self) -> int:
        return len(self._shape.said)

    def _slots(self, key: tuple[str, str]) -> list[Slot] | None:
        name, predicate = key
        subject = self._varying.get(name) or self._shape.subjects.get(name)
        return None if subject is None else self._shape.said.get((subject, predicate))

    def write(self, value: Value) -> str:
        """A value as a term has it."""
        return text_of(self._values[value.number]) if isinstance(value, Leaf) else name_of(value)


def text_of(value: bytes) -> str:
    """The text that is escaped as `value`."""
    if b"\\" in value:
        text: str = orjson.loads(b'"%b"' % value)
        return text
    return value.decode()


def texts_of(values: Sequence[bytes]) -> Sequence[str]:
    """The texts that are escaped as `values`. None has a line break in it, as those are escaped."""
    joined = b"\n".join(values)
    return list(map(text_of, values)) if b"\\" in joined or not values else joined.decode().split("\n")


def name_of(value: bytes | Blank) -> str:
    """A value that does not vary, as a term has it."""
    return f"_:b{value.number}" if isinstance(value, Blank) else text_of(value)


class Tied(Exception):
    """Two blank nodes look alike from nearby: telling them apart takes the whole of RDFC-1.0."""


def is_clean(values: tuple[bytes, ...]) -> bool:
    """Whether no value has a character that is refused, or an escape that N-Quads write otherwise."""
    unusual = b"".join(values).translate(None, PLAIN)
    if not unusual:
        return True
    if b"\\" in unusual and not all(map(_ESCAPES.fullmatch, values)):
        return False
    return not hides_something(unusual.decode())


def end_of_text(data: bytes, _quote: bytes, start: int) -> int:
    """Where the text that begins at `start` ends, of which some in `data` have quotes inside."""
    found = _STRING.match(data, start)
    return found.end() if found else -1
