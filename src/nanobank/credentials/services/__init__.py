"""Every change about credentials: one verb each, one transaction each."""

from nanobank.credentials.services._awarding import award
from nanobank.credentials.services._bulk import Aside, award_many, put_aside
from nanobank.credentials.services._keys import encrypt_keys_again, rotate_key, signing_key
from nanobank.credentials.services._standing import MIN_REASON, reinstate, revoke, suspend

__all__ = [
    "MIN_REASON",
    "Aside",
    "award",
    "award_many",
    "encrypt_keys_again",
    "put_aside",
    "reinstate",
    "revoke",
    "rotate_key",
    "signing_key",
    "suspend",
]
