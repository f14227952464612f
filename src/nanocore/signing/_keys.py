"""Private keys of the kinds that credentials are signed with. Their public halves are in `_public_keys`."""

import secrets
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from nacl.bindings import crypto_sign_seed_keypair

from . import _libsodium
from ._public_keys import Algorithm, Ed25519PublicKey, P256PublicKey, PublicKey

_LENGTH: Final = 32


class SigningKey(ABC):
    """A private key. Its representation never shows the secret; keep `to_bytes()` encrypted."""

    __slots__ = ()

    public: PublicKey

    @staticmethod
    def generate(algorithm: Algorithm = Algorithm.EDDSA) -> "SigningKey":
        """A new random key. Raises `ValueError` for an algorithm that is only verified here."""
        return _signing_kind(algorithm).new()

    @staticmethod
    def from_bytes(raw: bytes, algorithm: Algorithm = Algorithm.EDDSA) -> "SigningKey":
        """The key with these 32 secret bytes. Raises `ValueError` for another length."""
        return _signing_kind(algorithm).from_secret(raw)

    @classmethod
    @abstractmethod
    def new(cls) -> "SigningKey":
        """A new random key of this kind."""

    @classmethod
    @abstractmethod
    def from_secret(cls, raw: bytes) -> "SigningKey":
        """The key of this kind with these 32 secret bytes. Raises `ValueError` for another length."""

    @abstractmethod
    def to_bytes(self) -> bytes:
        """The 32 secret bytes."""

    @abstractmethod
    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of a signature over `message`."""

    @property
    def algorithm(self) -> Algorithm:
        """How it signs."""
        return self.public.algorithm

    @property
    def public_key_multibase(self) -> str:
        """`z6Mk…` or `zDn…`: the public half, as a did document shows it."""
        return self.public.multibase

    @property
    def did(self) -> str:
        """`did:key:z…`."""
        return self.public.did

    def verification_method(self, controller: str | None = None) -> str:
        """The key's id: `controller#z6Mk…`, or `did:key:z6Mk…#z6Mk…` when it stands alone."""
        return self.public.verification_method(controller)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(public={self.public.multibase})"


class Ed25519SigningKey(SigningKey):
    """An Ed25519 private key, held by libsodium."""

    __slots__ = ("_pair", "public")

    def __init__(self, seed: bytes) -> None:
        public, self._pair = crypto_sign_seed_keypair(seed)  # the seed and the public half, as libsodium signs with
        self.public = Ed25519PublicKey(public)

    @classmethod
    def new(cls) -> "Ed25519SigningKey":
        """A new random key."""
        return cls(secrets.token_bytes(_LENGTH))

    @classmethod
    def from_secret(cls, raw: bytes) -> "Ed25519SigningKey":
        """The key with this seed."""
        if len(raw) != _LENGTH:
            raise ValueError("an Ed25519 private key is 32 bytes")
        return cls(raw)

    def to_bytes(self) -> bytes:
        """The seed."""
        return self._pair[:_LENGTH]

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of an Ed25519 signature over `message` (RFC 8032)."""
        return _libsodium.sign(message, self._pair)


class P256SigningKey(SigningKey):
    """A private key on P-256, for ES256 and `ecdsa-rdfc-2019`."""

    __slots__ = ("_private", "public")

    def __init__(self, private: ec.EllipticCurvePrivateKey) -> None:
        self._private = private
        self.public = P256PublicKey(private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint))

    @classmethod
    def new(cls) -> "P256SigningKey":
        """A new random key."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def from_secret(cls, raw: bytes) -> "P256SigningKey":
        """The key with this number, 32 bytes big-endian."""
        if len(raw) != _LENGTH:
            raise ValueError("a P-256 private key is 32 bytes")
        return cls(ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1()))

    def to_bytes(self) -> bytes:
        """The number, 32 bytes big-endian."""
        return self._private.private_numbers().private_value.to_bytes(_LENGTH, "big")

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of r and s side by side (RFC 7518, section 3.4)."""
        r, s = decode_dss_signature(self._private.sign(message, ec.ECDSA(SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(_LENGTH, "big")


_SIGNING_KINDS: Final[Mapping[Algorithm, type[SigningKey]]] = {
    Algorithm.EDDSA: Ed25519SigningKey,
    Algorithm.ES256: P256SigningKey,
}


def _signing_kind(algorithm: Algorithm) -> type[SigningKey]:
    if algorithm not in _SIGNING_KINDS:
        raise ValueError(f"no keys are made for {algorithm}")
    return _SIGNING_KINDS[algorithm]
