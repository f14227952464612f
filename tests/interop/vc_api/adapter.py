"""The VC-API as W3C's test suites speak it, on the signing core alone. Not part of the product.

It knows no issuers: whoever's key it is is good enough, which is what a conformance suite asks for. Documents may bring
vocabulary of their own, which the product refuses.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias
from urllib.parse import unquote_to_bytes

from interop.vc_api.status_entries import malformed_in
from nanocore.signing import (
    Algorithm,
    CannotResolve,
    Code,
    Contexts,
    JsonObject,
    PresentationVerdict,
    RefusedToSign,
    SigningKey,
    State,
    StatusList,
    StatusPurpose,
    Step,
    Unreachable,
    Verdict,
    pinned,
    sign,
    status_list_credential,
    vc_jwt,
    verify,
    verify_presentation,
)
from nanocore.signing._codes import Problem
from nanocore.signing._form import check_credential_form
from nanocore.signing._json import as_list, check_values
from nanocore.signing._time import read_moment

Answer: TypeAlias = tuple[int, Any]

V1: Final = "https://www.w3.org/2018/credentials/v1"
V2: Final = "https://www.w3.org/ns/credentials/v2"
# Contexts that the suites name and that no product should know: they define every word there is.
EXAMPLES: Final = {
    "https://www.w3.org/ns/credentials/examples/v2": {
        "@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}
    },
    "https://www.w3.org/ns/credentials/undefined-terms/v2": {
        "@context": {"@vocab": "https://www.w3.org/ns/credentials/undefined-term#"}
    },
    "https://www.w3.org/2018/credentials/examples/v1": {"@context": {"@vocab": "https://example.com/examples#"}},
}
SUITE_CONTEXTS: Final = {"Ed25519Signature2020": "https://w3id.org/security/suites/ed25519-2020/v1"}
DATA_INTEGRITY: Final = "https://w3id.org/security/data-integrity/v2"
ENVELOPE: Final = "EnvelopedVerifiableCredential"
ENVELOPES: Final = {ENVELOPE, "EnvelopedVerifiablePresentation"}
ZONELESS: Final = re.compile(r"[^T]+T[0-9:.]+")
STATUS_CHECKS: Final = {"credentialStatus", "status"}
_ASKED: Final = {"challenge": "challenge", "domain": "domain", "expectedProofPurpose": "proofPurpose"}
_UNSIGNED: Final = (Step.READ, Step.FORM, Step.CONTEXTS, Step.DATES)
_ALWAYS: Final = (Step.READ, Step.FORM, Step.CONTEXTS, Step.SIGNATURE, Step.ISSUER, Step.DATES)


class Malformed(Exception):
    """What was posted cannot be worked with: 400, and why."""


@dataclass
class Adapter:
    """An issuer with a key of each kind and two status lists, and a verifier, reachable at `base`."""

    base: str
    keys: Mapping[Algorithm, SigningKey] = field(
        default_factory=lambda: {
            algorithm: SigningKey.from_bytes(bytes(range(32)), algorithm)
            for algorithm in (Algorithm.EDDSA, Algorithm.ES256)
        }
    )
    contexts: Contexts = field(default_factory=lambda: pinned().extended_with(EXAMPLES, inline=True))
    indexes: dict[str, int] = field(default_factory=dict)
    set_bits: dict[str, set[int]] = field(default_factory=lambda: {purpose: set() for purpose in StatusPurpose})

    def answer(self, method: str, path: str, body: bytes) -> Answer:
        """The status and the JSON to answer with. Whatever is posted gets an answer."""
        kind, _, rest = path.strip("/").partition("/")
        if method == "GET":
            return self._published(path)
        if method != "POST":
            return 405, _problem("only GET and POST are answered")
        try:
            asked = _read(body)
            if path.endswith("/credentials/issue"):
                return 201, {"verifiableCredential": self.issue(asked, "" if kind == "credentials" else kind)}
            if path.endswith("/credentials/verify"):
                return self.verify(asked)
            if path.endswith("/presentations/verify"):
                return self.verify_presentation(asked)
            if path.endswith("/credentials/status"):
                return self.set_status(asked)
        except Malformed as malformed:
            return 400, _problem(str(malformed))
        except RefusedToSign as refused:
            return 400, _problem(f"{refused.code.says} {dict(refused.params)}")
        return 404, _problem(f"nothing at {path} {rest}".strip())

    def issue(self, asked: JsonObject, kind: str) -> JsonObject:
        """The credential, secured. `kind` is a cryptosuite, `vc-jwt`, or `status` to have status entries put in."""
        credential = _object(asked, "credential")
        options = _options(asked)
        suite = str(options.get("cryptosuite", "") or ("" if kind in ("status", "vc-jwt") else kind))
        if options.get("type") == "Ed25519Signature2020":
            suite = "Ed25519Signature2020"
        key = self.keys[Algorithm.ES256 if suite.startswith("ecdsa") else Algorithm.EDDSA]
        document = _as_it_will_be(credential, suite)
        if name := malformed_in(document):
            raise Malformed(f"a status entry with a {name} that is none")
        if kind == "status":
            given = as_list(document.get("credentialStatus"))
            document["credentialStatus"] = [*given, *self._entries(str(document.get("id", "")))]
        earlier = as_list(document.pop("proof", None))
        if not all(isinstance(proof, dict) and proof.get("type") for proof in earlier):
            raise Malformed("a proof without a type")
        _check(document)
        if kind == "vc-jwt":
            return _enveloped(self._token(document, key))
        try:
            signed = sign(
                document,
                key=key,
                verification_method=key.verification_method(),
                created=_now(),
                cryptosuite=suite,
                contexts=self.contexts,
            )
        except ValueError as error:
            raise error if isinstance(error, RefusedToSign) else Malformed(str(error)) from None
        return {**signed, "proof": [*earlier, signed["proof"]]} if earlier else signed

    def verify(self, asked: JsonObject) -> Answer:
        """200 when all that was to be checked is in order, else 400."""
        given, options = asked.get("verifiableCredential"), _options(asked)
        text = _text(given)
        verdict = verify(text, resolve=self.resolve, now=_now(), trusted=_anybody, contexts=self.contexts)
        wanted = {str(check) for check in as_list(options.get("checks"))}
        steps = [*_ALWAYS, *([Step.STATUS] if not wanted or wanted & STATUS_CHECKS else [])]
        errors = [_error(verdict, step) for step in steps if verdict[step].state is not State.PASSED]
        errors += _unanswered(given, options)
        return _judged(errors, sorted(wanted) or ["proof"])

    def verify_presentation(self, asked: JsonObject) -> Answer:
        """The same for a presentation and each credential in it."""
        options = _options(asked)
        given = asked.get("verifiablePresentation", asked.get("presentation"))
        verdict = verify_presentation(
            _text(given),
            resolve=self.resolve,
            now=_now(),
            trusted=_anybody,
            challenge=options.get("challenge"),
            domain=options.get("domain"),
            contexts=self.contexts,
        )
        errors = [_error(verdict, step) for step in _ALWAYS if verdict[step].state is not State.PASSED]
        document = given if isinstance(given, dict) else {}
        shown = as_list(document.get("verifiableCredential"))
        for place, inner in enumerate(verdict.credentials):
            own = place < len(shown) and _is_self_asserted(shown[place], document, inner, verdict.holder)
            steps = _UNSIGNED if own else (*_ALWAYS, Step.STATUS)
            errors += [_error(inner, step) for step in steps if inner[step].state is not State.PASSED]
        return _judged(errors, ["proof"])

    def set_status(self, asked: JsonObject) -> Answer:
        """Set or clear the bit of a credential that was issued here with status entries."""
        credential_id = str(asked.get("credentialId", ""))
        if credential_id not in self.indexes:
            return 404, _problem("no such credential was issued with a status here")
        for status in as_list(asked.get("credentialStatus", asked)):
            purpose = str(status.get("statusPurpose", "")) if isinstance(status, dict) else ""
            if purpose not in self.set_bits:
                raise Malformed("no such statusPurpose")
            change = self.set_bits[purpose]
            (change.discard if status.get("status") in (False, "0", 0) else change.add)(self.indexes[credential_id])
        return 200, {}

    def resolve(self, address: str) -> bytes:
        """What this adapter publishes; nothing else is fetched."""
        status, document = self._published(address.removeprefix(self.base))
        if not address.startswith(self.base) or status != 200:
            raise CannotResolve(Unreachable.NOT_FOUND)
        return json.dumps(document).encode()

    def _published(self, path: str) -> Answer:
        purpose = path.removeprefix("/status/")
        if purpose in self.set_bits:
            return 200, self._list(StatusPurpose(purpose))
        if path == "/":
            return 200, {"issuers": {algorithm.value: key.did for algorithm, key in self.keys.items()}}
        return 404, _problem(f"nothing at {path}")

    def _list(self, purpose: StatusPurpose) -> JsonObject:
        key = self.keys[Algorithm.EDDSA]
        unsigned = status_list_credential(
            StatusList.of(self.set_bits[purpose]),
            list_url=f"{self.base}/status/{purpose.value}",
            issuer=key.did,
            purpose=purpose,
            valid_from=_now(),
        )
        return sign(unsigned, key=key, verification_method=key.verification_method(), created=_now())

    def _entries(self, credential_id: str) -> list[JsonObject]:
        name = credential_id or f"without an id, {len(self.indexes)}"
        index = self.indexes.setdefault(name, len(self.indexes))
        return [
            {
                "id": f"{self.base}/status/{purpose.value}#{index}",
                "type": "BitstringStatusListEntry",
                "statusPurpose": purpose.value,
                "statusListIndex": str(index),
                "statusListCredential": f"{self.base}/status/{purpose.value}",
            }
            for purpose in StatusPurpose
        ]

    def _token(self, document: JsonObject, key: SigningKey) -> str:
        dated = {"validFrom": _now().strftime("%Y-%m-%dT%H:%M:%SZ"), **document}
        sign(  # refuses what no signature should cover, whichever way it is secured
            dated, key=key, verification_method=key.did, created=_now(), contexts=self.contexts
        )
        try:
            return vc_jwt(dated, key=key, kid=key.verification_method(), created=_now(), typ="vc+jwt")
        except RefusedToSign:
            raise
        except ValueError as error:
            raise Malformed(str(error)) from None


def _read(body: bytes) -> JsonObject:
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed("the body is not JSON") from None
    if not isinstance(asked, dict):
        raise Malformed("the body is not a JSON object")
    return asked


def _object(asked: JsonObject, name: str) -> JsonObject:
    found = asked.get(name)
    if not isinstance(found, dict):
        raise Malformed(f"no {name}, or not an object")
    return found


def _options(asked: JsonObject) -> JsonObject:
    options = asked.get("options")
    return options if isinstance(options, dict) else {}


def _as_it_will_be(credential: JsonObject, suite: str) -> JsonObject:
    """With the context that the words of the proof need, where the credential's own do not have them."""
    document = dict(credential)
    contexts = as_list(document.get("@context"))
    needed = SUITE_CONTEXTS.get(suite, DATA_INTEGRITY if contexts[:1] == [V1] else "")
    if needed and contexts and needed not in contexts and DATA_INTEGRITY[:-1] not in str(contexts):
        document["@context"] = [*contexts, needed]
    return document


