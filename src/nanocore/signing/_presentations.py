"""Presentations: credentials that their holder shows to somebody who asked, and the holder's own signature on it.

VC Data Model 2.0, section 4.13, and 1.1, section 4.10; as JSON with a proof or as a token (vp+jwt).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from . import _jose
from ._case import Case, Reading, Seal
from ._claims import moment_of
from ._codes import Code, Outcome, Problem, State, Step
from ._contexts import CREDENTIALS_V1, CREDENTIALS_V2, Contexts, pinned
from ._facts import CREDENTIAL, nodes
from ._json import JsonObject, as_list, check_values, read_json
from ._keys import SigningKey
from ._multibase import encode_base58
from ._proofs import ProofSeal, check_authority
from ._readers import read
from ._resolve import Asker, Resolver
from ._sign import RefusedToSign
from ._steps import check_dates
from ._suites import DATA_INTEGRITY_PROOF, Unsecured, suite_for, usual_suite
from ._time import write_moment
from ._tokens import TokenSeal
from ._verdict import Facts, Finding, Verdict
from ._verify import verify

MAX_CREDENTIALS: Final = 16
_STEPS: Final = (Step.READ, Step.FORM, Step.CONTEXTS, Step.SIGNATURE, Step.ISSUER, Step.DATES)
_ENVELOPE: Final = "data:application/"


@dataclass(frozen=True, slots=True)
class PresentationVerdict:
    """One finding for each step of the presentation itself, whose `issuer` is its holder; then each credential's."""

    findings: tuple[Finding, ...]
    holder: str
    """Who signed it; empty when that is not known."""
    credentials: tuple[Verdict, ...]

    def __getitem__(self, step: Step) -> Finding:
        """The finding of one step. Raises KeyError for a step that a presentation does not have."""
        for finding in self.findings:
            if finding.step is step:
                return finding
        raise KeyError(step)

    @property
    def outcome(self) -> Outcome:
        """Genuine if it is itself in order and each of its credentials is genuine."""
        states = {finding.state for finding in self.findings}
        outcomes = {verdict.outcome for verdict in self.credentials}
        if State.FAILED in states or Outcome.NOT_GENUINE in outcomes:
            return Outcome.NOT_GENUINE
        return Outcome.GENUINE if states | outcomes == {State.PASSED, Outcome.GENUINE} else Outcome.CANNOT_TELL

    @property
    def reason(self) -> Finding:
        """The finding that decided: the presentation's own before those of its credentials."""
        own = [finding for finding in self.findings if finding.state is not State.PASSED]
        theirs = [verdict.reason for verdict in self.credentials if verdict.outcome is not Outcome.GENUINE]
        wrong = [finding for finding in (*own, *theirs) if finding.state is State.FAILED]
        return next(iter((*wrong, *own, *theirs)), self[Step.ISSUER])

    def as_json(self) -> dict[str, Any]:
        """In plain JSON values, each credential as its own verdict writes itself."""
        return {
            "outcome": self.outcome.value,
            "reason": self.reason.code.value,
            "holder": self.holder,
            "steps": [finding.as_json() for finding in self.findings],
            "credentials": [verdict.as_json() for verdict in self.credentials],
        }


