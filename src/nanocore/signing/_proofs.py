"""A Data Integrity proof taken apart, its key found and its signature checked."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from ._case import Case, Signer
from ._codes import Code, Problem, Step
from ._did import Method, allows, find_method, is_key_did, method_of_key_did
from ._json import JsonObject
from ._multibase import decode_base58
from ._public_keys import PublicKey
from ._resolve import Asker
from ._suites import DATA_INTEGRITY_PROOF, OLDER_PROOFS, SUITES, Unsecured, suite_for
from ._time import read_moment

_KNOWN: Final = {
    "@context",
    "challenge",
    "created",
    "cryptosuite",
    "domain",
    "expires",
    "id",
    "nonce",
    "proofPurpose",
    "proofValue",
    "type",
    "verificationMethod",
}


@dataclass(frozen=True)
class Proof:
    """One proof, read but not yet checked. `options` is all of it but the value."""

    suite: str
    method_id: str
    purpose: str
    created: datetime | None
    expires: datetime | None
    options: JsonObject
    value: bytes


class ProofSeal:
    """A Data Integrity proof as a seal: an entry of a credential's `proof`, whatever it is.

    It belongs to the one credential that it was read with. What is kept and looked at again, as a status list is, need
    not be hashed again for the same key.
    """

    def __init__(self, written: Any) -> None:
        self._written = written
        self._right_by: frozenset[PublicKey] = frozenset()

    @cached_property
    def proof(self) -> Proof:
        """The proof, read. Raises `Problem`."""
        return read_proof(self._written)

    @property
    def name(self) -> str:
        """The cryptosuite."""
        return self.proof.suite

    def check(self, case: Case) -> Signer:
        """By the key that the proof names, and over the statements or the text, as its suite has it."""
        proof = self.proof
        method = find_key(proof.method_id, case.asker)
        if method.key not in self._right_by:
            check_signature(proof, method, case.unsecured)
            self._right_by |= {method.key}
        return Signer(method.id, method.controller, proof.purpose, proof.created, method.revoked_at)

    def times(self) -> tuple[datetime | None, datetime | None]:
        """`created` and `expires`."""
        return self.proof.created, self.proof.expires


def read_proof(proof: Any) -> Proof:
    """`proof` taken apart. Raises `Problem` with a `SIGNATURE_…` code.

    Only properties known here are let through: one written under another word could hide, for instance, an expiry.
    """
    if not isinstance(proof, dict):
        raise Problem(Code.SIGNATURE_MALFORMED, property="proof")
    suite = _suite(proof)
    if "previousProof" in proof:
        raise Problem(Code.SIGNATURE_CHAIN)
    if unknown := sorted(set(proof) - _KNOWN):
        raise Problem(Code.SIGNATURE_MALFORMED, property=unknown[0])
    method_id = _text(proof, "verificationMethod")
    if ":" not in method_id:
        raise Problem(Code.SIGNATURE_MALFORMED, property="verificationMethod")
    return Proof(
        suite=suite,
        method_id=method_id,
        purpose=_text(proof, "proofPurpose"),
        created=_moment(proof, "created"),
        expires=_moment(proof, "expires"),
        options={name: value for name, value in proof.items() if name != "proofValue"},
        value=_value(proof),
    )


def find_key(method_id: str, asker: Asker) -> Method:
    """The verification method with this id, asked for where it is published. Raises `Problem`."""
    document_id, _, _ = method_id.partition("#")
    if is_key_did(document_id):
        return method_of_key_did(method_id)
    if not is_published(document_id):
        raise Problem(Code.SIGNATURE_METHOD_UNKNOWN, method=method_id)
    document = asker.controller_document(document_id)
    if document.get("id") != document_id:
        raise Problem(Code.SIGNATURE_KEY_NOT_FOUND, method=method_id)
    return find_method(document, method_id)


def check_signature(proof: Proof, method: Method, unsecured: Unsecured) -> None:
    """Raise `Problem` unless the proof's value is the method's signature over the document."""
    try:
        suite = suite_for(proof.suite, method.key.algorithm)
    except KeyError:
        raise Problem(Code.SIGNATURE_KEY_OTHER_KIND, method=method.id) from None
    try:
        message = suite.message(unsecured, proof.options)
    except Problem as problem:
        if problem.code.step is Step.SIGNATURE:
            raise
        raise Problem(Code.SIGNATURE_MALFORMED, property="proof") from None
    if not method.key.verifies(proof.value, message):
        raise Problem(Code.SIGNATURE_WRONG)


def check_authority(signer: Signer, issuer: str, asker: Asker, *, purpose: str = "assertionMethod") -> None:
    """Raise `Problem` unless the key is the issuer's own and the issuer lets it sign credentials, or for `purpose`.

    W3C Controlled Identifiers 1.0, section 3.3: the method names its controller, and the controller's document must
    name the method in turn.
    """
    if signer.purpose != purpose:
        raise Problem(Code.ISSUER_PURPOSE, purpose=signer.purpose)
    if not (is_published(issuer) or is_key_did(issuer)):
        raise Problem(Code.ISSUER_NOT_TRACEABLE, issuer=issuer)
    if signer.controller != issuer:
        raise Problem(Code.ISSUER_OTHER_SIGNER, issuer=issuer, signer=signer.controller)
    if not (signer.vouched or is_key_did(issuer) or _vouches(issuer, signer.method_id, purpose, asker)):
        raise Problem(Code.ISSUER_NOT_AUTHORISED, method=signer.method_id)
    if signer.revoked_at and (signer.created is None or signer.created >= signer.revoked_at):
        raise Problem(Code.ISSUER_KEY_REVOKED, revoked=signer.revoked_at.isoformat())


def is_published(identifier: str) -> bool:
    """Whether an identifier is one whose document a resolver can be asked for."""
    return identifier.startswith(("did:web:", "https://", "http://"))


def _vouches(issuer: str, method_id: str, purpose: str, asker: Asker) -> bool:
    try:
        document = asker.controller_document(issuer)
    except Problem:
        raise Problem(Code.ISSUER_NOT_TRACEABLE, issuer=issuer) from None
    return document.get("id") == issuer and allows(document, method_id, purpose)


def _suite(proof: JsonObject) -> str:
    kind, suite = proof.get("type"), proof.get("cryptosuite")
    if isinstance(kind, str) and kind in OLDER_PROOFS and suite is None:
        return kind
    if kind == DATA_INTEGRITY_PROOF and isinstance(suite, str) and suite in SUITES and suite not in OLDER_PROOFS:
        return suite
    raise Problem(Code.SIGNATURE_KIND_UNKNOWN, kind=str(suite if kind == DATA_INTEGRITY_PROOF else kind)[:100])


def _text(proof: JsonObject, name: str) -> str:
    value = proof.get(name)
    if not isinstance(value, str) or not value:
        raise Problem(Code.SIGNATURE_MALFORMED, property=name)
    return value


def _moment(proof: JsonObject, name: str) -> datetime | None:
    try:
        return read_moment(proof[name]) if name in proof else None
    except ValueError:
        raise Problem(Code.SIGNATURE_MALFORMED, property=name) from None


def _value(proof: JsonObject) -> bytes:
    try:
        return decode_base58(_text(proof, "proofValue"))
    except ValueError:
        raise Problem(Code.SIGNATURE_MALFORMED, property="proofValue") from None
