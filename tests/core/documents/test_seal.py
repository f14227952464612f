"""The seal over a document: checked by jose and by cryptography, and never called more than its certificate says."""

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from core.documents.certificates import (
    QC_COMPLIANCE,
    QC_ESEAL,
    QC_ESIGN,
    chain_and_key,
    p256_key,
    pem_of,
    rsa_key,
)
from core.documents.test_elm import LEGAL, PICTURE
from core.signing.world import NOW, award, node
from nanocore.documents import Seal, Sealer, UnusableSealer, elm, seal
from nanocore.signing import JsonObject

LATER = NOW + timedelta(days=1)


def sealed(key: Any) -> JsonObject:
    sealer = Sealer.from_pem(*chain_and_key(key, now=NOW))
    return seal(elm(award(), PICTURE, legal_identifier=LEGAL, seal=sealer.seal), sealer, now=LATER)


def read(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def in_node(document: JsonObject) -> JsonObject:
    answer: JsonObject = node("../../documents/verify_seal.mjs", document)
    return answer


@pytest.mark.parametrize("make_key", [rsa_key, p256_key])
def test_jose_accepts_the_seal_and_reads_the_document(make_key: Any) -> None:
    document = sealed(make_key())
    answer = in_node(document)
    assert answer["genuine"] is True
    assert json.loads(answer["payload"])["credentialSubject"]["fullName"] == {"da": "Ida Afprøvning"}


def test_jose_refuses_it_when_a_letter_was_changed() -> None:
    document = sealed(p256_key())
    document["payload"] = document["payload"].replace("Ida Afprøvning", "Eda Afprøvning")
    assert in_node(document) == {"genuine": False, "reason": "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"}


@pytest.mark.parametrize("make_key", [rsa_key, p256_key])
def test_the_seal_is_what_the_standard_says(make_key: Any) -> None:
    document = sealed(make_key())
    (one,) = document["signatures"]
    header = json.loads(read(one["protected"]))
    certificate = base64.b64decode(header["x5c"][0])
    assert header["x5t#S256"] == base64.urlsafe_b64encode(hashlib.sha256(certificate).digest()).rstrip(b"=").decode()
    assert header["iat"] == LATER.timestamp()
    assert header["crit"] == ["b64"]
    assert header["b64"] is False
    assert len(header["x5c"]) == 2
    signed, signature = f"{one['protected']}.{document['payload']}".encode(), read(one["signature"])
    key = x509.load_der_x509_certificate(certificate).public_key()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    elif isinstance(key, ec.EllipticCurvePublicKey):
        halves = [int.from_bytes(half, "big") for half in (signature[:32], signature[32:])]
        key.verify(encode_dss_signature(halves[0], halves[1]), signed, ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize(
    ("statements", "called"),
    [
        ((), Seal.ADVANCED),
        ((QC_COMPLIANCE,), Seal.ADVANCED),
        ((QC_ESEAL,), Seal.ADVANCED),
        ((QC_COMPLIANCE, QC_ESIGN), Seal.ADVANCED),
        ((b"\x30\x7f\xff",), Seal.ADVANCED),
        ((QC_COMPLIANCE, QC_ESEAL), Seal.QUALIFIED_CERTIFICATE),
    ],
)
def test_a_seal_is_called_qualified_only_by_a_certificate_for_seals_that_says_so(
    statements: tuple[bytes, ...], called: Seal
) -> None:
    assert Sealer.from_pem(*chain_and_key(now=NOW, statements=statements)).seal is called


def test_whom_the_certificate_names() -> None:
    sealer = Sealer.from_pem(*chain_and_key(now=NOW))
    assert sealer.legal_identifier == "NTRDK-98414002"
    assert sealer.name == "Sydvest Universitet"


def test_a_key_under_a_password_is_opened_with_it() -> None:
    key = p256_key()
    chain, _ = chain_and_key(key, now=NOW)
    assert Sealer.from_pem(chain, pem_of(key, b"hemmelig"), password=b"hemmelig").key.key_size == 256
    with pytest.raises(UnusableSealer, match="key"):
        Sealer.from_pem(chain, pem_of(key, b"hemmelig"))


def test_what_cannot_seal_is_refused() -> None:
    chain, key = chain_and_key(now=NOW)
    for given, reason in (
        ((b"nothing", key), "chain"),
        ((chain, b"nothing"), "key"),
        ((chain, pem_of(p256_key())), "mismatch"),
        ((chain, pem_of(ec.generate_private_key(ec.SECP384R1()))), "kind"),
        (chain_and_key(now=NOW, signs=False), "usage"),
    ):
        with pytest.raises(UnusableSealer, match=reason):
            Sealer.from_pem(*given)


def test_a_certificate_that_has_run_out_seals_nothing() -> None:
    sealer = Sealer.from_pem(*chain_and_key(now=NOW, days=30))
    with pytest.raises(UnusableSealer, match="dates"):
        seal({}, sealer, now=NOW + timedelta(days=30))
