"""A shape put to use as it is, without code of its own: slower, but ready at once, and easier to see through."""

from functools import cached_property
from hashlib import sha256
from typing import Any

from ._json import JsonObject
from ._shape import ADDRESS, EndOfText, Leaf, Mould, Shape, Tied, Value
from ._shape_lines import LABEL, Line, blanks_in, filled, line_of, seen_from


def plain(shape: Shape) -> Mould:
    """`shape` as a mould that reads it anew for each document."""
    work = _Work(shape)
    return Mould(shape, work.match, work.fits, work.render, work.rebuild)


class _Work:
    def __init__(self, shape: Shape) -> None:
        self.shape = shape

    def match(self, data: bytes, find: EndOfText) -> tuple[bytes, ...] | None:
        """Is each segment where the value before it ends?"""
        first, *others = self.shape.segments
        if not data.startswith(first):
            return None
        values, start = [], len(first)
        for segment in others:
            end = find(b'"', start)
            if not data.startswith(segment, end):
                return None
            values.append(data[start:end])
            start = end + len(segment)
        if start != len(data) or any(values[like] != values[number] for number, like in enumerate(self.shape.same_as)):
            return None
        return tuple(values)

    def fits(self, *values: bytes) -> bool:
        """Are addresses addresses, and does stay apart what was apart when the shape was learnt?"""
        return all(ADDRESS.fullmatch(values[number]) for number in self.shape.addresses) and all(
            len({values[value.number] if isinstance(value, Leaf) else value for value in distinct}) == len(distinct)
            for distinct in self._must_differ
        )

    def render(self, *values: bytes) -> bytes:
        """RDFC-1.0, section 4.4.3, for a document whose blank nodes all differ in their first-degree hash."""
        known: dict[Value, bytes] = {Leaf(number): value for number, value in enumerate(values)}
        lines = [filled(line, known) for line in self._lines]
        blanks = {digest(seen_from(blank, lines)): blank for blank in self._blanks}
        if len(blanks) != len(self._blanks):
            raise Tied
        labels: dict[Value, bytes] = {blanks[digest]: LABEL % number for number, digest in enumerate(sorted(blanks))}
        return b"".join(sorted(_closed(filled(line, labels)) for line in lines))

    def rebuild(self, *texts: str) -> JsonObject:
        """The template with the texts put in."""
        document: JsonObject = _with(self.shape.template, texts)
        return document

    @cached_property
    def _lines(self) -> list[Line]:
        return [line_of(statement) for statement in self.shape.statements]

    @cached_property
    def _blanks(self) -> list[Any]:
        return blanks_in(self._lines)

    @cached_property
    def _must_differ(self) -> list[Any]:
        return list(self.shape.must_differ)


def digest(lines: list[Line]) -> bytes:
    """The hash of lines that have nothing left open."""
    return sha256(b"".join(sorted(map(_closed, lines)))).digest()


def _closed(line: Line) -> bytes:
    (text,) = line
    if not isinstance(text, bytes):
        raise TypeError("something is left open")
    return text


def _with(template: Any, texts: tuple[str, ...]) -> Any:
    if isinstance(template, dict):
        return {name: _with(item, texts) for name, item in template.items()}
    if isinstance(template, list):
        return [_with(item, texts) for item in template]
    return texts[template.number] if isinstance(template, Leaf) else template
