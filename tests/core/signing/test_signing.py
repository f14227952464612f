"""What is signed, and what is refused."""

import copy
import hashlib
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from core.signing.world import DID, NOW, World, award
from nanocore.signing import (
    Algorithm,
    Code,
    IssuerKey,
    JsonObject,
    Outcome,
    PublicKey,
    RefusedToSign,
    SigningKey,
    Step,
    canonical_form,
    did_document,
    open_badge,
)
from nanocore.signing._multibase import encode_base58


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_a_signed_badge_is_genuine(world: World, unsigned: JsonObject, suite: str) -> None:
    signed = world.sign(unsigned, cryptosuite=suite)
    verdict = world.verify(signed)
    assert verdict.outcome is Outcome.GENUINE
    assert verdict[Step.SIGNATURE].params == {"suite": suite}
    assert verdict[Step.ISSUER].params == {"issuer": DID, "known_as": "Professionshøjskolen"}


ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"


def test_a_badge_is_signed_with_p_256_where_that_is_asked_for(unsigned: JsonObject) -> None:
    """The kind of key decides the suite. ECDSA signatures differ each time, so only the verdict is the same."""
    world = World(key=SigningKey.generate(Algorithm.ES256))
    signed = world.sign(unsigned)
    verdict = world.verify(signed)
    assert verdict.outcome is Outcome.GENUINE, verdict.reason
    assert verdict[Step.SIGNATURE].params == {"suite": "ecdsa-rdfc-2019"}
    assert signed["proof"]["verificationMethod"].startswith(f"{DID}#zDn")
    signed["name"] += "!"
    assert world.code(signed) is Code.SIGNATURE_WRONG


def test_the_forerunner_of_todays_suite_can_still_be_asked_for(world: World, unsigned: JsonObject) -> None:
    with pytest.raises(RefusedToSign):  # its own words are not defined without its context
        world.sign(unsigned, cryptosuite="Ed25519Signature2020")
    unsigned["@context"].append(ED25519_2020)
    signed = world.sign(unsigned, cryptosuite="Ed25519Signature2020")
    assert signed["proof"]["type"] == "Ed25519Signature2020"
    assert "cryptosuite" not in signed["proof"]
    assert world.verify(signed).outcome is Outcome.GENUINE
    signed["name"] += "!"
    assert world.code(signed) is Code.SIGNATURE_WRONG


def test_a_suite_is_for_its_own_kind_of_key(world: World, unsigned: JsonObject) -> None:
    with pytest.raises(ValueError, match="ecdsa-rdfc-2019"):
        world.sign(unsigned, cryptosuite="ecdsa-rdfc-2019")
    with pytest.raises(ValueError, match="draft"):
        world.sign(unsigned, cryptosuite="eddsa-2022")
    signed = world.sign(unsigned)
    p_256 = SigningKey.generate(Algorithm.ES256).public
    world.published[DID] = {
        **did_document(DID, [IssuerKey(p_256)]),
        "verificationMethod": [
            {
                "id": signed["proof"]["verificationMethod"],
                "type": "Multikey",
                "controller": DID,
                "publicKeyMultibase": p_256.multibase,
            }
        ],
    }
    assert world.code(signed) is Code.SIGNATURE_KEY_OTHER_KIND


def test_p_384_is_verified_with_its_own_hash(world: World, unsigned: JsonObject) -> None:
    """Nothing here signs with it, so the test does: W3C Data Integrity ECDSA 1.0, section 3.2."""
    private = ec.generate_private_key(ec.SECP384R1())
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    public = PublicKey.from_multibase(encode_base58(b"\x81\x24" + point))
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-rdfc-2019",
        "created": "2026-03-01T12:00:00Z",
        "verificationMethod": public.verification_method(DID),
        "proofPurpose": "assertionMethod",
    }
    parts = (canonical_form({"@context": unsigned["@context"], **options}), canonical_form(unsigned))
    message = b"".join(hashlib.sha384(part.encode()).digest() for part in parts)
    r, s = decode_dss_signature(private.sign(message, ec.ECDSA(SHA384())))
    value = encode_base58(r.to_bytes(48, "big") + s.to_bytes(48, "big"))
    world.published[DID] = did_document(DID, [IssuerKey(public), IssuerKey(world.key.public)])
    assert world.verify({**unsigned, "proof": {**options, "proofValue": value}}).outcome is Outcome.GENUINE


