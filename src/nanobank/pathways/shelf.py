"""The published catalogue as the core takes it: read in a handful of streamed queries, kept for as long as it stands.

How many seats are left is not in it, since that changes by the minute: see ``full_offerings``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from threading import Lock
from time import monotonic
from typing import Any, Final, NamedTuple

from django.db.models import Count, F, Max
from django.utils import timezone

from nanobank.catalogue import models as catalogue
from nanobank.catalogue.models import ModuleVersion, PrerequisiteGroup, State
from nanobank.organisations.models import Kind
from nanobank.pathways.bridge import (
    NOTHING,
    AllOf,
    AnyOf,
    Catalogue,
    HasModule,
    Index,
    Module,
    Offering,
    Quality,
    Requirement,
    index_of,
)
from nanobank.pathways.weeks import week_of
from nanobank.quality.models import Approval

_CHUNK: Final = 5000
_LOOK_AGAIN: Final = 2.0
"""Seconds for which nobody asks the database whether the catalogue has changed."""
_REMEMBERED: Final = timedelta(days=400)
"""How long an offering that is over is kept, for plans that have it in their past."""
_OTHERS: Final = frozenset({Kind.PRIVATE_PROVIDER, Kind.FOREIGN_PROVIDER})
_NEVER: Final = (Offering(id="", starts=0, weeks=1, seats=0),)
"""What a module has that is not offered at the moment; without any it would be one that begins at any time."""

_Competence: Any = ModuleVersion.competences.through
_AnyOf: Any = PrerequisiteGroup.any_of.through


class Dates(NamedTuple):
    """An offering's first and last day."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Shelf:
    """The catalogue ready to plan with. ``versions`` (uuid) by module, ``dates`` by offering.

    ``reserved``: classes that are for the people of one organisation (its id) alone.
    """

    stamp: tuple[Any, ...]
    index: Index
    versions: dict[str, str]
    dates: dict[str, Dates]
    reserved: dict[str, int]

    def closed_to(self, organisations: Collection[int]) -> frozenset[str]:
        """As bans: the classes that are for others than the people of these organisations."""
        others = (uuid for uuid, owner in self.reserved.items() if owner not in organisations)
        return frozenset(f"offering:{uuid}" for uuid in others)


class Shelves:
    """The shelf of this process: the same for all that ask, made anew when the catalogue has changed."""

    def __init__(self) -> None:
        """Nothing is read until somebody asks."""
        self._shelf: Shelf | None = None
        self._looked = -_LOOK_AGAIN
        self._lock = Lock()

    def now(self, moment: datetime) -> Shelf:
        """The catalogue as it stands, at most two seconds old."""
        with self._lock:
            if self._shelf is None or monotonic() - self._looked >= _LOOK_AGAIN:
                stamp = stamp_of(moment)
                if self._shelf is None or self._shelf.stamp != stamp:
                    self._shelf = read(moment, stamp)
                self._looked = monotonic()
            return self._shelf

    def forget(self) -> None:
        """Read everything again when next asked."""
        with self._lock:
            self._shelf = None


def stamp_of(moment: datetime) -> tuple[Any, ...]:
    """Another one whenever something has been published, withdrawn, offered or judged, and each day."""
    versions = ModuleVersion.objects.filter(state=State.PUBLISHED).aggregate(
        count=Count("pk"), last=Max("pk"), at=Max("published_at")
    )
    current = catalogue.Module.objects.filter(current__isnull=False).aggregate(count=Count("pk"), sum=Max("current"))
    offerings = catalogue.Offering.objects.aggregate(count=Count("pk"), last=Max("pk"))
    judged = Approval.objects.aggregate(last=Max("pk"), withdrawn=Count("withdrawn_at"))
    return (timezone.localdate(moment), *versions.values(), *current.values(), *offerings.values(), *judged.values())


def full_offerings(moment: datetime) -> list[str]:
    """The offerings yet to begin whose seats are all taken: one query, narrow."""
    today = timezone.localdate(moment)
    full = catalogue.Offering.objects.filter(starts_on__gte=today, seats__isnull=False, seats_taken__gte=F("seats"))
    return [str(uuid) for uuid in full.values_list("uuid", flat=True)]


def read(moment: datetime, stamp: tuple[Any, ...] = ()) -> Shelf:
    """Read the whole published catalogue: seven queries, however large it is."""
    parts = _Parts(_teaches(), _requires(), _lines(timezone.localdate(moment)))
    dates: dict[str, Dates] = {}
    reserved: dict[str, int] = {}
    offerings = _offerings(timezone.localdate(moment), dates, reserved)
    versions: dict[str, str] = {}
    index = index_of(Catalogue(tuple(_modules(parts, offerings, versions))))
    return Shelf(stamp=stamp, index=index, versions=versions, dates=dates, reserved=reserved)


