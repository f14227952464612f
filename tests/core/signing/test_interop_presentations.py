"""Presentations both ways with @digitalbazaar/vc, whole and tampered with."""

import json
from typing import Any

from core.signing.tampering import tampered_with
from core.signing.world import NOW, World, award, node
from nanocore.signing import (
    JsonObject,
    Outcome,
    PresentationVerdict,
    SigningKey,
    open_badge,
    sign_presentation,
    verify_presentation,
)

V2 = "https://www.w3.org/ns/credentials/v2"
ASKED: dict[str, Any] = {"challenge": "d28348-djsj3239", "domain": "bank.example"}


def badge(world: World) -> JsonObject:
    return world.sign(open_badge(award(status=())))


def documents_of(world: World, key: SigningKey) -> dict[str, JsonObject]:
    """With the did document of a holder that is nothing but a key, for a verifier that looks it up."""
    method = key.verification_method()
    entry = {
        "id": method,
        "type": "Multikey",
        "controller": key.did,
        "publicKeyMultibase": key.public_key_multibase,
    }
    document = {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": key.did,
        "verificationMethod": [entry],
        "authentication": [method],
        "assertionMethod": [method],
    }
    return world.documents() | {key.did: document}


def judged(world: World, presentation: JsonObject) -> PresentationVerdict:
    return verify_presentation(
        json.dumps(presentation), resolve=world.resolve, now=NOW, trusted=world.known.get, **ASKED
    )


def test_it_accepts_what_our_holder_shows_and_refuses_each_of_a_hundred_tampered_with(world: World) -> None:
    key = SigningKey.from_bytes(bytes(range(1, 33)))
    shown = sign_presentation(
        {
            "@context": [V2],
            "type": ["VerifiablePresentation"],
            "holder": key.did,
            "verifiableCredential": [badge(world)],
        },
        key=key,
        verification_method=key.verification_method(),
        created=NOW,
        **ASKED,
    )
    whole, *changed = node(
        "present.mjs",
        {
            "documents": documents_of(world, key),
            "now": NOW.isoformat(),
            "presentations": [shown, *tampered_with(shown)],
            **ASKED,
        },
    )
    assert whole["verified"], whole
    assert len(changed) == 100
    assert not any(answer["verified"] for answer in changed)
    assert judged(world, shown).outcome is Outcome.GENUINE


def test_we_accept_what_its_holder_shows_and_refuse_each_of_a_hundred_tampered_with(world: World) -> None:
    key = SigningKey.from_bytes(bytes(range(1, 33)))
    shown = node(
        "present.mjs",
        {
            "documents": documents_of(world, key),
            "now": "2026-03-01T12:00:00Z",
            "seed": key.to_bytes().hex(),
            "credentials": [badge(world)],
            **ASKED,
        },
    )
    verdict = judged(world, shown)
    assert verdict.outcome is Outcome.GENUINE, verdict.reason
    assert verdict.holder == key.did
    outcomes = {judged(world, changed).outcome for changed in tampered_with(shown)}
    assert Outcome.GENUINE not in outcomes
