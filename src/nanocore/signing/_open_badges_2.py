"""Open Badges 2.0, signed or hosted: an older kind whose proof covers the assertion but not what was achieved.

The description of the achievement (BadgeClass) and the issuer (Profile) are read where they are published, today.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from ._award import Alignment
from ._case import Case, Reading, Signer
from ._codes import Code, Problem, Step
from ._jose import Jws
from ._json import JsonObject, as_list, read_json
from ._public_keys import Ed25519PublicKey, P256PublicKey, PublicKey, RsaPublicKey
from ._resolve import CannotResolve, Unreachable
from ._time import read_moment
from ._verdict import AchievementFacts, EvidenceFacts, Facts, Finding, PartyFacts, TextFacts

CONTEXT: Final = "https://w3id.org/openbadges/v2"
NAME: Final = "Open Badges 2.0"
_MOMENTS: Final = ("issuedOn", "expires")
_SIGNED: Final = {"SignedBadge", "signed"}
_HOSTED: Final = {"HostedBadge", "hosted"}
_ALGORITHMS: Final = {"EdDSA", "ES256", "RS256"}


def is_assertion(document: Mapping[str, Any]) -> bool:
    """Whether it calls itself an assertion of Open Badges 2.0."""
    return CONTEXT in as_list(document.get("@context")) and "Assertion" in as_list(document.get("type"))


def signed_assertion(assertion: JsonObject, jws: Jws) -> Reading:
    """An assertion that was found in a token: signed, or hosted all the same."""
    seal = _Signature(jws) if _way(assertion) in _SIGNED else _Hosting()
    return Reading("jwt", assertion, (seal,), OPEN_BADGES_2)


class AssertionReader:
    """An assertion in JSON: hosted, as it is not signed."""

    kind: Final = "json"

    def recognises(self, data: bytes) -> bool:
        """By the words that it cannot do without."""
        return CONTEXT.encode() in data and b"Assertion" in data and data.lstrip()[:1] == b"{"

    def read(self, data: bytes) -> Reading:
        """The assertion; whatever else turns out to be no credential."""
        assertion = read_json(data)
        if not is_assertion(assertion):
            raise Problem(Code.READ_KIND_UNSUPPORTED, kind=NAME)
        return Reading(self.kind, assertion, (_Hosting(),) if _way(assertion) in _HOSTED else (), OPEN_BADGES_2)


@dataclass(frozen=True)
class _Signature:
    """Section 'SignedBadge': a JWS by the key that `verification.creator`, or the issuer's profile, names."""

    jws: Jws

    @property
    def name(self) -> str:
        """The algorithm, as JOSE calls it."""
        return str(self.jws.header.get("alg"))[:100]

    def check(self, case: Case) -> Signer:
        """The key's owner; `vouched` when the owner's profile names the key in turn."""
        if self.name == "none":
            raise Problem(Code.SIGNATURE_MISSING)
        if self.name not in _ALGORITHMS or "crit" in self.jws.header:
            raise Problem(Code.SIGNATURE_KIND_UNKNOWN, kind=self.name)
        profile = _profile(case)
        creator = case.document["verification"].get("creator") or next(iter(_ids(profile.get("publicKey"))), None)
        if not isinstance(creator, str):
            raise Problem(Code.SIGNATURE_MALFORMED, property="verification.creator")
        embedded = (key for key in as_list(profile.get("publicKey")) if isinstance(key, dict))
        written = next((key for key in embedded if key.get("id") == creator), None)
        if written is None:
            written = case.asker.controller_document(creator)
        if written.get("id") != creator:
            raise Problem(Code.SIGNATURE_KEY_NOT_FOUND, method=creator)
        key = _key(written, creator)
        if key.algorithm.value != self.name:
            raise Problem(Code.SIGNATURE_KEY_OTHER_KIND, method=creator)
        if not key.verifies(self.jws.signature, self.jws.message):
            raise Problem(Code.SIGNATURE_WRONG)
        vouched = creator in _ids(profile.get("publicKey"))
        return Signer(creator, str(written.get("owner", "")), vouched=vouched, passed=Code.SIGNATURE_OLDER)

    def times(self) -> tuple[datetime | None, datetime | None]:
        """It does not say."""
        return None, None


