"""Certificates for tests, as a trust service provider would issue them."""

from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID, ObjectIdentifier

# QcCompliance, QcSSCD-free, and QcType eSeal (ETSI EN 319 412-5), as DER.
QC_COMPLIANCE = bytes.fromhex("3008060604008e460101")
QC_ESEAL = bytes.fromhex("3013060604008e4601063009060704008e46010602")
QC_ESIGN = bytes.fromhex("3013060604008e4601063009060704008e46010601")


def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def p256_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def chain_and_key(
    key: Any = None, *, now: datetime, statements: tuple[bytes, ...] = (), signs: bool = True, days: int = 365
) -> tuple[bytes, bytes]:
    """A PEM chain of two certificates, and the PEM key of the first."""
    key, root = key or p256_key(), p256_key()
    body = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tillidstjeneste Eksempel")])
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DK"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Sydvest Universitet"),
            x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, "NTRDK-98414002"),
            x509.NameAttribute(NameOID.COMMON_NAME, "Sydvest Universitet - segl"),
        ]
    )
    leaf = _certificate(subject, body, key, now=now, days=days).add_extension(_usage(signs=signs), critical=True)
    if statements:
        content = b"".join(statements)
        der = b"\x30" + bytes([len(content)]) + content
        leaf = leaf.add_extension(
            x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.5.5.7.1.3"), der), critical=False
        )
    certificates = [
        leaf.sign(root, hashes.SHA256()),
        _certificate(body, body, root, now=now).sign(root, hashes.SHA256()),
    ]
    pem = b"".join(certificate.public_bytes(serialization.Encoding.PEM) for certificate in certificates)
    return pem, pem_of(key)


def pem_of(key: Any, password: bytes | None = None) -> bytes:
    protection = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    pem: bytes = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection)
    return pem


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: Any, *, now: datetime, days: int = 365
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=not signs,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
