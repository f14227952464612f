"""A shape put to use as it is, without code of its own: slower, but ready at once, and easier to see through."""

from collections import defaultdict
from functools import cached_property
from hashlib import sha256
from typing import Any, TypeAlias

from ._json import JsonObject
from ._shape import ADDRESS, Blank, EndOfText, Leaf, Mould, Shape, Statement, Tied, Value
from ._shape_lines import LABEL, ME, OTHER, around

Named: TypeAlias = bytes | Blank
"""One end of a statement as it is written, or a blank node that has no label yet."""


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

        def written(value: Value, before: bytes, after: bytes) -> Named:
            if isinstance(value, Blank):
                return value
            return before + (values[value.number] if isinstance(value, Leaf) else value) + after

        lines = [
            (written(subject, b"<", b"> "), predicate, written(value, before, after))
            for subject, predicate, before, value, after in self._lines
        ]
        labels = _labels(lines)
        return b"".join(
            sorted(
                (labels[subject] if isinstance(subject, Blank) else subject)
                + predicate
                + (labels[value] + b".\n" if isinstance(value, Blank) else value)
                for subject, predicate, value in lines
            )
        )

    def rebuild(self, *texts: str) -> JsonObject:
        """The template with the texts put in."""
        document: JsonObject = _with(self.shape.template, texts)
        return document

    @cached_property
    def _lines(self) -> list[tuple[Value, bytes, bytes, Value, bytes]]:
        return [_parts(statement) for statement in self.shape.statements]

    @cached_property
    def _must_differ(self) -> list[Any]:
        return list(self.shape.must_differ)


def _parts(statement: Statement) -> tuple[Value, bytes, bytes, Value, bytes]:
    subject, predicate, slot = statement
    before, after = around(slot)
    return subject, f"<{predicate}> ".encode(), before, slot.value, after


def _labels(lines: list[tuple[Named, bytes, Named]]) -> dict[Blank, bytes]:
    """The blank nodes by the order of their first-degree hashes (section 4.6), with the blank that follows a label."""
    seen: dict[Blank, list[bytes]] = defaultdict(list)
    for subject, predicate, value in lines:
        if isinstance(subject, Blank):
            seen[subject].append(ME + b" " + predicate + (OTHER + b" .\n" if isinstance(value, Blank) else value))
        if isinstance(value, Blank):
            other = OTHER + b" " if isinstance(subject, Blank) else subject
            seen[value].append(other + predicate + ME + b" .\n")
    by_hash = {sha256(b"".join(sorted(about))).digest(): blank for blank, about in seen.items()}
    if len(by_hash) != len(seen):
        raise Tied
    return {by_hash[digest]: LABEL % number + b" " for number, digest in enumerate(sorted(by_hash))}


def _with(template: Any, texts: tuple[str, ...]) -> Any:
    if isinstance(template, dict):
        return {name: _with(item, texts) for name, item in template.items()}
    if isinstance(template, list):
        return [_with(item, texts) for item in template]
    return texts[template.number] if isinstance(template, Leaf) else template
