"""What is read of a document whose shape is new is what PyLD and jsonld.js read; it is made a shape when asked for."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from core.signing.documents import ADDRESS, CONTEXT, CONTEXTS, Maker
from core.signing.test_shapes import awards
from core.signing.world import World, node
from nanocore import signing
from nanocore.signing import Contexts, JsonObject, open_badge
from nanocore.signing._codes import Problem
from nanocore.signing._facts import read_facts
from nanocore.signing._first_sight import FirstSight
from nanocore.signing._graph import BLANK, Graph
from nanocore.signing._json import read_json
from nanocore.signing._rdf import Statements, statements
from nanocore.signing._shape import Mould, Rendering
from nanocore.signing._shapes import Shapes, Shelf
from nanocore.signing._simple import read_off
from nanocore.signing._unsecured import Unsecured

DOCUMENTS = 900


def seen(document: JsonObject, contexts: Contexts) -> FirstSight | None:
    read = read_off(document, contexts)
    return FirstSight.of(read) if read else None


def met() -> Iterator[tuple[JsonObject, FirstSight, Statements]]:
    """Documents of random shapes that are read in one pass, and what PyLD says of them."""
    for seed in range(DOCUMENTS):
        maker = Maker(50_000 + seed)
        try:
            document = read_json(json.dumps(maker.document(maker.shape())))
        except Problem:
            continue
        if first := seen(document, CONTEXTS):
            yield document, first, statements(document, CONTEXTS)


def said(graph: Graph) -> dict[tuple[str, str], Counter[Any]]:
    """What is said of things with an address; blank nodes are named otherwise by either way."""
    terms = graph._objects
    return {
        about: Counter(
            (term.kind, "" if term.kind == BLANK else term.value, term.datatype, term.language) for term in of
        )
        for about, of in ((about, terms[about]) for about in terms)
        if not about[0].startswith("_:")
    }


def test_it_says_what_pyld_and_jsonld_js_say_and_its_shape_says_the_same() -> None:
    found, moulds = dict[str, str](), 0
    for document, first, checked in met():
        found[json.dumps(document)] = first.canonical
        assert first.canonical == checked.canonical, document
        assert said(first.graph) == said(checked.graph), document
        if mould := first.mould():
            moulds += 1
            rendering = mould.rendering(orjson.dumps(document))
            assert rendering is not None
            assert rendering.canonical == first.canonical
    assert len(found) > 100
    assert moulds > 0.9 * len(found)
    theirs = node("canonise.mjs", {"documents": {ADDRESS: CONTEXT}, "inputs": [json.loads(text) for text in found]})
    assert theirs == list(found.values())


def test_a_badge_has_the_same_facts_by_either_way() -> None:
    for award in awards(20):
        badge = read_json(json.dumps(open_badge(award)))
        first, checked = seen(badge, signing.pinned()), statements(badge, signing.pinned())
        assert first is not None
        assert first.canonical_hash == checked.canonical_hash
        assert read_facts(first.graph) == read_facts(checked.graph)


@pytest.mark.parametrize(
    "evidence",
    [
        [{"type": ["Evidence"], "name": "ens"}, {"type": ["Evidence"], "name": "ens"}],
        [{"type": ["Evidence"], "name": "styret\x07tegn"}],
        [{"type": ["Evidence"], "name": "vendt \u202e om"}],
    ],
)
def test_alike_blank_nodes_and_hidden_characters_are_left_to_those_who_judge_them(evidence: Any) -> None:
    badge = read_json(json.dumps(open_badge(next(awards(1)))))
    assert seen(badge, signing.pinned())
    assert seen({**badge, "evidence": evidence}, signing.pinned()) is None


def test_the_second_of_a_kind_is_read_by_its_shape(world: World, signed: JsonObject) -> None:
    contexts = signing.pinned().extended_with({})
    body = {name: value for name, value in read_json(json.dumps(signed)).items() if name != "proof"}
    assert isinstance(Unsecured(body, contexts).statements, FirstSight)
    world.verify(signed, contexts=contexts)
    found = Unsecured({**body, "id": "urn:uuid:en-anden"}, contexts).statements
    assert isinstance(found, Rendering)


class Unlearnable:
    """What was seen, of a kind that has no shape."""

    size = 1_000
    asked = 0

    def mould(self) -> Mould | None:
        self.asked += 1
        return None


def test_what_has_no_shape_after_all_takes_the_room_of_one_and_is_worked_out_once() -> None:
    shapes, data = Shapes(), b'{"a":"b"}'
    first = Unlearnable()
    shapes.keep(first, data, Shelf.STRANGERS)
    assert first.asked == 0
    for _ in range(3):
        assert shapes.rendering(data) is None
        shapes.keep(Unlearnable(), data, Shelf.STRANGERS)
    assert (first.asked, shapes.count(Shelf.STRANGERS)) == (1, 1)
