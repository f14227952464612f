"""Makes a shape of statements in which each place of a value is a leaf of its own: says which of them are one."""

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import orjson

from ._graph import RDF_FIRST
from ._json import JsonObject
from ._shape import Blank, Leaf, Shape, Statement, Value

XSD_DOUBLE: Final = "http://www.w3.org/2001/XMLSchema#double"


class NotLearnt(Exception):
    """The document is of a kind whose meaning depends on its values in more ways than a shape can hold."""


def joined(found: Sequence[Statement], *, originals: Sequence[str], root: Value, template: JsonObject) -> Shape:
    """The shape of a document that says `found`. Its leaves are numbered as they come in `template`.

    `originals` are the values themselves: those that are the same address, or say the same of the same, become one
    leaf, the first. Raises `NotLearnt`.
    """
    _refuse_doubtful(found)
    addresses = _firsts(_addresses(found, root), lambda leaf: originals[leaf.number])
    texts = _firsts_said(found, addresses, originals)
    if len(addresses) + len(texts) != len(originals) or addresses.keys() & texts.keys():
        raise NotLearnt  # a value that reaches no statement is not signed; one that is both has two meanings
    first = addresses | texts
    other = {leaf: one for leaf, one in first.items() if one is not leaf}
    return Shape(
        segments=_segments(template),
        same_as=tuple(first[Leaf(number)].number for number in range(len(originals))),
        addresses=frozenset(leaf.number for leaf in addresses.values()),
        statements=tuple(dict.fromkeys(_with(other, statement) for statement in found)),
        root=_put(other, root),
        template=template,
    )


def _refuse_doubtful(found: Iterable[Statement]) -> None:
    """Refuse what PyLD or the standard treats by its value, or by more than its place. Raises `NotLearnt`."""
    lists = {statement.subject for statement in found if statement.predicate == RDF_FIRST}
    for statement in found:
        slot = statement.object
        if slot.datatype == XSD_DOUBLE and isinstance(slot.value, Leaf):
            raise NotLearnt  # a text that is a number is written as RDF writes numbers
        if isinstance(slot.value, Blank) and slot.value == statement.subject:
            raise NotLearnt
    blanks: dict[tuple[Value, str], list[Value]] = defaultdict(list)
    for statement in found:
        if isinstance(statement.object.value, Blank):
            blanks[statement.subject, statement.predicate].append(statement.object.value)
    if any(len(together) > 1 and not lists.isdisjoint(together) for together in blanks.values()):
        raise NotLearnt  # a list among others, and nothing to tell which is first


def _addresses(found: Iterable[Statement], root: Value) -> Iterable[Leaf]:
    for statement in found:
        ends = [statement.subject, *([statement.object.value] if statement.object.kind == "IRI" else [])]
        yield from (end for end in ends if isinstance(end, Leaf))
    if isinstance(root, Leaf):
        yield root


def _firsts(leaves: Iterable[Leaf], alike: Callable[[Leaf], object]) -> dict[Leaf, Leaf]:
    """For each leaf the first of those that are alike."""
    first: dict[object, Leaf] = {}
    ordered = sorted(set(leaves), key=lambda leaf: leaf.number)
    return {leaf: first.setdefault(alike(leaf), leaf) for leaf in ordered}


def _firsts_said(
    found: Iterable[Statement], addresses: Mapping[Leaf, Leaf], originals: Sequence[str]
) -> dict[Leaf, Leaf]:
    """For each text the first that says the same of the same: of several such statements RDF knows but one."""
    said: dict[Leaf, object] = {}
    for statement in found:
        slot = statement.object
        if slot.kind == "literal" and isinstance(leaf := slot.value, Leaf):
            if leaf in said:
                raise NotLearnt
            subject = _put(addresses, statement.subject)
            said[leaf] = subject, statement.predicate, slot.datatype, slot.language, originals[leaf.number]
    return _firsts(said, said.__getitem__)


def _with(other: Mapping[Leaf, Leaf], statement: Statement) -> Statement:
    """`statement` with the leaves that are to be others."""
    subject, predicate, slot = statement
    if subject in other or slot.value in other:
        return Statement(_put(other, subject), predicate, slot._replace(value=_put(other, slot.value)))
    return statement


def _put(other: Mapping[Leaf, Leaf], value: Value) -> Value:
    return other.get(value, value) if isinstance(value, Leaf) else value


def _segments(template: JsonObject) -> tuple[bytes, ...]:
    """The document as orjson writes it, cut where there is a leaf."""
    mark = secrets.token_hex(16)
    written = orjson.dumps(template, default=lambda _leaf: mark, option=orjson.OPT_PASSTHROUGH_DATACLASS)
    return tuple(written.split(mark.encode()))
