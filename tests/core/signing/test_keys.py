"""Ed25519 keys and their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanocore.signing import PublicKey, SigningKey
from nanocore.signing._multibase import decode_base58, decode_base64url, encode_base58, encode_base64url


def test_a_key_survives_being_stored() -> None:
    key = SigningKey.generate()
    assert SigningKey.from_bytes(key.to_bytes()).public == key.public


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


def test_the_secret_is_not_in_the_representation() -> None:
    key = SigningKey.generate()
    shown = repr(key) + str(key)
    assert key.to_bytes().hex() not in shown
    assert encode_base58(key.to_bytes()) not in shown


def test_a_signature_holds_for_its_message_alone() -> None:
    key = SigningKey.generate()
    signature = key.sign(b"message")
    assert key.public.verifies(signature, b"message")
    assert not key.public.verifies(signature, b"massage")
    assert not key.public.verifies(signature[:-1], b"message")
    assert not SigningKey.generate().public.verifies(signature, b"message")


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32"):
        SigningKey.from_bytes(bytes(length))
    with pytest.raises(ValueError, match="32"):
        PublicKey(bytes(length))


@pytest.mark.parametrize(
    "text", ["", "z", "6Mk", "z0OIl", "zDnaegE6RR3atJtHKwTRTWHsJ3kNHqFwv7n9YjTgmU7TyfU76", "z6Mk" + "1" * 400]
)
def test_what_is_not_an_ed25519_multikey_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"base58|Ed25519"):
        PublicKey.from_multibase(text)


@given(st.binary(max_size=120))
def test_multibase_is_read_back(data: bytes) -> None:
    assert decode_base58(encode_base58(data)) == data
    assert decode_base64url(encode_base64url(data)) == data


@pytest.mark.parametrize("text", ["", "mAAAA", "u=", "uå", "u+/+/", "u AAA"])
def test_what_is_not_base64url_multibase_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="base64url"):
        decode_base64url(text)
