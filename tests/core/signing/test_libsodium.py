"""What is called without PyNaCl in between does what PyNaCl and OpenSSL do, and reads no further than it was given."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

from nanocore.signing import _libsodium as libsodium

SEED = bytes(range(32))
PUBLIC, PAIR = crypto_sign_seed_keypair(SEED)


@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 4_096])
def test_it_signs_and_checks_as_others_do(length: int) -> None:
    message = os.urandom(length)
    signature = libsodium.sign(message, PAIR)
    assert signature == crypto_sign(message, PAIR)[:64] == Ed25519PrivateKey.from_private_bytes(SEED).sign(message)
    assert libsodium.verifies(signature, message, PUBLIC)
    assert not libsodium.verifies(signature, message + b"!", PUBLIC)
    assert not libsodium.verifies(signature[:-1] + bytes([signature[-1] ^ 1]), message, PUBLIC)


def test_what_is_of_another_length_is_no_key_and_no_signature() -> None:
    signature = libsodium.sign(b"message", PAIR)
    for wrong in (b"", signature[:-1], signature + b"\0"):
        assert not libsodium.verifies(wrong, b"message", PUBLIC)
    for wrong in (b"", PUBLIC[:-1], PUBLIC + b"\0", PAIR):
        assert not libsodium.verifies(signature, b"message", wrong)
    for wrong in (b"", SEED, PAIR[:-1], PAIR + b"\0"):
        with pytest.raises(ValueError, match="pair"):
            libsodium.sign(b"message", wrong)


def test_a_key_of_small_order_verifies_nothing() -> None:
    for weak in (bytes(32), b"\1" + bytes(31)):
        assert not libsodium.verifies(bytes(64), b"message", weak)


def test_threads_do_not_get_in_each_others_way() -> None:
    messages = [os.urandom(64) for _ in range(400)]
    with ThreadPoolExecutor(4) as threads:
        signatures = list(threads.map(lambda message: libsodium.sign(message, PAIR), messages))
        checked = list(threads.map(libsodium.verifies, signatures, messages, [PUBLIC] * len(messages)))
    assert all(checked)
    assert signatures == [libsodium.sign(message, PAIR) for message in messages]
