"""SD-JWT VCs whose like was found genuine: what is signed differs in digests, moments and the holder's key alone.

What is disclosed may differ altogether: each disclosure is read, and held against the digests.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

import orjson

from . import _jose
from ._case import Case, Reading
from ._claims import facts_of_claims
from ._codes import Step
from ._json import JsonObject
from ._precedent_seals import Number, Tokens, moment, number
from ._precedents import NO_STATUS, Asked, Handed, Validity, holds_now
from ._readers import read
from ._sd_jwt import MAX_DISCLOSURES, RESERVED, is_open, read_disclosures
from ._shape import Leaf
from ._steps import dates_ok
from ._token_models import ALWAYS_SHOWN, SdJwtSeal
from ._token_status import check_token_status
from ._tokens import ALGORITHMS
from ._verdict import Finding, Verdict
from ._w3c import W3C
from ._wording import Values, Wording, wording_of

_FIRST: Final = (Step.READ, Step.FORM, Step.CONTEXTS, Step.SIGNATURE)
_MOMENTS: Final = frozenset({"iat", "nbf", "exp"})
_DECIDE: Final = frozenset({*ALWAYS_SHOWN, *_MOMENTS, *RESERVED, "achievement"})
"""Claims that the steps look at: disclosed they would have to be looked at anew."""
_KIND_OF_KEY: Final = frozenset({"kty", "crv", "use", "alg"})


@dataclass(frozen=True)
class SdJwtPrecedent:
    """What holds for all SD-JWT VCs whose payload is worded alike.

    `claims` and `items` are the values that are digests of claims, and of items in lists; `shown` are the names of the
    claims that are there for all to see.
    """

    seals: Tokens
    issuer: str
    moments: Mapping[str, Number]
    claims: tuple[int, ...]
    items: tuple[int, ...]
    shown: frozenset[str]
    status: tuple[str, Number] | None
    first: tuple[Finding, ...]
    meaning: Finding
    is_due: bool = field(default=False, init=False)
    """Never: there is nothing that it could do better."""

    def verdict(self, values: Values, handed: Handed, asked: Asked) -> Verdict | None:
        """See `Like`."""
        if handed.disclosed is None or not self._are_asked_for(handed.disclosed, values):
            return None
        sealed = self.seals.sealed(values, None, handed.jws, asked.contexts)
        moments = {name: moment(what, values) for name, what in self.moments.items()}
        start, end = moments.get("nbf"), moments.get("exp")
        held = holds_now(self.seals, sealed, self.issuer, Validity(start, end, dates_ok(start, end)), asked)
        if held is None:
            return None
        status = self._status(values, asked) if self.status else NO_STATUS
        findings = (*self.first, *held, status, self.meaning)
        return Verdict(findings, lambda: facts_of_claims(read(handed.data).credential))

    def _are_asked_for(self, disclosed: tuple[bytes, ...], values: Values) -> bool:
        """Whether each disclosure has its digest, once, and none says what is said already (RFC 9901, section 7.1)."""
        claims, items = ({values[place] for place in places} for places in (self.claims, self.items))
        if len(claims | items) != len(self.claims) + len(self.items) or len(disclosed) > MAX_DISCLOSURES:
            return False
        names = {*self.shown, *_DECIDE}
        for text, name, value in read_disclosures(disclosed):
            wanted = items if name is None else claims
            digest = _jose.encode(sha256(text).digest())
            if digest not in wanted or name in names or not (type(value) is str or is_open([value])):
                return False
            wanted.remove(digest)
            if name is not None:
                names.add(name)
        return True

    def _status(self, values: Values, asked: Asked) -> Finding:
        address, index = self.status or ("", 0)
        status = {"status_list": {"idx": number(index, values), "uri": address}}
        reading = Reading("", {"status": status}, (), W3C)
        case = Case(reading, read, asked.contexts, asked.asker, asked.now, asked.trusted)
        case.issuer = self.issuer
        return check_token_status(case)


def sd_jwt_precedent(handed: Handed, case: Case, verdict: Verdict) -> tuple[Wording, SdJwtPrecedent] | None:
    """What holds for all that are worded as this one, which is genuine; None if it hides more than is usual."""
    (seal,) = case.reading.seals
    if handed.disclosed is None or not isinstance(seal, SdJwtSeal) or seal.token.algorithm != "sha-256":
        return None
    payload: JsonObject = orjson.loads(handed.text)
    kid, places = str(seal.issuers.header.get("kid")), _Places()
    try:
        template = {name: places.marked(name, value) for name, value in payload.items()}
    except ValueError:
        return None
    wording = wording_of(handed.text, template, ())
    if wording is None or not kid.startswith("did:"):
        return None
    made = {name: what for name, what in places.moments.items() if name == "iat"}
    return wording, SdJwtPrecedent(
        seals=Tokens(seal.issuers.header, made, kid, ALGORITHMS[seal.name]),
        issuer=case.issuer,
        moments=places.moments,
        claims=tuple(places.claims),
        items=tuple(places.items),
        shown=frozenset(payload) - {"_sd"},
        status=places.status,
        first=tuple(verdict[step] for step in _FIRST),
        meaning=verdict[Step.MEANING],
    )


@dataclass
class _Places:
    """Finds the places in a payload where the tokens of one kind differ."""

    claims: list[int] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    moments: dict[str, Number] = field(default_factory=dict)
    status: tuple[str, Number] | None = None
    count: int = 0

    def marked(self, name: str, value: Any) -> Any:
        """A claim with a leaf for each text or number that varies. Raises `ValueError` for one that hides more."""
        match name, value:
            case "_sd", list() if all(isinstance(digest, str) for digest in value):
                return [self._leaf(self.claims) for _ in value]
            case "iat" | "nbf" | "exp", int():
                self.moments[name] = leaf = self._leaf()
                return leaf
            case "awarded_at", str():
                return self._leaf()
            case "cnf", {"jwk": dict(jwk), **others} if not others:
                return {"jwk": {name: self._of_key(name, part) for name, part in jwk.items()}}
            case "status", {"status_list": {"idx": int(), "uri": str(uri), **more}, **others} if not (more or others):
                index = self._leaf()
                self.status = uri, index
                return {"status_list": {key: index if key == "idx" else uri for key in value["status_list"]}}
            case "_sd" | "iat" | "nbf" | "exp" | "status", _:
                raise ValueError("not written as usual")
            case _, list():
                return [self._item(item) for item in value]
        return _open(value)

    def _item(self, item: Any) -> Any:
        if isinstance(item, dict) and item.keys() == {"..."}:
            return {"...": self._leaf(self.items)}
        return _open(item)

    def _of_key(self, name: str, part: Any) -> Any:
        return self._leaf() if isinstance(part, str) and name not in _KIND_OF_KEY else _open(part)

    def _leaf(self, kind: list[int] | None = None) -> Leaf:
        if kind is not None:
            kind.append(self.count)
        self.count += 1
        return Leaf(self.count - 1)


def _open(value: Any) -> Any:
    """`value`, in which nothing is hidden. Raises `ValueError`."""
    if not is_open([value]):
        raise ValueError("hides something")
    return value
