"""An award as SD-JWT VC (`dc+sd-jwt`, draft-ietf-oauth-sd-jwt-vc), for the EU's wallets (see ADR 0045).

What was achieved and who awarded it is for all to see; whatever is about the learner, the learner shows or keeps back.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

import orjson

from . import _jose, _sd_jwt
from ._award import Achievement, Award, Element, Identity, Issuer
from ._json import JsonObject
from ._keys import SigningKey
from ._open_badge import IncompleteAward, open_badge
from ._time import write_moment

TYP: Final = "dc+sd-jwt"
HIDDEN_CLAIMS: Final = ("id", "sub", "name", "identifiers", "grade", "evidence")
"""The claims that are about the learner: each is shown only when its holder chooses."""

_KEPT_COMMON: Final = 256


def sd_jwt_vc(
    award: Award,
    *,
    key: SigningKey,
    kid: str,
    created: datetime,
    vct: str,
    holder: Mapping[str, str] | None = None,
    status: tuple[str, int] | None = None,
) -> str:
    """`award` as an SD-JWT VC, every claim about the learner selectively disclosable, to be handed to its holder.

    `vct` is the address at which `type_metadata(vct)` is published. `holder` is the public JWK of the wallet's key,
    which must then prove each showing (`cnf`). `status` is the address of a Token Status List and the index in it:
    the Bitstring list in `award.status` cannot be named in this format. Raises `IncompleteAward` when a mandatory
    element of EU Annex I is missing, `RefusedToSign` for characters that readers are misled by, `ValueError` for
    moments without a time zone.
    """
    if created.tzinfo is None:
        raise ValueError("created needs a time zone")
    recipient = award.recipient
    if not (recipient.id or recipient.name or recipient.identities):
        raise IncompleteAward((Element.LEARNER,))
    claims: JsonObject = {
        "iss": award.issuer.id,
        "iat": int(created.timestamp()),
        "nbf": int(award.valid_from.timestamp()),
        "vct": vct,
        "vct#integrity": _integrity(vct),
        "awarded_at": write_moment(award.awarded_at),
        **_common(award),
    }
    if award.valid_until:
        claims["exp"] = int(award.valid_until.timestamp())
    if holder:
        claims["cnf"] = {"jwk": dict(holder)}
    if status:
        claims["status"] = {"status_list": {"uri": status[0], "idx": status[1]}}
    hidden: JsonObject = {"id": award.id}
    if recipient.id:
        hidden["sub"] = recipient.id
    if recipient.name:
        hidden["name"] = recipient.name
    if award.grade:
        hidden["grade"] = {"value": award.grade.value, "scale": award.grade.scale.name.prefer(award.language)}
    items = {
        "identifiers": [_identity(identity) for identity in recipient.identities],
        "evidence": [
            {"id": evidence.url, "name": evidence.name, "narrative": evidence.narrative} for evidence in award.evidence
        ],
    }
    header = _jose.header_part(key.algorithm, TYP, kid)
    return _sd_jwt.write(header, claims, hidden, {name: found for name, found in items.items() if found}, key)


def type_metadata(vct: str) -> JsonObject:
    """What is published at `vct`: the names that a wallet shows, in Danish and English, and which claims may be hidden.

    draft-ietf-oauth-sd-jwt-vc, section 6 (type metadata).
    """
    return {
        "vct": vct,
        "name": "Micro-credential",
        "description": "A micro-credential with the elements of Council Recommendation 2022/C 243/02, Annex I",
        "display": [
            {"locale": "da-DK", "lang": "da-DK", "name": "Mikrobevis", "description": "Bevis for en micro-credential"},
            {"locale": "en", "lang": "en", "name": "Micro-credential", "description": "Proof of a micro-credential"},
        ],
        "claims": [
            {
                "path": list(path),
                "sd": "always" if path[0] in HIDDEN_CLAIMS else "never",
                "display": [
                    {"locale": "da-DK", "lang": "da-DK", "label": danish},
                    {"locale": "en", "lang": "en", "label": english},
                ],
            }
            for path, danish, english in _LABELS
        ],
    }


_LABELS: Final[tuple[tuple[tuple[str | None, ...], str, str], ...]] = (
    (("name",), "Navn", "Name"),
    (("achievement", "name"), "Titel", "Title"),
    (("issuer", "name"), "Udstedt af", "Awarded by"),
    (("issuer", "country"), "Land", "Country"),
    (("awarded_at",), "Udstedt", "Awarded"),
    (("grade", "value"), "Karakter", "Grade"),
    (("grade", "scale"), "Karakterskala", "Grading scale"),
    (("achievement", "learningOutcome"), "Læringsudbytte", "Learning outcomes"),
    (("achievement", "workload"), "Omfang", "Workload"),
    (("achievement", "educationLevel"), "Niveau", "Level"),
    (("achievement", "assessmentType"), "Bedømmelse", "Assessment"),
    (("achievement", "participation"), "Deltagelsesform", "Form of participation"),
    (("identifiers", None), "Andre kendetegn", "Other identifiers"),
    (("evidence", None), "Dokumentation", "Evidence"),
    (("id",), "Bevisets adresse", "Address of the credential"),
    (("sub",), "Indehaverens adresse", "Identifier of the holder"),
)

_integrities: Final[dict[str, str]] = {}


def type_metadata_bytes(vct: str) -> bytes:
    """`type_metadata(vct)` to the letter: tokens carry the hash of these bytes (`vct#integrity`)."""
    return orjson.dumps(type_metadata(vct))


def _integrity(vct: str) -> str:
    if vct not in _integrities:
        digest = hashlib.sha256(type_metadata_bytes(vct)).digest()
        _integrities[vct] = "sha256-" + base64.b64encode(digest).decode()
    return _integrities[vct]


# What all awards of one achievement share, as JSON that is ready. By identity, as that costs nothing to look up; the
# award's parts are kept beside it, so that no other object can take on an identity while it is remembered.
_common_parts: Final[dict[tuple[int, int, str], tuple[Achievement, Issuer, JsonObject]]] = {}


def _common(award: Award) -> JsonObject:
    """The achievement and its issuer, in the words of Open Badges. Raises `IncompleteAward`."""
    place = (id(award.achievement), id(award.issuer), award.language.value)
    kept = _common_parts.get(place)
    if kept is None:
        badge = open_badge(replace(award, grade=None, evidence=(), status=()))
        achievement = badge["credentialSubject"]["achievement"]
        issuer = {"name": award.issuer.name, "country": award.issuer.country}
        if award.issuer.url:
            issuer["url"] = award.issuer.url
        common = {"issuer": issuer, "achievement": orjson.Fragment(_jose.dumps(achievement))}
        if len(_common_parts) >= _KEPT_COMMON:
            _common_parts.clear()
        kept = _common_parts[place] = (award.achievement, award.issuer, common)
    return kept[2]


def _identity(identity: Identity) -> JsonObject:
    """As Open Badges writes it (IdentityObject)."""
    return {
        "hashed": bool(identity.salt),
        "identityHash": identity.hash if identity.salt else identity.value,
        "identityType": identity.kind,
        "salt": identity.salt,
    }
