"""Readers of tokens (VC-JWT, SD-JWT VC) and of the pictures that carry a credential."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import unquote_to_bytes

from . import _jose, _sd_jwt
from ._baked import PNG, SVG, read_png, read_svg
from ._case import Reader, Reading
from ._claims import moment_of
from ._codes import Code, Problem
from ._json import JsonObject, as_list, read_json
from ._open_badges_2 import is_assertion, signed_assertion
from ._time import write_moment
from ._token_models import SdJwtSeal, SdJwtVc
from ._tokens import TokenSeal
from ._vc_jwt import credential_in
from ._w3c import W3C

_BEGINS: Final = re.compile(rb"\s*[A-Za-z0-9_-]{2,16384}+\.[A-Za-z0-9_-]")  # a header, and something after it
_ENVELOPED: Final = re.compile(r"data:application/(?P<kind>vc\+jwt|vc\+sd-jwt),(?P<token>.+)")
_TYPES: Final = {None, "JWT", "vc+jwt", "vc+ld+jwt", "vc-ld+jwt", "vc+ld+json+jwt"}


class JwtReader:
    """A credential as a JWT, and an assertion of Open Badges 2.0 that is signed."""

    kind: Final = "jwt"

    def recognises(self, data: bytes) -> bool:
        """By its header, and the two parts of a compact JWS after it."""
        return bool(_BEGINS.match(data)) and data.count(b".") == 2

    def read(self, data: bytes) -> Reading:
        """The credential in the claims, sealed by the token's signature."""
        jws = _jose.read(data.strip())
        claims = read_json(jws.payload)
        if is_assertion(claims):
            return signed_assertion(claims, jws)
        typ = jws.header.get("typ")
        if not (typ is None or isinstance(typ, str)) or (typ and typ.removeprefix("application/")) not in _TYPES:
            raise Problem(Code.READ_KIND_UNSUPPORTED, kind=str(typ)[:50])
        credential = credential_in(claims)
        if "vc" in claims:
            _fill_dates(credential, claims)
        if "proof" in credential:  # two ways of securing one credential: the token's is the one that was chosen
            credential = {name: value for name, value in credential.items() if name != "proof"}
        return Reading(self.kind, credential, (_seal(jws, claims, credential),), W3C)


class SdJwtReader:
    """An SD-JWT VC, as it was issued or as its holder shows it; or a W3C credential of which claims can be hidden."""

    kind: Final = "sd-jwt"

    def recognises(self, data: bytes) -> bool:
        """By its header, and a tilde."""
        return b"~" in data and bool(_BEGINS.match(data))

    def read(self, data: bytes) -> Reading:
        """The claims that were disclosed, sealed by issuer and holder."""
        token = _sd_jwt.read(data.strip())
        if "vct" not in token.claims and "@context" in token.claims:  # VC JOSE COSE, section 3.2 (`vc+sd-jwt`)
            credential = credential_in(token.claims)
            return Reading(self.kind, credential, (SdJwtSeal(token, _seal(token.jws, token.claims, credential)),), W3C)
        jws, claims = token.jws, token.claims
        seal = TokenSeal(jws.header, jws.message, jws.signature, str(claims.get("iss", "")), moment_of(claims, "iat"))
        return Reading(self.kind, claims, (SdJwtSeal(token, seal),), SdJwtVc(token))


class EnvelopeReader:
    """A token in an envelope of JSON (VC Data Model 2.0, section 4.13)."""

    kind: Final = "json"

    def recognises(self, data: bytes) -> bool:
        """By its type."""
        return b'"EnvelopedVerifiableCredential"' in data and data.lstrip()[:1] == b"{"

    def read(self, data: bytes) -> Reading:
        """What is in the envelope, which says nothing of its own."""
        envelope = read_json(data)
        address = envelope.get("id")
        found = _ENVELOPED.fullmatch(address) if isinstance(address, str) else None
        if found is None or as_list(envelope.get("type")) != ["EnvelopedVerifiableCredential"]:
            raise Problem(Code.READ_KIND_UNSUPPORTED, kind="EnvelopedVerifiableCredential")
        reader = SdJwtReader() if found["kind"] == "vc+sd-jwt" else JwtReader()
        return reader.read(unquote_to_bytes(found["token"]))


@dataclass(frozen=True)
class BakedReader:
    """A picture that carries a credential of any kind."""

    kind: str
    is_kind: Callable[[bytes], object]
    carried: Callable[[bytes], bytes]
    readers: tuple[Reader, ...]
    """Those that read what is carried, the last of which takes anything."""

    def recognises(self, data: bytes) -> bool:
        """By its first bytes."""
        return bool(self.is_kind(data))

    def read(self, data: bytes) -> Reading:
        """What is carried, read for what it is."""
        carried = self.carried(data)
        reading = next(reader for reader in self.readers if reader.recognises(carried)).read(carried)
        return replace(reading, kind=f"{self.kind} ({reading.kind})")


def token_readers(*others: Reader) -> tuple[Reader, ...]:
    """The readers of this module; `others` read what is carried in a picture and is no token."""
    tokens = (SdJwtReader(), JwtReader())
    return (
        BakedReader("png", lambda data: data.startswith(PNG), read_png, (*tokens, *others)),
        BakedReader("svg", SVG.match, read_svg, (*tokens, *others)),
        EnvelopeReader(),
        *tokens,
    )


def _seal(jws: _jose.Jws, claims: JsonObject, credential: JsonObject) -> TokenSeal:
    """The issuer's signature, made when the later of `iat` and `nbf` says, and ending with `exp`."""
    issuer = credential.get("issuer")
    named = issuer.get("id", "") if isinstance(issuer, dict) else issuer or ""
    made = [moment for name in ("iat", "nbf") if (moment := _moment(claims, name))]
    return TokenSeal(
        jws.header, jws.message, jws.signature, str(named), max(made, default=None), _moment(claims, "exp")
    )


def _fill_dates(credential: JsonObject, claims: JsonObject) -> None:
    """VC Data Model 1.1, section 6.3.1: `nbf` stands for the date of issuance, `exp` for that of expiration."""
    for claim, name in (("nbf", "issuanceDate"), ("exp", "expirationDate")):
        moment = _moment(claims, claim)
        if moment and name not in credential:
            credential[name] = write_moment(moment)


def _moment(claims: JsonObject, name: str) -> datetime | None:
    moment = moment_of(claims, name)
    if name in claims and moment is None:
        raise Problem(Code.READ_TOKEN_MALFORMED)
    return moment
