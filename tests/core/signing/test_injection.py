"""RDF signs statements, not JSON: the same statements under other words must not carry other facts past a signature."""

import copy
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.signing.world import INDEX, NOW, World, award, signed_badge
from nanocore.signing import Code, Facts, JsonObject, Outcome, StatusPurpose, Verdict, open_badge, pinned
from nanocore.signing._multibase import encode_base58
from nanocore.signing._suites import EddsaRdfc2022, Unsecured

WORLD = World()
VC = "https://www.w3.org/2018/credentials#"


def facts_of(verdict: Verdict) -> Facts:
    assert verdict.facts is not None
    return verdict.facts


@pytest.mark.parametrize("word", ["Name", "ValidUntil", "nickname", "relative/word", "achievementtype"])
def test_a_word_that_no_vocabulary_defines_is_refused(world: World, signed: JsonObject, word: str) -> None:
    signed["credentialSubject"]["achievement"][word] = "Professor"
    finding = world.verify(signed).reason
    assert finding.code is Code.CONTEXTS_UNDEFINED


def test_a_type_that_no_vocabulary_defines_is_refused(world: World, signed: JsonObject) -> None:
    signed["type"].append("DoctoralDegree")
    assert world.verify(signed).reason.params == {"words": "DoctoralDegree"}


def test_an_address_without_a_scheme_is_refused(world: World, signed: JsonObject) -> None:
    signed["credentialSubject"]["achievement"]["image"] = {"id": "other.png", "type": "Image"}
    assert world.code(signed) is Code.CONTEXTS_UNDEFINED


@pytest.mark.parametrize(
    "context",
    [
        {"title": "https://schema.org/name"},
        {"@vocab": "https://evil.example/#"},
        {"@base": "https://evil.example/"},
        {"name": "https://evil.example/#name"},
    ],
)
def test_words_defined_in_the_document_are_not_interpreted(
    world: World, signed: JsonObject, context: JsonObject
) -> None:
    signed["@context"].append(context)
    assert world.code(signed) is Code.CONTEXTS_INLINE


def test_a_protected_word_cannot_be_redefined_by_a_vocabulary(world: World, signed: JsonObject) -> None:
    redefining = world.verify(
        signed | {"@context": [*signed["@context"], "https://evil.example/v1"]},
        contexts=pinned().extended_with({"https://evil.example/v1": {"@context": {"name": "urn:x:evil"}}}),
    )
    assert redefining.reason.code is Code.CONTEXTS_REDEFINED


@pytest.mark.parametrize("hide", ["@included", "@graph", "@reverse", "@nest"])
def test_a_status_cannot_be_moved_out_of_sight(world: World, signed: JsonObject, hide: str) -> None:
    """The statements stay the same, and with them the signature; a reader of the JSON would see no status."""
    world.publish_list(StatusPurpose.REVOCATION, INDEX)
    status = signed.pop("credentialStatus")
    signed[hide] = {
        "@included": [{"id": signed["id"], "type": "VerifiableCredential", "credentialStatus": status}],
        "@graph": [{"id": signed["id"], "type": "VerifiableCredential", "credentialStatus": status}],
        "@reverse": {VC + "evidence": {"id": signed["id"], "credentialStatus": status}},
        "@nest": {"credentialStatus": status},
    }[hide]
    verdict = world.verify(signed)
    assert verdict.outcome is not Outcome.GENUINE
    assert verdict.reason.code in {
        Code.CONTEXTS_CONSTRUCTION,
        Code.CONTEXTS_INVALID,
        Code.CONTEXTS_UNDEFINED,
        Code.SIGNATURE_WRONG,
        Code.STATUS_REVOKED,
    }


def test_a_status_under_its_full_address_is_still_read(world: World, signed: JsonObject) -> None:
    world.publish_list(StatusPurpose.REVOCATION, INDEX)
    signed[VC + "credentialStatus"] = signed.pop("credentialStatus")
    assert world.code(signed) is Code.STATUS_REVOKED


def test_a_word_that_differs_only_in_case_says_nothing_new(world: World, signed: JsonObject) -> None:
    """`Criteria` is a class in Open Badges and has the address of the property `criteria`."""
    before = facts_of(world.verify(signed))
    achievement = signed["credentialSubject"]["achievement"]
    achievement["Criteria"] = achievement.pop("criteria")
    assert world.verify(signed).facts == before
    achievement["criteria"] = {"narrative": "Forsvaret en ph.d.-afhandling"}
    assert world.code(signed) is Code.SIGNATURE_WRONG


