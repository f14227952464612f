"""Whatever is handed in gets a verdict of its own, within two seconds, and never an exception."""

import json
import time
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signing.world import NOW, World
from nanocore.signing import Code, JsonObject, Outcome, State, Step
from nanocore.signing._json import _read_quickly, _read_strictly

WORLD = World()
V2 = "https://www.w3.org/ns/credentials/v2"

TEXTS: dict[str, tuple[bytes | str, Code]] = {
    "nothing": (b"", Code.READ_NOT_JSON),
    "a sentence": ("Hej, her er mit bevis", Code.READ_NOT_JSON),
    "half of it": ('{"@context": [', Code.READ_NOT_JSON),
    "a web page": (b"<!DOCTYPE html><html>", Code.READ_BROKEN_IMAGE),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(1000), Code.READ_BROKEN_IMAGE),
    "a certificate": (b"%PDF-1.7 ...", Code.READ_NOTHING_ATTACHED),
    "a token": (b"eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ4In0.c2ln", Code.FORM_NOT_CREDENTIAL),
    "a token with disclosures": (b"eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ4In0.c2ln~WyJ4Il0~", Code.READ_DISCLOSURE),
    "bytes": (b"\xff\xfe\x00\x01", Code.READ_NOT_TEXT),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), Code.READ_NOT_TEXT),
    "a list": (b"[]", Code.READ_NOT_OBJECT),
    "a number": (b"12", Code.READ_NOT_OBJECT),
    "five megabytes": (b'{"a": "' + b"a" * 5_000_000 + b'"}', Code.READ_TOO_LARGE),
    "10,000 lists deep": (b"[" * 10_000 + b"]" * 10_000, Code.READ_TOO_DEEP),
    "10,000 objects deep": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, Code.READ_TOO_DEEP),
    "only opening brackets": (b"[" * 1_000_000, Code.READ_TOO_DEEP),
    "only quotes": (b'"' * 2_000_000, Code.READ_NOT_JSON),
    "only escaped quotes": (b'{"' + b'\\"' * 1_000_000, Code.READ_NOT_JSON),
    "only backslashes": (b'{"' + b"\\" * 1_999_999, Code.READ_NOT_JSON),
    "a list of thousands": (json.dumps({"a": list(range(1_000))}), Code.READ_TOO_MANY_VALUES),
    "thousands of things": (json.dumps({str(key): {} for key in range(3_000)}), Code.READ_TOO_MANY_VALUES),
    "the same key twice": (b'{"name": "a", "name": "b"}', Code.READ_DUPLICATE_KEY),
    "the same key twice, escaped": (b'{"name": "a", "n\\u0061me": "b"}', Code.READ_DUPLICATE_KEY),
    "the same broken key twice": (b'{"\\ud800": 1, "\\ud800": 2}', Code.READ_DUPLICATE_KEY),
    "not a number": (b'{"a": NaN}', Code.READ_NUMBER),
    "infinity": (b'{"a": -Infinity}', Code.READ_NUMBER),
    "a number that overflows": (b'{"a": 1e999}', Code.READ_NUMBER),
    "a number too exact for others": (b'{"a": 9007199254740993}', Code.READ_NUMBER),
    "a number of 5,000 digits": (b'{"a": ' + b"9" * 5_000 + b"}", Code.READ_NUMBER),
    "half a character": (b'{"a": "\\ud83d"}', Code.READ_BROKEN_TEXT),
    "half a character in a key": (b'{"\\udc00": 1}', Code.READ_BROKEN_TEXT),
    "half a character, unescaped": ('{"a": "\ud83d"}', Code.READ_NOT_TEXT),
    "a control character": (b'{"a": "\\u0000"}', Code.READ_HIDDEN_CHARACTER),
    "a raw control character": (b'{"a": "\x07"}', Code.READ_NOT_JSON),
    "text direction turned round": ('{"a": "Ida \u202egnirps"}', Code.READ_HIDDEN_CHARACTER),
    "text direction isolated": ('{"a": "\u2066x"}', Code.READ_HIDDEN_CHARACTER),
    "a non-character": ('{"a": "\uffff"}', Code.READ_HIDDEN_CHARACTER),
    "an empty object": (b"{}", Code.FORM_NOT_CREDENTIAL),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_is_no_credential_has_a_verdict_of_its_own(world: World, name: str) -> None:
    text, code = TEXTS[name]
    started = time.process_time()
    verdict = world.verify(text)
    assert verdict.reason.code is code
    assert verdict.outcome is not Outcome.GENUINE
    assert verdict.facts is None
    assert time.process_time() - started < 2


