"""openbadgeslib, an issuer and verifier of Open Badges 3.0 that we did not write, and we: both ways, whole and not."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from openbadgeslib.keys import KeyEd25519
from openbadgeslib.ob3 import (
    Achievement,
    Issuer,
    OB3LdpSigner,
    OB3LdpVerifier,
    OB3VerificationError,
    OpenBadgeCredential,
    multikey_from_pem,
    verify_data_integrity_proof,
)

from core.signing.tampering import tampered_with
from core.signing.world import DID, NOW, World, award
from nanocore.signing import (
    NANOBANKEN_V1,
    IssuerKey,
    JsonObject,
    Outcome,
    PublicKey,
    did_document,
    open_badge,
    pinned,
)
from nanocore.signing._multibase import decode_base58


def pem(key: PublicKey) -> bytes:
    raw = Ed25519PublicKey.from_public_bytes(decode_base58(key.multibase)[2:])
    return raw.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def accepts(document: JsonObject, key: bytes) -> bool:
    """Whether its check of the proof passes, once it knows our own words."""
    try:
        verify_data_integrity_proof(document, key, extra_contexts={NANOBANKEN_V1: pinned()[NANOBANKEN_V1]})
    except OB3VerificationError:
        return False
    return True


def test_it_accepts_ours_and_refuses_each_of_a_hundred_tampered_with(world: World) -> None:
    signed = world.sign(open_badge(award(status=())))
    key = pem(world.key.public)
    assert accepts(signed, key)
    assert [document for document in tampered_with(signed) if accepts(document, key)] == []


def test_it_reads_a_badge_of_ours_that_is_in_the_words_of_open_badges_alone(world: World) -> None:
    document = open_badge(award(status=()))
    document["@context"].remove(NANOBANKEN_V1)
    achievement = document["credentialSubject"]["achievement"]
    for ours in (
        "assessmentType", "educationLevel", "furtherInformation", "learningOutcome", "participation", "prerequisite",
        "stackability", "supervision", "translation", "workload",
    ):  # fmt: skip
        del achievement[ours]
    del document["credentialSchema"]
    del document["credentialSubject"]["name"]
    document["validUntil"] = "2036-02-27T12:00:00Z"
    signed = world.sign(document)
    verifier = OB3LdpVerifier(pem(world.key.public), issuer_did=DID)
    assert verifier.verify(json.dumps(signed)).achievement.name == achievement["name"]
    for changed in tampered_with(signed, 20):
        with pytest.raises(OB3VerificationError):
            verifier.verify(json.dumps(changed))


def test_we_accept_its_and_refuse_each_of_a_hundred_tampered_with(world: World) -> None:
    key = KeyEd25519()
    key.generate_keypair()
    multibase = multikey_from_pem(key.get_pub_key_pem())
    signer = OB3LdpSigner(key.get_priv_key_pem(), verification_method=f"{DID}#{multibase}")
    badge = OpenBadgeCredential(
        id="https://badges.example/1",
        issuer=Issuer(id=DID, name="Aftenskolen Eksempel"),
        recipient_id="mailto:ida@example.dk",
        achievement=Achievement(
            id="https://badges.example/a",
            name="Holdspil",
            description="Arbejder sammen med andre.",
            criteria_narrative="Har arbejdet sammen.",
        ),
        issuance_date=NOW - timedelta(hours=1),
    )
    signed = signer.sign(badge, created=NOW)
    world.published[DID] = did_document(DID, [IssuerKey(PublicKey.from_multibase(multibase))])
    verdict = world.verify(signed)
    assert verdict.outcome is Outcome.GENUINE, verdict.reason
    assert verdict.facts is not None
    assert verdict.facts.achievements[0].text.name == "Holdspil"
    outcomes = {world.verify(document).outcome for document in tampered_with(signed)}
    assert Outcome.GENUINE not in outcomes