def _check(document: JsonObject) -> None:
    """What the data model demands of a credential and `sign`, which signs any document, does not."""
    try:
        check_values(document)
        version = check_credential_form(document)
    except Problem as problem:
        raise Malformed(f"{problem.code.says} {dict(problem.params)}") from None
    contexts = document["@context"]
    if not isinstance(contexts, list) or contexts[0] not in (V1, V2):
        raise Malformed(Code.CONTEXTS_NOT_FIRST.says)
    _check_dates(document, ("issuanceDate", "expirationDate") if version == "1.1" else ("validFrom", "validUntil"))


def _check_dates(document: JsonObject, names: tuple[str, str]) -> None:
    if any(ZONELESS.fullmatch(str(document.get(name))) for name in names):
        raise Malformed("a moment without a time zone")
    try:
        start, end = (read_moment(document[name]) if name in document else None for name in names)
    except ValueError:
        raise Malformed(Code.DATES_MALFORMED.says) from None
    if start and end and end < start:
        raise Malformed(f"{names[1]} is before {names[0]}")


def _text(given: Any) -> str:
    """What was posted as the verifier takes it: an object, a token, or an envelope around a token."""
    if isinstance(given, str):
        return given
    if not isinstance(given, dict):
        raise Malformed("nothing to verify, or not an object")
    address = given.get("id")
    if ENVELOPES & {str(name) for name in as_list(given.get("type"))}:
        if V2 not in as_list(given.get("@context")):
            raise Malformed("an envelope whose words are not defined")
        if not isinstance(address, str) or not address.startswith("data:application/"):
            raise Malformed("an envelope with nothing in it")
        return unquote_to_bytes(address.partition(",")[2]).decode("utf-8", "replace")
    return json.dumps(given)


