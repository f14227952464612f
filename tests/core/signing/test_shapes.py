"""A document of a known shape is signed as if it had been expanded: byte for byte as PyLD and jsonld.js have it."""

import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signing.documents import ADDRESS, CONTEXT, CONTEXTS, Maker
from core.signing.world import NOW, World, achievement, award, node
from nanocore import signing
from nanocore.signing import (
    Award,
    Code,
    Contexts,
    JsonObject,
    Outcome,
    Recipient,
    RefusedToSign,
    SigningKey,
    open_badge,
)
from nanocore.signing._codes import Problem
from nanocore.signing._facts import read_facts
from nanocore.signing._json import read_json
from nanocore.signing._rdf import Statements, statements
from nanocore.signing._shape import Mould, Rendering, Tied
from nanocore.signing._shape_learn import learn
from nanocore.signing._shape_narrow import narrowed
from nanocore.signing._shape_plain import plain
from nanocore.signing._shape_source import press
from nanocore.signing._shapes import NARROW_AFTER, Shelf
from nanocore.signing._simple import simple_shape
from nanocore.signing._unsecured import Unsecured, known_to_be_fit

SHAPES, DOCUMENTS = 400, 8


def fresh() -> Contexts:
    """The pinned contexts, with no shape known."""
    return signing.pinned().extended_with({})