def test_a_credential_with_a_byte_order_mark_is_read(world: World, signed: JsonObject) -> None:
    assert world.verify("\ufeff" + json.dumps(signed)).outcome is Outcome.GENUINE
    assert world.verify(json.dumps(signed).encode("utf-8-sig")).outcome is Outcome.GENUINE


CHANGES: dict[str, tuple[JsonObject, Code]] = {
    "no type": ({"type": None}, Code.FORM_NOT_CREDENTIAL),
    "a presentation": ({"type": "VerifiablePresentation"}, Code.FORM_SHOWS_OTHERS),
    "a type that is a number": ({"type": 7}, Code.FORM_NOT_CREDENTIAL),
    "a type that is a list of lists": ({"type": [["VerifiableCredential"]]}, Code.FORM_NOT_CREDENTIAL),
    "no contexts": ({"@context": []}, Code.FORM_MISSING),
    "no issuer": ({"issuer": None}, Code.FORM_MISSING),
    "an issuer without an id": ({"issuer": {"name": "x"}}, Code.FORM_WRONG),
    "an issuer that is a word": ({"issuer": "os"}, Code.FORM_WRONG),
    "no subject": ({"credentialSubject": {}}, Code.FORM_MISSING),
    "a subject that is a text": ({"credentialSubject": "Ida"}, Code.FORM_WRONG),
    "an id that is a number": ({"id": 4}, Code.FORM_WRONG),
    "a context nobody knows": ({"@context": [V2, "https://evil.example/v1"]}, Code.CONTEXTS_UNKNOWN),
    "a context that is a number": ({"@context": [V2, 7]}, Code.CONTEXTS_INLINE),
    "a context inside": ({"@context": [V2, {"x": "https://x.example/"}]}, Code.CONTEXTS_INLINE),
    "contexts cleared": ({"@context": [V2, None]}, Code.CONTEXTS_INLINE),
    "a context deeper down": (
        {"evidence": {"type": "Evidence", "@context": "https://evil.example/v1"}},
        Code.CONTEXTS_UNKNOWN,
    ),
    "contexts without end": ({"@context": [V2] * 200}, Code.CONTEXTS_TOO_MANY),
    "contexts the wrong way round": (
        {"@context": ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", V2]},
        Code.CONTEXTS_NOT_FIRST,
    ),
    "contexts that contradict each other": (
        {"@context": [V2, "https://purl.imsglobal.org/spec/ob/v3p0/context.json"]},
        Code.CONTEXTS_REDEFINED,
    ),
    "an id that is no address": ({"issuer": {"id": "did:web:a b"}}, Code.CONTEXTS_UNDEFINED),
    "a language that is none": ({"name": {"@value": "x", "@language": "d a"}}, Code.CONTEXTS_INVALID),
    "a value that is an object": ({"name": {"@value": {}}}, Code.FORM_WRONG),
    "a name with something else": ({"name": {"@value": "x", "url": "https://x.example/"}}, Code.FORM_WRONG),
    "an empty subject among others": ({"credentialSubject": [{"id": "urn:x:1"}, {}]}, Code.FORM_WRONG),
    "a status of no kind": ({"credentialStatus": {"id": "urn:x:1"}}, Code.FORM_WRONG),
    "a schema without an address": ({"credentialSchema": {"type": "JsonSchema"}}, Code.FORM_WRONG),
    "terms of no kind": ({"termsOfUse": {"id": "urn:x:1"}}, Code.FORM_WRONG),
    "a resource with another digest": (
        {"relatedResource": {"id": V2, "digestSRI": "sha256-" + "A" * 43 + "="}},
        Code.FORM_WRONG,
    ),
    "a resource with a digest nobody knows": (
        {"relatedResource": {"id": "https://x.example/", "digestSRI": "md5-AAAA"}},
        Code.FORM_WRONG,
    ),
    "a resource without a digest": ({"relatedResource": {"id": "urn:x:1"}}, Code.FORM_WRONG),
    "a resource named twice": (
        {"relatedResource": [{"id": "urn:x:1", "digestMultibase": "uEiA" + "A" * 43}] * 2},
        Code.FORM_WRONG,
    ),
    "no proof": ({"proof": None}, Code.SIGNATURE_MISSING),
    "no proofs": ({"proof": []}, Code.SIGNATURE_MISSING),
    "a proof that is a text": ({"proof": "x"}, Code.SIGNATURE_MALFORMED),
    "twenty proofs": ({"proof": [{}] * 20}, Code.SIGNATURE_TOO_MANY),
    "a proof of a kind nobody knows": ({"proof": {"type": "Magic2030"}}, Code.SIGNATURE_KIND_UNKNOWN),
    "a proof of no kind": ({"proof": {}}, Code.SIGNATURE_KIND_UNKNOWN),
    "a start that is no date": ({"validFrom": "i går"}, Code.DATES_MALFORMED),
    "an end that is no day": ({"validUntil": "2026-02-30T00:00:00Z"}, Code.DATES_MALFORMED),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_credential_that_is_broken_has_a_verdict_of_its_own(world: World, signed: JsonObject, name: str) -> None:
    changes, code = CHANGES[name]
    document = {key: value for key, value in {**signed, **changes}.items() if value is not None}
    verdict = world.verify(document)
    assert code in {finding.code for finding in verdict.findings}
    assert verdict.outcome is not Outcome.GENUINE


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cryptosuite": "bbs-2023"}, Code.SIGNATURE_KIND_UNKNOWN),
        ({"cryptosuite": ["eddsa-rdfc-2022"]}, Code.SIGNATURE_KIND_UNKNOWN),
        ({"type": "Ed25519Signature2020"}, Code.SIGNATURE_KIND_UNKNOWN),
        ({"previousProof": "urn:uuid:1"}, Code.SIGNATURE_CHAIN),
        ({"verificationMethod": 7}, Code.SIGNATURE_MALFORMED),
        ({"verificationMethod": "key-1"}, Code.SIGNATURE_MALFORMED),
        ({"verificationMethod": "did:example:1#k"}, Code.SIGNATURE_METHOD_UNKNOWN),
        (
            {"verificationMethod": "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"},
            Code.SIGNATURE_KEY_KIND_UNKNOWN,
        ),
        ({"verificationMethod": "did:key:z6Mk"}, Code.SIGNATURE_KEY_MALFORMED),
        ({"verificationMethod": "did:web:nobody.example#k"}, Code.SIGNATURE_KEY_UNREACHABLE),
        ({"proofValue": "uAAAA"}, Code.SIGNATURE_MALFORMED),
        ({"proofValue": "z" + "1" * 100_000}, Code.SIGNATURE_MALFORMED),
        ({"proofValue": "z1"}, Code.SIGNATURE_WRONG),
        ({"created": "2026"}, Code.SIGNATURE_MALFORMED),
        ({"created": "2026-03-01T12:00:01Z"}, Code.SIGNATURE_WRONG),
        ({"proofPurpose": None}, Code.SIGNATURE_MALFORMED),
        ({"surprise": "x"}, Code.SIGNATURE_MALFORMED),
        ({"domain": "bank.example"}, Code.SIGNATURE_WRONG),
    ],
)
def test_a_proof_that_is_broken_has_a_verdict_of_its_own(
    world: World, signed: JsonObject, changes: JsonObject, code: Code
) -> None:
    signed["proof"] = {**signed["proof"], **changes}
    assert world.code(signed) is code


