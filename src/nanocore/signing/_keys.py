"""Ed25519 keys and the names the world knows them by."""

import secrets
from dataclasses import dataclass
from typing import Final

from nacl.bindings import crypto_sign, crypto_sign_BYTES, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import CryptoError

from ._multibase import decode_base58, encode_base58

_ED25519_PUBLIC: Final = b"\xed\x01"  # multicodec ed25519-pub, as a varint
_KEY_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 public key: 32 raw bytes. Raises `ValueError` for another length."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != _KEY_LENGTH:
            raise ValueError("an Ed25519 public key is 32 bytes")

    @classmethod
    def from_multibase(cls, text: str) -> "PublicKey":
        """The key behind `z6Mk…` (Multikey, W3C Controlled Identifiers 1.0). Raises `ValueError` for other kinds."""
        data = decode_base58(text)
        if not data.startswith(_ED25519_PUBLIC):
            raise ValueError("not an Ed25519 Multikey")
        return cls(data.removeprefix(_ED25519_PUBLIC))

    @property
    def multibase(self) -> str:
        """`z6Mk…`: the Multikey form."""
        return encode_base58(_ED25519_PUBLIC + self.raw)

    @property
    def did(self) -> str:
        """`did:key:z6Mk…`: the identifier that is nothing but this key."""
        return f"did:key:{self.multibase}"

    def verification_method(self, controller: str | None = None) -> str:
        """The key's id in `controller`'s document, or in its own did:key document."""
        return f"{controller or self.did}#{self.multibase}"

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether `signature` is this key's over `message`.

        By libsodium, which is quick and strict: no keys of small order, nothing written in two ways.
        """
        if len(signature) != crypto_sign_BYTES:
            return False
        try:
            crypto_sign_open(signature + message, self.raw)
        except CryptoError:
            return False
        return True


class SigningKey:
    """An Ed25519 private key. Its representation never shows the secret; keep `to_bytes()` encrypted."""

    __slots__ = ("_pair", "public")

    public: PublicKey

    def __init__(self, seed: bytes) -> None:
        public, self._pair = crypto_sign_seed_keypair(seed)  # the seed and the public half, as libsodium signs with
        self.public = PublicKey(public)

    @classmethod
    def generate(cls) -> "SigningKey":
        """A new random key."""
        return cls(secrets.token_bytes(_KEY_LENGTH))

    @classmethod
    def from_bytes(cls, raw: bytes) -> "SigningKey":
        """The key with these 32 secret bytes. Raises `ValueError` for another length."""
        if len(raw) != _KEY_LENGTH:
            raise ValueError("an Ed25519 private key is 32 bytes")
        return cls(raw)

    def to_bytes(self) -> bytes:
        """The 32 secret bytes."""
        return self._pair[:_KEY_LENGTH]

    @property
    def public_key_multibase(self) -> str:
        """`z6Mk…`: the public half, as a did document shows it."""
        return self.public.multibase

    @property
    def did(self) -> str:
        """`did:key:z6Mk…`."""
        return self.public.did

    def verification_method(self, controller: str | None = None) -> str:
        """The key's id: `controller#z6Mk…`, or `did:key:z6Mk…#z6Mk…` when it stands alone."""
        return self.public.verification_method(controller)

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of an Ed25519 signature over `message` (RFC 8032)."""
        return crypto_sign(message, self._pair)[:crypto_sign_BYTES]

    def __repr__(self) -> str:
        return f"SigningKey(public={self.public.multibase})"