class _Presentations:
    """The model of presentations: like that of credentials, with a holder in the place of the issuer."""

    def form(self, case: Case) -> Finding:
        document = case.document
        if "VerifiablePresentation" not in as_list(document.get("type")):
            raise Problem(Code.FORM_NOT_PRESENTATION)
        if not as_list(document.get("@context")):
            raise Problem(Code.FORM_MISSING, property="@context")
        shown = as_list(document.get("verifiableCredential"))
        if len(shown) > MAX_CREDENTIALS or not all(isinstance(one, dict | str) and one for one in shown):
            raise Problem(Code.FORM_WRONG, property="verifiableCredential")
        holder = document.get("holder", {"id": "urn:"})
        name = holder.get("id") if isinstance(holder, dict) else holder
        for word, address in (("holder", name), ("id", document.get("id", "urn:"))):
            if not isinstance(address, str) or ":" not in address:
                raise Problem(Code.FORM_WRONG, property=word)
        version = "1.1" if CREDENTIALS_V1 in as_list(document["@context"]) else "2.0"
        return Finding(Step.FORM, Code.FORM_PRESENTATION, {"version": version})

    def contexts(self, case: Case) -> Finding:
        if as_list(case.document["@context"])[0] not in (CREDENTIALS_V1, CREDENTIALS_V2):
            raise Problem(Code.CONTEXTS_NOT_FIRST)
        if not _is_token(case):
            _ = case.unsecured.statements
        return Finding(Step.CONTEXTS, Code.CONTEXTS_OK)

    def issuer(self, case: Case) -> str:
        """The holder it names; where it names none, whoever signed it."""
        if _is_token(case):
            named = [_holder_of(case.document)] if "holder" in case.document else []
        else:
            graph = case.unsecured.statements.graph
            named = nodes(graph, graph.root, CREDENTIAL + "holder")
        found = named or [case.signers[0][1].controller]
        if len(found) != 1 or found[0].startswith("_:"):
            raise Problem(Code.ISSUER_NOT_TRACEABLE, issuer=", ".join(found))
        return found[0]

    def valid(self, _case: Case) -> tuple[datetime | None, datetime | None]:
        return None, None

    def status(self, _case: Case) -> Finding:
        return Finding(Step.STATUS, Code.STATUS_NONE)

    def meaning(self, _case: Case) -> Finding:
        raise Problem(Code.MEANING_OTHER, kind="VerifiablePresentation")

    def facts(self, case: Case) -> Facts:
        return Facts(id=str(case.document.get("id", "")), types=("VerifiablePresentation",))


@dataclass(frozen=True)
class _Shown:
    """A presentation, read: and for each seal the question it says it answers."""

    reading: Reading
    answers: tuple[Mapping[str, Any], ...]


