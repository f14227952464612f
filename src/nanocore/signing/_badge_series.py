"""Open badges of one achievement for many learners: put together and checked once, then only what is each one's own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, NamedTuple

import orjson

from ._award import Award, Evidence, Grade, Identity, Recipient
from ._contexts import Contexts, pinned
from ._json import JsonObject
from ._keys import SigningKey
from ._open_badge import open_badge
from ._series import NotASeries, Series, Signer
from ._sign import sign
from ._status_list import StatusEntry
from ._time import write_moment

_WORTH_A_SERIES: Final = 32  # badges: to press a series takes as long as some hundred, so it is not done for a handful
_MARK: Final = "https://series.example/"
_LONG_AGO: Final = [datetime(1901, 1, 1, 0, 0, second, tzinfo=UTC) for second in range(3)]


class Particulars(NamedTuple):
    """What of an award is the learner's own. In all else the awards of a series are alike.

    `email_hash` is `Identity.hash` of the e-mail address with `salt`; `evidence` is an address, or empty.
    """

    id: str
    name: str
    email_hash: str
    salt: str
    grade: Grade
    awarded_at: datetime
    valid_from: datetime
    valid_until: datetime | None
    status: tuple[StatusEntry, ...]
    evidence: str = ""


@dataclass(slots=True)
class _Form:
    """Badges with the same parts: with an end or for good, with evidence or not, with a status in the same lists."""

    seen: int = 0
    series: Series | None = None
    signer: Signer | None = None
    created: datetime | None = None


class BadgeSeries:
    """What `sign` makes of `open_badge`, for awards that are like `award` in all but the `Particulars`.

    The first few are made one by one, and so is any that is out of the ordinary. For one thread at a time.
    """

    def __init__(
        self, award: Award, *, key: SigningKey, verification_method: str, contexts: Contexts | None = None
    ) -> None:
        self._award, self._key, self._method = award, key, verification_method
        self._contexts = contexts or pinned()
        self._forms: dict[tuple[object, ...], _Form] = {}

    def signed(self, own: Particulars, *, created: datetime) -> bytes:
        """The signed badge as JSON, in UTF-8 and without white space between its parts.

        Raises `IncompleteAward` and `RefusedToSign` as `open_badge` and `sign` do.
        """
        signer = self._signer(own, created)
        pressed = signer(_texts(own, own.grade.value)) if signer else None
        return pressed or orjson.dumps(self._sign(open_badge(self._whole(own)), created))

    def _signer(self, own: Particulars, created: datetime) -> Signer | None:
        """What presses badges like this, once there have been enough of them."""
        if self._award.grade is None or own.grade.scale is not self._award.grade.scale:
            return None
        kind = own.valid_until is None, not own.evidence, *[entry.purpose for entry in own.status]
        form = self._forms.get(kind)
        if form is None:
            form = self._forms[kind] = _Form()
        if form.seen < _WORTH_A_SERIES:
            form.seen += 1
            form.series = self._series_of(own) if form.seen == _WORTH_A_SERIES else None
        if form.series and form.created != created:
            form.signer, form.created = form.series.signer(created=created), created
        return form.signer

    def _series_of(self, own: Particulars) -> Series | None:
        marked, grade = _marked(own), f"{_MARK}grade"
        specimen = open_badge(self._whole(marked))
        specimen["credentialSubject"]["result"][0]["value"] = grade  # the one text that a badge cannot be asked to have
        try:
            return Series(
                specimen,
                _texts(marked, grade),
                key=self._key,
                verification_method=self._method,
                contexts=self._contexts,
            )
        except NotASeries:
            return None

    def _whole(self, own: Particulars) -> Award:
        email = Identity(kind="emailAddress", known_hash=own.email_hash, salt=own.salt)
        return replace(
            self._award,
            id=own.id,
            recipient=Recipient(name=own.name, identities=(email,)),
            grade=own.grade,
            awarded_at=own.awarded_at,
            valid_from=own.valid_from,
            valid_until=own.valid_until,
            status=own.status,
            evidence=(Evidence(name=own.evidence, url=own.evidence),) if own.evidence else (),
        )

    def _sign(self, badge: JsonObject, created: datetime) -> JsonObject:
        return sign(
            badge, key=self._key, verification_method=self._method, created=created, contexts=self._contexts
        )  # fmt: skip


def _texts(own: Particulars, grade: str) -> Sequence[str]:
    """The particulars as `open_badge` writes them."""
    texts = [own.id, own.name, own.email_hash, own.salt, grade]
    texts += [write_moment(own.awarded_at), write_moment(own.valid_from)]
    if own.valid_until:
        texts.append(write_moment(own.valid_until))
    if own.evidence:
        texts.append(own.evidence)
    for entry in own.status:
        texts += [f"{entry.list_url}#{entry.index}", str(entry.index), entry.list_url]
    return texts


def _marked(own: Particulars) -> Particulars:
    """Particulars of the same kind, each of which is nobody's and found nowhere else."""
    return Particulars(
        id=f"{_MARK}id",
        name=f"{_MARK}name",
        email_hash=f"{_MARK}hash",
        salt=f"{_MARK}salt",
        grade=own.grade,
        awarded_at=_LONG_AGO[0],
        valid_from=_LONG_AGO[1],
        valid_until=_LONG_AGO[2] if own.valid_until else None,
        status=tuple(
            StatusEntry(f"{_MARK}{number}", 987_654_321 + number, entry.purpose)
            for number, entry in enumerate(own.status)
        ),
        evidence=own.evidence and f"{_MARK}evidence",
    )