class _Hosting:
    """Section 'HostedBadge': the issuer has the same at the assertion's own address."""

    name: Final = "hosted"

    def check(self, case: Case) -> Signer:
        """The issuer, when the address is one that the issuer's profile lets its assertions have."""
        hosted = _hosted(case)
        for name, value in case.document.items():
            if not _same(name, value, hosted.get(name)):
                raise Problem(Code.SIGNATURE_HOSTED_DIFFERS, address=case.document["id"], property=name)
        address, profile = str(case.document["id"]), _profile(case)
        owner = str(profile["id"]) if _in_scope(address, profile) else _origin(address)
        return Signer(address, owner, vouched=True, passed=Code.SIGNATURE_HOSTED, issued=Code.ISSUER_HOSTS)

    def times(self) -> tuple[datetime | None, datetime | None]:
        """It does not say."""
        return None, None


class OpenBadges2:
    """The model of an assertion."""

    def form(self, case: Case) -> Finding:
        """Section 'Assertion': what it cannot do without."""
        document = case.document
        for name in ("id", "recipient", "badge", "verification", "issuedOn"):
            if document.get(name) in (None, "", [], {}):
                raise Problem(Code.FORM_MISSING, property=name)
        if not isinstance(document["id"], str) or ":" not in document["id"]:
            raise Problem(Code.FORM_WRONG, property="id")
        recipient = document["recipient"]
        if not isinstance(recipient, dict) or not isinstance(recipient.get("identity"), str):
            raise Problem(Code.FORM_WRONG, property="recipient")
        if not isinstance(document["badge"], str | dict):
            raise Problem(Code.FORM_WRONG, property="badge")
        if _way(document) not in _SIGNED | _HOSTED:
            raise Problem(Code.FORM_WRONG, property="verification")
        return Finding(Step.FORM, Code.FORM_OF_KIND, {"kind": NAME})

    def contexts(self, case: Case) -> Finding:
        """Its words are those of Open Badges 2.0; others are not shown."""
        return Finding(Step.CONTEXTS, Code.CONTEXTS_NONE, {"kind": NAME})

    def issuer(self, case: Case) -> str:
        """The issuer of the badge that was awarded."""
        try:
            return _issuer_id(_badge(case))
        except Problem:
            badge = case.document["badge"]
            raise Problem(Code.ISSUER_NOT_TRACEABLE, issuer=badge if isinstance(badge, str) else "") from None

    def valid(self, case: Case) -> tuple[datetime | None, datetime | None]:
        """`issuedOn` and `expires`."""
        start, end = (_moment(case.document, name) for name in _MOMENTS)
        return start, end

    def status(self, case: Case) -> Finding:
        """`revoked` in what is hosted; the issuer's revocation list for what is signed."""
        if _way(case.document) in _HOSTED:
            if _hosted(case).get("revoked"):
                raise Problem(Code.STATUS_REVOKED)
            return Finding(Step.STATUS, Code.STATUS_OK)
        address = _profile(case).get("revocationList")
        if address is None:
            return Finding(Step.STATUS, Code.STATUS_NONE)
        if not isinstance(address, str):
            raise Problem(Code.STATUS_MALFORMED)
        revoked = _read_list(case, address)
        if case.document["id"] in {entry.get("id") if isinstance(entry, dict) else entry for entry in _plain(revoked)}:
            raise Problem(Code.STATUS_REVOKED)
        return Finding(Step.STATUS, Code.STATUS_OK)

    def meaning(self, case: Case) -> Finding:
        """The badge has a name and a description."""
        badge = _or_empty(case)
        if not badge:
            raise Problem(Code.MEANING_OTHER, kind=NAME)
        for name in ("name", "description"):
            if not isinstance(badge.get(name), str) or not badge[name]:
                raise Problem(Code.MEANING_INCOMPLETE, property=f"badge.{name}")
        return Finding(Step.MEANING, Code.MEANING_OK, {"kind": "open_badge_2"})

    def facts(self, case: Case) -> Facts:
        """From assertion, badge and profile, as far as they can be read."""
        assertion, badge = case.document, _or_empty(case)
        try:
            profile = _profile(case)
        except Problem:
            profile = {}
        return _facts(assertion, badge, profile)


