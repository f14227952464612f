"""An electronic seal over a document: JAdES baseline B (ETSI TS 119 182-1), checked by the certificate in it."""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeGuard

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID, ObjectIdentifier

from nanocore.documents._elm import Seal
from nanocore.signing import JsonObject

_MIN_RSA_BITS: Final = 2048
_COORDINATE: Final = 32  # bytes of each half of an ES256 signature
_QC_STATEMENTS: Final = ObjectIdentifier("1.3.6.1.5.5.7.1.3")
_ORGANISATION_IDENTIFIER: Final = NameOID.ORGANIZATION_IDENTIFIER
# ETSI EN 319 412-5: the certificate is a qualified one; it is for electronic seals.
_QC_COMPLIANCE: Final = bytes.fromhex("060604008e460101")
_QC_TYPE_ESEAL: Final = bytes.fromhex("060704008e46010602")
_SEQUENCE: Final = 0x30
_OBJECT_IDENTIFIER: Final = 0x06
_LONG_FORM: Final = 0x80


class UnusableSealer(ValueError):
    """A certificate and key that cannot seal: `args[0]` is the reason, one of `REASONS`."""


REASONS: Final = ("chain", "key", "mismatch", "kind", "dates", "usage")


@dataclass(frozen=True)
class Sealer:
    """A certificate, those that vouch for it, and its private key."""

    chain: tuple[x509.Certificate, ...]
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

    @classmethod
    def from_pem(cls, chain: bytes, key: bytes, *, password: bytes | None = None) -> "Sealer":
        """The sealer in a PEM chain, its own certificate first, and a PEM private key (RSA from 2048 bits, or P-256).

        Raises `UnusableSealer`.
        """
        try:
            certificates = tuple(x509.load_pem_x509_certificates(chain))
        except ValueError:
            raise UnusableSealer("chain") from None
        try:
            secret = serialization.load_pem_private_key(key, password)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise UnusableSealer("key") from None
        if not _can_sign(secret):
            raise UnusableSealer("kind")
        if _public(certificates[0].public_key()) != _public(secret.public_key()):
            raise UnusableSealer("mismatch")
        if not _may_sign(certificates[0]):
            raise UnusableSealer("usage")
        return cls(certificates, secret)

    @property
    def certificate(self) -> x509.Certificate:
        """Its own."""
        return self.chain[0]

    @property
    def chain_pem(self) -> bytes:
        """The certificates as PEM."""
        return b"".join(certificate.public_bytes(serialization.Encoding.PEM) for certificate in self.chain)

    @property
    def key_pem(self) -> bytes:
        """The private key as PEM, under no password: for whoever encrypts it."""
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    @property
    def legal_identifier(self) -> str:
        """The legal person in it, such as `NTRDK-12345674` (ETSI EN 319 412-1); empty if it names none."""
        return _named(self.certificate, _ORGANISATION_IDENTIFIER)

    @property
    def name(self) -> str:
        """Whom it names: the organisation, else the common name."""
        return _named(self.certificate, NameOID.ORGANIZATION_NAME) or _named(self.certificate, NameOID.COMMON_NAME)

    @property
    def seal(self) -> Seal:
        """What a seal by it may be called: what the certificate says of itself, which nobody has checked here."""
        return Seal.QUALIFIED_CERTIFICATE if _claims_to_be_qualified(self.certificate) else Seal.ADVANCED

    def is_valid_at(self, moment: datetime) -> bool:
        """Whether its own certificate is in force."""
        return self.certificate.not_valid_before_utc <= moment < self.certificate.not_valid_after_utc


def seal(document: JsonObject, sealer: Sealer, *, now: datetime) -> JsonObject:
    """`document` under a JAdES baseline B seal: a JWS in JSON whose payload can be read as it is (RFC 7797).

    Signed with it are the moment (`iat`), the certificate's digest (`x5t#S256`) and the chain (`x5c`). Raises
    `UnusableSealer` when the certificate is not in force.
    """
    if not sealer.is_valid_at(now):
        raise UnusableSealer("dates")
    payload = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    protected = _base64url(json.dumps(_header(sealer, now), separators=(",", ":")).encode())
    signature = _sign(sealer.key, protected.encode() + b"." + payload.encode())
    return {"payload": payload, "signatures": [{"protected": protected, "signature": _base64url(signature)}]}


def _header(sealer: Sealer, now: datetime) -> JsonObject:
    chain = [certificate.public_bytes(serialization.Encoding.DER) for certificate in sealer.chain]
    return {
        "alg": "RS256" if isinstance(sealer.key, rsa.RSAPrivateKey) else "ES256",
        "typ": "jose+json",
        "cty": "ld+json",
        "iat": int(now.timestamp()),
        "x5t#S256": _base64url(hashlib.sha256(chain[0]).digest()),
        "x5c": [base64.b64encode(certificate).decode() for certificate in chain],
        "b64": False,
        "crit": ["b64"],
    }


def _sign(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    halves = decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
    return b"".join(half.to_bytes(_COORDINATE, "big") for half in halves)


def _can_sign(key: object) -> TypeGuard[rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey]:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.key_size >= _MIN_RSA_BITS
    return isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1)


def _may_sign(certificate: x509.Certificate) -> bool:
    """Whether the certificate lets its key sign; one that says nothing about it does."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _public(key: object) -> bytes:
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        return b""
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _named(certificate: x509.Certificate, name: ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(name)
    return str(found[0].value) if found else ""


def _claims_to_be_qualified(certificate: x509.Certificate) -> bool:
    try:
        extension = certificate.extensions.get_extension_for_oid(_QC_STATEMENTS).value
    except x509.ExtensionNotFound:
        return False
    if not isinstance(extension, x509.UnrecognizedExtension):
        return False
    said = set(_object_identifiers(extension.value))
    return {_QC_COMPLIANCE, _QC_TYPE_ESEAL} <= said


def _object_identifiers(der: bytes) -> Iterator[bytes]:
    """Every object identifier in some DER, with its tag and length, however deep; none from what is not DER."""
    while len(der) > 1:
        tag, length, start = der[0], der[1], 2
        if length >= _LONG_FORM:
            start += length - _LONG_FORM
            length = int.from_bytes(der[2:start], "big")
        if tag == _OBJECT_IDENTIFIER:
            yield der[: start + length]
        der = der[start if tag == _SEQUENCE else start + length :]


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
