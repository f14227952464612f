"""Public keys of the kinds that credentials are checked with, and the names the world knows them by."""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from . import _libsodium
from ._multibase import decode_base58, decode_base64url, encode_base58, encode_base64url

_RSA_BITS: Final = range(2048, 8193)
_MAX_EXPONENT: Final = 2**32
_SHORTEST: Final = 34  # bytes of a Multikey, its prefix included


class Algorithm(StrEnum):
    """How a key signs, by its name in JOSE (RFC 7518, RFC 8037)."""

    EDDSA = "EdDSA"
    ES256 = "ES256"
    ES384 = "ES384"
    RS256 = "RS256"


class UnknownKeyKind(ValueError):
    """A key of a kind that is not known here, as far as can be told: not a broken one."""


class PublicKey(ABC):
    """A key that signatures are checked with. Two of the same kind and value are equal."""

    __slots__ = ()

    algorithm: ClassVar[Algorithm]
    prefix: ClassVar[bytes]
    """The multicodec of the kind, as a varint."""

    @staticmethod
    @lru_cache(maxsize=1024)
    def from_multibase(text: str) -> "PublicKey":
        """The key behind `z6Mk…`, `zDn…` and so on (Multikey, W3C Controlled Identifiers 1.0; did:key).

        Raises `UnknownKeyKind` for other kinds, another `ValueError` for what is no key at all.
        """
        return _of_multibase(text)

    @staticmethod
    def from_jwk(jwk: Mapping[str, Any]) -> "PublicKey":
        """The key in a JSON Web Key (RFC 7517, RFC 7518 section 6, RFC 8037), which may carry more than the key.

        Raises `UnknownKeyKind` for other kinds, another `ValueError` for what is no key at all.
        """
        match jwk:
            case {"kty": "OKP", "crv": "Ed25519", "x": str(x)}:
                return Ed25519PublicKey(_unwritten(x))
            case {"kty": "EC", "crv": "P-256" | "P-384" as curve, "x": str(x), "y": str(y)}:
                kind = P256PublicKey if curve == "P-256" else P384PublicKey
                return kind.from_coordinates(_unwritten(x), _unwritten(y))
            case {"kty": "RSA", "n": str(n), "e": str(e)}:
                return RsaPublicKey.from_numbers(_unwritten(n), _unwritten(e))
        raise UnknownKeyKind("a JSON Web Key of a kind not known here")

    @classmethod
    @abstractmethod
    def from_multicodec(cls, data: bytes) -> "PublicKey":
        """The key behind these bytes, as Multikey and did:key write the kind. Raises `ValueError`."""

    @abstractmethod
    def to_multicodec(self) -> bytes:
        """The bytes that Multikey and did:key write, without the prefix."""

    @property
    @abstractmethod
    def jwk(self) -> dict[str, str]:
        """The key as a JSON Web Key: the members its thumbprint is made of, and no others."""

    @abstractmethod
    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether `signature`, in the form JOSE and Data Integrity give it, is this key's over `message`."""

    @property
    def multibase(self) -> str:
        """`z6Mk…` or `zDn…`: the Multikey form."""
        return encode_base58(self.prefix + self.to_multicodec())

    @property
    def thumbprint(self) -> str:
        """The key's name by RFC 7638: base64url of SHA-256."""
        written = json.dumps(self.jwk, sort_keys=True, separators=(",", ":"))
        return _written(hashlib.sha256(written.encode()).digest())

    @property
    def did(self) -> str:
        """`did:key:z…`: the identifier that is nothing but this key."""
        return f"did:key:{self.multibase}"

    @property
    def did_jwk(self) -> str:
        """`did:jwk:…`: the same in the way that wallets write it. Its only verification method is `…#0`."""
        return f"did:jwk:{_written(json.dumps(self.jwk, separators=(',', ':')).encode())}"

    def verification_method(self, controller: str | None = None) -> str:
        """The key's id in `controller`'s document, or in its own did:key document."""
        return f"{controller or self.did}#{self.multibase}"


