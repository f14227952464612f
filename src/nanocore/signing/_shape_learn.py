"""Learns the shape of a document: marks every value, runs the strict pipeline once, and sees where the marks end up."""

import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from operator import attrgetter
from typing import Any, Final

import orjson

from ._codes import Problem
from ._contexts import Contexts
from ._graph import BLANK, RDF_FIRST
from ._json import JsonObject
from ._rdf import Statements, statements
from ._shape import ADDRESS, SCHEMES, Blank, Leaf, Mould, Shape, Slot, Statement, Value
from ._shape_lines import escape
from ._shape_plain import plain
from ._words import Words, words_of

_DOUBLE: Final = "http://www.w3.org/2001/XMLSchema#double"


class NotLearnt(Exception):
    """The document is of a kind whose meaning depends on its values in more ways than a shape can hold."""


def learn(document: JsonObject, contexts: Contexts, checked: Statements) -> Mould | None:
    """The shape of `document`, whose statements were found by the long way. None if it has none that is safe.

    What the mould makes of this very document must equal what the long way made of it.
    """
    try:
        mould = plain(_shape_of(document, contexts))
    except (NotLearnt, Problem):
        return None
    rendering = mould.rendering(orjson.dumps(document))
    same = rendering is not None and rendering.canonical == checked.canonical and rendering.document() == document
    return mould if same else None


def outline(document: JsonObject, contexts: Contexts) -> bytes:
    """A digest of all in `document` that cannot vary within a shape."""
    return sha256(orjson.dumps(_emptied(document, words_of(document, contexts)))).digest()


def _emptied(value: Any, words: Words) -> Any:
    if isinstance(value, dict):
        return {name: item if words.is_fixed(name) else _emptied(item, words) for name, item in value.items()}
    if isinstance(value, list):
        return [_emptied(item, words) for item in value]
    return "" if isinstance(value, str) else value


def _shape_of(document: JsonObject, contexts: Contexts) -> Shape:
    words = words_of(document, contexts)
    if words.defined & SCHEMES or any(ADDRESS.fullmatch(word.encode()) for word in words.defined):
        raise NotLearnt
    marks = _Marks(words)
    marked = marks.marked(document)
    return _Reader(marks, marked, statements(marked, contexts)).shape()