def test_an_end_under_its_full_address_is_still_read(world: World) -> None:
    expired = world.sign(open_badge(award(valid_until=award().valid_from, status=())))
    written = expired.pop("validUntil")
    expired[VC + "validUntil"] = {"@value": written, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
    assert world.code(expired) is Code.DATES_EXPIRED


def test_facts_are_the_signed_ones_whatever_the_words(world: World, signed: JsonObject) -> None:
    before = facts_of(world.verify(signed))
    signed["https://schema.org/name"] = signed.pop("name")
    signed["credentialSubject"]["https://schema.org/name"] = signed["credentialSubject"].pop("name")
    verdict = world.verify(signed)
    assert verdict.outcome is Outcome.GENUINE
    assert verdict.facts == before


def test_a_proofs_expiry_cannot_be_hidden_under_its_full_address(world: World, signed: JsonObject) -> None:
    signed["proof"]["https://w3id.org/security#expiration"] = "2020-01-01T00:00:00Z"
    assert world.code(signed) is Code.SIGNATURE_MALFORMED


def test_every_proof_of_a_set_must_hold(world: World, signed: JsonObject, unsigned: JsonObject) -> None:
    good = signed["proof"]
    again = world.sign(unsigned, cryptosuite="eddsa-jcs-2022")["proof"]
    unknown = {"type": "DataIntegrityProof", "cryptosuite": "bbs-2023"}
    bad = {**good, "proofValue": again["proofValue"]}
    codes = {
        "both good": (world.verify({**signed, "proof": [good, again]}).reason.code, Code.ISSUER_OK),
        "one unknown": (world.code({**signed, "proof": [good, unknown]}), Code.SIGNATURE_KIND_UNKNOWN),
        "one bad": (world.code({**signed, "proof": [good, bad]}), Code.SIGNATURE_WRONG),
        "bad weighs most": (world.code({**signed, "proof": [unknown, good, bad]}), Code.SIGNATURE_WRONG),
    }
    assert {name: found for name, (found, _) in codes.items()} == {name: meant for name, (_, meant) in codes.items()}


def with_proof(world: World, unsigned: JsonObject, **changes: str) -> JsonObject:
    """`unsigned` with a proof as good as any, but for its options, which `sign` does not offer."""
    options = {name: value for name, value in world.sign(unsigned)["proof"].items() if name != "proofValue"} | changes
    message = EddsaRdfc2022().message(Unsecured(unsigned, pinned()), options)
    return {**unsigned, "proof": {**options, "proofValue": encode_base58(world.key.sign(message))}}


def test_a_proof_for_another_purpose_is_refused(world: World, unsigned: JsonObject) -> None:
    assert world.verify(with_proof(world, unsigned)).outcome is Outcome.GENUINE
    assert world.code(with_proof(world, unsigned, proofPurpose="authentication")) is Code.ISSUER_PURPOSE


def test_a_proof_counts_until_it_expires(world: World, unsigned: JsonObject) -> None:
    signed = with_proof(world, unsigned, expires="2026-03-01T12:00:00Z")
    assert world.verify(signed).outcome is Outcome.GENUINE
    assert world.code(signed, now=NOW + timedelta(seconds=1)) is Code.DATES_PROOF_EXPIRED


def test_a_json_suite_signs_the_contexts_it_repeats(world: World, unsigned: JsonObject) -> None:
    signed = world.sign(unsigned, cryptosuite="eddsa-jcs-2022")
    assert world.verify(signed).outcome is Outcome.GENUINE
    assert world.code({**signed, "@context": [*reversed(signed["@context"][1:])]}) is Code.CONTEXTS_NOT_FIRST
    fewer = copy.deepcopy(signed)
    fewer["@context"].pop()
    assert world.verify(fewer).outcome is not Outcome.GENUINE


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.text(max_size=5),
    st.sampled_from(["did:web:other.example", "2020-01-01T00:00:00Z", "12", "https://bank.example/", [], {}, ["x"]]),
)


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_whatever_is_done_to_it_a_genuine_credential_says_what_was_signed(
    data: st.DataObject,
) -> None:
    """Replace, remove, rename, wrap or move anything: either it is no longer genuine, or its facts are the same."""
    changed = signed_badge()
    for _ in range(data.draw(st.integers(1, 2))):
        _change(changed, data)
    verdict = WORLD.verify(json.dumps(changed))
    if verdict.outcome is Outcome.GENUINE:
        assert verdict.facts == WORLD.verify(signed_badge()).facts


def _change(document: Any, data: st.DataObject) -> None:
    container = document
    while True:
        keys = sorted(container) if isinstance(container, dict) else list(range(len(container)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        inside = container[key]
        if not isinstance(inside, dict | list) or not inside or data.draw(st.integers(0, 3)) == 0:
            break
        container = inside
    match data.draw(st.sampled_from(["replace", "remove", "rename", "wrap", "move"])):
        case "replace":
            container[key] = data.draw(VALUES)
        case "remove":
            del container[key]
        case "rename" if isinstance(container, dict):
            container[data.draw(st.sampled_from([*_WORDS, str(key).upper()]))] = container.pop(key)
        case "wrap":
            container[key] = [container[key]]
        case "move" if isinstance(container, dict):
            document.setdefault(key, container.pop(key))


_WORDS = ["name", "description", "id", "type", "validUntil", "@included", "@nest", "@graph", "https://schema.org/name"]
