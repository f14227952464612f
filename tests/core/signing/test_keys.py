"""Keys of every kind, and their names."""

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given
from hypothesis import strategies as st

from nanocore.signing import Algorithm, PublicKey, SigningKey, UnknownKeyKind
from nanocore.signing._did import method_of_key_did
from nanocore.signing._multibase import decode_base58, decode_base64url, encode_base58, encode_base64url
from nanocore.signing._public_keys import Ed25519PublicKey, RsaPublicKey

MADE = [Algorithm.EDDSA, Algorithm.ES256]


def number(of: int) -> str:
    return encode_base64url(of.to_bytes((of.bit_length() + 7) // 8, "big"))[1:]


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.mark.parametrize("algorithm", MADE)
def test_a_key_survives_being_stored(algorithm: Algorithm) -> None:
    key = SigningKey.generate(algorithm)
    assert key.algorithm is algorithm
    assert SigningKey.from_bytes(key.to_bytes(), algorithm).public == key.public


def test_two_generated_keys_differ() -> None:
    assert SigningKey.generate().public != SigningKey.generate().public


def test_a_key_knows_its_names() -> None:
    key = SigningKey.from_bytes(bytes(32))
    multibase = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
    assert key.public_key_multibase == multibase
    assert key.did == f"did:key:{multibase}"
    assert key.verification_method() == f"did:key:{multibase}#{multibase}"
    assert key.verification_method("did:web:a.example") == f"did:web:a.example#{multibase}"
    assert PublicKey.from_multibase(multibase) == key.public


def test_a_p_256_key_has_the_names_of_the_standards() -> None:
    """The key of the vectors in W3C Data Integrity ECDSA Cryptosuites 1.0, appendix A, and of RFC 7517's example."""
    multibase = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"
    key = PublicKey.from_multibase(multibase)
    assert key.algorithm is Algorithm.ES256
    assert (key.multibase, key.did) == (multibase, f"did:key:{multibase}")
    jwk = {
        "kty": "EC",
        "crv": "P-256",
        "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    }
    assert PublicKey.from_jwk({**jwk, "use": "enc", "kid": "1"}).jwk == jwk


def test_a_thumbprint_is_that_of_the_standard() -> None:
    """RFC 8037, appendix A.3, and RFC 7638, section 3.1."""
    assert (
        PublicKey.from_jwk(
            {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
        ).thumbprint
        == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    )
    n = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3"
        "oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdA"
        "ZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-"
        "kEgU8awapJzKnqDKgw"
    )
    assert (
        PublicKey.from_jwk({"kty": "RSA", "n": n, "e": "AQAB"}).thumbprint
        == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    )


@pytest.mark.parametrize("algorithm", MADE)
def test_a_key_is_read_back_from_each_of_its_names(algorithm: Algorithm) -> None:
    key = SigningKey.generate(algorithm).public
    assert PublicKey.from_multibase(key.multibase) == key
    assert PublicKey.from_jwk(key.jwk) == key
    assert method_of_key_did(key.did).key == key
    assert method_of_key_did(key.did_jwk).key == key
    assert method_of_key_did(f"{key.did_jwk}#0").key == key


def test_an_rsa_key_verifies_and_is_read_back(rsa_key: rsa.RSAPrivateKey) -> None:
    numbers = rsa_key.public_key().public_numbers()
    key = PublicKey.from_jwk({"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)})
    signature = rsa_key.sign(b"message", padding.PKCS1v15(), SHA256())
    assert key.algorithm is Algorithm.RS256
    assert key.verifies(signature, b"message")
    assert not key.verifies(signature, b"massage")
    assert not key.verifies(b"", b"message")
    assert PublicKey.from_multibase(key.multibase) == key
    assert method_of_key_did(key.did_jwk).key == key


@pytest.mark.parametrize(("bits", "exponent"), [(1024, 65537), (2048, 1), (9000, 65537)])
def test_an_rsa_key_that_is_weak_or_costs_too_much_is_refused(bits: int, exponent: int) -> None:
    with pytest.raises(ValueError, match="2048 to 8192"):
        RsaPublicKey((1 << bits - 1) | 1, exponent)
    with pytest.raises(ValueError, match="2048 to 8192"):
        PublicKey.from_jwk({"kty": "RSA", "n": number((1 << bits - 1) | 1), "e": number(exponent)})


@pytest.mark.parametrize(
    "jwk",
    [
        {"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"},
        {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
        {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"},
        {"kty": "OKP", "crv": "Ed25519", "x": "+" * 43},
    ],
)
def test_a_broken_json_web_key_is_refused(jwk: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        PublicKey.from_jwk(jwk)
    assert not isinstance(refused.value, UnknownKeyKind)


@pytest.mark.parametrize("jwk", [{}, {"kty": "oct", "k": "AAAA"}, {"kty": "EC", "crv": "secp256k1", "x": "", "y": ""}])
def test_a_json_web_key_of_another_kind_is_told_apart(jwk: dict[str, str]) -> None:
    with pytest.raises(UnknownKeyKind):
        PublicKey.from_jwk(jwk)


def test_no_keys_are_made_that_are_only_verified_here() -> None:
    with pytest.raises(ValueError, match="RS256"):
        SigningKey.generate(Algorithm.RS256)


@pytest.mark.parametrize("algorithm", MADE)
def test_the_secret_is_not_in_the_representation(algorithm: Algorithm) -> None:
    key = SigningKey.generate(algorithm)
    shown = repr(key) + str(key)
    assert key.to_bytes().hex() not in shown
    assert encode_base58(key.to_bytes()) not in shown
    assert "d" not in key.public.jwk


@pytest.mark.parametrize("algorithm", MADE)
def test_a_signature_holds_for_its_message_alone(algorithm: Algorithm) -> None:
    key = SigningKey.generate(algorithm)
    signature = key.sign(b"message")
    assert key.public.verifies(signature, b"message")
    assert not key.public.verifies(signature, b"massage")
    assert not key.public.verifies(signature[:-1], b"message")
    assert not key.public.verifies(bytes(64), b"message")
    assert not SigningKey.generate(algorithm).public.verifies(signature, b"message")


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32"):
        SigningKey.from_bytes(bytes(length))
    with pytest.raises(ValueError, match="32"):
        Ed25519PublicKey(bytes(length))
    with pytest.raises(ValueError, match="32"):
        SigningKey.from_bytes(bytes(length), Algorithm.ES256)


@pytest.mark.parametrize(
    "text", ["", "z", "6Mk", "z0OIl", "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme", "z6Mk" + "1" * 400]
)
def test_what_is_not_a_multikey_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"base58|Ed25519|Multikey"):
        PublicKey.from_multibase(text)


@given(st.binary(max_size=120))
def test_multibase_is_read_back(data: bytes) -> None:
    assert decode_base58(encode_base58(data)) == data
    assert decode_base64url(encode_base64url(data)) == data


@pytest.mark.parametrize("text", ["", "mAAAA", "u=", "uå", "u+/+/", "u AAA"])
def test_what_is_not_base64url_multibase_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="base64url"):
        decode_base64url(text)


_PARTS = st.one_of(st.text(max_size=60), st.binary(max_size=300).map(lambda data: encode_base64url(data)[1:]))
_KINDS = st.sampled_from(["OKP", "EC", "RSA", "oct"])
_CURVES = st.sampled_from(["Ed25519", "P-256", "P-384", "X25519"])


@given(st.fixed_dictionaries({"kty": _KINDS, "crv": _CURVES, "x": _PARTS, "y": _PARTS, "n": _PARTS, "e": _PARTS}))
def test_whatever_claims_to_be_a_json_web_key_is_read_or_refused(jwk: dict[str, str]) -> None:
    try:
        key = PublicKey.from_jwk(jwk)
    except ValueError:
        return
    assert not key.verifies(bytes(64), b"message")


@given(st.sampled_from([b"\xed\x01", b"\x80\x24", b"\x81\x24", b"\x85\x24", b""]), st.binary(min_size=30, max_size=300))
def test_whatever_claims_to_be_a_multikey_is_read_or_refused(prefix: bytes, data: bytes) -> None:
    try:
        key = PublicKey.from_multibase(encode_base58(prefix + data))
    except ValueError:
        return
    assert not key.verifies(bytes(64), b"message")
