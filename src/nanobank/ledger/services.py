"""The only way into the ledger: one verb for each thing that can happen to what a person learns."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from django.db import transaction

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock
from nanobank.catalogue.models import MicroCredential, ModuleVersion
from nanobank.common.bulk import insert_many
from nanobank.ledger.models import BOTH, OUTSIDE, Entry, Kind
from nanobank.ledger.queries import completed_by, counted_for, position_of

_MOVES: dict[Kind, tuple[str | None, str | None]] = {
    Kind.PLANNED: (None, "planned"),
    Kind.UNPLANNED: ("planned", None),
    Kind.STARTED: (None, "under_way"),
    Kind.LEFT: ("under_way", None),
    Kind.COMPLETED: ("under_way", "completed"),
    Kind.HELD: ("completed", "held"),
    Kind.RELEASED: ("held", "completed"),
}


def _add(
    kind: Kind,
    person: Person,
    version: ModuleVersion,
    moved: tuple[str | None, str | None, Decimal],
    micro_credential: MicroCredential | None = None,
    *,
    by: Person | None,
    now: datetime,
    note: str = "",
) -> Entry:
    source, target, ects = moved
    amounts: dict[str, Decimal] = {}
    if source:
        amounts[source] = -ects
    if target:
        amounts[target] = ects
    return Entry.objects.create(
        person=person,
        version=version,
        micro_credential=micro_credential,
        kind=kind,
        by=by,
        at=now,
        note=note,
        **amounts,
    )


@transaction.atomic
def record_module(
    *, person: Person, version: ModuleVersion, kind: Kind, by: Person | None, now: datetime, note: str = ""
) -> Entry:
    """Add that ``kind`` happened to a module: its ECTS move between planned, under way and completed.

    Starting a planned module also takes it out of the plan, since what is under way is no longer only intended.
    Raises ValueError when the ECTS are not where the move takes them from, when something enters that is in the bank
    already, and for what has a verb of its own (``hold``, ``release``, ``count``, ``uncount``).
    """
    if kind in (*BOTH, *OUTSIDE):
        raise ValueError(f"{kind} has a verb of its own")
    lock(person)
    source, target = _MOVES[kind]
    position = position_of(person, version.module_id)
    if source is None:
        standing = position.total - (position.planned if kind is Kind.STARTED else 0)
        if standing:
            raise ValueError(f"module {version.module_id} is in the bank of person {person.pk} already")
        if kind is Kind.STARTED and position.planned:
            return _start_planned(person, version, position.planned, by=by, now=now, note=note)
        return _add(kind, person, version, (None, target, version.ects), by=by, now=now, note=note)
    ects = getattr(position, source)
    if not ects:
        raise ValueError(f"nothing of module {version.module_id} is {source} for person {person.pk}")
    return _add(kind, person, version, (source, target, ects), by=by, now=now, note=note)


def _start_planned(
    person: Person, version: ModuleVersion, planned: Decimal, *, by: Person | None, now: datetime, note: str
) -> Entry:
    """What was planned leaves the plan with the ECTS it had then; what begins has those of the version begun."""
    return Entry.objects.create(
        person=person,
        version=version,
        kind=Kind.STARTED,
        by=by,
        at=now,
        note=note,
        planned=-planned,
        under_way=version.ects,
    )


def record_micro_credential(
    *, person: Person, micro_credential: MicroCredential, kind: Kind, by: Person | None, now: datetime, note: str = ""
) -> Entry:
    """Add that ``kind`` happened to a micro-credential; its ECTS are those of its modules, so none move here."""
    return Entry.objects.create(person=person, micro_credential=micro_credential, kind=kind, by=by, at=now, note=note)


def _counted_by(person: Person, module_id: int) -> set[int]:
    """The micro-credentials that count a module now, by id: what was counted and not released since."""
    standing: Counter[int] = Counter()
    entries = Entry.objects.of(person).filter(version__module_id=module_id, kind__in=BOTH)
    for kind, micro_credential_id in entries.values_list("kind", "micro_credential_id"):
        if micro_credential_id is not None:
            standing[micro_credential_id] += 1 if kind == Kind.HELD else -1
    return {micro_credential_id for micro_credential_id, count in standing.items() if count > 0}


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

    A module that another credential holds already is counted by both, but its ECTS are held once.
    """
    lock(person)
    record_micro_credential(person=person, micro_credential=micro_credential, kind=Kind.AWARDED, by=by, now=now)
    for version in versions:
        if micro_credential.pk not in _counted_by(person, version.module_id):
            completed = position_of(person, version.module_id).completed
            moved = ("completed", "held", completed)
            _add(Kind.HELD, person, version, moved, micro_credential, by=by, now=now)


