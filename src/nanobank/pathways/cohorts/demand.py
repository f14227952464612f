"""What will be in demand when: from the plans that people go by and from what their banks have as planned.

Nobody is named, and fewer than five are only told as that.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from django.db.models import Count as CountOf
from django.db.models import Exists, Min, OuterRef, QuerySet, Sum

from nanobank.catalogue.models import Module, ModuleVersion, Offering, State
from nanobank.ledger.models import Entry
from nanobank.organisations.models import Organisation
from nanobank.pathways.models import PlannedModule

FEWEST: Final = 5
"""Fewer than this are not told apart."""
QUARTERS: Final = 4
_MONTHS_IN_A_QUARTER: Final = 3
_HARDLY_ANY: Final = 0.3
"""A class with less than this share of its seats asked for may stay empty."""
_CHUNK: Final = 1000


@dataclass(frozen=True)
class Count:
    """How many, told only from five on."""

    exactly: int

    @property
    def is_few(self) -> bool:
        """Whether it is more than none, and too few to be told."""
        return 0 < self.exactly < FEWEST

    @property
    def told(self) -> int | None:
        """The number where it may be told, 0 included; None for a few."""
        return None if self.is_few else self.exactly


@dataclass(frozen=True)
class ClassAhead:
    """A class to come: its seats, those that are taken, and how many plans go through it."""

    offering: Offering
    planned: Count

    @property
    def sure(self) -> int:
        """Seats taken and asked for, as far as may be told."""
        return self.offering.seats_taken + (self.planned.told or 0)

    @property
    def outlook(self) -> str:
        """``full``, ``empty``, ``fits``, or nothing where there is no limit. It gives no small number away."""
        seats = self.offering.seats
        if seats is None:
            return ""
        if self.sure >= seats:
            return "full"
        at_most = self.sure + (FEWEST - 1 if self.planned.is_few else 0)
        return "empty" if at_most < seats * _HARDLY_ANY else "fits"


@dataclass(frozen=True)
class ModuleAhead:
    """A module: how many begin it in each quarter, how many have it planned for some day, and its classes to come."""

    version: ModuleVersion
    quarters: list[Count]
    some_day: Count
    classes: list[ClassAhead]
    is_rolling: bool

    @property
    def is_wanted(self) -> bool:
        """Whether anybody plans it."""
        return bool(self.some_day.exactly or any(one.exactly for one in self.quarters))

    @property
    def lacks_a_class(self) -> bool:
        """Whether somebody has it planned, and there is neither a class to come nor another way to begin."""
        return self.is_wanted and not self.classes and not self.is_rolling


@dataclass(frozen=True)
class Demand:
    """All of an institution's modules that somebody plans or that have classes to come; ``quarters`` are first days."""

    quarters: list[date]
    modules: list[ModuleAhead]

    @property
    def classes_by(self) -> dict[str, int]:
        """How many classes there are with each outlook."""
        return dict(Counter(one.outlook for module in self.modules for one in module.classes))


def demand_of(organisation: Organisation, today: date) -> Demand:
    """What is in demand at one institution: six queries, whose rows are counted as they come.

    What is kept meanwhile grows with the institution's modules, not with the plans.
    """
    current = ModuleVersion.objects.filter(current_of__provider=organisation, state=State.PUBLISHED)
    laid = PlannedModule.objects.filter(
        module__provider=organisation, begins_on__gte=today, pathway__put_away_at__isnull=True
    )
    quarters = list(_quarters(today))
    in_quarter, some_day, through = _begun(laid), _some_day(organisation, laid), _through(laid)
    classes, rolling = _classes(organisation, today)
    modules = [
        ModuleAhead(
            version=version,
            quarters=[Count(in_quarter[version.module_id, quarter]) for quarter in quarters],
            some_day=Count(some_day[version.module_id]),
            classes=[ClassAhead(one, Count(through[one.pk])) for one in classes.get(version.module_id, ())],
            is_rolling=version.module_id in rolling,
        )
        for version in current.select_related("module").order_by("title_da")
    ]
    return Demand(quarters, [one for one in modules if one.is_wanted or one.classes])


def _begun(laid: QuerySet[PlannedModule]) -> Counter[tuple[int, date]]:
    """How many people begin each module in each quarter; who has it in two plans begins it in the first of them."""
    first = laid.order_by().values("pathway__person", "module").annotate(first=Min("begins_on"))
    days = first.values_list("module", "first").iterator(_CHUNK)
    return Counter((module, _quarter_of(day)) for module, day in days)


def _through(laid: QuerySet[PlannedModule]) -> Counter[int]:
    """How many people's plans go through each class."""
    classes = laid.filter(offering__isnull=False).order_by().values("offering")
    counted = classes.annotate(people=CountOf("pathway__person", distinct=True))
    return Counter(dict(counted.values_list("offering", "people")))


def _some_day(organisation: Organisation, laid: QuerySet[PlannedModule]) -> Counter[int]:
    """How many have each module planned in their bank without a plan that says when."""
    when_known = laid.filter(module=OuterRef("version__module"), pathway__person=OuterRef("person"))
    entries = Entry.objects.filter(~Exists(when_known), version__module__provider=organisation).order_by()
    sums = entries.values("person", "version__module").annotate(left=Sum("planned")).filter(left__gt=0)
    return Counter(sums.values_list("version__module", flat=True).iterator(_CHUNK))


def _classes(organisation: Organisation, today: date) -> tuple[dict[int, list[Offering]], set[int]]:
    """The classes to come by module, and the modules that can be begun any day."""
    offerings = Offering.objects.filter(module__provider=organisation, reserved_for__isnull=True)
    ahead: dict[int, list[Offering]] = defaultdict(list)
    for one in offerings.filter(starts_on__gte=today).order_by("starts_on", "pk"):
        ahead[one.module_id].append(one)
    rolling = Module.objects.filter(provider=organisation, offerings__starts_on__isnull=True, offerings__isnull=False)
    return ahead, set(rolling.values_list("pk", flat=True))


@lru_cache(maxsize=1024)
def _quarter_of(day: date) -> date:
    return date(day.year, (day.month - 1) // _MONTHS_IN_A_QUARTER * _MONTHS_IN_A_QUARTER + 1, 1)


def _quarters(today: date) -> Iterator[date]:
    quarter = _quarter_of(today)
    for _number in range(QUARTERS):
        yield quarter
        month = quarter.month + _MONTHS_IN_A_QUARTER
        quarter = date(quarter.year + (month > 12), (month - 1) % 12 + 1, 1)  # months of a year