class _Parts(NamedTuple):
    """What versions teach and require, and the quality line of the modules that somebody stands by (ids)."""

    teaches: dict[int, list[str]]
    requires: dict[int, Requirement]
    lines: dict[int, Quality]


def _modules(
    parts: _Parts,
    offerings: dict[int, tuple[Offering, ...]],
    versions: dict[str, str],
) -> Iterator[Module]:
    rows = catalogue.Module.objects.filter(current__state=State.PUBLISHED).order_by("pk")
    names = ("ects", "price", "form", "language", "level")
    found = rows.values_list(
        "pk", "slug", "current_id", "current__uuid", "provider__slug", "provider__kind",
        *(f"current__{name}" for name in names),
    )  # fmt: skip
    for pk, slug, version, uuid, provider, kind, ects, price, form, language, level in found.iterator(_CHUNK):
        versions[slug] = str(uuid)
        yield Module(
            id=slug,
            ects=Decimal(ects),
            price=Decimal(price),
            provider=provider,
            form=form,
            language=language,
            level=level,
            teaches=tuple((competence, level) for competence in parts.teaches.get(version, ())),
            requires=parts.requires.get(version, NOTHING),
            offerings=offerings.get(pk, _NEVER),
            quality=parts.lines.get(pk, Quality.UNASSESSED),
            is_external=kind in _OTHERS,
        )


def _teaches() -> dict[int, list[str]]:
    """The competences' slugs, by version."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = _Competence.objects.filter(moduleversion__current_of__isnull=False).order_by("pk")
    for version, slug in rows.values_list("moduleversion_id", "competence__slug").iterator(_CHUNK):
        found[version].append(slug)
    return found


def _lines(today: date) -> dict[int, Quality]:
    """Whether those who teach a module stand by it as it is now, or others do: what its own page says.

    What nobody stands by today is not there, so that nothing unassessed is planned as if somebody had looked at it.
    """
    standing = Approval.objects.filter(
        version__current_of__isnull=False, withdrawn_at__isnull=True, valid_until__gte=today
    )
    names = ("version__module_id", "organisation_id", "version__module__provider_id")
    rows = standing.order_by("valid_until", "pk").values_list(*names).iterator(_CHUNK)
    return {module: Quality.OWN if by == provider else Quality.VETTED for module, by, provider in rows}


def _requires() -> dict[int, Requirement]:
    """All groups, each by any one of its modules, by version."""
    groups: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = _AnyOf.objects.filter(prerequisitegroup__version__current_of__isnull=False).order_by("pk")
    names = ("prerequisitegroup__version_id", "prerequisitegroup_id", "module__slug")
    for version, group, slug in rows.values_list(*names).iterator(_CHUNK):
        groups[version][group].append(slug)
    return {version: _all_of(list(of.values())) for version, of in groups.items()}


def _all_of(groups: list[list[str]]) -> Requirement:
    each: list[Requirement] = [
        HasModule(slugs[0]) if len(slugs) == 1 else AnyOf(tuple(HasModule(slug) for slug in slugs)) for slugs in groups
    ]
    return each[0] if len(each) == 1 else AllOf(tuple(each))


def _offerings(today: date, dates: dict[str, Dates], reserved: dict[str, int]) -> dict[int, tuple[Offering, ...]]:
    """By module: none for one that can be begun any day, whether or not it has dates too."""
    offerings = catalogue.Offering.objects.order_by("starts_on", "pk")
    for uuid, owner in offerings.filter(reserved_for__isnull=False).values_list("uuid", "reserved_for"):
        reserved[str(uuid)] = owner
    any_day = offerings.filter(starts_on__isnull=True, reserved_for__isnull=True)
    rolling = set(any_day.values_list("module_id", flat=True).iterator(_CHUNK))
    dated: dict[int, list[Offering]] = defaultdict(list)
    rows = offerings.filter(ends_on__gte=today - _REMEMBERED)
    names = ("module_id", "uuid", "starts_on", "ends_on", "postcode", "times")
    for module, uuid, starts_on, ends_on, postcode, times in rows.values_list(*names).iterator(_CHUNK):
        dates[str(uuid)] = Dates(starts_on, ends_on)
        if module not in rolling:
            first = week_of(starts_on)
            dated[module].append(
                Offering(
                    id=str(uuid),
                    starts=first,
                    weeks=week_of(ends_on) - first + 1,
                    place=postcode or None,
                    times=frozenset(times),
                )
            )
    return {**{module: tuple(of) for module, of in dated.items()}, **dict.fromkeys(rolling, ())}