def verify_presentation(
    document_text: bytes | str,
    *,
    resolve: Resolver,
    now: datetime,
    trusted: Callable[[str], str | None],
    challenge: str | None = None,
    domain: str | None = None,
    contexts: Contexts | None = None,
) -> PresentationVerdict:
    """Whether a presentation is signed by its holder in answer to `challenge` and `domain`, and what it shows.

    Without a challenge that was asked for now, anybody who has seen a presentation can show it again. The other
    arguments are as for `verify`, which judges each credential. Every input gives a verdict.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    asker = Asker(resolve)
    try:
        shown = _read(document_text)
    except Problem as problem:
        return PresentationVerdict(_all({Step.READ: Finding(Step.READ, problem.code, problem.params)}), "", ())
    case = Case(shown.reading, read, contexts or pinned(), asker, now, trusted)
    asked = {"challenge": challenge, "domain": domain}
    steps: dict[Step, Callable[[], Finding]] = {
        Step.FORM: lambda: case.reading.model.form(case),
        Step.CONTEXTS: lambda: case.reading.model.contexts(case),
        Step.SIGNATURE: lambda: _check_signatures(case, shown, asked),
        Step.ISSUER: lambda: _check_holder(case),
        Step.DATES: lambda: check_dates(case),
    }
    findings = {Step.READ: Finding(Step.READ, Code.READ_OK, {"kind": case.reading.kind})}
    for step, check in steps.items():
        findings[step] = _run(step, check)
        if findings[step].state is not State.PASSED:
            break
    if any(finding.state is State.FAILED for finding in findings.values()):
        return PresentationVerdict(_all(findings), "", ())
    credentials = as_list(case.document.get("verifiableCredential"))
    verdicts = (
        verify(_text(one), resolve=asker.ask, now=now, trusted=trusted, contexts=contexts) for one in credentials
    )
    holder = findings[Step.ISSUER].params.get("holder", "") if Step.ISSUER in findings else ""
    return PresentationVerdict(_all(findings), holder, tuple(verdicts))


def sign_presentation(
    document: JsonObject,
    *,
    key: SigningKey,
    verification_method: str,
    created: datetime,
    challenge: str = "",
    domain: str = "",
    contexts: Contexts | None = None,
) -> JsonObject:
    """A copy of a presentation with its holder's proof, in answer to the challenge and domain that were asked with.

    Raises `RefusedToSign` and `ValueError` as `sign` does.
    """
    suite = suite_for(usual_suite(key.algorithm), key.algorithm)
    unsecured = Unsecured(document, contexts or pinned())
    options = {
        "type": DATA_INTEGRITY_PROOF,
        "cryptosuite": suite.name,
        "created": write_moment(created),
        "verificationMethod": verification_method,
        "proofPurpose": "authentication",
        **({"challenge": challenge} if challenge else {}),
        **({"domain": domain} if domain else {}),
    }
    try:
        check_values(document)
        if "proof" in document:
            raise Problem(Code.FORM_WRONG, property="proof")
        message = suite.message(unsecured, options)
    except Problem as problem:
        raise RefusedToSign(problem.code, **problem.params) from None
    return {**document, "proof": {**options, "proofValue": encode_base58(key.sign(message))}}


def _read(document_text: bytes | str) -> _Shown:
    data = document_text.encode("utf-8", "surrogatepass") if isinstance(document_text, str) else document_text
    if not data.lstrip().startswith(b"ey"):
        document = read_json(data)
        proofs = as_list(document.pop("proof", None))
        seals: tuple[Seal, ...] = tuple(ProofSeal(proof) for proof in proofs)
        answers = tuple(proof if isinstance(proof, dict) else {} for proof in proofs)
        return _Shown(Reading("json", document, seals, _MODEL), answers)
    jws = _jose.read(data.strip())
    claims = read_json(jws.payload)
    document = _presentation_in(claims)
    seal = TokenSeal(
        jws.header,
        jws.message,
        jws.signature,
        _holder_of(document),
        created=max(filter(None, (_moment(claims, "iat"), _moment(claims, "nbf"))), default=None),
        expires=_moment(claims, "exp"),
        purpose="authentication",
    )
    answer = {"challenge": claims.get("nonce"), "domain": claims.get("aud")}
    return _Shown(Reading("jwt", document, (seal,), _MODEL), (answer,))


def _presentation_in(claims: JsonObject) -> JsonObject:
    """The presentation in a token: under `vp` (1.1), or beside the registered claims (VC JOSE COSE)."""
    inner = claims.get("vp")
    if inner is not None and not isinstance(inner, dict):
        raise Problem(Code.FORM_WRONG, property="vp")
    registered = {"iss", "sub", "aud", "jti", "iat", "nbf", "exp", "nonce", "cnf"}
    found = dict(inner) if inner else {name: value for name, value in claims.items() if name not in registered}
    if "iss" in claims:
        found.setdefault("holder", claims["iss"])
        if _holder_of(found) != claims["iss"]:
            raise Problem(Code.FORM_WRONG, property="iss")
    return found


def _moment(claims: JsonObject, name: str) -> datetime | None:
    moment = moment_of(claims, name)
    if name in claims and moment is None:
        raise Problem(Code.FORM_WRONG, property=name)
    return moment


def _holder_of(document: JsonObject) -> str:
    holder = document.get("holder", "")
    return str(holder.get("id", "") if isinstance(holder, dict) else holder)


def _is_token(case: Case) -> bool:
    """Whether the text itself is signed, so that nothing depends on what its words are taken to mean."""
    return all(isinstance(seal, TokenSeal) for seal in case.reading.seals) and bool(case.reading.seals)


def _check_signatures(case: Case, shown: _Shown, asked: Mapping[str, str | None]) -> Finding:
    if not case.reading.seals:
        raise Problem(Code.SIGNATURE_HOLDER_MISSING)
    said = {"suite": ", ".join(seal.name for seal, _ in case.signers)}
    for answer in shown.answers:
        for name, expected in asked.items():
            if expected is not None and expected not in as_list(answer.get(name)):
                raise Problem(Code.SIGNATURE_HOLDER_WRONG, property=name)
    return Finding(Step.SIGNATURE, Code.SIGNATURE_OK, said)


def _check_holder(case: Case) -> Finding:
    """Every key is the holder's own, and for showing who it is rather than for issuing."""
    for _, signer in case.signers:
        check_authority(signer, case.issuer, case.asker, purpose="authentication")
    return Finding(Step.ISSUER, Code.ISSUER_HOLDER, {"holder": case.issuer})


def _text(entry: JsonObject | str) -> str:
    """A credential as it was before it was put in: an object, a token, or an envelope around a token."""
    if isinstance(entry, str):
        return entry
    address = entry.get("id")
    enveloped = "EnvelopedVerifiableCredential" in as_list(entry.get("type"))
    if enveloped and isinstance(address, str) and address.startswith(_ENVELOPE):
        return unquote_to_bytes(address.partition(",")[2]).decode("utf-8", "replace")
    return json.dumps(entry)


def _run(step: Step, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Problem as problem:
        return Finding(step, problem.code, problem.params)


def _all(findings: Mapping[Step, Finding]) -> tuple[Finding, ...]:
    return tuple(findings.get(step, Finding(step, Code.NOT_REACHED)) for step in _STEPS)


_MODEL: Final = _Presentations()
