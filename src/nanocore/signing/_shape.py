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

_PLAIN: Final = bytes(code for code in range(0x20, 0x7F) if code != ord("\\"))
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
    def ends(self) -> dict[tuple[str | int, str], list[Term | Slot]]:
        """What is said, by subject (its name, or the number of its leaf) and predicate. What is fixed is ready."""
        ends: dict[tuple[str | int, str], list[Term | Slot]] = defaultdict(list)
        for statement in self.statements:
            subject, slot = statement.subject, statement.object
            name = subject.number if isinstance(subject, Leaf) else name_of(subject)
            ends[name, statement.predicate].append(
                slot if isinstance(slot.value, Leaf) else slot.term(name_of(slot.value))
            )
        return dict(ends)

    @cached_property
    def varying_subjects(self) -> list[int]:
        """The numbers of the leaves that are subjects."""
        return list({end.subject.number for end in self.statements if isinstance(end.subject, Leaf)})

    @property
    def must_differ(self) -> Iterator[Sequence[Value]]:
        """Values that are no two alike: addresses of things, and what is said of the same thing in the same words.

        Were two alike, two things would become one, or two statements would.
        """
        addresses: dict[Value, None] = {}
        texts: dict[object, dict[Value, None]] = defaultdict(dict)
        for statement in self.statements:
            slot = statement.object
            ends = (statement.subject, slot.value) if slot.kind == "IRI" else (statement.subject,)
            addresses |= {end: None for end in ends if not isinstance(end, Blank)}
            if slot.kind == "literal":
                texts[statement.subject, statement.predicate, slot.datatype, slot.language][slot.value] = None
        for values in (addresses, *texts.values()):
            if len(values) > 1 and any(isinstance(value, Leaf) for value in values):
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


@dataclass(frozen=True)
class Mould:
    """A shape made ready for use: slowly at once (`_shape_plain`), or as code of its own (`_shape_source`).

    `match` gives the values of a document, or None if it is of another shape; it is told how to find the end of a
    text. `fits` tells whether the values are such that the shape holds for them. `render` writes the canonical
    N-Quads, or raises `Tied`. `rebuild` makes the document anew from the values as texts.
    """

    shape: Shape
    match: Callable[[bytes, EndOfText], tuple[bytes, ...] | None]
    fits: Callable[..., bool]
    render: Callable[..., bytes]
    rebuild: Callable[..., JsonObject]

    def rendering(self, data: bytes) -> "Rendering | None":
        """The document that orjson writes as `data`, if it is of this shape and its blank nodes differ."""
        has_quotes = b"\\" in data and b'\\"' in data  # one byte is found at once, two are not
        values = self.match(data, partial(_end_of_text, data) if has_quotes else data.find)
        if values is None or not _is_clean(values) or not self.fits(*values):
            return None
        try:
            return Rendering(self, values, self.render(*values))
        except Tied:
            return None


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
        terms = _Terms(self.mould.shape, self.values)
        return Graph(terms.write(self.mould.shape.root), terms)

    def document(self) -> JsonObject:
        """The document anew: nothing in it is shared with the one that was matched."""
        return self.mould.rebuild(*texts_of(self.values))


class _Terms(Mapping[tuple[str, str], Sequence[Term]]):
    """What each subject says by each predicate, put together from the shape and the values on demand."""

    def __init__(self, shape: Shape, values: tuple[bytes, ...]) -> None:
        self._ends = shape.ends
        self._values = values
        self._leaves: dict[str, int] = {text_of(values[number]): number for number in shape.varying_subjects}

    def get(self, key: tuple[str, str], default: Any = None) -> Any:
        subject, predicate = key
        ends = self._ends.get((self._leaves.get(subject, subject), predicate))
        return default if ends is None else [end if isinstance(end, Term) else self._term(end) for end in ends]

    def __getitem__(self, key: tuple[str, str]) -> Sequence[Term]:
        found: Sequence[Term] | None = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return isinstance(key, tuple) and (self._leaves.get(key[0], key[0]), key[1]) in self._ends

    def __iter__(self) -> Iterator[tuple[str, str]]:
        names = {number: name for name, number in self._leaves.items()}
        return ((names[subject] if isinstance(subject, int) else subject, about) for subject, about in self._ends)

    def __len__(self) -> int:
        return len(self._ends)

    def _term(self, slot: Slot) -> Term:
        return slot.term(self.write(slot.value))

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


def _is_clean(values: tuple[bytes, ...]) -> bool:
    """Whether no value has a character that is refused, or an escape that N-Quads write otherwise."""
    unusual = b"".join(values).translate(None, _PLAIN)
    if not unusual:
        return True
    if b"\\" in unusual and not all(map(_ESCAPES.fullmatch, values)):
        return False
    return not hides_something(unusual.decode())


def _end_of_text(data: bytes, _quote: bytes, start: int) -> int:
    """Where the text that begins at `start` ends, of which some in `data` have quotes inside."""
    found = _STRING.match(data, start)
    return found.end() if found else -1