def nameless(label: object, **more: Any) -> JsonObject:
    """A thing with no name of its own; `evidence` is a word only for credentials."""
    return {"id": f"_:{label}", "type": "VerifiableCredential", **more}


def entangled(subjects: list[JsonObject], proof: JsonObject) -> JsonObject:
    """A credential about nameless things, with a proof that looks right."""
    return {
        "@context": [V2],
        "type": "VerifiableCredential",
        "issuer": "did:web:professionshoejskolen.example",
        "credentialSubject": subjects,
        "proof": proof,
    }


def clique(size: int) -> list[JsonObject]:
    """Each points to all the others."""
    things = range(size)
    return [nameless(one, evidence=[nameless(other) for other in things if other != one]) for one in things]


def ring(size: int) -> list[JsonObject]:
    """Each points to the next."""
    return [nameless(one, evidence=nameless((one + 1) % size)) for one in range(size)]


def twins(size: int) -> list[JsonObject]:
    """All point to two that are alike."""
    return [nameless(one, evidence=[nameless("a"), nameless("b")]) for one in range(size)]


def leaves(size: int) -> list[JsonObject]:
    """All are alike, and point to one like themselves."""
    return [nameless(one, evidence={"type": "VerifiableCredential"}) for one in range(size)]


@pytest.mark.parametrize("poison", [clique(9), clique(20), ring(200), twins(100)])
def test_a_poisoned_graph_is_given_up_on(world: World, signed: JsonObject, poison: list[JsonObject]) -> None:
    started = time.process_time()
    assert world.code(entangled(poison, signed["proof"])) is Code.SIGNATURE_TOO_COMPLEX
    assert time.process_time() - started < 2


