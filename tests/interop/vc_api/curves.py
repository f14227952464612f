"""The keys of W3C's vc-jose-cose suite: a verification method in a file, on any of the four curves that it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from nanocore.signing import _jose as jose


class _Curve(NamedTuple):
    curve: ec.EllipticCurve
    hash: hashes.HashAlgorithm
    jose: str
    cose: int
    size: int


_CURVES: Final = {
    "P-256": _Curve(ec.SECP256R1(), hashes.SHA256(), "ES256", -7, 32),
    "P-384": _Curve(ec.SECP384R1(), hashes.SHA384(), "ES384", -35, 48),
    "P-521": _Curve(ec.SECP521R1(), hashes.SHA512(), "ES512", -36, 66),
}
_EDDSA: Final = ("EdDSA", -8)


class UnknownCurve(ValueError):
    """A key of a kind that the suite does not use."""


@dataclass(frozen=True)
class Key:
    """A key pair, or the public half alone, with the name that headers call it by."""

    kid: str
    _jwk: Mapping[str, Any]

    @classmethod
    def secret(cls, method: Mapping[str, Any]) -> "Key":
        """The key to sign with, from a verification method or from a bare JWK. Raises `UnknownCurve`, `KeyError`."""
        return cls._of(method, "secretKeyJwk")

    @classmethod
    def public(cls, method: Mapping[str, Any]) -> "Key":
        """The key to check with. Raises `UnknownCurve`, `KeyError`."""
        return cls._of(method, "publicKeyJwk")

    @classmethod
    def _of(cls, method: Mapping[str, Any], name: str) -> "Key":
        jwk = method.get(name, method)
        if jwk["crv"] not in (*_CURVES, "Ed25519"):
            raise UnknownCurve(jwk["crv"])
        return cls(str(method.get("id") or jwk.get("kid", "")), jwk)

    @property
    def names(self) -> tuple[str, int]:
        """How JOSE and COSE call what it signs with."""
        curve = _CURVES.get(self._jwk["crv"])
        return (curve.jose, curve.cose) if curve else _EDDSA

    def sign(self, message: bytes) -> bytes:
        """The signature, with the two numbers of an ECDSA one end to end, as JOSE and COSE have it."""
        curve, secret = _CURVES.get(self._jwk["crv"]), self._bytes("d")
        if curve is None:
            return ed25519.Ed25519PrivateKey.from_private_bytes(secret).sign(message)
        key = ec.derive_private_key(int.from_bytes(secret), curve.curve)
        return b"".join(
            number.to_bytes(curve.size) for number in decode_dss_signature(key.sign(message, ec.ECDSA(curve.hash)))
        )

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether it is this key's over the message."""
        curve = _CURVES.get(self._jwk["crv"])
        try:
            if curve is None:
                ed25519.Ed25519PublicKey.from_public_bytes(self._bytes("x")).verify(signature, message)
                return True
            if len(signature) != 2 * curve.size:
                return False
            point = ec.EllipticCurvePublicNumbers(
                int.from_bytes(self._bytes("x")), int.from_bytes(self._bytes("y")), curve.curve
            )
            halves = (signature[: curve.size], signature[curve.size :])
            written = encode_dss_signature(*(int.from_bytes(half) for half in halves))
            point.public_key().verify(written, message, ec.ECDSA(curve.hash))
        except (InvalidSignature, ValueError):
            return False
        return True

    def _bytes(self, name: str) -> bytes:
        return jose.decode(self._jwk[name].encode())
