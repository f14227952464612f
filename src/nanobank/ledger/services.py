"""The only way into the ledger: one verb for each thing that can happen to what a person learns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential, ModuleVersion
from nanobank.ledger.models import Entry, Kind
from nanobank.ledger.queries import position_of

_MOVES: dict[Kind, tuple[str | None, str | None]] = {
    Kind.PLANNED: (None, "planned"),
    Kind.UNPLANNED: ("planned", None),
    Kind.STARTED: (None, "under_way"),
    Kind.LEFT: ("under_way", None),
    Kind.COMPLETED: ("under_way", "completed"),
    Kind.HELD: ("completed", "held"),
    Kind.RELEASED: ("held", "completed"),
}


@dataclass(frozen=True)
class _Move:
    """How much a happening takes from one account and puts in another."""

    source: str | None
    target: str | None
    ects: Decimal

    def amounts(self) -> dict[str, Decimal]:
        amounts: dict[str, Decimal] = {}
        if self.source:
            amounts[self.source] = -self.ects
        if self.target:
            amounts[self.target] = self.ects
        return amounts


@transaction.atomic
def record_module(
    *, person: Person, version: ModuleVersion, kind: Kind, by: Person | None, now: datetime, note: str = ""
) -> Entry:
    """Add that ``kind`` happened to a module: its ECTS move between planned, under way, completed and held.

    Starting a planned module also takes it out of the plan, since what is under way is no longer only intended.
    Raises ValueError when the ECTS are not where the move takes them from.
    """
    source, target = _MOVES[kind]
    position = position_of(person, version.module_id)
    if kind is Kind.STARTED and position.planned:
        source = "planned"
    ects = getattr(position, source) if source else version.ects
    if source and not ects:
        raise ValueError(f"nothing of module {version.module_id} is {source} for person {person.pk}")
    return Entry.objects.create(
        person=person, version=version, kind=kind, by=by, at=now, note=note, **_Move(source, target, ects).amounts()
    )


def record_micro_credential(
    *, person: Person, micro_credential: MicroCredential, kind: Kind, by: Person | None, now: datetime, note: str = ""
) -> Entry:
    """Add that ``kind`` happened to a micro-credential; its ECTS are those of its modules, so none move here."""
    return Entry.objects.create(person=person, micro_credential=micro_credential, kind=kind, by=by, at=now, note=note)


@transaction.atomic
def hold(
    *,
    person: Person,
    micro_credential: MicroCredential,
    versions: Iterable[ModuleVersion],
    by: Person | None,
    now: datetime,
) -> None:
    """A credential was awarded: the completed modules that it counts are held from now on.

    A module already held through another credential stays where it is: its ECTS are counted once.
    """
    record_micro_credential(person=person, micro_credential=micro_credential, kind=Kind.AWARDED, by=by, now=now)
    for version in versions:
        if position_of(person, version.module_id).completed:
            record_module(person=person, version=version, kind=Kind.HELD, by=by, now=now, note=micro_credential.slug)


@transaction.atomic
def release(
    *, person: Person, micro_credential: MicroCredential, by: Person | None, now: datetime, reason: str
) -> None:
    """A credential was revoked: what it alone held is completed again, no longer held."""
    record_micro_credential(
        person=person, micro_credential=micro_credential, kind=Kind.REVOKED, by=by, now=now, note=reason
    )
    held = Entry.objects.of(person).filter(kind=Kind.HELD, note=micro_credential.slug).select_related("version")
    for entry in held:
        version = entry.version
        if version is not None and position_of(person, version.module_id).held:
            record_module(
                person=person, version=version, kind=Kind.RELEASED, by=by, now=now, note=micro_credential.slug
            )
