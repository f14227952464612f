"""What will be in demand when: from the plans that people go by and from what their banks have as planned.

Nobody is named, and fewer than five are only told as that.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Sum

from nanobank.catalogue.models import Module, ModuleVersion, Offering, State
from nanobank.ledger.models import Entry
from nanobank.organisations.models import Organisation
from nanobank.pathways.models import Pathway

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
    """What is in demand at one institution: five queries, and a look at every plan that is still being lived."""
    current = ModuleVersion.objects.filter(current_of__provider=organisation, state=State.PUBLISHED)
    versions = {one.module.slug: one for one in current.select_related("module").order_by("title_da")}
    begins: dict[tuple[int, str], date] = {}
    through: Counter[str] = Counter()
    for person, slug, day, offering in _planned(set(versions), today):
        begins[person, slug] = min(day, begins.get((person, slug), day))
        through[offering] += 1
    some_day: Counter[str] = Counter()
    for person, slug in _banked(organisation):
        if (person, slug) not in begins:
            some_day[slug] += 1
    quarters = list(_quarters(today))
    in_quarter: dict[str, Counter[date]] = defaultdict(Counter)
    for (_person, slug), day in begins.items():
        in_quarter[slug][_quarter_of(day)] += 1
    classes, rolling = _classes(organisation, today)
    modules = [
        ModuleAhead(
            version=version,
            quarters=[Count(in_quarter[slug][quarter]) for quarter in quarters],
            some_day=Count(some_day[slug]),
            classes=[ClassAhead(one, Count(through[str(one.uuid)])) for one in classes.get(version.module_id, ())],
            is_rolling=version.module_id in rolling,
        )
        for slug, version in versions.items()
    ]
    return Demand(quarters, [one for one in modules if one.is_wanted or one.classes])


def _planned(slugs: set[str], today: date) -> Iterator[tuple[int, str, date, str]]:
    """Each person's steps to come in the plans that they go by: person, module, day, class."""
    lived = Pathway.objects.kept().filter(chosen__figures__finish_on__gte=today.isoformat())
    seen: set[tuple[int, str, str]] = set()
    for person, plan in lived.values_list("person_id", "chosen__plan").iterator(_CHUNK):
        for step in plan["steps"]:
            one = (person, step["module"], step["offering"] or "")
            day = date.fromisoformat(step["begins_on"])
            if step["module"] in slugs and day >= today and one not in seen:
                seen.add(one)
                yield person, step["module"], day, one[2]


def _banked(organisation: Organisation) -> Iterator[tuple[int, str]]:
    """Who has which module planned in their bank."""
    entries = Entry.objects.filter(version__module__provider=organisation).order_by()
    sums = entries.values("person_id", "version__module__slug").annotate(left=Sum("planned")).filter(left__gt=0)
    yield from sums.values_list("person_id", "version__module__slug").iterator(_CHUNK)


def _classes(organisation: Organisation, today: date) -> tuple[dict[int, list[Offering]], set[int]]:
    """The classes to come by module, and the modules that can be begun any day."""
    offerings = Offering.objects.filter(module__provider=organisation, reserved_for__isnull=True)
    ahead: dict[int, list[Offering]] = defaultdict(list)
    for one in offerings.filter(starts_on__gte=today).order_by("starts_on", "pk"):
        ahead[one.module_id].append(one)
    rolling = Module.objects.filter(provider=organisation, offerings__starts_on__isnull=True, offerings__isnull=False)
    return ahead, set(rolling.values_list("pk", flat=True))


def _quarter_of(day: date) -> date:
    return date(day.year, (day.month - 1) // _MONTHS_IN_A_QUARTER * _MONTHS_IN_A_QUARTER + 1, 1)


def _quarters(today: date) -> Iterator[date]:
    quarter = _quarter_of(today)
    for _number in range(QUARTERS):
        yield quarter
        month = quarter.month + _MONTHS_IN_A_QUARTER
        quarter = date(quarter.year + (month > 12), (month - 1) % 12 + 1, 1)  # months of a year
