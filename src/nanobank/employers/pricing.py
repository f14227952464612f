"""What schemes may take off a price, explained and never promised: each has its terms, its source and its date."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from nanobank.catalogue.models import Module
from nanobank.employers.market import is_public
from nanobank.employers.models import Subsidy


@dataclass(frozen=True)
class Paid:
    """One seat: who takes it, which module, at what price."""

    person: str
    module: Module
    price: Decimal


@dataclass(frozen=True)
class Possible:
    """A scheme, and the most it could take off these seats; 0 for one that pays for time, or for none of these."""

    subsidy: Subsidy
    most: Decimal


def subsidies_in_force(now: datetime) -> list[Subsidy]:
    """Those that one can apply for today, as far as anybody has read: one query."""
    today = timezone.localdate(now)
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=today)
    not_over = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    return list(Subsidy.objects.filter(begun, not_over).order_by("-most", "slug"))


def possible(seats: Iterable[Paid], subsidies: Iterable[Subsidy]) -> list[Possible]:
    """What each scheme could take off: its percentage of what it covers, at most so much for each person."""
    known = list(seats)
    return [Possible(one, sum(_of_each(known, one).values(), Decimal(0))) for one in subsidies]


def _of_each(seats: Iterable[Paid], subsidy: Subsidy) -> Mapping[str, Decimal]:
    covered: dict[str, Decimal] = defaultdict(Decimal)
    for seat in seats:
        version = seat.module.current
        if version is None or not subsidy.lowest_level <= version.level <= subsidy.highest_level:
            continue
        if is_public(seat.module.provider) or not subsidy.only_public:
            covered[seat.person] += seat.price * subsidy.percent / 100
    return {person: min(amount, subsidy.most) for person, amount in covered.items()}
