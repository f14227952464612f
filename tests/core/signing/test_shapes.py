"""A document of a known shape is signed as if it had been expanded: byte for byte what PyLD and jsonld.js make of it."""

import copy
import json
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signing.documents import ADDRESS, CONTEXT, CONTEXTS, Maker
from core.signing.world import DID, NOW, World, achievement, award, node
from nanocore import signing
from nanocore.signing import Code, Contexts, JsonObject, Outcome, SigningKey, Text, open_badge, pinned
from nanocore.signing._codes import Problem
from nanocore.signing._facts import read_facts
from nanocore.signing._json import read_json
from nanocore.signing._rdf import Statements, statements
from nanocore.signing._shape import Mould, Rendering, Tied
from nanocore.signing._shape_learn import learn
from nanocore.signing._shape_narrow import narrowed
from nanocore.signing._shape_source import press
from nanocore.signing._shapes import NARROW_AFTER, PRESS_AFTER, Shapes, Shelf
from nanocore.signing._unsecured import Unsecured

SHAPES, DOCUMENTS = 400, 8


def fresh() -> Contexts:
    """The pinned contexts, with no shape known."""
    return pinned().extended_with({})


def moulds_of(document: JsonObject, contexts: Contexts, checked: Statements) -> list[Mould]:
    """The shape of a document in every way it can be put to use."""
    plain = learn(document, contexts, checked)
    if plain is None:
        return []
    rendering = plain.rendering(orjson.dumps(document))
    assert rendering is not None
    leaves = range(len(rendering.values))
    some = frozenset(random.Random(len(leaves)).sample(leaves, len(leaves) // 3))
    made = [plain]
    for shape in (plain.shape, narrowed(plain.shape, rendering.values, some)):
        try:
            made.append(press(shape))
        except Tied:  # only when narrowed: its blank nodes are alike in every document
            continue
    return made


@dataclass(frozen=True)
class Case:
    """A document, what the long way says of it, and what each known shape that takes it says."""

    document: JsonObject
    expected: str | Code
    renderings: tuple[Rendering, ...]


def cases(seed: int, documents: int) -> Iterator[Case]:
    """Documents of one random shape, each looked at by the shapes that those before it taught."""
    maker, moulds = Maker(seed), list[Mould]()
    shape = maker.shape()
    for _ in range(documents):
        try:
            document = read_json(json.dumps(maker.document(shape)))
        except Problem:
            continue
        renderings = tuple(filter(None, (mould.rendering(orjson.dumps(document)) for mould in moulds)))
        try:
            checked = statements(document, CONTEXTS)
            expected: str | Code = checked.canonical
        except Problem as problem:
            yield Case(document, problem.code, renderings)
            continue
        yield Case(document, expected, renderings)
        if not renderings:
            moulds += moulds_of(document, CONTEXTS, checked)


def test_a_known_shape_says_what_pyld_and_jsonld_js_say() -> None:
    met = [case for seed in range(SHAPES) for case in cases(seed, DOCUMENTS)]
    for case in met:
        assert {rendering.canonical for rendering in case.renderings} <= {case.expected}, case.document
        assert all(rendering.document() == case.document for rendering in case.renderings)
    sound = [case for case in met if not isinstance(case.expected, Code)]
    assert len(sound) > 1500
    assert sum(bool(case.renderings) for case in sound) > 500
    assert any(isinstance(case.expected, Code) for case in met)
    theirs = node("canonise.mjs", {"documents": {ADDRESS: CONTEXT}, "inputs": [case.document for case in sound]})
    assert theirs == [case.expected for case in sound]