@dataclass(frozen=True)
class Held:
    """A credential that was awarded, and the module versions that it counts."""

    person_id: int
    micro_credential_id: int
    versions: tuple[ModuleVersion, ...] = ()


@transaction.atomic
def hold_many(*, held: Sequence[Held], by: Person | None, now: datetime) -> None:
    """What ``hold`` does, for many people at once: four statements however many they are.

    The people must be locked. Each is named at most once for a micro-credential.
    """
    columns = ("uuid", "person_id", "kind", "at", "by_id", "micro_credential_id", "version_id", "completed", "held")
    by_id, zero = by.pk if by else None, Decimal(0)
    awarded = [
        (uuid4(), one.person_id, Kind.AWARDED.value, now, by_id, one.micro_credential_id, None, zero, zero)
        for one in held
    ]
    people = {one.person_id for one in held if one.versions}
    completed, counted = (completed_by(people), counted_for(people)) if people else ({}, set())
    moved = []
    for one in held:
        for version in one.versions:
            if (one.person_id, version.module_id, one.micro_credential_id) not in counted:
                ects = completed.pop((one.person_id, version.module_id), zero)
                moved.append(
                    (
                        uuid4(), one.person_id, Kind.HELD.value, now, by_id, one.micro_credential_id, version.pk,
                        -ects, ects,
                    )
                )  # fmt: skip
    insert_many(Entry, columns, [*awarded, *moved])


@transaction.atomic
def release(
    *, person: Person, micro_credential: MicroCredential, by: Person | None, now: datetime, reason: str
) -> None:
    """A credential was revoked: what it alone held is completed again, no longer held."""
    lock(person)
    record_micro_credential(
        person=person, micro_credential=micro_credential, kind=Kind.REVOKED, by=by, now=now, note=reason
    )
    entries = Entry.objects.of(person).filter(kind=Kind.HELD, micro_credential=micro_credential)
    versions = {entry.version.module_id: entry.version for entry in entries.select_related("version") if entry.version}
    for module_id, version in versions.items():
        counting = _counted_by(person, module_id)
        if micro_credential.pk in counting:
            alone = counting == {micro_credential.pk}
            moved = ("held", "completed", position_of(person, module_id).held if alone else Decimal(0))
            _add(Kind.RELEASED, person, version, moved, micro_credential, by=by, now=now)


@transaction.atomic
def count(
    *,
    person: Person,
    version: ModuleVersion | None,
    outside: str,
    ects: Decimal | None = None,
    by: Person,
    now: datetime,
    note: str = "",
) -> Entry:
    """Something from outside counts: as a whole module, whose ECTS are then completed, or as ``ects`` by themselves.

    ``outside`` says what it is and who gave it. A module that was planned is not any more. Raises ValueError when the
    person has begun or completed the module, and unless either a version or ECTS are given.
    """
    lock(person)
    outside = outside[:400]
    if (version is None) == (ects is None):
        raise ValueError("what counts is either a module or ECTS by themselves")
    if version is None or ects is not None:
        return Entry.objects.create(
            person=person, kind=Kind.COUNTED, by=by, at=now, note=note, outside=outside, completed=ects or 0
        )
    position = position_of(person, version.module_id)
    if position.total != position.planned:
        raise ValueError(f"person {person.pk} has begun or completed module {version.module_id}")
    return Entry.objects.create(
        person=person,
        version=version,
        kind=Kind.COUNTED,
        by=by,
        at=now,
        note=note,
        outside=outside,
        planned=-position.planned,
        completed=version.ects,
    )


@transaction.atomic
def uncount(*, entry: Entry, by: Person, now: datetime, note: str) -> Entry:
    """What was counted from outside no longer is. Raises ValueError when a credential holds the module by now."""
    lock(entry.person)
    if entry.version is not None and position_of(entry.person, entry.version.module_id).completed < entry.completed:
        raise ValueError(f"a credential holds module {entry.version.module_id}")
    return Entry.objects.create(
        person=entry.person,
        version=entry.version,
        kind=Kind.UNCOUNTED,
        by=by,
        at=now,
        note=note,
        outside=entry.outside,
        completed=-entry.completed,
    )