def moulds_of(document: JsonObject, contexts: Contexts, checked: Statements) -> list[Mould]:
    """The shape of a document in every way it can be put to use."""
    plain = learn(document, contexts, checked)
    if plain is None:
        return []
    rendering = plain.rendering(orjson.dumps(document))
    assert rendering is not None
    leaves = range(len(rendering.values))
    some = frozenset(random.Random(len(leaves)).sample(leaves, len(leaves) // 3))  # noqa: S311  # nothing secret
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


def test_what_is_read_off_in_one_pass_is_what_pyld_says() -> None:
    simple = 0
    for case in (case for seed in range(SHAPES) for case in cases(10_000 + seed, 2)):
        shape = simple_shape(case.document, CONTEXTS)
        rendering = plain(shape).rendering(orjson.dumps(case.document)) if shape else None
        if rendering:
            simple += 1
            assert rendering.canonical == case.expected, case.document
            assert rendering.document() == case.document
    assert simple > 100


def test_what_is_read_off_in_one_pass_has_the_same_facts() -> None:
    for given_award in awards(20):
        badge = read_json(json.dumps(open_badge(given_award)))
        shape, checked = simple_shape(badge, signing.pinned()), statements(badge, signing.pinned())
        assert shape is not None
        rendering = plain(shape).rendering(orjson.dumps(badge))
        assert rendering is not None
        assert rendering.canonical == checked.canonical
        assert read_facts(rendering.graph) == read_facts(checked.graph)


@pytest.mark.parametrize(
    "change",
    [
        {"Name": "x"},
        {"type": ["VerifiableCredential", "Doctorate"]},
        {"id": "relative"},
        {"@included": []},
        {"@graph": []},
        {"https://schema.org/name": {"@value": "x"}},
        {"name": None},
        {"@type": "VerifiableCredential"},
        {"evidence": {"@list": []}},
        {"@context": ["https://www.w3.org/ns/credentials/v2", {"name": "urn:x:name"}]},
        {"@context": ["https://www.w3.org/ns/credentials/v2", "https://unknown.example/v1"]},
        {"@context": ["https://www.w3.org/ns/credentials/v2"] * 65},
        {"@context": None},
    ],
)
def test_what_is_out_of_the_ordinary_is_left_to_pyld(change: JsonObject) -> None:
    badge = read_json(json.dumps(open_badge(award())))
    assert simple_shape(badge, signing.pinned()) is not None
    assert simple_shape({**badge, **change}, signing.pinned()) is None


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


def is_known(document: JsonObject, contexts: Contexts) -> bool:
    """Whether it is signed by its shape."""
    return known_to_be_fit(document, contexts) is not None


def is_read(document: JsonObject, contexts: Contexts) -> bool:
    """Whether it is checked by its shape."""
    return contexts.shapes.rendering(orjson.dumps(document)) is not None


def sign(world: World, document: JsonObject, contexts: Contexts) -> JsonObject | Code:
    try:
        return world.sign(document, contexts=contexts)
    except RefusedToSign as refusal:
        return refusal.code


def awards(count: int) -> Iterator[Award]:
    """Awards that differ in what they have, and in what it says."""
    chance = random.Random(4711)  # noqa: S311  # nothing secret
    full, complete = award(), achievement()
    for number in range(count):
        yield replace(
            full,
            id=f"https://bank.example/beviser/{number}",
            recipient=replace(full.recipient, name=chance.choice(["Ida", 'Bo "B"', "Åse\n\\", full.issuer.name])),
            awarded_at=NOW - timedelta(hours=number),
            achievement=replace(
                complete,
                outcomes=complete.outcomes[: chance.randint(1, 2)],
                field_of_study=chance.choice(["", "Pædagogik", "blended"]),
                level=chance.choice([complete.level, replace(complete.level, eqf=7)] if complete.level else [None]),
            ),
            evidence=chance.choice([full.evidence, ()]),
            grade=chance.choice([full.grade, None]),
            valid_until=chance.choice([full.valid_until, None]),
        )


def test_signed_by_its_shape_it_is_what_it_would_have_been(world: World) -> None:
    contexts, known = fresh(), 0
    for given_award in awards(60):
        badge = open_badge(given_award)
        known += is_known(badge, contexts)
        signed = sign(world, badge, contexts)
        assert signed == sign(world, badge, fresh())
    assert known > 30


def test_the_facts_are_the_same_by_either_way(world: World) -> None:
    contexts = fresh()
    for number, given_award in enumerate(awards(60)):
        badge = read_json(json.dumps(open_badge(given_award)))
        world.sign(badge, contexts=contexts)
        found = Unsecured(badge, contexts).statements
        assert isinstance(found, Rendering), number
        assert read_facts(found.graph) == read_facts(statements(badge, contexts).graph)


def test_a_class_of_learners_is_signed_and_checked_with_all_but_their_own_values_fixed(world: World) -> None:
    contexts = fresh()
    for number in range(4 * NARROW_AFTER):
        mine = Recipient(id=f"https://bank.example/personer/{number}", name=f"Kursist {number}")
        signed = world.sign(open_badge(award(recipient=mine)), contexts=contexts)
        verdict = world.verify(signed, contexts=contexts)
        assert verdict.outcome is Outcome.GENUINE
        assert verdict.facts is not None
        assert (verdict.facts.recipient.id, verdict.facts.recipient.name) == (mine.id, mine.name)
    unsigned = {name: value for name, value in signed.items() if name != "proof"}
    found = Unsecured(unsigned, contexts).statements
    assert isinstance(found, Rendering)
    assert len(found.values) < 12
    assert found.canonical == statements(unsigned, contexts).canonical


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("id",), "not an address"),
        (("id",), "https://bank.example/<"),
        (("id",), "name"),
        (("issuer", "id"), "_:b0"),
        (("issuer", "id"), "https://bank.example/personer/7d0a"),
        (("issuer", "name"), "Skjult \u202e tekst"),
        (("issuer", "name"), "Ingen\ufffftegn"),
        (("issuer", "name"), "Styret\x07tegn"),
        (("credentialSubject", "achievement", "creditsAvailable"), 1e-7),
    ],
)
def test_a_value_that_does_not_fit_the_shape_goes_the_long_way(
    world: World, place: tuple[str, ...], value: Any
) -> None:
    contexts, badge = fresh(), open_badge(award())
    world.sign(badge, contexts=contexts)
    assert is_known(badge, contexts)
    part = badge
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = value
    assert not is_known(badge, contexts)
    assert sign(world, badge, contexts) == sign(world, badge, fresh())


NASTY = st.text(st.sampled_from('"\\,:{}[]ab\n\t\r \u2028æ𝕏\x00\x7f'), max_size=12)
KNOWN = fresh()
WORLD = World()


