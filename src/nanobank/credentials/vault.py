"""Encrypts private keys at rest. The first of ``KEY_ENCRYPTION_KEYS`` encrypts, all of them decrypt.

Whatever room keeps a secret so names its field ``…_encrypted``: by that name all of them are found again.
"""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import transaction


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


@transaction.atomic
def encrypt_all_again() -> int:
    """Put every secret of every room under the first key; how many there were.

    Raises CannotDecrypt, and changes nothing, when one is under a key that is no longer in the environment.
    """
    count = 0
    for model in apps.get_models():
        names = [field.name for field in model._meta.local_fields if field.name.endswith("_encrypted")]
        for row in model._base_manager.select_for_update() if names else ():
            kept = [name for name in names if getattr(row, name)]
            for name in kept:
                setattr(row, name, encrypt_again(bytes(getattr(row, name))))
            row.save(update_fields=kept)
            count += len(kept)
    return count


def _keyring() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.KEY_ENCRYPTION_KEYS])
