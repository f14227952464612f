"""What a person's ledger adds up to."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Exists, OuterRef, QuerySet, Sum, Value, When

from nanobank.accounts.models import Person
from nanobank.common.prepared import prepared
from nanobank.ledger.models import BOTH, Entry, Kind

ACCOUNTS = ("planned", "under_way", "completed", "held")
_ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Balance:
    """ECTS in each account."""

    planned: Decimal = _ZERO
    under_way: Decimal = _ZERO
    completed: Decimal = _ZERO
    held: Decimal = _ZERO

    @property
    def on_the_way(self) -> Decimal:
        """Begun or completed, but not yet in a credential."""
        return self.under_way + self.completed

    @property
    def total(self) -> Decimal:
        """All four accounts together: what of it is in the bank in any way."""
        return self.planned + self.under_way + self.completed + self.held


def balance_of(person: Person) -> Balance:
    """The sum of all of a person's entries: one query."""
    sums = Entry.objects.of(person).aggregate(**{name: Sum(name) for name in ACCOUNTS})
    return Balance(**{name: sums[name] or _ZERO for name in ACCOUNTS})


@prepared
def _summed(person: Any) -> QuerySet[Entry, tuple[Any, ...]]:
    rows = Entry.objects.filter(person=person, version__isnull=False).values("version__module_id")
    summed = rows.annotate(**{f"sum_{name}": Sum(name) for name in ACCOUNTS})
    return summed.values_list("version__module_id", *(f"sum_{name}" for name in ACCOUNTS))


def position_of(person: Person, module_id: int) -> Balance:
    """Where one module stands in a person's bank: one query."""
    entries = Entry.objects.of(person).filter(version__module_id=module_id)
    sums = entries.aggregate(**{name: Sum(name) for name in ACCOUNTS})
    return Balance(**{name: sums[name] or _ZERO for name in ACCOUNTS})


def positions_of(person: Person) -> dict[int, Balance]:
    """Where each module stands that the person has anything to do with, by ``Module.id``: one query."""
    return {
        module_id: Balance(*(amount or _ZERO for amount in amounts)) for module_id, *amounts in _summed(person=person)
    }


def completed_by(people: Collection[int]) -> dict[tuple[int, int], Decimal]:
    """The ECTS that these people have completed and not had counted, by person and module: one query."""
    entries = Entry.objects.filter(person__in=people, version__isnull=False).values_list("person", "version__module")
    return {(person, module): ects for person, module, ects in entries.annotate(ects=Sum("completed")) if ects}


def counted_for(people: Collection[int]) -> set[tuple[int, int, int]]:
    """Person, module and micro-credential, where the module is counted into the credential now: one query."""
    entries = Entry.objects.filter(person__in=people, kind__in=BOTH)
    times = Sum(Case(When(kind=Kind.HELD, then=Value(1)), default=Value(-1)))
    counts = entries.values_list("person", "version__module", "micro_credential").annotate(times=times)
    return {(person, module, micro_credential) for person, module, micro_credential, count in counts if count > 0}


def completed_versions_of(people: Collection[int], modules: Collection[int]) -> dict[tuple[int, int], int]:
    """The version, by id, in which each of these people last completed each of these modules: one query."""
    done = (Kind.COMPLETED, Kind.COUNTED)
    entries = Entry.objects.filter(person__in=people, kind__in=done, version__module__in=modules).order_by("pk")
    return {
        (person, module): version
        for person, module, version in entries.values_list("person", "version__module", "version")
    }


def standing_from_outside(person: Any) -> QuerySet[Entry]:
    """The entries by which a module is counted from outside now."""
    return _standing(Entry.objects.filter(person=person))


def _standing(among: QuerySet[Entry]) -> QuerySet[Entry]:
    taken_back = Entry.objects.filter(
        person=OuterRef("person"),
        version__module=OuterRef("version__module"),
        kind=Kind.UNCOUNTED,
        pk__gt=OuterRef("pk"),
    )
    return among.filter(kind=Kind.COUNTED, version__isnull=False).exclude(Exists(taken_back))


def counted_from_outside_of(people: Collection[int]) -> dict[int, dict[int, str]]:
    """What came from outside and is counted as a module now, in words, by person and ``Module.id``: one query."""
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    rows = _standing(Entry.objects.filter(person__in=people)).values_list("person_id", "version__module_id", "outside")
    for person, module, words in rows:
        found[person][module] = words
    return dict(found)


def counted_from_outside(person: Person) -> dict[int, str]:
    """What came from outside and is counted as a module now, in words, by ``Module.id``: one query."""
    return dict(standing_from_outside(person).values_list("version__module_id", "outside"))