def test_signing_leaves_the_document_as_it_was(world: World, unsigned: JsonObject) -> None:
    before = copy.deepcopy(unsigned)
    signed = world.sign(unsigned)
    assert unsigned == before
    assert {name: value for name, value in signed.items() if name != "proof"} == before
    assert signed["proof"]["created"] == "2026-03-01T12:00:00Z"


def test_signing_twice_gives_the_same(world: World, unsigned: JsonObject) -> None:
    assert world.sign(unsigned) == world.sign(unsigned)


def test_a_moment_is_written_in_utc(world: World, unsigned: JsonObject) -> None:
    copenhagen = timezone(timedelta(hours=1))
    signed = world.sign(unsigned, created=NOW.astimezone(copenhagen))
    assert signed["proof"]["created"] == "2026-03-01T12:00:00Z"
    with pytest.raises(ValueError, match="time zone"):
        world.sign(unsigned, created=datetime(2026, 3, 1))  # noqa: DTZ001 - that is the point


def test_an_unknown_suite_is_refused(world: World, unsigned: JsonObject) -> None:
    with pytest.raises(ValueError, match="rot13"):
        world.sign(unsigned, cryptosuite="rot13")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Name": "x"}, Code.CONTEXTS_UNDEFINED),
        ({"type": ["VerifiableCredential", "Unheard"]}, Code.CONTEXTS_UNDEFINED),
        ({"issuer": {"id": "professionshoejskolen"}}, Code.CONTEXTS_UNDEFINED),
        ({"@context": ["https://www.w3.org/ns/credentials/v2", "https://x.example/v1"]}, Code.CONTEXTS_UNKNOWN),
        ({"@context": ["https://www.w3.org/ns/credentials/v2", {"x": "urn:x:y"}]}, Code.CONTEXTS_INLINE),
        ({"name": "a\x00b"}, Code.READ_HIDDEN_CHARACTER),
        ({"name": "a\u202eb"}, Code.READ_HIDDEN_CHARACTER),
        ({"name": "a\ud800b"}, Code.READ_BROKEN_TEXT),
        ({"name": float("nan")}, Code.READ_NUMBER),
        ({"name": 2**60}, Code.READ_NUMBER),
        ({"name": None}, Code.FORM_WRONG),
        ({"name": {1, 2}}, Code.FORM_WRONG),
        ({"name": {1: "x"}}, Code.FORM_WRONG),
        ({"proof": {"type": "DataIntegrityProof"}}, Code.FORM_WRONG),
    ],
)
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_what_could_be_read_in_two_ways_is_not_signed(
    world: World, unsigned: JsonObject, changes: dict[str, Any], code: Code, suite: str
) -> None:
    with pytest.raises(RefusedToSign) as refused:
        world.sign({**unsigned, **changes}, cryptosuite=suite)
    assert refused.value.code is code
    assert code.value in str(refused.value)


def test_whole_numbers_are_signed_as_others_read_them(world: World, unsigned: JsonObject) -> None:
    unsigned["credentialSubject"]["creditsEarned"] = 5.0
    signed = world.sign(unsigned)
    assert repr(signed["credentialSubject"]["creditsEarned"]) == "5"
    assert world.verify(signed).outcome is Outcome.GENUINE


def test_the_canonical_form_can_be_looked_at(unsigned: JsonObject) -> None:
    lines = canonical_form(unsigned).splitlines()
    assert lines == sorted(lines)
    assert any('"Teknologiforståelse i skolen"' in line for line in lines)
    with pytest.raises(RefusedToSign):
        canonical_form({**unsigned, "Name": "x"})


def test_the_order_of_the_keys_does_not_matter(unsigned: JsonObject) -> None:
    assert canonical_form(dict(reversed(unsigned.items()))) == canonical_form(unsigned)


def test_another_day_gives_another_signature(world: World) -> None:
    badge = open_badge(award())
    assert world.sign(badge)["proof"] != world.sign(badge, created=NOW + timedelta(days=1))["proof"]