@settings(max_examples=150, deadline=None)
@given(name=st.one_of(NASTY, st.text(max_size=20)), narrative=NASTY, address=st.one_of(NASTY, st.just("urn:x:æ")))
def test_no_text_is_mistaken_for_the_end_of_another(name: str, narrative: str, address: str) -> None:
    def badge(**changes: str) -> JsonObject:
        mine = open_badge(award(status=(), grade=None))
        mine["credentialSubject"]["name"] = changes.get("name", "Ida")
        mine["evidence"][0] |= {
            "narrative": changes.get("narrative", "Et forløb"),
            "id": changes.get("address", "urn:x"),
        }
        return mine

    WORLD.sign(badge(), contexts=KNOWN)
    changed = badge(name=name, narrative=narrative, address=address)
    assert sign(WORLD, changed, KNOWN) == sign(WORLD, changed, fresh())


def test_a_shape_is_learnt_from_what_is_genuine_alone(world: World, signed: JsonObject) -> None:
    contexts = fresh()
    body = {name: value for name, value in signed.items() if name != "proof"}
    forged = {**signed, "name": "Doktorgrad"}
    assert world.verify(forged, contexts=contexts).outcome is Outcome.NOT_GENUINE
    assert not is_read(body, contexts)
    assert world.verify(signed, contexts=contexts).outcome is Outcome.GENUINE
    assert is_read(body, contexts)
    assert world.verify(forged, contexts=contexts).reason.code is Code.SIGNATURE_WRONG
    assert not is_known(body, contexts), "what is signed here PyLD must have read"
    world.sign(body, contexts=contexts)
    assert is_known(body, contexts)
    assert contexts.shapes.count(Shelf.KNOWN) == 0


@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf")])
def test_what_may_be_read_but_not_signed_is_not_learnt(world: World, signed: JsonObject, nothing: Any) -> None:
    """A property that is null makes no statement, so the signature holds with it; signing refuses it all the same."""
    contexts = fresh()
    body = {name: value for name, value in signed.items() if name not in {"proof", "description"}}
    saying_nothing = {**world.sign(body, contexts=contexts), "description": None}
    assert world.verify(saying_nothing, contexts=contexts).outcome is Outcome.GENUINE
    assert isinstance(sign(world, {**body, "description": nothing}, contexts), Code)


def test_strangers_push_out_strangers_only(world: World, signed: JsonObject) -> None:
    contexts = fresh()
    world.verify(signed, contexts=contexts)
    body = {name: value for name, value in signed.items() if name != "proof"}
    stranger = World(key=SigningKey.generate(), known={})
    for number in range(Shelf.STRANGERS.most + 4):
        theirs = {**body, "evidence": [{"type": ["Evidence"], "name": f"{nth}"} for nth in range(number + 1)]}
        assert stranger.code(stranger.sign(theirs), contexts=contexts) is Code.ISSUER_NOT_KNOWN
    assert is_read(body, contexts)
    assert contexts.shapes.count(Shelf.STRANGERS) <= Shelf.STRANGERS.most


def test_many_threads_sign_at_once() -> None:
    contexts, world = fresh(), World()
    badges = [open_badge(given_award) for given_award in awards(48)]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda badge: world.sign(badge, contexts=contexts), badges * 2))
    assert together == [world.sign(badge, contexts=contexts) for badge in badges] * 2


def test_what_a_word_stands_for_belongs_to_the_shape() -> None:
    """Under `word` the text `name` means an address, `Thing` another: neither may be put in the other's place."""
    contexts = Contexts({ADDRESS: CONTEXT})
    document = {"@context": ADDRESS, "id": "urn:x:1", "word": "name"}
    mould = learn(document, contexts, statements(document, contexts))
    assert mould is not None
    assert mould.rendering(orjson.dumps(document)) is not None
    assert mould.rendering(orjson.dumps({**document, "id": "urn:x:2"})) is not None
    assert mould.rendering(orjson.dumps({**document, "word": "Thing"})) is None