class _Marks:
    """Puts a mark in place of every text whose meaning does not depend on what it says."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.originals: list[str] = []
        self.nonce = f"x{secrets.token_hex(12)}x"
        self.pattern = re.compile(rf"(?:https://{self.nonce}\.example/|{self.nonce} )(\d+)")

    def marked(self, value: Any, key: str = "") -> Any:
        """`value`, found under `key`, with its marks."""
        if isinstance(value, dict):
            return {
                name: item if self.words.is_fixed(name) else self.marked(item, name) for name, item in value.items()
            }
        if isinstance(value, list):
            return [self.marked(item, key) for item in value]
        return self._mark(value) if isinstance(value, str) else value

    def template(self, marked: Any) -> Any:
        """A marked document with a `Leaf` for each mark."""
        if isinstance(marked, dict):
            return {name: self.template(item) for name, item in marked.items()}
        if isinstance(marked, list):
            return [self.template(item) for item in marked]
        return marked if (leaf := self.leaf(marked)) is None else leaf

    def leaf(self, text: object) -> Leaf | None:
        """The leaf that is marked so. Raises `NotLearnt` for a mark that something has been done to."""
        if not isinstance(text, str) or self.nonce not in text:
            return None
        if found := self.pattern.fullmatch(text):
            return Leaf(int(found[1]))
        raise NotLearnt

    def _mark(self, text: str) -> str:
        self.originals.append(text)
        number = len(self.originals) - 1
        is_address = ADDRESS.fullmatch(text.encode())
        return f"https://{self.nonce}.example/{number}" if is_address else f"{self.nonce} {number}"


class _Reader:
    """Reads a shape off the statements of a marked document."""

    def __init__(self, marks: _Marks, marked: JsonObject, found: Statements) -> None:
        if found.triples is None:
            raise NotLearnt
        self.marks = marks
        self.marked = marked
        self.root = found.graph.root
        self.triples = found.triples
        self.met: set[int] = set()
        self.first: dict[str, Leaf] = {}  # of the leaves that are the same address
        for leaf in sorted(self._addresses(), key=attrgetter("number")):
            self.met.add(leaf.number)
            self.first.setdefault(marks.originals[leaf.number], leaf)

    def shape(self) -> Shape:
        """The shape. Raises `NotLearnt`."""
        addresses = {number: self.first[self.marks.originals[number]].number for number in self.met}
        found = [self._statement(triple) for triple in self.triples]
        _refuse_doubtful(found)
        if len(self.met) != len(self.marks.originals):
            raise NotLearnt  # a value that reaches no statement is not signed
        texts = self._said_twice(found)
        same_as = addresses | {leaf.number: first.number for leaf, first in texts.items()}
        return Shape(
            segments=tuple(self.marks.pattern.sub("\0", orjson.dumps(self.marked).decode()).encode().split(b"\0")),
            same_as=tuple(same_as[number] for number in range(len(same_as))),
            addresses=frozenset(addresses.values()),
            statements=tuple(dict.fromkeys(_with(texts, statement) for statement in found)),
            root=self._node(BLANK if self.root.startswith("_:") else "IRI", self.root),
            template=self.marks.template(self.marked),
        )

    def _said_twice(self, found: Iterable[Statement]) -> dict[Leaf, Leaf]:
        """For each text the first that says the same of the same: of several such statements RDF knows but one."""
        leaves: dict[tuple[object, ...], list[Leaf]] = defaultdict(list)
        for statement in found:
            slot = statement.object
            if slot.kind == "literal" and isinstance(leaf := slot.value, Leaf):
                place = statement.subject, statement.predicate, slot.datatype, slot.language
                leaves[*place, self.marks.originals[leaf.number]].append(leaf)
        return {leaf: min(alike, key=attrgetter("number")) for alike in leaves.values() for leaf in alike}

    def _addresses(self) -> Iterator[Leaf]:
        ends = (end for triple in self.triples for end in (triple["subject"], triple["object"]) if end["type"] == "IRI")
        return (leaf for end in ends if (leaf := self.marks.leaf(end["value"])) is not None)

    def _statement(self, triple: JsonObject) -> Statement:
        subject, predicate, end = triple["subject"], triple["predicate"]["value"], triple["object"]
        datatype, language = end.get("datatype", ""), end.get("language", "")
        if any(self.marks.leaf(text) is not None for text in (predicate, datatype, language)):
            raise NotLearnt
        value = self._text(end["value"]) if end["type"] == "literal" else self._node(end["type"], end["value"])
        return Statement(
            self._node(subject["type"], subject["value"]), predicate, Slot(end["type"], value, datatype, language)
        )

    def _node(self, kind: str, value: str) -> Value:
        if kind == BLANK:
            return Blank(int(value.removeprefix("_:b")))
        leaf = self.marks.leaf(value)
        return value.encode() if leaf is None else self.first[self.marks.originals[leaf.number]]

    def _text(self, value: str) -> Value:
        leaf = self.marks.leaf(value)
        if leaf is None:
            return escape(value)
        if leaf.number in self.met:
            raise NotLearnt  # said in two places, or an address as well
        self.met.add(leaf.number)
        return leaf


def _with(texts: Mapping[Leaf, Leaf], statement: Statement) -> Statement:
    """`statement` with the first of the texts that say the same."""
    slot = statement.object
    if slot.kind != "literal" or not isinstance(slot.value, Leaf):
        return statement
    return replace(statement, object=replace(slot, value=texts[slot.value]))


def _refuse_doubtful(found: Sequence[Statement]) -> None:
    """Refuse what PyLD or the standard treats by its value, or by more than its place. Raises `NotLearnt`."""
    lists = {statement.subject for statement in found if statement.predicate == RDF_FIRST}
    heads: set[tuple[Value, str]] = set()
    for statement in found:
        slot = statement.object
        if slot.datatype == _DOUBLE and isinstance(slot.value, Leaf):
            raise NotLearnt  # a text that is a number is written as RDF writes numbers
        if isinstance(slot.value, Blank) and slot.value == statement.subject:
            raise NotLearnt
        if slot.value in lists:
            place = statement.subject, statement.predicate
            if place in heads:
                raise NotLearnt  # two lists, and nothing to tell which is first
            heads.add(place)
