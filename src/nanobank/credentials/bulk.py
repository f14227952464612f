"""Many credentials of the same few micro-credentials: what they share is put together once."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential, ModuleVersion
from nanobank.credentials import awards, bridge
from nanobank.credentials.addresses import credential_address
from nanobank.credentials.elements import name_of_element
from nanobank.credentials.models import IssuerKey, StatusList

_UNTIL_KNOWN: Final = UUID(int=0)
_MOST_SERIES: Final = 256  # where everybody has had other modules counted, no two awards share one


@dataclass(frozen=True)
class ToAward:
    """One award to make. ``name`` is what the institution calls the person; ``versions`` are those that are counted.

    ``outside`` says of some of them, by ``Module.id``, what was learnt elsewhere and counts as it. ``awarded_at`` is
    when the assessment was passed; None: now. ``grade`` is as the exams keep it.
    """

    person_id: int
    name: str
    email: str
    micro_credential: MicroCredential
    grade: str
    awarded_at: datetime | None = None
    evidence: str = ""
    versions: tuple[ModuleVersion, ...] = ()
    outside: tuple[tuple[int, str], ...] = ()


class Press:
    """Makes documents and signs them with one key. Keeps what awards of one micro-credential share."""

    def __init__(self, key: IssuerKey) -> None:
        self.key = key
        self.seal = bridge.sealer_of(key)
        self._series: dict[tuple[object, ...], bridge.BadgeSeries] = {}

    def document(
        self, uuid: UUID, award: ToAward, places: awards.Places, *, valid_until: datetime | None, now: datetime
    ) -> bytes:
        """The signed credential. Raises IncompleteAward, RefusedToSign and NotAPassingGrade."""
        grade, email = awards.grade_of(award.grade), awards.email_identity(award.email)
        own = bridge.Particulars(
            id=credential_address(uuid),
            name=award.name,
            email_hash=email.hash,
            salt=email.salt,
            grade=grade,
            awarded_at=award.awarded_at or now,
            valid_from=now,
            valid_until=valid_until,
            status=places.entries(),
            evidence=award.evidence,
        )
        return self._series_of(award, grade, now=now).signed(own, created=now)

    def _series_of(self, award: ToAward, grade: bridge.Grade, *, now: datetime) -> bridge.BadgeSeries:
        versions = [version.pk for version in award.versions]
        what = (award.micro_credential.pk, grade.scale.kind, *versions, *award.outside)
        found = self._series.get(what)
        if found is None:
            if len(self._series) >= _MOST_SERIES:
                self._series = {}
            mould = replace(mould_of(award.micro_credential, award.versions, award.outside, now=now), grade=grade)
            found = self._series[what] = bridge.series_of(mould, key=self.key)
        return found


def mould_of(
    micro_credential: MicroCredential,
    versions: tuple[ModuleVersion, ...] = (),
    outside: tuple[tuple[int, str], ...] = (),
    *,
    now: datetime,
) -> bridge.Award:
    """An award of the micro-credential to nobody in particular."""
    return awards.award_of(
        _UNTIL_KNOWN,
        Person(given_name="…", family_name="…", email=""),
        micro_credential,
        versions,
        awards.grade_of("passed"),
        places=awards.Places(StatusList(uuid=_UNTIL_KNOWN), 0),
        valid_until=awards.valid_until(micro_credential, now),
        now=now,
        outside=dict(outside),
    )


def lacking(micro_credential: MicroCredential, *, now: datetime) -> str:
    """What has to be filled in before the micro-credential can be awarded, in words; empty when nothing is missing."""
    missing = bridge.missing_from_award(mould_of(micro_credential, now=now))
    return ", ".join(name_of_element(element) for element in missing)


def specimen_of(award: ToAward, *, now: datetime) -> str:
    """What a credential would say, as JSON: not signed, and therefore worth nothing."""
    places = awards.Places(StatusList(uuid=_UNTIL_KNOWN), 0)
    described = replace(
        mould_of(award.micro_credential, award.versions, award.outside, now=now),
        recipient=awards.recipient_of(award.name, award.email),
        awarded_at=award.awarded_at or now,
        grade=awards.grade_of(award.grade),
        evidence=_evidence(award.evidence),
        status=places.entries(),
    )
    return bridge.unsigned_award(described)


def _evidence(link: str) -> tuple[bridge.Evidence, ...]:
    return (bridge.Evidence(name=link, url=link),) if link else ()
