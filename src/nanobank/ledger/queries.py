"""What a person's ledger adds up to."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from nanobank.accounts.models import Person
from nanobank.common.prepared import prepared
from nanobank.ledger.models import Entry

_ACCOUNTS = ("planned", "under_way", "completed", "held")
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
    sums = Entry.objects.of(person).aggregate(**{name: Sum(name) for name in _ACCOUNTS})
    return Balance(**{name: sums[name] or _ZERO for name in _ACCOUNTS})


@prepared
def _summed(person: Any) -> QuerySet[Entry, tuple[Any, ...]]:
    rows = Entry.objects.filter(person=person, version__isnull=False).values("version__module_id")
    summed = rows.annotate(**{f"sum_{name}": Sum(name) for name in _ACCOUNTS})
    return summed.values_list("version__module_id", *(f"sum_{name}" for name in _ACCOUNTS))


def position_of(person: Person, module_id: int) -> Balance:
    """Where one module stands in a person's bank: one query."""
    entries = Entry.objects.of(person).filter(version__module_id=module_id)
    sums = entries.aggregate(**{name: Sum(name) for name in _ACCOUNTS})
    return Balance(**{name: sums[name] or _ZERO for name in _ACCOUNTS})


def positions_of(person: Person) -> dict[int, Balance]:
    """Where each module stands that the person has anything to do with, by ``Module.id``: one query."""
    return {
        module_id: Balance(*(amount or _ZERO for amount in amounts)) for module_id, *amounts in _summed(person=person)
    }
