"""Signed credentials: making them, and telling whether one is genuine. Pure: no I/O, no clock, no Django.

    key = SigningKey.generate()
    did = "did:web:bank.example"
    badge = open_badge(award)                                             # an Award as Open Badges 3.0
    signed = sign(badge, key=key, verification_method=key.verification_method(did), created=now)
    verdict = verify(json.dumps(signed), resolve=fetch, now=now, trusted=registry.get)
    verdict.outcome is Outcome.GENUINE

**Keys and identifiers** - `SigningKey` (Ed25519, P-256), `PublicKey` (these, P-384 and RSA), by `Algorithm`; as
Multikey, JSON Web Key, `did:key` and `did:jwk`; `IssuerKey`, `KeyState`, `did_document`, `did_web_to_url`,
`url_to_did_web` (did:web).

**Awards** - `Award` and its parts; `missing_from_award` and `missing_from_achievement` name what EU Annex I still
asks for; `open_badge` makes the credential, `IncompleteAward` says why not. `award_of` reads the award back from it;
`issued_anew` makes a new credential of it, under another name or with another validity. `BadgeSeries` makes and signs
many that differ in `Particulars` only.

**Signing** - `sign` adds a `DataIntegrityProof` (`eddsa-rdfc-2022`, `eddsa-jcs-2022`), or raises `RefusedToSign`.
`canonical_form` shows the N-Quads that are signed.

**Status** - `StatusList` (Bitstring Status List 1.0), `scattered` (random indexes), `status_list_credential`,
`StatusEntry`, `StatusPurpose`.

**Verifying** - `verify` gives a `Verdict`: one `Finding` for each `Step`, with a `State` and a `Code`; an `Outcome`;
and the `Facts`. Every `Code` knows its state, its parameters and its English gist. The caller brings a `Resolver`
that raises `CannotResolve` with an `Unreachable`. `verify_presentation` judges what a holder shows, and
`sign_presentation` is the holder's part. `too_large_to_read` is the verdict on more than `MAX_BYTES`.

**Contexts** - `Contexts`, `pinned`: the JSON-LD vocabularies kept in `contexts/`, whose origin, licence and SHA-256
are in `contexts/index.json`; `NANOBANKEN_V1` is the address of our own.
"""

from ._anew import issued_anew
from ._award import (
    PASSED_OR_FAILED,
    SEVEN_POINT_SCALE,
    Achievement,
    Alignment,
    Award,
    Element,
    Evidence,
    Grade,
    Identity,
    Issuer,
    Language,
    LearningOutcome,
    Level,
    Participation,
    QualityAssurance,
    Recipient,
    Scale,
    Supervision,
    Text,
    Workload,
    missing_from_achievement,
    missing_from_award,
)
from ._award_of import NotAnAward, award_of
from ._badge_series import BadgeSeries, Particulars
from ._baked import bake_png, bake_svg
from ._case import ShownTo
from ._codes import Code, Outcome, State, Step
from ._contexts import NANOBANKEN_V1, Contexts, pinned
from ._did import IssuerKey, KeyState, did_document, did_web_to_url, key_of_did, url_to_did_web
from ._json import MAX_BYTES, JsonObject
from ._keys import SigningKey
from ._open_badge import IncompleteAward, open_badge
from ._presentations import PresentationVerdict, sign_presentation, verify_presentation
from ._public_keys import Algorithm, PublicKey, UnknownKeyKind
from ._resolve import CannotResolve, Resolver, Unreachable
from ._scatter import scattered
from ._sd_jwt import bind, disclose, open_sd_jwt
from ._sd_jwt_vc import HIDDEN_CLAIMS, sd_jwt_vc, type_metadata_bytes
from ._sign import RefusedToSign, canonical_form, sign
from ._status_list import StatusEntry, StatusList, StatusPurpose, status_list_credential
from ._token_status import token_status_list
from ._vc_jwt import open_vc_jwt, vc_jwt
from ._verdict import (
    AchievementFacts,
    EvidenceFacts,
    Facts,
    Finding,
    PartyFacts,
    ResultFacts,
    TextFacts,
    Verdict,
)
from ._verify import too_large_to_read, verify

__all__ = [
    "HIDDEN_CLAIMS",
    "MAX_BYTES",
    "NANOBANKEN_V1",
    "PASSED_OR_FAILED",
    "SEVEN_POINT_SCALE",
    "Achievement",
    "AchievementFacts",
    "Algorithm",
    "Alignment",
    "Award",
    "BadgeSeries",
    "CannotResolve",
    "Code",
    "Contexts",
    "Element",
    "Evidence",
    "EvidenceFacts",
    "Facts",
    "Finding",
    "Grade",
    "Identity",
    "IncompleteAward",
    "Issuer",
    "IssuerKey",
    "JsonObject",
    "KeyState",
    "Language",
    "LearningOutcome",
    "Level",
    "NotAnAward",
    "Outcome",
    "Participation",
    "Particulars",
    "PartyFacts",
    "PresentationVerdict",
    "PublicKey",
    "QualityAssurance",
    "Recipient",
    "RefusedToSign",
    "Resolver",
    "ResultFacts",
    "Scale",
    "ShownTo",
    "SigningKey",
    "State",
    "StatusEntry",
    "StatusList",
    "StatusPurpose",
    "Step",
    "Supervision",
    "Text",
    "TextFacts",
    "UnknownKeyKind",
    "Unreachable",
    "Verdict",
    "Workload",
    "award_of",
    "bake_png",
    "bake_svg",
    "bind",
    "canonical_form",
    "did_document",
    "did_web_to_url",
    "disclose",
    "issued_anew",
    "key_of_did",
    "missing_from_achievement",
    "missing_from_award",
    "open_badge",
    "open_sd_jwt",
    "open_vc_jwt",
    "pinned",
    "scattered",
    "sd_jwt_vc",
    "sign",
    "sign_presentation",
    "status_list_credential",
    "token_status_list",
    "too_large_to_read",
    "type_metadata_bytes",
    "url_to_did_web",
    "vc_jwt",
    "verify",
    "verify_presentation",
]
