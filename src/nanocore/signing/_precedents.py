"""Credentials whose like was found genuine. What held for that one, whatever its values are, is not looked at again.

A precedent can do one thing only: find another credential genuine, with the very verdict that the long way would give.
Where it does not, the long way decides, and says what is wrong. Nothing that can change between two checks is kept: the
issuer's keys and status lists are asked for each time, and what was made of an answer is kept by the bytes it came in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple, Protocol, TypeAlias

from . import _jose
from ._case import Case, Reading, Signer
from ._codes import Code, Problem, Step
from ._contexts import Contexts
from ._did import is_key_did
from ._facts import read_facts
from ._jose import Jws
from ._precedent_seals import Sealed, Seals, Told, told
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
NO_STATUS: Final = Finding(Step.STATUS, Code.STATUS_NONE)
_LONGEST: Final = 128 * 1024  # bytes
_BLANKS: Final = b" \t\r\n"
_OFTEN_ENOUGH: Final = 8  # uses after which to see now and then whether there is a quicker way

Trust: TypeAlias = Callable[[str], str | None]


class Asked(NamedTuple):
    """What `verify` was asked with, but for the text."""

    asker: Asker
    now: datetime
    trusted: Trust
    contexts: Contexts


class Handed(NamedTuple):
    """What was handed in; the JSON text in it; the token, if it came in one; and what is disclosed beside that."""

    data: bytes
    text: bytes
    jws: Jws | None = None
    disclosed: tuple[bytes, ...] | None = None

    @property
    def header(self) -> bytes:
        """The header of the token, as it is written: it names the key."""
        return self.jws.message.partition(b".")[0] if self.jws else b""


class Like(Protocol):
    """What is known of all credentials of one wording."""

    @property
    def is_due(self) -> bool:
        """Whether it is time to see if more is known by now."""

    def verdict(self, values: Values, handed: Handed, asked: Asked) -> Verdict | None:
        """That the one with these values is genuine; None when it takes the long way to say.

        Raises `Problem`, `Tied` and `ValueError` for what the long way must see.
        """


@dataclass
class Precedent:
    """What holds for all credentials of one wording, as long as its mould holds for their values.

    The first values are the mould's, the others the seal's. The findings in `first` are those on reading, form,
    contexts and signature. `improve` is as in `Rendering`.
    """

    mould: Mould
    seals: Seals
    issuer: Told
    starts: Sequence[Told]
    ends: Sequence[Told]
    has_status: bool
    first: tuple[Finding, ...]
    meaning: Finding
    improve: Callable[[Values], None] | None
    is_due: bool = field(default=False, init=False)
    uses: int = field(default=0, init=False)

    def verdict(self, values: Values, handed: Handed, asked: Asked) -> Verdict | None:
        """See `Like`."""
        own = values[: self.mould.leaves]
        if self.improve:
            self._use()
        if self.is_due or handed.disclosed is not None or not self.mould.fits(*own):
            return None
        issuer = told(self.issuer, own)
        sealed = self.seals.sealed(values, self.mould, handed.jws, asked.contexts)
        starts, ends = (tuple([told(one, own) for one in some]) for some in (self.starts, self.ends))
        held = holds_now(self.seals, sealed, issuer, _validity(starts, ends), asked)
        if held is None:
            return None
        status = self._status(own, issuer, asked) if self.has_status else NO_STATUS
        if self.improve:
            asked.contexts.shapes.improve(self.improve, own)
        return Verdict((*self.first, *held, status, self.meaning), lambda: read_facts(self.mould.graph(own)))

    def _use(self) -> None:
        """Now and then the long way is gone once more, for it may have become quicker: ever more seldom."""
        self.uses += 1
        self.is_due = self.uses >= _OFTEN_ENOUGH and not self.uses & (self.uses - 1)

    def _status(self, own: Values, issuer: str, asked: Asked) -> Finding:
        case = Case(_UNREAD, read, asked.contexts, asked.asker, asked.now, asked.trusted)
        case.issuer = issuer
        return check_status(case, self.mould.graph(own))


class Validity(NamedTuple):
    """From when and until when a credential is valid, and what is found if that is now."""

    start: datetime | None
    end: datetime | None
    found: Finding


def verdict_by_precedent(data: bytes, asked: Asked) -> Verdict | None:
    """The verdict of `verify` on `data`, if it is genuine and one of its like was; None is no verdict at all."""
    try:
        handed = taken_apart(data)
        known = asked.contexts.shapes.wordings.find(handed.text, handed.header)
        found: Verdict | None = known[1].verdict(known[0], handed, asked) if known else None
    except (CannotResolve, Problem, Tied, ValueError):
        return None
    return found


def taken_apart(data: bytes) -> Handed:
    """What was handed in, if it is JSON or a token. Raises `Problem` for a broken token.

    There is no text in what is neither, or could be something else, or proves its holder; nor in what is very long.
    """
    text = data.strip(_BLANKS)
    if len(data) > _LONGEST:
        return Handed(data, b"")
    if text.startswith(b"{"):
        return Handed(data, text)
    if not text.startswith(b"ey"):
        return Handed(data, b"")
    token, *disclosed = text.split(b"~")
    if disclosed and disclosed.pop():
        return Handed(data, b"")
    jws = _jose.read(token)
    return Handed(data, jws.payload, jws, tuple(disclosed) if b"~" in text else None)


def holds_now(
    seals: Seals, sealed: Sealed, issuer: str, validity: Validity, asked: Asked
) -> tuple[Finding, Finding] | None:
    """The findings on issuer and dates, if the seal is the issuer's, who is known here, and holds now."""
    key = _published_key(seals.method_id, issuer, asked.asker)
    if key is None or key.algorithm is not seals.algorithm or not key.verifies(sealed.signature, sealed.message):
        return None
    start, end, dates = validity
    now = asked.now
    if (start and now < start) or (end and now > end) or (sealed.expires and now > sealed.expires):
        return None
    if sealed.created and sealed.created > now + CLOCK_SKEW:
        return None
    known_as = asked.trusted(issuer)
    return None if known_as is None else (_issuer_ok(issuer, known_as), dates)


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
def _validity(starts: tuple[str, ...], ends: tuple[str, ...]) -> Validity:
    """What follows if it says so in these words."""
    start, end = max(map(read_moment, starts), default=None), min(map(read_moment, ends), default=None)
    return Validity(start, end, dates_ok(start, end))


@lru_cache(maxsize=256)
def _issuer_ok(issuer: str, known_as: str) -> Finding:
    return Finding(Step.ISSUER, Code.ISSUER_OK, {"issuer": issuer, "known_as": known_as})
