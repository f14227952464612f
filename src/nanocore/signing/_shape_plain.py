"""A shape put to use as it is, without code of its own: slower, but ready at once, and easier to see through."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any

from ._json import JsonObject
from ._shape import ADDRESS, Blank, EndOfText, Leaf, Mould, Shape, Tied, Value
from ._shape_lines import LABEL, ME, OTHER, about, quotes


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
        lines: list[tuple[Value, bytes, Value]] = []
        seen: dict[Value, list[bytes]] = defaultdict(list)
        for subject, predicate, (kind, value, datatype, language) in self.shape.statements:
            middle, named, said = about(predicate), subject, value
            start, end = OTHER + b" ", OTHER + b" .\n"
            if not isinstance(subject, Blank):
                named = start = b"<" + (values[subject.number] if isinstance(subject, Leaf) else subject) + b"> "
            if not isinstance(value, Blank):
                before, after = quotes(kind, datatype, language)
                said = end = before + (values[value.number] if isinstance(value, Leaf) else value) + after
            lines.append((named, middle, said))
            if named is subject:
                seen[subject].append(ME + b" " + middle + end)
            if said is value:
                seen[value].append(start + middle + ME + b" .\n")
        starts, ends = labels(seen)
        written = [starts.get(one, one) + middle + ends.get(other, other) for one, middle, other in lines]
        return b"".join(sorted(written))

    def rebuild(self, *texts: str) -> JsonObject:
        """The template with the texts put in."""
        document: JsonObject = _with(self.shape.template, texts)
        return document

    @cached_property
    def _must_differ(self) -> list[Any]:
        return list(self.shape.must_differ)


def labels(seen: Mapping[Value, list[bytes]]) -> tuple[dict[Value, Any], dict[Value, Any]]:
    """How the blank nodes begin a line and how they end one, in the order of their first-degree hashes (section 4.6).

    `seen` has the lines about each, as they are written for its hash. Raises `Tied` when two have the same hash.
    """
    by_hash = {sha256(b"".join(sorted(lines))).digest(): blank for blank, lines in seen.items()}
    if len(by_hash) != len(seen):
        raise Tied
    labelled = {by_hash[digest]: LABEL % number for number, digest in enumerate(sorted(by_hash))}
    starts = {blank: label + b" " for blank, label in labelled.items()}
    return starts, {blank: label + b" .\n" for blank, label in labelled.items()}


def _with(template: Any, texts: tuple[str, ...]) -> Any:
    if isinstance(template, dict):
        return {name: _with(item, texts) for name, item in template.items()}
    if isinstance(template, list):
        return [_with(item, texts) for item in template]
    return texts[template.number] if isinstance(template, Leaf) else template
