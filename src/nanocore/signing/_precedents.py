"""Credentials whose like was found genuine. What held for that one, whatever its values are, is not looked at again.

A precedent can do one thing only: find another credential genuine, with the very verdict that the long way would give.
Where it does not, the long way decides, and says what is wrong. Nothing that can change between two checks is kept: the
issuer's keys and status lists are asked for each time, and what was made of an answer is kept by the bytes it came in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from . import _jose
from ._case import Case, Reading, Signer
from ._codes import Code, Problem, Step
from ._contexts import Contexts
from ._did import is_key_did
from ._facts import read_facts
from ._precedent_seals import Given, Sealed, Seals, given
from ._proofs import check_authority, find_key
from ._public_keys import PublicKey
from ._readers import read
from ._resolve import KEPT_BYTES, Asker, CannotResolve
from ._shape import Mould, Tied
from ._status import check_status
from ._steps import CLOCK_SKEW, dates_ok
from ._time import read_moment
from ._verdict import Finding, Verdict
from ._w3c import W3C
from ._wording import Values

_UNREAD: Final = Reading("", {}, (), W3C)
_NO_STATUS: Final = Finding(Step.STATUS, Code.STATUS_NONE)
_BLANKS: Final = b" \t\r\n"
_OFTEN_ENOUGH: Final = 8  # uses after which to see now and then whether there is a quicker way

Trust: TypeAlias = Callable[[str], str | None]


class Asked(NamedTuple):
    """What `verify` was asked with, but for the text."""

    asker: Asker
    now: datetime
    trusted: Trust
    contexts: Contexts


@dataclass
class Precedent:
    """What holds for all credentials of one wording, as long as its mould holds for their values.

    The first values are the mould's, the others the seal's. The findings in `first` are those on reading, form,
    contexts and signature. `improve` is as in `Rendering`.
    """

    mould: Mould
    seals: Seals
    issuer: Given
    starts: Sequence[Given]
    ends: Sequence[Given]
    has_status: bool
    first: tuple[Finding, ...]
    meaning: Finding
    improve: Callable[[Values], None] | None
    uses: int = field(default=0, init=False)

    def verdict(self, values: Values, jws: _jose.Jws | None, asked: Asked) -> Verdict | None:
        """That it is genuine; None when it takes the long way to say. Raises `Problem`, `Tied`, `ValueError`."""
        own = values[: self.mould.leaves]
        if (self.improve and self._is_due()) or not self.mould.fits(*own):
            return None
        issuer = given(self.issuer, own)
        sealed = self.seals.sealed(values, self.mould, jws, asked.contexts)
        key = _published_key(self.seals.method_id, issuer, asked.asker)
        if key is None or key.algorithm is not self.seals.algorithm:
            return None
        if not key.verifies(sealed.signature, sealed.message):
            return None
        dates = self._dates(own, sealed, asked.now)
        known_as = asked.trusted(issuer) if dates else None
        if dates is None or known_as is None:
            return None
        status = self._status(own, issuer, asked) if self.has_status else _NO_STATUS
        if self.improve:
            asked.contexts.shapes.improve(self.improve, own)
        findings = (*self.first, _issuer_ok(issuer, known_as), dates, status, self.meaning)
        return Verdict(findings, lambda: read_facts(self.mould.graph(own)))

    def _is_due(self) -> bool:
        """Whether it is time to go the long way once more, for it may have become quicker: ever more seldom."""
        self.uses += 1
        return self.uses >= _OFTEN_ENOUGH and not self.uses & (self.uses - 1)

    def _dates(self, own: Values, sealed: Sealed, now: datetime) -> Finding | None:
        starts, ends = (tuple([given(one, own) for one in some]) for some in (self.starts, self.ends))
        start, end, found = _validity(starts, ends)
        if (start and now < start) or (end and now > end) or (sealed.expires and now > sealed.expires):
            return None
        return None if sealed.created and sealed.created > now + CLOCK_SKEW else found

    def _status(self, own: Values, issuer: str, asked: Asked) -> Finding:
        case = Case(_UNREAD, read, asked.contexts, asked.asker, asked.now, asked.trusted)
        case.issuer = issuer
        return check_status(case, self.mould.graph(own))


def verdict_by_precedent(data: bytes, asked: Asked) -> Verdict | None:
    """The verdict of `verify` on `data`, if it is genuine and one of its like was; None is no verdict at all."""
    try:
        text, jws = text_in(data)
        known = asked.contexts.shapes.wordings.find(text)
        found: Verdict | None = known[1].verdict(known[0], jws, asked) if known else None
    except (CannotResolve, Problem, Tied, ValueError):
        return None
    return found


def text_in(data: bytes) -> tuple[bytes, _jose.Jws | None]:
    """The JSON text in what was handed in, which may be a token. Raises `Problem` for a broken token.

    It is empty for what has none, or could be something else.
    """
    text = data.strip(_BLANKS)
    if text.startswith(b"{"):
        return text, None
    if not text.startswith(b"ey") or b"~" in text:
        return b"", None
    jws = _jose.read(text)
    return jws.payload, jws


def _published_key(method_id: str, issuer: str, asker: Asker) -> PublicKey | None:
    """The key with which the issuer's own document lets credentials be signed; None if the long way must see why."""
    if method_id.partition("#")[0] != issuer:
        return None
    document = b"" if is_key_did(issuer) else asker.ask(issuer)
    return _key_in(document, method_id, issuer) if len(document) <= KEPT_BYTES else None


@lru_cache(maxsize=256)
def _key_in(document: bytes, method_id: str, issuer: str) -> PublicKey | None:
    """What follows from a document, kept by its bytes. A key that was ever withdrawn is looked at each time."""
    asker = Asker(lambda _: document)
    try:
        method = find_key(method_id, asker)
        check_authority(Signer(method.id, method.controller, revoked_at=method.revoked_at), issuer, asker)
    except Problem:
        return None
    return method.key


@lru_cache(maxsize=256)
def _validity(starts: tuple[str, ...], ends: tuple[str, ...]) -> tuple[datetime | None, datetime | None, Finding]:
    """From when and until when, if it says so in these words; and what is found if that is now."""
    start, end = max(map(read_moment, starts), default=None), min(map(read_moment, ends), default=None)
    return start, end, dates_ok(start, end)


@lru_cache(maxsize=256)
def _issuer_ok(issuer: str, known_as: str) -> Finding:
    return Finding(Step.ISSUER, Code.ISSUER_OK, {"issuer": issuer, "known_as": known_as})
