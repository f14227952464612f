"""Makes a shape of statements in which each place of a value is a leaf of its own: says which of them are one."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter

import orjson

from ._graph import RDF_FIRST
from ._json import JsonObject
from ._shape import Blank, Leaf, Shape, Statement, Value
from ._shape_lines import DOUBLE


class NotLearnt(Exception):
    """The document is of a kind whose meaning depends on its values in more ways than a shape can hold."""


def joined(found: Sequence[Statement], *, originals: Sequence[str], root: Value, template: JsonObject) -> Shape:
    """The shape of a document that says `found`. Its leaves are numbered as they come in `template`.

    `originals` are the values themselves: those that are the same address, or say the same of the same, become one
    leaf, the first. Raises `NotLearnt`.
    """
    leaves, said = _sorted_out(found)
    if isinstance(root, Leaf):
        leaves.add(root)
    addresses = _firsts(leaves, lambda leaf: originals[leaf.number])
    texts = _firsts_said(said, addresses, originals)
    if len(addresses) + len(texts) != len(originals) or addresses.keys() & texts.keys():
        raise NotLearnt  # a value that reaches no statement is not signed; one that is both has two meanings
    first = addresses | texts
    other = {leaf: one for leaf, one in first.items() if one is not leaf}
    return Shape(
        segments=_segments(template),
        same_as=tuple(first[Leaf(number)].number for number in range(len(originals))),
        addresses=frozenset(leaf.number for leaf in addresses.values()),
        statements=_once(found, other),
        root=_put(other, root),
        template=template,
    )


def _sorted_out(found: Iterable[Statement]) -> tuple[set[Leaf], dict[Leaf, Statement]]:
    """The values that are addresses, and those that are texts with what is said by them.

    Raises `NotLearnt` for what PyLD or the standard treats by its value, or by more than its place.
    """
    addresses: set[Leaf] = set()
    texts: dict[Leaf, Statement] = {}
    lists: set[Value] = set()
    blanks: dict[tuple[Value, str], list[Value]] = {}
    for statement in found:
        subject, predicate, (kind, value, datatype, _) = statement
        if type(subject) is Leaf:
            addresses.add(subject)
        if type(value) is Leaf:
            if datatype == DOUBLE or value in texts:
                raise NotLearnt  # a text that is a number is written as RDF writes numbers
            if kind == "literal":
                texts[value] = statement
            else:
                addresses.add(value)
        elif type(value) is Blank:
            if value is subject:
                raise NotLearnt
            blanks.setdefault((subject, predicate), []).append(value)
        if predicate == RDF_FIRST:
            lists.add(subject)
    if any(len(together) > 1 and not lists.isdisjoint(together) for together in blanks.values()):
        raise NotLearnt  # a list among others, and nothing to tell which is first
    return addresses, texts


def _told(statement: Statement, addresses: Mapping[Leaf, Leaf]) -> object:
    """Of what a text is said, and how. Of several statements that say the same of the same RDF knows but one."""
    subject, predicate, (_, _, datatype, language) = statement
    return _put(addresses, subject), predicate, datatype, language


def _firsts(leaves: Iterable[Leaf], alike: Callable[[Leaf], object]) -> dict[Leaf, Leaf]:
    """For each leaf the first of those that are alike."""
    first: dict[object, Leaf] = {}
    return {leaf: first.setdefault(alike(leaf), leaf) for leaf in sorted(leaves, key=attrgetter("number"))}


def _firsts_said(
    said: Mapping[Leaf, Statement], addresses: Mapping[Leaf, Leaf], originals: Sequence[str]
) -> dict[Leaf, Leaf]:
    """For each text the first that says the same of the same."""
    alike: dict[str, list[Leaf]] = {}
    for leaf in said:
        alike.setdefault(originals[leaf.number], []).append(leaf)
    first: dict[Leaf, Leaf] = {}
    for leaves in alike.values():
        if len(leaves) == 1:
            first[leaves[0]] = leaves[0]
        else:
            first |= _firsts(leaves, lambda leaf: _told(said[leaf], addresses))
    return first


def _once(found: Sequence[Statement], other: Mapping[Leaf, Leaf]) -> tuple[Statement, ...]:
    """The statements with the leaves that are to be others. What is then said twice is kept once."""
    changed = {*other, *other.values()}
    kept: dict[Statement | int, Statement] = {}
    for place, statement in enumerate(found):
        subject, _, (_, value, _, _) = statement
        if subject in changed or value in changed or not isinstance(value, Leaf | Blank):
            new = _with(other, statement)
            kept.setdefault(new, new)
        else:
            kept[place] = statement
    return tuple(kept.values())


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
