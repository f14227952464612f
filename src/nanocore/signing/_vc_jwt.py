"""Credentials as JSON Web Tokens: W3C Securing VCs using JOSE and COSE, Open Badges 3.0 section 8.2 (see ADR 0044)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import orjson

from . import _jose
from ._codes import Code, Problem
from ._json import JsonObject
from ._keys import SigningKey
from ._public_keys import PublicKey
from ._sign import RefusedToSign
from ._time import read_moment


def vc_jwt(credential: JsonObject, *, key: SigningKey, kid: str, created: datetime, typ: str = "") -> str:
    """`credential`, unsigned, as a compact JWT: its payload is the credential itself and the registered claims.

    `kid` is the key's id in the issuer's did document. `typ` is by default `JWT` for an Open Badge, as Open Badges
    3.0 demands, and `vc+jwt` for any other credential of the VC Data Model 2.0. It does not look at the words, as
    `sign` does: give it what `open_badge` makes, or what was checked.

    Raises `RefusedToSign` for what is no unsigned credential, for one with a property that is a claim's name, and for
    characters that readers are misled by; `ValueError` for a moment that is none, or without a time zone.
    """
    if created.tzinfo is None:
        raise ValueError("created needs a time zone")
    if "proof" in credential or not _CLAIMS.isdisjoint(credential):
        raise RefusedToSign(Code.FORM_WRONG, property=min(({"proof"} | _CLAIMS) & credential.keys()))
    for name in ("type", "issuer", "credentialSubject"):
        if name not in credential:
            raise RefusedToSign(Code.FORM_MISSING, property=name)
    claims = credential | _registered(credential, int(created.timestamp()))
    kind = typ or ("JWT" if "OpenBadgeCredential" in credential["type"] else "vc+jwt")
    token = _jose.write(_jose.header_part(key.algorithm, kind, kid), _jose.dumps(claims), key)
    return token.decode("ascii")


def open_vc_jwt(token: str | bytes, *, key: PublicKey, now: datetime) -> JsonObject:
    """The claims of a VC-JWT by a known key: signature, header, issuer, subject, id and dates hold; nothing else.

    For whoever has just made one or knows the issuer's key; `verify` looks at contexts, authority and status too.
    Raises `ValueError` when it does not hold.
    """
    try:
        jws = _jose.read(token.encode() if isinstance(token, str) else token)
        _jose.check(jws, key)
        claims: JsonObject = orjson.loads(jws.payload)
        credential_in(claims)
        _jose.check_dates(claims, now.timestamp())
    except Problem as problem:
        raise ValueError(problem.code.value) from None
    return claims


def credential_in(claims: Mapping[str, Any]) -> JsonObject:
    """The credential in a token's claims, whichever way it is written. Raises `Problem` when the two disagree.

    VC Data Model 2.0 and Open Badges 3.0 have the credential's properties beside the registered claims; VC Data
    Model 1.1 (section 6.3.1) has it under `vc`, and lets a claim stand for the property it repeats.
    """
    inner = claims.get("vc")
    credential = dict(inner) if isinstance(inner, dict) else {k: v for k, v in claims.items() if k not in _CLAIMS}
    if inner is not None and not isinstance(inner, dict):
        raise Problem(Code.READ_TOKEN_MALFORMED)
    _agree(credential, claims, fill=inner is not None)
    return credential


_CLAIMS: Final = frozenset({"iss", "sub", "jti", "iat", "nbf", "exp", "aud", "cnf", "vc", "nonce"})


def _registered(credential: JsonObject, created: int) -> JsonObject:
    """The claims of RFC 7519 that repeat what the credential says. A subject without an id has no `sub`."""
    claims: JsonObject = {"iss": _id_of(credential["issuer"]), "iat": created}
    if "validFrom" in credential:
        claims["nbf"] = int(read_moment(credential["validFrom"]).timestamp())
    if "validUntil" in credential:
        claims["exp"] = int(read_moment(credential["validUntil"]).timestamp())
    if "id" in credential:
        claims["jti"] = credential["id"]
    subject = credential["credentialSubject"]
    if isinstance(subject, dict) and "id" in subject:
        claims["sub"] = subject["id"]
    return claims


def _agree(credential: JsonObject, claims: Mapping[str, Any], *, fill: bool) -> None:
    """Raise `Problem` where a claim says something else than the property it repeats."""
    subject = credential.get("credentialSubject")
    if fill and isinstance(subject, dict) and "sub" in claims:
        credential["credentialSubject"] = subject = {"id": claims["sub"], **subject}
    said = {
        "iss": ("issuer", _id_of(credential.get("issuer"))),
        "jti": ("id", credential.get("id")),
        "sub": ("credentialSubject", _id_of(subject)),
    }
    for claim, (name, value) in said.items():
        if claim in claims and value is None and fill and claim != "sub":
            credential[name] = claims[claim]
        elif claim in claims and value not in (None, claims[claim]):
            raise Problem(Code.READ_TOKEN_CONTRADICTS, property=claim)


def _id_of(value: Any) -> Any:
    return value.get("id") if isinstance(value, dict) else value if isinstance(value, str) else None
