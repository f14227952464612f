"""Many credentials of the same few micro-credentials: what they share is put together once."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential, ModuleVersion
from nanobank.credentials import awards, bridge
from nanobank.credentials.addresses import credential_address
from nanobank.credentials.elements import name_of_element
from nanobank.credentials.models import IssuerKey, StatusList

_UNTIL_KNOWN = UUID(int=0)


@dataclass(frozen=True)
class ToAward:
    """One award to make. ``name`` is what the institution calls the person; ``versions`` are those that are counted.

    ``awarded_at`` is when the assessment was passed; None: now. ``grade`` is as the exams keep it.
    """

    person_id: int
    name: str
    email: str
    micro_credential: MicroCredential
    grade: str
    awarded_at: datetime | None = None
    evidence: str = ""
    versions: tuple[ModuleVersion, ...] = ()


@dataclass
class Press:
    """Makes documents for one institution with one key; keeps what awards of the same micro-credential share."""

    key: IssuerKey
    now: datetime
    _moulds: dict[tuple[int, ...], bridge.Award] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sign = bridge.signer_of(self.key, now=self.now)

    def document(self, uuid: UUID, award: ToAward, places: awards.Places) -> str:
        """The signed credential. Raises IncompleteAward and NotAPassingGrade."""
        mould = self._mould(award)
        return self._sign(
            replace(
                mould,
                id=credential_address(uuid),
                recipient=awards.recipient_of(award.name, award.email),
                awarded_at=award.awarded_at or self.now,
                grade=awards.grade_of(award.grade),
                evidence=_evidence(award.evidence),
                status=places.entries(),
            )
        )

    def _mould(self, award: ToAward) -> bridge.Award:
        what = (award.micro_credential.pk, *(version.pk for version in award.versions))
        if what not in self._moulds:
            self._moulds[what] = mould_of(award.micro_credential, award.versions, now=self.now)
        return self._moulds[what]


def mould_of(
    micro_credential: MicroCredential, versions: tuple[ModuleVersion, ...] = (), *, now: datetime
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
    )


def lacking(micro_credential: MicroCredential, *, now: datetime) -> str:
    """What has to be filled in before the micro-credential can be awarded, in words; empty when nothing is missing."""
    missing = bridge.missing_from_award(mould_of(micro_credential, now=now))
    return ", ".join(name_of_element(element) for element in missing)


def specimen_of(award: ToAward, *, now: datetime) -> str:
    """What a credential would say, as JSON: not signed, and therefore worth nothing."""
    places = awards.Places(StatusList(uuid=_UNTIL_KNOWN), 0)
    described = replace(
        mould_of(award.micro_credential, award.versions, now=now),
        recipient=awards.recipient_of(award.name, award.email),
        awarded_at=award.awarded_at or now,
        grade=awards.grade_of(award.grade),
        evidence=_evidence(award.evidence),
        status=places.entries(),
    )
    return bridge.unsigned_award(described)


def _evidence(link: str) -> tuple[bridge.Evidence, ...]:
    return (bridge.Evidence(name=link, url=link),) if link else ()
