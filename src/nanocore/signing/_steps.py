"""The steps from form to dates: each looks at one thing and says how it came out.

A step returns the `Finding` of success or raises `Problem` with one of its own codes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final

from ._codes import Code, Problem, State, Step
from ._contexts import CREDENTIALS_V1, CREDENTIALS_V2
from ._did import Method
from ._facts import CREDENTIAL, nodes, read_facts, valid_from, valid_until
from ._json import JsonObject, as_list
from ._proofs import Proof, check_authority, check_signature, find_key, read_proof
from ._readers import Reading
from ._resolve import Asker
from ._suites import Unsecured
from ._verdict import Facts, Finding

MAX_PROOFS: Final = 8
CLOCK_SKEW: Final = timedelta(minutes=5)  # how far ahead the signer's clock may be


@dataclass
class Case:
    """One credential under verification, and what its steps need."""

    reading: Reading
    unsecured: Unsecured
    asker: Asker
    now: datetime
    trusted: Callable[[str], str | None]

    @property
    def document(self) -> JsonObject:
        """The credential without its proofs."""
        return self.reading.credential

    @cached_property
    def proofs(self) -> list[tuple[Proof, Method]]:
        """The proofs and their keys, each signature checked. Raises `Problem` with a `SIGNATURE_…` code."""
        if not self.reading.proofs:
            raise Problem(Code.SIGNATURE_MISSING)
        if len(self.reading.proofs) > MAX_PROOFS:
            raise Problem(Code.SIGNATURE_TOO_MANY, limit=str(MAX_PROOFS))
        checked, problems = [], []
        for written in self.reading.proofs:
            try:
                proof = read_proof(written)
                method = find_key(proof.method_id, self.asker)
                check_signature(proof, method, self.unsecured)
                checked.append((proof, method))
            except Problem as problem:
                problems.append(problem)
        raise_worst(problems)
        return checked

    @cached_property
    def facts(self) -> Facts:
        """What the credential says. Raises `Problem` when its statements cannot be read."""
        return read_facts(self.unsecured.statements.graph)

    @cached_property
    def issuer(self) -> str:
        """The issuer's identifier, as the statements have it. Raises `Problem` unless there is exactly one."""
        graph = self.unsecured.statements.graph
        found = nodes(graph, graph.root, CREDENTIAL + "issuer")
        if len(found) != 1 or found[0].startswith("_:"):
            raise Problem(Code.ISSUER_NOT_TRACEABLE, issuer=", ".join(found))
        return found[0]


def check_form(case: Case) -> Finding:
    """It calls itself a credential and has what one must have (VC Data Model 2.0, section 4; 1.1 likewise)."""
    document = case.document
    if "VerifiableCredential" not in as_list(document.get("type")):
        raise Problem(Code.FORM_NOT_CREDENTIAL)
    version = "1.1" if CREDENTIALS_V1 in as_list(document.get("@context")) else "2.0"
    required = ["@context", "issuer", "credentialSubject", *(["issuanceDate"] if version == "1.1" else [])]
    for name in required:
        if document.get(name) in (None, "", [], {}):
            raise Problem(Code.FORM_MISSING, property=name)
    for name, well_formed in _FORMS.items():
        if name in document and not well_formed(document[name]):
            raise Problem(Code.FORM_WRONG, property=name)
    return Finding(Step.FORM, Code.FORM_OK, {"version": version})


def check_contexts(case: Case) -> Finding:
    """Every vocabulary is known, every word defined and none redefined, so that nothing escapes the signature."""
    if as_list(case.document["@context"])[0] not in (CREDENTIALS_V1, CREDENTIALS_V2):
        raise Problem(Code.CONTEXTS_NOT_FIRST)
    _ = case.unsecured.statements
    return Finding(Step.CONTEXTS, Code.CONTEXTS_OK)


def check_signatures(case: Case) -> Finding:
    """Every proof in the set is by its key. One that fails weighs more than one that cannot be checked."""
    return Finding(Step.SIGNATURE, Code.SIGNATURE_OK, {"suite": ", ".join(proof.suite for proof, _ in case.proofs)})


def check_issuer(case: Case) -> Finding:
    """Every key belongs to the issuer the credential names, and that issuer is known here."""
    for proof, method in case.proofs:
        check_authority(proof, method, case.issuer, case.asker)
    known_as = case.trusted(case.issuer)
    if known_as is None:
        raise Problem(Code.ISSUER_NOT_KNOWN, issuer=case.issuer)
    return Finding(Step.ISSUER, Code.ISSUER_OK, {"issuer": case.issuer, "known_as": known_as})


def check_dates(case: Case) -> Finding:
    """It is valid now, and so are its proofs."""
    graph = case.unsecured.statements.graph
    start, end = valid_from(graph), valid_until(graph)
    if start and case.now < start:
        raise Problem(Code.DATES_NOT_YET, valid_from=start.isoformat())
    if end and case.now > end:
        raise Problem(Code.DATES_EXPIRED, valid_until=end.isoformat())
    for proof in _readable_proofs(case):
        if proof.created and proof.created > case.now + CLOCK_SKEW:
            raise Problem(Code.DATES_SIGNED_LATER, created=proof.created.isoformat())
        if proof.expires and case.now > proof.expires:
            raise Problem(Code.DATES_PROOF_EXPIRED, expires=proof.expires.isoformat())
    found = {"valid_from": start, "valid_until": end}
    return Finding(
        Step.DATES, Code.DATES_OK, {name: moment.isoformat() if moment else "" for name, moment in found.items()}
    )


def raise_worst(problems: list[Problem]) -> None:
    """Raise the problem that weighs most, if there is any: the first that failed, else the first."""
    if problems:
        raise min(problems, key=lambda problem: problem.code.state is not State.FAILED)


def _readable_proofs(case: Case) -> list[Proof]:
    proofs = []
    for proof in case.reading.proofs[:MAX_PROOFS]:
        try:
            proofs.append(read_proof(proof))
        except Problem:  # the step of the signature reports it
            continue
    return proofs


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and ":" in value


def _is_issuer(value: Any) -> bool:
    return _is_address(value.get("id") if isinstance(value, dict) else value)


def _is_objects(value: Any) -> bool:
    return all(isinstance(item, dict) for item in as_list(value))


_FORMS: Final[dict[str, Callable[[Any], bool]]] = {
    "id": _is_address,
    "issuer": _is_issuer,
    "credentialSubject": _is_objects,
    "credentialStatus": _is_objects,
    "evidence": _is_objects,
}
