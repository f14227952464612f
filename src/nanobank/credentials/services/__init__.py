"""Every change about credentials: one verb each, one transaction each."""

from nanobank.credentials.services._awarding import award
from nanobank.credentials.services._keys import encrypt_keys_again, rotate_key
from nanobank.credentials.services._standing import MIN_REASON, reinstate, revoke, suspend

__all__ = [
    "MIN_REASON",
    "award",
    "encrypt_keys_again",
    "reinstate",
    "revoke",
    "rotate_key",
    "suspend",
]
