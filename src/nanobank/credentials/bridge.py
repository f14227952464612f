"""The way to ``nanocore.signing``: rows in, signed documents and verdicts out."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from nanobank.credentials import vault
from nanobank.credentials.addresses import credential_address, did_of, status_list_address
from nanobank.credentials.models import Algorithm, Credential, IssuerKey, StatusList
from nanobank.organisations.models import Organisation
from nanocore import signing
from nanocore.signing import (
    MAX_BYTES,
    NANOBANKEN_V1,
    PASSED_OR_FAILED,
    SEVEN_POINT_SCALE,
    Achievement,
    AchievementFacts,
    Alignment,
    Award,
    BadgeSeries,
    CannotResolve,
    Code,
    Element,
    Evidence,
    Facts,
    Finding,
    Grade,
    Identity,
    IncompleteAward,
    Issuer,
    Language,
    LearningOutcome,
    Level,
    Outcome,
    Participation,
    Particulars,
    PartyFacts,
    QualityAssurance,
    Recipient,
    RefusedToSign,
    Resolver,
    ResultFacts,
    State,
    StatusEntry,
    StatusPurpose,
    Step,
    Supervision,
    Text,
    TextFacts,
    Unreachable,
    Verdict,
    Workload,
    did_web_to_url,
    missing_from_award,
    too_large_to_read,
    verify,
)

__all__ = [
    "MAX_BYTES",
    "NANOBANKEN_V1",
    "PASSED_OR_FAILED",
    "SEVEN_POINT_SCALE",
    "Achievement",
    "AchievementFacts",
    "Alignment",
    "Award",
    "BadgeSeries",
    "CannotResolve",
    "Code",
    "Element",
    "Evidence",
    "Facts",
    "Finding",
    "Grade",
    "Identity",
    "IncompleteAward",
    "Issuer",
    "Language",
    "LearningOutcome",
    "Level",
    "Outcome",
    "Participation",
    "Particulars",
    "PartyFacts",
    "QualityAssurance",
    "Recipient",
    "RefusedToSign",
    "Resolver",
    "ResultFacts",
    "State",
    "StatusEntry",
    "StatusPurpose",
    "Step",
    "Supervision",
    "Text",
    "TextFacts",
    "Unreachable",
    "Verdict",
    "Workload",
    "did_document",
    "did_web_to_url",
    "index_of",
    "is_sealed",
    "missing_from_award",
    "new_key",
    "own_vocabulary",
    "seal_of",
    "sealer_of",
    "series_of",
    "signature_holds",
    "signed_anew",
    "signed_award",
    "signed_status_list",
    "too_large_to_read",
    "unsigned_award",
    "verify",
    "with_bits",
]

STATUS_LIST_TTL = timedelta(minutes=1)
"""How long a verifier elsewhere may keep a list before it asks again."""

MIN_STATUS_ENTRIES = 131_072
"""The shortest list that Bitstring Status List 1.0 allows: one in which nobody can tell whose bit is whose."""


def new_key(algorithm: Algorithm = Algorithm.EDDSA) -> tuple[str, bytes]:
    """A fresh key: its public half as Multikey, its private half encrypted."""
    key = signing.SigningKey.generate(signing.Algorithm(algorithm))
    return key.public_key_multibase, vault.encrypt(key.to_bytes())


def did_document(organisation: Organisation, keys: Iterable[IssuerKey]) -> str:
    """The institution's did document as JSON.

    Retired keys stay in it, so that what they signed stays valid; a compromised one says from when it counts no more,
    and one that is withdrawn altogether is left out: most verifiers accept any signature of a key that they find there.
    """
    published = [
        signing.IssuerKey(
            signing.PublicKey.from_multibase(key.public_key_multibase),
            _state_of(key),
            key.compromised_at,
        )
        for key in keys
        if not key.withdrawn
    ]
    return _written(signing.did_document(did_of(organisation), published))


def _state_of(key: IssuerKey) -> signing.KeyState:
    if key.compromised_at is not None:
        return signing.KeyState.COMPROMISED
    return signing.KeyState.CURRENT if key.retired_at is None else signing.KeyState.RETIRED


def signed_award(award: Award, *, key: IssuerKey, now: datetime) -> str:
    """The award as a signed Open Badges 3.0 credential (``eddsa-rdfc-2022``), as JSON.

    Raises IncompleteAward when it lacks a mandatory element of EU Annex I.
    """
    return _signed(signing.open_badge(award), key=key, now=now)


def series_of(award: Award, *, key: IssuerKey) -> BadgeSeries:
    """What signs many awards like this one, with the private key opened once."""
    secret, method = _opened(key)
    return BadgeSeries(award, key=secret, verification_method=method)


def unsigned_award(award: Award) -> str:
    """The award as a credential without a signature, as JSON: for looking at. Raises IncompleteAward."""
    return _written(signing.open_badge(award))


def signed_anew(
    document: str,
    uuid: UUID,
    status: Sequence[StatusEntry],
    *,
    name: str,
    valid_from: datetime | None,
    valid_until: datetime | None,
    key: IssuerKey,
    now: datetime,
) -> str:
    """A signed credential of ours as a new one, signed anew. With a name, or a validity, it is the one given here."""
    unsigned = signing.issued_anew(
        json.loads(document),
        id=credential_address(uuid),
        status=status,
        name=name,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    return _signed(unsigned, key=key, now=now)


def signed_status_list(status_list: StatusList, *, key: IssuerKey, now: datetime) -> str:
    """The list as its bits are, as a signed BitstringStatusListCredential, as JSON."""
    unsigned = signing.status_list_credential(
        _bits_of(status_list),
        list_url=status_list_address(status_list.uuid),
        issuer=did_of(key.organisation),
        purpose=StatusPurpose(status_list.purpose),
        valid_from=now,
        ttl=STATUS_LIST_TTL,
    )
    return _signed(unsigned, key=key, now=now)


def with_bits(status_list: StatusList, *, on: Iterable[int] = (), off: Iterable[int] = ()) -> str:
    """The list's bits as they are published, once these are set and those cleared."""
    bits = _bits_of(status_list)
    for index in on:
        bits[index] = True
    for index in off:
        bits[index] = False
    return bits.encode()


