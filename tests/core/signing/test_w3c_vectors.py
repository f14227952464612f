"""W3C's own test vectors for Data Integrity EdDSA: byte for byte."""

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from core.signing.world import NOW, World, yardstick
from nanocore import signing
from nanocore.signing import Contexts, SigningKey, Step
from nanocore.signing._multibase import decode_base58, encode_base58
from nanocore.signing._suites import SUITES, Ed25519Signature2020, EddsaRdfc2022, Unsecured

EXAMPLES = {
    "https://www.w3.org/ns/credentials/examples/v2": {
        "@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}
    }
}
# The vectors of `employ` need w3id.org/citizenship/v4rc1, which no package here carries: these are the words the
# vector uses, with the addresses that its own canonical form shows.
CITIZENSHIP = {
    "https://w3id.org/citizenship/v4rc1": {
        "@context": {
            "EmploymentAuthorizationDocumentCredential": "https://w3id.org/citizenship#EmploymentAuthorizationDocumentCredential",
            "EmploymentAuthorizationDocument": "https://w3id.org/citizenship#EmploymentAuthorizationDocument",
            "EmployablePerson": "https://w3id.org/citizenship#EmployablePerson",
            "Person": "https://schema.org/Person",
            "employmentAuthorizationDocument": {
                "@id": "https://w3id.org/citizenship#employmentAuthorizationDocument",
                "@type": "@id",
            },
            "identifier": "https://schema.org/identifier",
            "lprCategory": "https://w3id.org/citizenship#lprCategory",
            "lprNumber": "https://w3id.org/citizenship#lprNumber",
            "givenName": "https://schema.org/givenName",
            "additionalName": "https://schema.org/additionalName",
            "familyName": "https://schema.org/familyName",
            "gender": "https://schema.org/gender",
            "image": {"@id": "https://schema.org/image", "@type": "@id"},
            "residentSince": {
                "@id": "https://w3id.org/citizenship#residentSince",
                "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
            },
            "birthCountry": "https://w3id.org/citizenship#birthCountry",
            "birthDate": {"@id": "https://schema.org/birthDate", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
        }
    }
}


@pytest.fixture(scope="module")
def folder() -> Path:
    return yardstick("vc-di-eddsa")


@pytest.fixture(scope="module")
def contexts() -> Contexts:
    return signing.pinned().extended_with({**EXAMPLES, **CITIZENSHIP})


@pytest.fixture(scope="module")
def key(folder: Path) -> SigningKey:
    pair = json.loads((folder / "keyPair.json").read_text())
    key = SigningKey.from_bytes(decode_base58(pair["privateKeyMultibase"])[2:])
    assert key.public_key_multibase == pair["publicKeyMultibase"]
    return key


@pytest.mark.parametrize("variant", ["eddsa-rdfc-2022", "eddsa-rdfc-2022/employ"])
def test_an_rdfc_proof_equals_the_vector_at_every_stage(
    folder: Path, contexts: Contexts, key: SigningKey, variant: str
) -> None:
    place = folder / variant
    signed = json.loads((place / "signedDataInt.json").read_text())
    proof = signed.pop("proof")
    value = proof.pop("proofValue")
    unsecured, suite = Unsecured(signed, contexts), EddsaRdfc2022()

    assert unsecured.statements.canonical == (place / "canonDocDataInt.txt").read_text()
    assert unsecured.canonical_hash.hex() == (place / "docHashDataInt.txt").read_text()
    assert suite.canonical_options(unsecured, proof) == (place / "proofCanonDataInt.txt").read_text()
    message = suite.message(unsecured, proof)
    assert message[:32].hex() == (place / "proofHashDataInt.txt").read_text()
    assert message.hex() == (place / "combinedHashDataInt.txt").read_text()
    assert key.sign(message).hex() == (place / "sigHexDataInt.txt").read_text()
    assert encode_base58(key.sign(message)) == value == (place / "sigBTC58DataInt.txt").read_text()


def test_a_jcs_proof_equals_the_vector_at_every_stage(folder: Path, contexts: Contexts, key: SigningKey) -> None:
    place = folder / "eddsa-jcs-2022"
    signed = json.loads((place / "signedJCS.json").read_text())
    proof = signed.pop("proof")
    value = proof.pop("proofValue")
    message = SUITES["eddsa-jcs-2022"].message(Unsecured(signed, contexts), proof)

    assert hashlib.sha256((place / "proofCanonJCS.txt").read_bytes()).digest() == message[:32]
    assert hashlib.sha256((place / "canonDocJCS.txt").read_bytes()).digest() == message[32:]
    assert message.hex() == (place / "combinedHashJCS.txt").read_text()
    assert encode_base58(key.sign(message)) == value == (place / "sigBTC58JCS.txt").read_text()


@pytest.mark.parametrize(
    ("suite", "file"),
    [("eddsa-rdfc-2022", "eddsa-rdfc-2022/signedDataInt.json"), ("eddsa-jcs-2022", "eddsa-jcs-2022/signedJCS.json")],
)
def test_signing_the_unsigned_vector_gives_the_signed_one(
    folder: Path, contexts: Contexts, key: SigningKey, suite: str, file: str
) -> None:
    expected: dict[str, Any] = json.loads((folder / file).read_text())
    created = signing._time.read_moment(expected["proof"]["created"])
    unsigned = json.loads((folder / "unsigned.json").read_text())
    method = expected["proof"]["verificationMethod"]
    assert expected == signing.sign(
        unsigned, key=key, verification_method=method, created=created, cryptosuite=suite, contexts=contexts
    )


@pytest.mark.parametrize(
    "file",
    [
        "eddsa-rdfc-2022/signedDataInt.json",
        "eddsa-rdfc-2022/employ/signedDataInt.json",
        "eddsa-jcs-2022/signedJCS.json",
        "Ed25519Signature2020/signedEdSig.json",
    ],
)
def test_the_vectors_are_unchanged_yet_not_by_the_issuer_they_name(
    folder: Path, contexts: Contexts, world: World, file: str
) -> None:
    verdict = world.verify((folder / file).read_bytes(), contexts=contexts, now=NOW)
    assert verdict[Step.SIGNATURE].code is signing.Code.SIGNATURE_OK
    assert verdict.reason.code is signing.Code.ISSUER_OTHER_SIGNER  # a did:key signs for an https issuer


def test_an_ed25519_signature_2020_proof_equals_the_vector_at_every_stage(
    folder: Path, contexts: Contexts, key: SigningKey
) -> None:
    place = folder / "Ed25519Signature2020"
    signed = json.loads((place / "signedEdSig.json").read_text())
    expected = copy.deepcopy(signed)
    proof = signed.pop("proof")
    value = proof.pop("proofValue")
    unsecured, suite = Unsecured(signed, contexts), Ed25519Signature2020()
    message = suite.message(unsecured, proof)

    assert unsecured.statements.canonical == (place / "canonDocEdSig.txt").read_text()
    assert suite.canonical_options(unsecured, proof) == (place / "proofCanonEdSig.txt").read_text()
    assert message.hex() == (place / "combinedHashEdSig.txt").read_text()
    assert encode_base58(key.sign(message)) == value == (place / "sigBTC58EdSig.txt").read_text()
    assert expected == signing.sign(
        signed,
        key=key,
        verification_method=proof["verificationMethod"],
        created=signing._time.read_moment(proof["created"]),
        cryptosuite=suite.name,
        contexts=contexts,
    )
