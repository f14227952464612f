"""Signatures over the bytes of a token: whose key is believed, and where it is looked for."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from core.signing.world import DID, NOW, World
from nanocore.signing import Algorithm, Code, IssuerKey, JsonObject, PublicKey, SigningKey, did_document, pinned
from nanocore.signing._case import Case, Reading, Signer
from nanocore.signing._codes import Problem
from nanocore.signing._multibase import encode_base64url
from nanocore.signing._readers import read
from nanocore.signing._resolve import Asker
from nanocore.signing._tokens import TokenSeal
from nanocore.signing._w3c import W3C

ISSUER = "https://laerested.example/udstedere/1"
WELL_KNOWN = "https://laerested.example/.well-known/jwt-vc-issuer/udstedere/1"
MESSAGE = b"header.payload"


def seal(key: SigningKey, issuer: str, **header: Any) -> TokenSeal:
    return TokenSeal({"alg": key.algorithm.value, **header}, MESSAGE, key.sign(MESSAGE), issuer)


def checked(world: World, made: TokenSeal) -> Signer:
    return made.check(
        Case(Reading("jwt", {}, (made,), W3C), read, pinned(), Asker(world.resolve), NOW, world.known.get)
    )


def refused(world: World, made: TokenSeal) -> Code:
    with pytest.raises(Problem) as problem:
        checked(world, made)
    return problem.value.code


def publish_set(world: World, *keys: JsonObject, **changes: Any) -> None:
    world.published[WELL_KNOWN] = {"issuer": ISSUER, "jwks": {"keys": list(keys)}, **changes}


@pytest.fixture(params=[Algorithm.EDDSA, Algorithm.ES256])
def key(request: pytest.FixtureRequest) -> SigningKey:
    return SigningKey.generate(request.param)


@pytest.mark.parametrize("kid", ["did", "fragment", "bare"])
def test_a_key_in_a_did_document_is_found_however_it_is_named(world: World, kid: str) -> None:
    name = world.key.public.multibase
    names = {"did": f"{DID}#{name}", "fragment": f"#{name}", "bare": name}
    signer = checked(world, seal(world.key, DID, kid=names[kid]))
    assert (signer.controller, signer.vouched) == (DID, False)


def test_without_a_name_the_issuers_keys_are_tried(world: World) -> None:
    assert checked(world, seal(world.key, DID)).controller == DID
    assert refused(world, seal(SigningKey.generate(), DID)) is Code.SIGNATURE_WRONG


def test_an_issuer_that_is_a_key_signs_for_itself(world: World, key: SigningKey) -> None:
    jwk, did = key.public.did_jwk, key.public.did
    assert checked(world, seal(key, jwk, kid=f"{jwk}#0")).controller == jwk
    assert checked(world, seal(key, jwk, kid="#0")).controller == jwk
    assert checked(world, seal(key, did)).controller == did
    assert refused(world, seal(key, jwk, kid=f"{jwk}#1")) is Code.SIGNATURE_KEY_NOT_FOUND
    assert refused(world, seal(SigningKey.generate(key.algorithm), jwk)) is Code.SIGNATURE_WRONG


def test_a_key_set_over_https_is_believed_for_its_issuer(world: World, key: SigningKey) -> None:
    other = SigningKey.generate().public
    publish_set(world, {**other.jwk, "kid": "2025"}, {**key.public.jwk, "kid": "2026", "use": "sig"})
    signer = checked(world, seal(key, ISSUER, kid="2026"))
    assert (signer.controller, signer.vouched) == (ISSUER, True)
    assert checked(world, seal(key, ISSUER)).vouched
    assert refused(world, seal(key, ISSUER, kid="2024")) is Code.SIGNATURE_KEY_NOT_FOUND


def test_an_https_issuer_without_a_key_set_is_asked_for_its_own_document(world: World, key: SigningKey) -> None:
    made = seal(key, ISSUER)
    assert refused(world, made) is Code.SIGNATURE_KEY_UNREACHABLE
    world.published[ISSUER] = did_document(ISSUER, [IssuerKey(SigningKey.generate().public), IssuerKey(key.public)])
    signer = checked(world, made)
    assert (signer.controller, signer.vouched) == (ISSUER, False)
    assert checked(world, seal(key, ISSUER, kid=key.public.multibase)).controller == ISSUER


def test_a_key_set_can_be_kept_elsewhere(world: World, key: SigningKey) -> None:
    world.published["https://keys.example/1.json"] = {"keys": [{**key.public.jwk, "kid": "1"}]}
    world.published[WELL_KNOWN] = {"issuer": ISSUER, "jwks_uri": "https://keys.example/1.json"}
    assert checked(world, seal(key, ISSUER, kid="1")).vouched


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"issuer": "https://laerested.example/udstedere/2"}, Code.SIGNATURE_KEY_NOT_FOUND),
        ({"jwks": None, "jwks_uri": "http://keys.example/1.json"}, Code.SIGNATURE_KEY_NOT_FOUND),
        ({"jwks": None, "jwks_uri": "https://keys.example/none.json"}, Code.SIGNATURE_KEY_UNREACHABLE),
        ({"jwks": "nonsense"}, Code.SIGNATURE_KEY_NOT_FOUND),
        ({"jwks": {"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}]}}, Code.SIGNATURE_KEY_MALFORMED),
        ({"jwks": {"keys": [{"kty": "oct", "k": "AAAA"}]}}, Code.SIGNATURE_KEY_NOT_FOUND),
    ],
)
def test_a_key_set_that_does_not_serve_is_told_apart(
    world: World, key: SigningKey, changes: JsonObject, code: Code
) -> None:
    publish_set(world, key.public.jwk, **changes)
    assert refused(world, seal(key, ISSUER)) is code


def test_a_key_that_is_for_encryption_does_not_sign(world: World, key: SigningKey) -> None:
    publish_set(world, {**key.public.jwk, "use": "enc"}, {**key.public.jwk, "key_ops": ["deriveKey"]})
    assert refused(world, seal(key, ISSUER)) is Code.SIGNATURE_KEY_NOT_FOUND


def test_a_key_that_the_token_brings_along_is_believed_only_if_the_issuer_publishes_it(
    world: World, key: SigningKey
) -> None:
    publish_set(world, SigningKey.generate().public.jwk)
    assert refused(world, seal(key, ISSUER, jwk=key.public.jwk)) is Code.SIGNATURE_KEY_NOT_FOUND
    publish_set(world, SigningKey.generate().public.jwk, key.public.jwk)
    assert checked(world, seal(key, ISSUER, jwk=key.public.jwk)).vouched
    assert refused(world, seal(key, DID, jwk=key.public.jwk)) is Code.SIGNATURE_KEY_NOT_FOUND


def test_a_key_by_itself_is_the_issuers_only_below_its_own_address(world: World, key: SigningKey) -> None:
    """Open Badges 3.0 lets `kid` be the address of a JSON Web Key, and a server may be shared by many."""
    world.published[f"{ISSUER}/noegle"] = key.public.jwk
    world.published["https://laerested.example/udstedere/12/noegle"] = key.public.jwk
    assert checked(world, seal(key, ISSUER, kid=f"{ISSUER}/noegle")).controller == ISSUER
    elsewhere = seal(key, ISSUER, kid="https://laerested.example/udstedere/12/noegle")
    assert refused(world, elsewhere) is Code.SIGNATURE_METHOD_UNKNOWN


def test_an_algorithm_is_for_its_own_kind_of_key(world: World) -> None:
    """Nobody chooses by a header what the key is taken for."""
    made = seal(world.key, DID)
    for alg in ("ES256", "RS256"):
        confused = TokenSeal({**made.header, "alg": alg}, made.message, made.signature, DID)
        assert refused(world, confused) is Code.SIGNATURE_KEY_OTHER_KIND


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"alg": "none"}, Code.SIGNATURE_MISSING),
        ({"alg": "HS256"}, Code.SIGNATURE_KIND_UNKNOWN),
        ({"alg": None}, Code.SIGNATURE_KIND_UNKNOWN),
        ({"crit": ["b64"], "b64": False}, Code.SIGNATURE_KIND_UNKNOWN),
        ({"kid": 7}, Code.SIGNATURE_MALFORMED),
        ({"kid": "did:example:1#1"}, Code.SIGNATURE_METHOD_UNKNOWN),
    ],
)
def test_a_header_that_is_not_followed_is_told_apart(world: World, header: JsonObject, code: Code) -> None:
    made = seal(world.key, DID)
    assert refused(world, TokenSeal({**made.header, **header}, made.message, made.signature, DID)) is code


def test_an_issuer_that_nobody_can_look_up_is_an_honest_unchecked(world: World) -> None:
    assert refused(world, seal(world.key, "urn:uuid:1", kid="1")) is Code.SIGNATURE_METHOD_UNKNOWN
    assert refused(world, seal(world.key, "https://[", kid="1")) is Code.SIGNATURE_METHOD_UNKNOWN
    world.published["https://a.example/k"] = {}
    assert refused(world, seal(world.key, "did:web:/", kid="https://a.example/k")) is Code.SIGNATURE_METHOD_UNKNOWN


def test_rs256_is_verified(world: World) -> None:
    private = rsa.generate_private_key(65537, 2048)
    numbers = private.public_key().public_numbers()
    written = {"n": numbers.n.to_bytes(256, "big"), "e": b"\x01\x00\x01"}
    jwk = {"kty": "RSA", **{name: encode_base64url(of)[1:] for name, of in written.items()}}
    publish_set(world, jwk)
    signature = private.sign(MESSAGE, padding.PKCS1v15(), SHA256())
    header = {"alg": "RS256", "jwk": json.loads(json.dumps(jwk))}
    assert checked(world, TokenSeal(header, MESSAGE, signature, ISSUER)).vouched
    assert refused(world, TokenSeal(header, MESSAGE + b"x", signature, ISSUER)) is Code.SIGNATURE_WRONG
    assert PublicKey.from_jwk(jwk).algorithm is Algorithm.RS256
