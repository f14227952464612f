"""Each kind of proof, both ways, against verifiers and issuers we did not write, whole and tampered with."""

import json
from typing import Any

import pytest

from core.signing.tampering import tampered_with
from core.signing.world import DID, INDEX, LISTS, NOW, World, award, node
from nanocore.signing import (
    Algorithm,
    Code,
    IssuerKey,
    JsonObject,
    Outcome,
    PublicKey,
    SigningKey,
    StatusEntry,
    StatusPurpose,
    did_document,
    open_badge,
)

V1 = "https://www.w3.org/2018/credentials/v1"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
SUITES = ["eddsa-rdfc-2022", "ecdsa-rdfc-2019", "Ed25519Signature2020"]


def badge(suite: str, version: str) -> JsonObject:
    """What is signed: a badge of today, or one of VC 1.1 and Open Badges 3.0.1."""
    if version == "2.0":
        document = open_badge(award(status=()))
        if suite == "Ed25519Signature2020":
            document["@context"].append(ED25519_2020)
        return document
    return {
        "@context": [V1, OPEN_BADGES, ED25519_2020 if suite == "Ed25519Signature2020" else DATA_INTEGRITY],
        "id": "https://bank.example/beviser/gammelt",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": DID, "type": ["Profile"], "name": "Professionshøjskolen Eksempel"},
        "issuanceDate": "2023-01-01T12:00:00Z",
        "expirationDate": "2033-01-01T12:00:00Z",
        "name": "Robotter i skolen",
        "credentialSubject": {
            "id": "https://bank.example/personer/7d0a",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://bank.example/mikrobeviser/robotter",
                "type": ["Achievement"],
                "name": "Robotter i skolen",
                "description": "Byg og programmér en robot med børn.",
                "criteria": {"narrative": "Et forløb, der er holdt."},
                "image": {"id": "https://bank.example/robot.png", "type": "Image"},
            },
        },
    }


def world_for(suite: str) -> World:
    return World(key=SigningKey.generate(Algorithm.ES256)) if suite == "ecdsa-rdfc-2019" else World()


def ask(script: str, world: World, credentials: list[JsonObject]) -> list[Any]:
    payload = {"documents": world.documents(), "now": NOW.isoformat(), "credentials": credentials}
    return list(node(script, payload))


def issued_by_them(world: World, suite: str, document: JsonObject) -> JsonObject:
    """Signed by @digitalbazaar/vc, whose key the issuer then publishes."""
    answer = node(
        "issue.mjs",
        {
            "documents": world.documents(),
            "seed": world.key.to_bytes().hex(),
            "did": DID,
            "created": NOW.isoformat(),
            "suite": suite,
            "credentials": [document],
        },
    )
    world.published[DID] = did_document(DID, [IssuerKey(PublicKey.from_multibase(answer["key"]))])
    signed: JsonObject = answer["signed"][0]
    return signed


@pytest.mark.parametrize("version", ["2.0", "1.1"])
@pytest.mark.parametrize("suite", SUITES)
def test_digital_bazaar_accepts_ours_and_refuses_each_of_a_hundred_tampered_with(suite: str, version: str) -> None:
    world = world_for(suite)
    signed = world.sign(badge(suite, version), cryptosuite=suite)
    whole, *changed = ask("verify.mjs", world, [signed, *tampered_with(signed)])
    assert whole["verified"], whole
    assert len(changed) == 100
    assert not any(answer["verified"] for answer in changed)


@pytest.mark.parametrize("version", ["2.0", "1.1"])
@pytest.mark.parametrize("suite", SUITES)
def test_we_accept_digital_bazaars_and_refuse_each_of_a_hundred_tampered_with(suite: str, version: str) -> None:
    world = World()
    signed = issued_by_them(world, suite, badge(suite, version))
    verdict = world.verify(signed)
    assert verdict.outcome is Outcome.GENUINE, verdict.reason
    changed = [world.verify(document).outcome for document in tampered_with(signed)]
    assert len(changed) == 100
    assert Outcome.GENUINE not in changed


@pytest.mark.parametrize("version", ["2.0", "1.1"])
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "Ed25519Signature2020"])
def test_the_wallets_verifier_accepts_ours_and_refuses_each_of_a_hundred_tampered_with(
    world: World, suite: str, version: str
) -> None:
    """@digitalcredentials/verifier-core, which reads status lists too and knows no P-256."""
    document = badge(suite, version)
    if (suite, version) == ("eddsa-rdfc-2022", "2.0"):
        document = open_badge(award())
    signed = world.sign(document, cryptosuite=suite)
    whole, *changed = ask("verifier_core.mjs", world, [signed, *tampered_with(signed)])
    assert whole["verified"], whole
    assert len(changed) == 100
    assert not any(answer["verified"] for answer in changed)


def test_tampering_changes_something(signed: JsonObject) -> None:
    texts = {json.dumps(document) for document in [signed, *tampered_with(signed)]}
    assert len(texts) == 101


REVOCATIONS = LISTS[StatusPurpose.REVOCATION]


def list_by_them(world: World, *indexes: int) -> JsonObject:
    """A status list by @digitalbazaar/vc-bitstring-status-list, signed with the issuer's key."""
    published: JsonObject = node(
        "list.mjs",
        {
            "documents": world.documents(),
            "seed": world.key.to_bytes().hex(),
            "did": DID,
            "created": "2026-03-01T12:00:00Z",
            "id": REVOCATIONS,
            "statusPurpose": "revocation",
            "set": indexes,
        },
    )
    return published


def test_we_read_the_status_lists_of_digital_bazaar_and_believe_none_that_is_tampered_with(world: World) -> None:
    signed = world.sign(open_badge(award(status=(StatusEntry(REVOCATIONS, INDEX),))))
    world.published[REVOCATIONS] = list_by_them(world, INDEX - 1)
    assert world.verify(signed).outcome is Outcome.GENUINE, world.verify(signed).reason
    published = list_by_them(world, INDEX)
    world.published[REVOCATIONS] = published
    assert world.code(signed) is Code.STATUS_REVOKED
    for changed in tampered_with(published):
        world.published[REVOCATIONS] = changed
        assert world.code(signed) in (Code.STATUS_LIST_NOT_GENUINE, Code.STATUS_LIST_OTHER_ISSUER), changed


def test_digital_bazaar_believes_none_of_our_status_lists_that_is_tampered_with(world: World) -> None:
    published = world.published[REVOCATIONS]
    assert isinstance(published, dict)
    whole, *changed = ask("verify.mjs", world, [published, *tampered_with(published)])
    assert whole["verified"], whole
    assert len(changed) == 100
    assert not any(answer["verified"] for answer in changed)