def index_of(status_list: StatusList, n: int) -> int:
    """The index in the list of the ``n``-th credential that was given one."""
    seed = bytes(status_list.seed)
    return signing.scattered(n, length=status_list.length, seed=seed) if seed else n


def own_vocabulary() -> str:
    """The JSON-LD context of our own that every credential names, as JSON."""
    return _written(signing.pinned()[NANOBANKEN_V1])


def _bits_of(status_list: StatusList) -> signing.StatusList:
    if status_list.encoded:
        return signing.StatusList.decode(status_list.encoded)
    return signing.StatusList(status_list.length)


def signature_holds(document: str, *, resolve: Resolver, now: datetime, trusted: Callable[[str], str | None]) -> bool:
    """Whether signature and issuer both pass: what never changes about a credential."""
    verdict = verify(document, resolve=resolve, now=now, trusted=trusted)
    return all(verdict[step].state is State.PASSED for step in (Step.SIGNATURE, Step.ISSUER))


def seal_of(document: str, key: IssuerKey) -> str:
    """What is kept beside a document whose signature by ``key`` was verified, so that a page need not do it again.

    Canonicalising a credential costs 20 ms, and gives the same answer for ever for the same bytes and the same key.
    Keyed with the site's secret, so that whoever can write in the database alone cannot make one.
    """
    return sealer_of(key)(document.encode())


def sealer_of(key: IssuerKey) -> Callable[[bytes], str]:
    """What makes ``seal_of`` of many documents in UTF-8 that one key has signed."""
    begun = salted_hmac("nanobank.credentials.seal", f"{key.public_key_multibase}\n", algorithm="sha256")

    def seal(document: bytes) -> str:
        sealing = begun.copy()
        sealing.update(document)
        return sealing.hexdigest()

    return seal


def is_sealed(credential: Credential) -> bool:
    """Whether the signature of exactly this document by exactly this key has been verified here before."""
    return constant_time_compare(credential.seal, seal_of(credential.document, credential.key))


def _opened(key: IssuerKey) -> tuple[signing.SigningKey, str]:
    """The private key, and what its signatures say that it is."""
    secret = signing.SigningKey.from_bytes(
        vault.decrypt(bytes(key.private_key_encrypted)), signing.Algorithm(key.algorithm)
    )
    return secret, secret.verification_method(did_of(key.organisation))


def _signed(document: signing.JsonObject, *, key: IssuerKey, now: datetime) -> str:
    secret, method = _opened(key)
    return _written(signing.sign(document, key=secret, verification_method=method, created=now))


def _written(document: signing.JsonObject) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