OPEN_BADGES_2: Final = OpenBadges2()


def _way(assertion: Mapping[str, Any]) -> str:
    verification = assertion.get("verification")
    found = verification.get("type") if isinstance(verification, dict) else None
    return next((one for one in as_list(found) if isinstance(one, str) and one in _SIGNED | _HOSTED), "")


def _hosted(case: Case) -> JsonObject:
    """The assertion as it is at its own address. Raises `Problem`."""
    address = str(case.document["id"])
    try:
        return read_json(case.asker.ask(address))
    except CannotResolve as error:
        if error.reason is Unreachable.GONE:
            raise Problem(Code.SIGNATURE_HOSTED_GONE, address=address) from None
        reason = error.reason
    except Problem:
        reason = Unreachable.NOT_READABLE
    raise Problem(Code.SIGNATURE_HOSTED_UNREACHABLE, address=address, reason=reason.value)


def _badge(case: Case) -> JsonObject:
    """The BadgeClass: the assertion's own, or where it is published. Raises `Problem`."""
    badge = case.document["badge"]
    if isinstance(badge, dict):
        return badge
    found = case.asker.controller_document(badge)
    if found.get("id") != badge:
        raise Problem(Code.SIGNATURE_KEY_NOT_FOUND, method=badge)
    return found


def _issuer_id(badge: JsonObject) -> str:
    issuer = badge.get("issuer")
    found = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not isinstance(found, str) or ":" not in found:
        raise Problem(Code.SIGNATURE_KEY_NOT_FOUND, method="issuer")
    return found


def _profile(case: Case) -> JsonObject:
    """The issuer's Profile, always from its own address: an embedded one could be anybody's. Raises `Problem`."""
    address = _issuer_id(_badge(case))
    found = case.asker.controller_document(address)
    if found.get("id") != address:
        raise Problem(Code.SIGNATURE_KEY_NOT_FOUND, method=address)
    return found


def _or_empty(case: Case) -> JsonObject:
    try:
        return _badge(case)
    except Problem:
        return {}