def _enveloped(token: str) -> JsonObject:
    return {"@context": V2, "id": f"data:application/vc+jwt,{token}", "type": ENVELOPE}


def _unanswered(given: Any, options: JsonObject) -> list[JsonObject]:
    """The challenge, domain and purpose that were asked for, where a proof has another or none."""
    proofs = as_list(given.get("proof")) if isinstance(given, dict) else []
    return [
        {"title": f"{name} is not the one asked for"}
        for option, name in _ASKED.items()
        for proof in proofs
        if options.get(option) is not None and options[option] not in as_list(proof.get(name))
    ]


def _is_self_asserted(shown: Any, presentation: JsonObject, verdict: Verdict, holder: str) -> bool:
    """Whether a credential has no proof but that of the presentation, which its issuer made and names as the holder's.

    VC Data Model 2.0, section 4.13.4. The product calls such a credential unsigned.
    """
    if verdict[Step.SIGNATURE].code is not Code.SIGNATURE_MISSING or not isinstance(shown, dict):
        return False
    named, issuer = (
        value.get("id") if isinstance(value, dict) else value
        for value in (presentation.get("holder"), shown.get("issuer"))
    )
    return bool(named) and named == issuer == holder


def _error(verdict: Verdict | PresentationVerdict, step: Step) -> JsonObject:
    finding = verdict[step]
    return {"title": finding.code.value, "detail": finding.code.says, "step": step.value, **finding.params}


def _judged(errors: list[JsonObject], checks: list[str]) -> Answer:
    answer = {
        "verified": not errors,
        "checks": [{"check": checks, "error": error} for error in errors] or checks,
        "warnings": [],
        "errors": errors,
    }
    return (400 if errors else 200), answer


def _problem(title: str) -> JsonObject:
    return {"verified": False, "errors": [{"title": title}]}


def _anybody(_issuer: str) -> str:
    return "whoever it is"


def _now() -> datetime:
    return datetime.now(UTC)
