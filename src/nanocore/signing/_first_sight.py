"""What a document of a shape that is not known says: worked out from the document itself, without making a shape of it.

A shape takes as long to put together as the reading does, and of most shapes that strangers bring there is never a
second document. So what was read is kept as it is, and becomes a shape when a second document could be of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from ._graph import Graph, Term
from ._shape import Blank, Leaf, Mould, Tied, Value, is_clean, name_of, text_of
from ._shape_lines import ME, OTHER
from ._shape_plain import labels, plain
from ._simple import Said, Simple, Thing

_ME: Final = ME + b" "
_OTHER: Final = OTHER + b" "


class FirstSight:
    """What a document says, worked out from what was read off it. Has the face of `Statements` and of `Rendering`."""

    def __init__(self, read: Simple, values: tuple[bytes, ...], canonical_bytes: bytes) -> None:
        self._read = read
        self._values = values
        self.canonical_bytes = canonical_bytes
        """Canonical N-Quads."""

    @classmethod
    def of(cls, read: Simple) -> "FirstSight | None":
        """None if its values are not clean, or if its blank nodes are hard to tell apart."""
        values = read.values
        if not is_clean(values):
            return None
        try:
            return cls(read, values, canonical_lines(read.things, values))
        except Tied:
            return None

    @property
    def canonical(self) -> str:
        """Canonical N-Quads."""
        return self.canonical_bytes.decode()

    @cached_property
    def canonical_hash(self) -> bytes:
        """SHA-256 of the canonical N-Quads."""
        return sha256(self.canonical_bytes).digest()

    @cached_property
    def graph(self) -> Graph:
        """The statements, each made when it is asked for."""
        terms = _Terms(self._read.things, self._values)
        return Graph(terms.write(self._read.root), terms)

    @property
    def size(self) -> int:
        """About how many bytes of memory its shape takes, with its code."""
        return 8 * len(self.canonical_bytes) + 1_000 * sum(len(said) for _, said in self._read.things)

    def mould(self) -> Mould | None:
        """Its shape, ready for use; None if there is none that even this document is of."""
        shape = self._read.shape()
        mould = plain(shape) if shape else None
        return mould if mould and mould.holds_for(self._values) else None


def canonical_lines(things: Sequence[Thing], values: Sequence[bytes]) -> bytes:
    """RDFC-1.0, section 4.4.3, of a document whose blank nodes all differ in their first-degree hash.

    Raises `Tied` for others. What was read off is a tree: each blank node but the root is pointed to once.
    """
    lines: list[bytes] = []
    of_blanks: list[tuple[Blank, list[bytes]]] = []
    links: list[tuple[Blank | bytes, bytes, Blank]] = []
    for thing, said in things:
        subject = thing if isinstance(thing, Blank) else b"<%b> " % values[thing.number]
        rests = []
        for how, value in said:
            if isinstance(value, Blank):
                links.append((subject, how.about, value))
            else:
                rests.append(how.lead + (values[value.number] if isinstance(value, Leaf) else value) + how.tail)
        if isinstance(subject, Blank):
            of_blanks.append((subject, rests))
        else:
            lines += [subject + rest for rest in rests]
    seen: dict[Value, list[bytes]] = {blank: [_ME + rest for rest in set(rests)] for blank, rests in of_blanks}
    for subject, about, blank in links:
        if isinstance(subject, Blank):
            seen[subject].append(_ME + about + OTHER + b" .\n")
            seen[blank].append(_OTHER + about + ME + b" .\n")
        else:
            seen[blank].append(subject + about + ME + b" .\n")
    starts, ends = labels(seen)
    for blank, rests in of_blanks:
        start = starts[blank]
        lines += [start + rest for rest in rests]
    lines += [starts.get(subject, subject) + about + ends[blank] for subject, about, blank in links]
    return b"".join(sorted(set(lines)))


class _Terms(Mapping[tuple[str, str], Sequence[Term]]):
    """What each subject says by each predicate, looked for when it is asked for. Things with one address are one."""

    def __init__(self, things: Sequence[Thing], values: Sequence[bytes]) -> None:
        self._values = values
        self._named: dict[str, list[Said]] = {}
        for subject, said in things:
            name = self.write(subject)
            self._named[name] = [*self._named[name], *said] if name in self._named else said

    def write(self, value: Value) -> str:
        """A value as a term has it."""
        return text_of(self._values[value.number]) if isinstance(value, Leaf) else name_of(value)

    def get(self, key: tuple[str, str], default: Any = None) -> Any:
        name, predicate = key
        found = [
            Term(how.kind, self.write(value), how.datatype, how.language)
            for how, value in self._named.get(name, ())
            if how.predicate == predicate
        ]
        if len(found) > 1:
            found = list(dict.fromkeys(found))
        return found or default

    def __getitem__(self, key: tuple[str, str]) -> Sequence[Term]:
        found: Sequence[Term] | None = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return isinstance(key, tuple) and self.get(key) is not None

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter({(name, how.predicate): None for name, said in self._named.items() for how, _ in said})

    def __len__(self) -> int:
        return len(list(iter(self)))
