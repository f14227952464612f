"""did:web addresses, did documents, and which keys they vouch for."""

from datetime import timedelta

import pytest

from core.signing.world import DID, NOW, World, award
from nanocore.signing import (
    Algorithm,
    Code,
    IssuerKey,
    JsonObject,
    KeyState,
    Outcome,
    SigningKey,
    did_document,
    did_web_to_url,
    open_badge,
    url_to_did_web,
)
from nanocore.signing._multibase import encode_base64url

ADDRESSES = {
    "did:web:via.example": "https://via.example/.well-known/did.json",
    "did:web:bank.example:udstedere:via": "https://bank.example/udstedere/via/did.json",
    "did:web:localhost%3A8000": "https://localhost:8000/.well-known/did.json",
    "did:web:127.0.0.1%3A8000:o:1": "https://127.0.0.1:8000/o/1/did.json",
    "did:web:a.example:s%C3%B8": "https://a.example/s%C3%B8/did.json",
}


@pytest.mark.parametrize("did", ADDRESSES)
def test_a_did_web_and_its_address_lead_to_each_other(did: str) -> None:
    assert did_web_to_url(did) == ADDRESSES[did]
    assert url_to_did_web(ADDRESSES[did]) == did


@pytest.mark.parametrize(
    "did",
    [
        "",
        "did:web:",
        "did:key:z6Mk",
        "xdid:web:a.example",
        "did:web:a.example:",
        "did:web:a.example:..:x",
        "did:web:a.example/x",
        "did:web:a.example:x/y",
        "did:web:user%40a.example",
        "did:web:a.example%2F..",
        "did:web:a.example#key",
        "did:web:a.example?x=1",
        "did:web:a.example:x y",
    ],
)
def test_what_is_not_a_did_web_is_refused(did: str) -> None:
    with pytest.raises(ValueError, match="did:web"):
        did_web_to_url(did)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/.well-known/did.json",
        "https://a.example/did.json",
        "https://a.example/x/",
        "https://user@a.example/x/did.json",
        "https://a.example/x/did.json?y",
        "https://a.example/x//did.json",
        "https://a.example/x:y/did.json",
    ],
)
def test_an_address_that_no_did_web_leads_to_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="did:web"):
        url_to_did_web(url)


def test_a_did_document_keeps_every_key_that_ever_signed() -> None:
    current, retired, stolen = (SigningKey.generate().public for _ in range(3))
    document = did_document(
        DID,
        [
            IssuerKey(current),
            IssuerKey(retired, KeyState.RETIRED),
            IssuerKey(stolen, KeyState.COMPROMISED, revoked_at=NOW),
        ],
        also_known_as=["https://professionshoejskolen.example/"],
    )
    ids = [key.verification_method(DID) for key in (current, retired, stolen)]
    assert [method["id"] for method in document["verificationMethod"]] == ids
    assert document["assertionMethod"] == ids
    assert [method.get("revoked") for method in document["verificationMethod"]] == [None, None, "2026-03-01T12:00:00Z"]
    assert document["id"] == DID
    assert document["alsoKnownAs"] == ["https://professionshoejskolen.example/"]


@pytest.mark.parametrize("state", KeyState)
def test_only_a_compromised_key_has_a_moment_of_revocation(state: KeyState) -> None:
    revoked_at = None if state is KeyState.COMPROMISED else NOW
    with pytest.raises(ValueError, match="compromised"):
        IssuerKey(SigningKey.generate().public, state, revoked_at)


def test_what_a_retired_key_signed_stays_genuine(world: World, signed: JsonObject) -> None:
    world.published[DID] = did_document(
        DID, [IssuerKey(SigningKey.generate().public), IssuerKey(world.key.public, KeyState.RETIRED)]
    )
    assert world.verify(signed).outcome is Outcome.GENUINE


def test_what_a_compromised_key_signed_counts_only_from_before(world: World) -> None:
    badge = open_badge(award(status=(), valid_from=NOW - timedelta(days=9)))
    before = world.sign(badge, created=NOW - timedelta(days=2))
    after = world.sign(badge, created=NOW)
    revoked_at = NOW - timedelta(days=1)
    world.published[DID] = did_document(DID, [IssuerKey(world.key.public, KeyState.COMPROMISED, revoked_at=revoked_at)])
    assert world.verify(before).outcome is Outcome.GENUINE
    assert world.code(after) is Code.ISSUER_KEY_REVOKED


def test_a_key_the_document_does_not_name_is_not_found(world: World, signed: JsonObject) -> None:
    world.published[DID] = did_document(DID, [IssuerKey(SigningKey.generate().public)])
    assert world.code(signed) is Code.SIGNATURE_KEY_NOT_FOUND


def test_a_key_that_may_not_sign_credentials_is_refused(world: World, signed: JsonObject) -> None:
    document = did_document(DID, [IssuerKey(world.key.public)])
    world.published[DID] = {**document, "assertionMethod": [], "authentication": document["assertionMethod"]}
    assert world.code(signed) is Code.ISSUER_NOT_AUTHORISED


def test_a_document_about_somebody_else_is_not_believed(world: World, signed: JsonObject) -> None:
    document = did_document(DID, [IssuerKey(world.key.public)])
    world.published[DID] = {**document, "id": "did:web:other.example"}
    assert world.code(signed) is Code.SIGNATURE_KEY_NOT_FOUND


def test_somebody_elses_key_does_not_sign_for_the_issuer(world: World, unsigned: JsonObject) -> None:
    stranger = SigningKey.generate()
    by_key = world.sign(unsigned, key=stranger, verification_method=stranger.verification_method())
    assert world.code(by_key) is Code.ISSUER_OTHER_SIGNER
    other = "did:web:other.example"
    world.published[other] = did_document(other, [IssuerKey(stranger.public)])
    by_web = world.sign(unsigned, key=stranger, verification_method=stranger.verification_method(other))
    assert world.code(by_web) is Code.ISSUER_OTHER_SIGNER


