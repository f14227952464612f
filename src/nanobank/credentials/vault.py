"""Encrypts private keys at rest. The first of ``KEY_ENCRYPTION_KEYS`` encrypts, all of them decrypt."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class CannotDecrypt(Exception):
    """None of the keys in the environment opens this: one has been taken out too early."""


def encrypt(secret: bytes) -> bytes:
    """``secret`` under the first key (Fernet: AES-128-CBC with HMAC-SHA256)."""
    return _keyring().encrypt(secret)


def decrypt(encrypted: bytes) -> bytes:
    """What was encrypted under any of the keys. Raises CannotDecrypt."""
    try:
        return _keyring().decrypt(encrypted)
    except InvalidToken:
        raise CannotDecrypt("no key in KEY_ENCRYPTION_KEYS opens this") from None


def encrypt_again(encrypted: bytes) -> bytes:
    """The same secret under the first key, whichever it was under. Raises CannotDecrypt."""
    return encrypt(decrypt(encrypted))


def _keyring() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.KEY_ENCRYPTION_KEYS])