def _key(written: JsonObject, creator: str) -> PublicKey:
    """The key in a CryptographicKey. Raises `Problem`."""
    pem = written.get("publicKeyPem")
    try:
        match load_pem_public_key(pem.encode() if isinstance(pem, str) else b""):
            case rsa.RSAPublicKey() as key:
                return RsaPublicKey(key.public_numbers().n, key.public_numbers().e)
            case ed25519.Ed25519PublicKey() as key:
                return Ed25519PublicKey(key.public_bytes_raw())
            case ec.EllipticCurvePublicKey(curve=ec.SECP256R1()) as key:
                numbers = key.public_numbers()
                return P256PublicKey.from_coordinates(numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big"))
    except UnsupportedAlgorithm:
        pass
    except ValueError:
        raise Problem(Code.SIGNATURE_KEY_MALFORMED, method=creator) from None
    raise Problem(Code.SIGNATURE_KEY_KIND_UNKNOWN, method=creator)


def _ids(entries: object) -> list[str]:
    found = (entry.get("id") if isinstance(entry, dict) else entry for entry in as_list(entries))
    return [entry for entry in found if isinstance(entry, str)]


def _read_list(case: Case, address: str) -> list[Any]:
    """The entries of a RevocationList. Raises `Problem` with a `STATUS_…` code."""
    try:
        found = read_json(case.asker.ask(address))
    except CannotResolve as error:
        raise Problem(Code.STATUS_LIST_UNREACHABLE, address=address, reason=error.reason.value) from None
    except Problem:
        raise Problem(Code.STATUS_LIST_MALFORMED, address=address) from None
    if found.get("issuer", case.issuer) != case.issuer:
        raise Problem(Code.STATUS_LIST_OTHER_ISSUER, address=address, issuer=str(found["issuer"])[:200])
    return as_list(found.get("revokedAssertions"))


def _plain(entries: list[Any]) -> list[str | JsonObject]:
    return [
        entry
        for entry in entries
        if isinstance(entry, str) or (isinstance(entry, dict) and isinstance(entry.get("id"), str))
    ]


def _same(name: str, ours: Any, theirs: Any) -> bool:
    if ours == theirs or name not in _MOMENTS:
        return bool(ours == theirs)
    try:
        return read_moment(ours) == read_moment(theirs)
    except ValueError:
        return False


def _in_scope(address: str, profile: JsonObject) -> bool:
    """Whether the profile lets assertions have this address; by default those on its own server."""
    policy = profile.get("verification")
    if isinstance(policy, dict):
        prefixes = [prefix for prefix in as_list(policy.get("startsWith")) if isinstance(prefix, str)]
        if prefixes:
            return any(_origin(prefix) == _origin(address) and address.startswith(prefix) for prefix in prefixes)
        origins = [origin for origin in as_list(policy.get("allowedOrigins")) if isinstance(origin, str)]
        if origins:
            return urlsplit(address).netloc in origins
    return _origin(address) == _origin(str(profile["id"]))


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _moment(document: Mapping[str, Any], name: str) -> datetime | None:
    try:
        return read_moment(document[name]) if name in document else None
    except ValueError:
        raise Problem(Code.DATES_MALFORMED, property=name) from None


def _facts(assertion: JsonObject, badge: JsonObject, profile: JsonObject) -> Facts:
    recipient, criteria = assertion["recipient"], badge.get("criteria")
    open_address = recipient.get("type") == "email" and not recipient.get("hashed")
    awarded, until = (_lenient(assertion, name) for name in _MOMENTS)
    return Facts(
        id=_text(assertion, "id"),
        types=("Assertion",),
        name=_text(badge, "name"),
        description=_text(badge, "description"),
        issuer=PartyFacts(
            id=_text(profile, "id"),
            name=_text(profile, "name"),
            url=_text(profile, "url"),
            email=_text(profile, "email"),
        ),
        recipient=PartyFacts(email=_text(recipient, "identity") if open_address else ""),
        awarded_at=awarded,
        valid_from=awarded,
        valid_until=until,
        achievements=(
            AchievementFacts(
                id=_text(badge, "id"),
                text=TextFacts(
                    name=_text(badge, "name"),
                    description=_text(badge, "description"),
                    criteria=_text(criteria, "narrative") if isinstance(criteria, dict) else "",
                ),
                alignments=tuple(
                    Alignment(
                        name=_text(one, "targetName"),
                        url=_text(one, "targetUrl"),
                        framework=_text(one, "targetFramework"),
                        code=_text(one, "targetCode"),
                        description=_text(one, "targetDescription"),
                    )
                    for one in as_list(badge.get("alignment"))
                    if isinstance(one, dict)
                ),
            ),
        )
        if badge
        else (),
        evidence=tuple(
            EvidenceFacts(id=_text(one, "id"), name=_text(one, "name"), narrative=_text(one, "narrative"))
            if isinstance(one, dict)
            else EvidenceFacts(id=str(one))
            for one in as_list(assertion.get("evidence"))
        ),
    )


def _lenient(document: JsonObject, name: str) -> datetime | None:
    try:
        return _moment(document, name)
    except Problem:
        return None


def _text(document: JsonObject, name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""
