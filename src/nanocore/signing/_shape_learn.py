"""Learns the shape of a document: marks every value, runs the strict pipeline once, and sees where the marks end up."""

import re
import secrets
from hashlib import sha256
from typing import Any

import orjson

from ._codes import Problem
from ._contexts import Contexts
from ._graph import BLANK
from ._json import JsonObject, walk
from ._rdf import Statements, statements
from ._shape import ADDRESS, SCHEMES, Blank, Leaf, Mould, Shape, Slot, Statement, Value
from ._shape_join import NotLearnt, joined
from ._shape_lines import escape
from ._shape_plain import plain
from ._words import Words, words_of


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
    if any(value is None for value in walk(document)):
        raise NotLearnt  # what says nothing may be read, yet is never signed; and orjson writes NaN as null, too
    words = words_of(document, contexts)
    if words.defined & SCHEMES or any(ADDRESS.fullmatch(word.encode()) for word in words.defined):
        raise NotLearnt
    marks = _Marks(words)
    marked = marks.marked(document)
    return _read(marks, marked, statements(marked, contexts))


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


def _read(marks: _Marks, marked: JsonObject, found: Statements) -> Shape:
    """The shape that the statements of a marked document show."""
    if found.triples is None:
        raise NotLearnt
    root = found.graph.root
    return joined(
        [_statement(marks, triple) for triple in found.triples],
        originals=marks.originals,
        root=_value(marks, BLANK if root.startswith("_:") else "IRI", root),
        template=marks.template(marked),
    )


def _statement(marks: _Marks, triple: JsonObject) -> Statement:
    subject, predicate, end = triple["subject"], triple["predicate"]["value"], triple["object"]
    datatype, language = end.get("datatype", ""), end.get("language", "")
    if any(marks.leaf(text) is not None for text in (predicate, datatype, language)):
        raise NotLearnt
    return Statement(
        _value(marks, subject["type"], subject["value"]),
        predicate,
        Slot(end["type"], _value(marks, end["type"], end["value"]), datatype, language),
    )


def _value(marks: _Marks, kind: str, value: str) -> Value:
    if kind == BLANK:
        return Blank(int(value.removeprefix("_:b")))
    leaf = marks.leaf(value)
    return escape(value) if leaf is None else leaf