@pytest.mark.parametrize("harmless", [clique(3), ring(20), twins(4), leaves(200)])
def test_a_few_things_that_are_alike_can_be_told_apart(
    world: World, signed: JsonObject, harmless: list[JsonObject]
) -> None:
    assert world.code(entangled(harmless, signed["proof"])) is Code.SIGNATURE_WRONG


MANY = [f"{index}" for index in range(250)]


@pytest.mark.parametrize(
    "filling",
    [
        {"evidence": [{"type": "Evidence", "name": name, "genre": name, "narrative": name} for name in MANY]},
        {"name": MANY, "description": MANY, "evidence": [{"type": "Evidence", "name": MANY, "genre": MANY}]},
        {"evidence": [{"type": "Evidence", "id": "urn:x:1", "name": name} for name in MANY]},
        {"evidence": [{"@context": V2, "type": "Evidence", "name": name} for name in MANY[:50]]},
        {"description": "x" * 1_900_000},
    ],
)
def test_the_largest_that_is_read_costs_less_than_two_seconds(
    world: World, signed: JsonObject, filling: JsonObject
) -> None:
    started = time.process_time()
    verdict = world.verify({**signed, **filling})
    assert verdict[Step.CONTEXTS].state is State.PASSED
    assert verdict.reason.code in {Code.SIGNATURE_WRONG, Code.SIGNATURE_TOO_COMPLEX}
    assert time.process_time() - started < 2


KEYWORDS = [
    "@context",
    "@id",
    "@type",
    "@value",
    "@list",
    "@graph",
    "@included",
    "@reverse",
    "@language",
    "@nest",
    "@index",
]
TERMS = ["type", "id", "issuer", "name", "evidence", "credentialSubject", "credentialStatus", "validFrom", "proof", "x"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYWORDS + TERMS),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_no_json_whatever_raises(value: Any) -> None:
    assert WORLD.verify(json.dumps(value)).outcome is not Outcome.GENUINE


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(["id", "name", "evidence", "credentialStatus", "issuer", "termsOfUse"]), JSON))
def test_no_credential_with_anything_inside_raises(inside: JsonObject) -> None:
    frame: JsonObject = {"@context": [V2], "type": ["VerifiableCredential"], "credentialSubject": {"id": "urn:x:1"}}
    proof = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "verificationMethod": WORLD.key.did}
    proof |= {"proofPurpose": "assertionMethod", "proofValue": "z1"}
    verdict = WORLD.verify(json.dumps({"issuer": "did:web:a.example", **frame, **inside, "proof": proof}))
    assert verdict.outcome is not Outcome.GENUINE


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200))
def test_no_bytes_whatever_raise(text: bytes | str) -> None:
    assert WORLD.verify(text).outcome is not Outcome.GENUINE


def test_now_needs_a_time_zone(world: World, signed: JsonObject) -> None:
    with pytest.raises(ValueError, match="time zone"):
        world.verify(signed, now=datetime(2026, 3, 1))  # noqa: DTZ001 - that is the point
    assert world.verify(signed, now=NOW).outcome is Outcome.GENUINE


ODD_JSON = st.recursive(
    st.one_of(
        st.sampled_from([0, -5, 2.5, 5.0, 1e-7, 1e-5, 1e16, 2**53, 2**53 - 1, -0.0, True, None]),
        st.sampled_from(["a", "1e-7", "2.0,", "æ", "\u202e", "\x00", "\\", '"', "\\u0041", "\ud800", "\x7f"]),
    ),
    lambda inside: st.one_of(
        st.lists(inside, max_size=4), st.dictionaries(st.sampled_from(["a", "b", '"c', "d\\"]), inside, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(value=ODD_JSON, plain=st.booleans(), again=st.booleans())
def test_the_quick_reader_reads_what_the_strict_one_does_or_leaves_it(*, value: Any, plain: bool, again: bool) -> None:
    text = json.dumps({"x": value, "b": 1}, ensure_ascii=not plain)
    if again:
        text = text.replace('"b"', '"a"')
    quick = _read_quickly(text)
    if quick is not None:
        assert json.dumps(quick) == json.dumps(_read_strictly(text))