def test_a_document_that_claims_to_be_controlled_by_the_issuer_needs_the_issuers_word(
    world: World, unsigned: JsonObject
) -> None:
    stranger, other = SigningKey.generate(), "did:web:other.example"
    document = did_document(other, [IssuerKey(stranger.public)])
    document["verificationMethod"][0]["controller"] = DID
    world.published[other] = document
    method = stranger.verification_method(other)
    signed = world.sign(unsigned, key=stranger, verification_method=method)
    assert world.code(signed) is Code.ISSUER_NOT_AUTHORISED
    issuers_own = did_document(DID, [IssuerKey(world.key.public)])
    issuers_own["assertionMethod"].append(method)
    world.published[DID] = issuers_own
    assert world.verify(signed).outcome is Outcome.GENUINE


def test_a_did_key_issuer_needs_nothing_from_outside(world: World) -> None:
    did = world.key.did
    issuer = award().issuer
    badge = open_badge(award(issuer=type(issuer)(id=did, name="Ida", country="DK"), status=()))
    signed = world.sign(badge, verification_method=world.key.verification_method())
    assert world.code(signed) is Code.ISSUER_NOT_KNOWN
    assert world.verify(signed, trusted={did: "Ida"}.get).outcome is Outcome.GENUINE
    assert world.asked == []


@pytest.mark.parametrize(
    ("kind", "algorithm"),
    [
        ("JsonWebKey", Algorithm.EDDSA),
        ("JsonWebKey2020", Algorithm.ES256),
        ("Ed25519VerificationKey2020", Algorithm.EDDSA),
        ("EcdsaSecp256r1VerificationKey2019", Algorithm.ES256),
    ],
)
def test_keys_written_in_other_ways_are_read(unsigned: JsonObject, kind: str, algorithm: Algorithm) -> None:
    world = World(key=SigningKey.generate(algorithm))
    public = world.key.public
    written: JsonObject = (
        {"publicKeyJwk": {**public.jwk, "kid": "2026", "alg": algorithm.value}}
        if kind.startswith("JsonWebKey")
        else {"publicKeyMultibase": public.multibase}
    )
    world.published[DID] = {
        "id": DID,
        "verificationMethod": [{"id": f"#{public.multibase}", "type": kind, "controller": DID, **written}],
        "assertionMethod": [public.verification_method(DID)],
    }
    assert world.verify(world.sign(unsigned)).outcome is Outcome.GENUINE


def test_a_method_with_two_keys_is_refused(world: World, signed: JsonObject) -> None:
    """Two readers could take two different ones."""
    document = did_document(DID, [IssuerKey(world.key.public)])
    document["verificationMethod"][0]["publicKeyJwk"] = SigningKey.generate().public.jwk
    world.published[DID] = document
    assert world.code(signed) is Code.SIGNATURE_KEY_MALFORMED


@pytest.mark.parametrize("algorithm", [Algorithm.EDDSA, Algorithm.ES256])
@pytest.mark.parametrize("method", ["did", "did_jwk"])
def test_an_issuer_that_is_nothing_but_a_key_vouches_for_itself(
    world: World, unsigned: JsonObject, algorithm: Algorithm, method: str
) -> None:
    key = SigningKey.generate(algorithm)
    issuer = str(getattr(key.public, method))
    fragment = "#0" if method == "did_jwk" else f"#{key.public.multibase}"
    del unsigned["credentialStatus"]
    unsigned["issuer"]["id"] = issuer
    signed = world.sign(unsigned, key=key, verification_method=issuer + fragment)
    assert world.code(signed) is Code.ISSUER_NOT_KNOWN
    world.known[issuer] = "En, vi kender"
    assert world.verify(signed).outcome is Outcome.GENUINE
    assert world.asked == []


@pytest.mark.parametrize(
    ("did", "code"),
    [
        ("did:jwk:AAAA", Code.SIGNATURE_KEY_MALFORMED),
        ("did:jwk:e30", Code.SIGNATURE_KEY_KIND_UNKNOWN),
        ("did:jwk:" + encode_base64url(b'{"kty":"OKP","crv":"Ed25519","x":"AA"}')[1:], Code.SIGNATURE_KEY_MALFORMED),
        (f"{SigningKey.from_bytes(bytes(32)).public.did_jwk}#1", Code.SIGNATURE_KEY_NOT_FOUND),
    ],
)
def test_a_did_jwk_that_cannot_be_read_is_told_apart(world: World, signed: JsonObject, did: str, code: Code) -> None:
    signed["proof"]["verificationMethod"] = did
    assert world.code(signed) is code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"publicKeyMultibase": "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"}, Code.SIGNATURE_KEY_KIND_UNKNOWN),
        ({"type": "SomethingNew2030"}, Code.SIGNATURE_KEY_KIND_UNKNOWN),
        ({"publicKeyMultibase": "z6Mk0"}, Code.SIGNATURE_KEY_MALFORMED),
        ({"controller": None}, Code.SIGNATURE_KEY_MALFORMED),
        ({"revoked": "yesterday"}, Code.SIGNATURE_KEY_MALFORMED),
    ],
)
def test_a_key_that_cannot_be_read_is_told_apart(
    world: World, signed: JsonObject, changes: JsonObject, code: Code
) -> None:
    document = did_document(DID, [IssuerKey(world.key.public)])
    document["verificationMethod"][0].update(changes)
    world.published[DID] = document
    assert world.code(signed) is code