@dataclass(frozen=True, slots=True)
class Ed25519PublicKey(PublicKey):
    """An Ed25519 public key: 32 raw bytes. Raises `ValueError` for another length."""

    algorithm = Algorithm.EDDSA
    prefix = b"\xed\x01"

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != 32:
            raise ValueError("an Ed25519 public key is 32 bytes")

    @classmethod
    def from_multicodec(cls, data: bytes) -> "Ed25519PublicKey":
        """The bytes are the key."""
        return cls(data)

    def to_multicodec(self) -> bytes:
        """The bytes are the key."""
        return self.raw

    @property
    def jwk(self) -> dict[str, str]:
        """RFC 8037, section 2."""
        return {"kty": "OKP", "crv": "Ed25519", "x": _written(self.raw)}

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether `signature` is this key's over `message` (RFC 8032).

        By libsodium, which is quick and strict: no keys of small order, nothing written in two ways.
        """
        return _libsodium.verifies(signature, message, self.raw)


@dataclass(frozen=True, slots=True)
class _EcPublicKey(PublicKey):
    """A public key on one of NIST's curves: the compressed point (SEC 1, section 2.3.3)."""

    curve: ClassVar[ec.EllipticCurve]
    curve_name: ClassVar[str]
    digest: ClassVar[HashAlgorithm]
    size: ClassVar[int]

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != 1 + self.size:
            raise ValueError(f"a {self.curve_name} public key is a compressed point of {1 + self.size} bytes")
        _point(self.curve.name, self.raw)

    @classmethod
    def from_multicodec(cls, data: bytes) -> "PublicKey":
        """The bytes are the compressed point."""
        return cls(data)

    @classmethod
    def from_coordinates(cls, x: bytes, y: bytes) -> "PublicKey":
        """The key at this point. Raises `ValueError` when it is not on the curve or not written in full."""
        if len(x) != cls.size or len(y) != cls.size:
            raise ValueError(f"a coordinate of {cls.curve_name} is {cls.size} bytes")
        whole = ec.EllipticCurvePublicKey.from_encoded_point(cls.curve, b"\x04" + x + y)
        return cls(whole.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))

    def to_multicodec(self) -> bytes:
        """The bytes are the compressed point."""
        return self.raw

    @property
    def jwk(self) -> dict[str, str]:
        """RFC 7518, section 6.2."""
        numbers = _point(self.curve.name, self.raw).public_numbers()
        x, y = (_written(number.to_bytes(self.size, "big")) for number in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": self.curve_name, "x": x, "y": y}

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether `signature`, r and s side by side (RFC 7518, section 3.4), is this key's over `message`."""
        if len(signature) != 2 * self.size:
            return False
        r, s = (int.from_bytes(half, "big") for half in (signature[: self.size], signature[self.size :]))
        try:
            _point(self.curve.name, self.raw).verify(encode_dss_signature(r, s), message, ec.ECDSA(self.digest))
        except (InvalidSignature, ValueError):
            return False
        return True


class P256PublicKey(_EcPublicKey):
    """A public key on P-256 (secp256r1): the compressed point, 33 bytes. Raises `ValueError` for anything else."""

    __slots__ = ()
    algorithm = Algorithm.ES256
    prefix = b"\x80\x24"
    curve, curve_name, digest, size = ec.SECP256R1(), "P-256", SHA256(), 32


class P384PublicKey(_EcPublicKey):
    """A public key on P-384 (secp384r1): the compressed point, 49 bytes. Raises `ValueError` for anything else."""

    __slots__ = ()
    algorithm = Algorithm.ES384
    prefix = b"\x81\x24"
    curve, curve_name, digest, size = ec.SECP384R1(), "P-384", SHA384(), 48


@dataclass(frozen=True, slots=True)
class RsaPublicKey(PublicKey):
    """An RSA public key of 2048 to 8192 bits, for RS256: modulus and exponent. Raises `ValueError` for others."""

    algorithm = Algorithm.RS256
    prefix = b"\x85\x24"

    modulus: int
    exponent: int

    def __post_init__(self) -> None:
        if self.modulus.bit_length() not in _RSA_BITS or not 3 <= self.exponent < _MAX_EXPONENT:
            raise ValueError("an RSA public key has 2048 to 8192 bits and a small exponent")
        rsa.RSAPublicNumbers(self.exponent, self.modulus).public_key()

    @classmethod
    def from_numbers(cls, modulus: bytes, exponent: bytes) -> "RsaPublicKey":
        """The key with these numbers, big-endian (RFC 7518, section 6.3)."""
        if len(modulus) > 1 + _RSA_BITS[-1] // 8 or len(exponent) > 8:
            raise ValueError("an RSA public key has 2048 to 8192 bits and a small exponent")
        return cls(int.from_bytes(modulus, "big"), int.from_bytes(exponent, "big"))

    @classmethod
    def from_multicodec(cls, data: bytes) -> "RsaPublicKey":
        """The key in PKCS #1 or in a SubjectPublicKeyInfo, as did:key writes it."""
        try:
            key = load_der_public_key(data)
        except UnsupportedAlgorithm:
            raise ValueError("not an RSA key") from None
        if not isinstance(key, rsa.RSAPublicKey):
            raise ValueError("not an RSA key")
        numbers = key.public_numbers()
        return cls(numbers.n, numbers.e)

    def to_multicodec(self) -> bytes:
        """PKCS #1 in DER."""
        return self._key.public_bytes(Encoding.DER, PublicFormat.PKCS1)

    @property
    def jwk(self) -> dict[str, str]:
        """RFC 7518, section 6.3."""
        numbers = {"n": self.modulus, "e": self.exponent}
        written = {name: _written(of.to_bytes((of.bit_length() + 7) // 8, "big")) for name, of in numbers.items()}
        return {"kty": "RSA", **written}

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether `signature` is this key's over `message` (RSASSA-PKCS1-v1_5 with SHA-256)."""
        try:
            self._key.verify(signature, message, padding.PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError):
            return False
        return True

    @property
    def _key(self) -> rsa.RSAPublicKey:
        return rsa.RSAPublicNumbers(self.exponent, self.modulus).public_key()


_KINDS: Final[tuple[type[PublicKey], ...]] = (Ed25519PublicKey, P256PublicKey, P384PublicKey, RsaPublicKey)


@lru_cache(maxsize=256)
def _of_multibase(text: str) -> PublicKey:
    """Kept, as the same issuer's key is read for every credential."""
    data = decode_base58(text)
    if len(data) < _SHORTEST:
        raise ValueError("too short to be a Multikey of any kind")
    for kind in _KINDS:
        if data.startswith(kind.prefix):
            return kind.from_multicodec(data.removeprefix(kind.prefix))
    raise UnknownKeyKind("a Multikey of a kind not known here")


@lru_cache(maxsize=256)
def _point(curve: str, raw: bytes) -> ec.EllipticCurvePublicKey:
    """A point unpacked: that takes a square root, and the same issuer's key comes again and again."""
    kind = ec.SECP256R1() if curve == "secp256r1" else ec.SECP384R1()
    return ec.EllipticCurvePublicKey.from_encoded_point(kind, raw)


def _written(data: bytes) -> str:
    """`data` in base64url without padding, as JOSE writes it."""
    return encode_base64url(data)[1:]


def _unwritten(text: str) -> bytes:
    return decode_base64url("u" + text)
