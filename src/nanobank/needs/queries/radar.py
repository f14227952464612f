"""The need radar: what is asked for and searched for, by competence, sector and region, against what is supplied.

Nothing here tells of fewer than five: what is small is withheld, and so is whatever it could be worked out from.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from django.core.cache import cache
from django.db.models import Sum
from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, Form, ModuleVersion
from nanobank.needs.bridge import FEWEST, told, told_crosswise
from nanobank.needs.models import Need, State
from nanobank.needs.queries.needs import asker_of
from nanobank.organisations.regions import region_of
from nanobank.search.models import SearchCount

_QUARTERS: Final = 6
_SECONDS_KEPT: Final = 600
_MOST: Final = 40
_KEY: Final = "needs.asked"


class Quarter(NamedTuple):
    """A quarter of a year; ``number`` is 1 to 4."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.number}. kv. {self.year}"

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The one that a day is in."""
        return cls(day.year, (day.month + 2) // 3)

    def before(self) -> "Quarter":
        """The one before."""
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def first_day(self) -> date:
        """When it begins."""
        return date(self.year, self.number * 3 - 2, 1)


class _Asked(NamedTuple):
    """One asker who wants one competence: where, in which sector, for how many, first in which quarter."""

    region: str
    sector: str
    people: int
    quarter: Quarter


@dataclass(frozen=True)
class Supply:
    """What there is of a competence: modules, by how many institutions, and how many can be taken in the region."""

    modules: int = 0
    institutions: int = 0
    within_reach: int = 0
    by_viewer: int = 0


@dataclass(frozen=True)
class Wanted:
    """A competence on the radar. ``people`` is rounded down to fives; ``quarters`` has None where it is withheld."""

    competence: Competence
    askers: int
    people: int
    quarters: tuple[int | None, ...]
    supply: Supply

    @property
    def is_missing(self) -> bool:
        """Whether nobody teaches it."""
        return self.supply.modules == 0


@dataclass(frozen=True)
class Sought:
    """Words that were searched for, and how often nothing was found."""

    words: str
    searches: int
    without_hit: int


@dataclass(frozen=True)
class Radar:
    """What the radar shows. ``withheld`` competences are asked for by fewer than five, or would give others away."""

    wanted: list[Wanted]
    withheld: int
    quarters: tuple[Quarter, ...]
    sought: list[Sought]


def radar(*, now: datetime, region: str = "", sector: str = "", viewer: Person | None = None) -> Radar:
    """What is wanted, most first; in a region and a sector when they are given. What is asked is kept for ten minutes.

    ``viewer``'s own institutions are counted apart in what is supplied.
    """
    last = Quarter.of(timezone.localdate(now))
    quarters = [last]
    while len(quarters) < _QUARTERS:
        quarters.insert(0, quarters[0].before())
    asked = cache.get_or_set(_KEY, lambda: _asked(quarters[0].first_day), _SECONDS_KEPT) or {}
    shown = {pk: size for pk, group in asked.items() if (size := _size(group, region, sector))}
    some = sum(bool(_within(group, region, sector)) for group in asked.values())
    best = sorted(shown, key=lambda pk: (-shown[pk], pk))[:_MOST]
    competences, supply = Competence.objects.in_bulk(best), _supply(best, region, viewer)
    wanted = [
        Wanted(
            competence=competences[pk],
            askers=shown[pk],
            people=sum(one.people for one in _within(asked[pk], region, sector)) // FEWEST * FEWEST,
            quarters=_trend(asked[pk], region, sector, quarters),
            supply=supply[pk],
        )
        for pk in best
        if pk in competences
    ]
    words = _sought(quarters[-2].first_day, region)
    return Radar(wanted=wanted, withheld=some - len(shown), quarters=tuple(quarters), sought=words)


def _asked(since: date) -> Mapping[int, list[_Asked]]:
    """By competence, each asker once: where and in which sector they asked last, for how many at most."""
    rows = (
        Need.objects.exclude(state=State.WITHDRAWN)
        .filter(made_at__date__gte=since, competences__isnull=False)
        .order_by("made_at", "pk")
        .values_list("pk", "by", "organisation", "competences", "region", "sector", "people", "made_at")
    )
    each: dict[int, dict[tuple[str, int], _Asked]] = defaultdict(dict)
    for pk, by, organisation, competence, region, sector, people, made_at in rows.iterator(2_000):
        who = asker_of(pk, by, organisation)
        before = each[competence].get(who)
        quarter = before.quarter if before else Quarter.of(timezone.localdate(made_at))
        each[competence][who] = _Asked(region, sector, max(people, before.people if before else 0), quarter)
    return {competence: list(askers.values()) for competence, askers in each.items()}


def _sought(since: date, region: str) -> list[Sought]:
    """What was searched for in vain at least five times since then, wherever from or in the region: one query."""
    if region:
        return _sought_in(region, since)
    counts = SearchCount.objects.filter(week__gte=since).values_list("words")
    rows = counts.annotate(sum=Sum("searches"), in_vain=Sum("without_hit"))
    found = rows.filter(sum__gte=FEWEST, in_vain__gte=FEWEST).order_by("-in_vain", "words")
    return [Sought(*row) for row in found[:_MOST]]


def _sought_in(region: str, since: date) -> list[Sought]:
    """The same in one region: a group that could be worked out from all of the country is withheld with the small."""
    counts = SearchCount.objects.filter(week__gte=since)
    here = counts.filter(region=region)
    rows = (
        counts.filter(words__in=here.values("words"))
        .values_list("words", "region")
        .annotate(sum=Sum("searches"), in_vain=Sum("without_hit"))
    )
    searches: dict[str, dict[str, int]] = defaultdict(dict)
    in_vain: dict[str, dict[str, int]] = defaultdict(dict)
    for words, place, count, vain in rows.iterator(2_000):
        searches[words][place], in_vain[words][place] = count, vain
    found = [
        Sought(words, all_of_it, vain)
        for words in searches
        if (all_of_it := told(searches[words]).get(region)) and (vain := told(in_vain[words]).get(region))
    ]
    return sorted(found, key=lambda one: (-one.without_hit, one.words))[:_MOST]


def _within(group: Iterable[_Asked], region: str, sector: str) -> list[_Asked]:
    return [one for one in group if region in ("", one.region) and sector in ("", one.sector)]


def _size(group: Iterable[_Asked], region: str, sector: str) -> int | None:
    """How many askers, where that may be told."""
    group = list(group)
    if region and sector:
        return told_crosswise(Counter((one.region, one.sector) for one in group)).get((region, sector))
    if region:
        return _part(Counter(one.region for one in group), region)
    if sector:
        return _part(Counter(one.sector for one in group), sector)
    return len(group) if len(group) >= FEWEST else None


def _part(sizes: Mapping[str, int], key: str) -> int | None:
    return told(sizes).get(key)


def _trend(group: Iterable[_Asked], region: str, sector: str, quarters: Iterable[Quarter]) -> tuple[int | None, ...]:
    """New askers quarter by quarter. In a region *and* a sector the groups are too small for it to be told."""
    group = list(group)
    if region and sector:
        return tuple(None for _ in quarters)
    if not region and not sector:
        sizes = Counter(one.quarter for one in group)
        shown = told({quarter: sizes[quarter] for quarter in quarters})
        return tuple(shown[quarter] for quarter in quarters)
    places = Counter((one.region if region else one.sector, one.quarter) for one in group)
    cells = {(place, quarter): places[place, quarter] for place, _quarter in places for quarter in quarters}
    crosswise = told_crosswise(cells)
    return tuple(crosswise.get((region or sector, quarter)) for quarter in quarters)


def _supply(competences: Iterable[int], region: str, viewer: Person | None) -> Mapping[int, Supply]:
    """What there is of each competence: two queries."""
    theirs = set(viewer.memberships.values_list("organisation_id", flat=True)) if viewer else set()
    modules: dict[int, set[int]] = defaultdict(set)
    institutions: dict[int, set[int]] = defaultdict(set)
    reach: dict[int, set[int]] = defaultdict(set)
    own: dict[int, set[int]] = defaultdict(set)
    for competence, module, provider, form, postcode in _taught(competences):
        modules[competence].add(module)
        institutions[competence].add(provider)
        if not region or form == Form.ONLINE or region_of(postcode or "") == region:
            reach[competence].add(module)
        if provider in theirs:
            own[competence].add(module)
    return {pk: Supply(len(modules[pk]), len(institutions[pk]), len(reach[pk]), len(own[pk])) for pk in competences}


def _taught(competences: Iterable[int]) -> Iterator[tuple[int, int, int, str, str]]:
    rows = ModuleVersion.objects.filter(current_of__isnull=False, competences__in=list(competences))
    names = ("competences", "module_id", "module__provider_id", "form", "module__provider__postcode")
    yield from rows.values_list(*names).iterator(2_000)
