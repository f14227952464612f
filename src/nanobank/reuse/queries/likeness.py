"""Who else teaches this: each process's own picture of the catalogue's modules, fed by the catalogue's log."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final

from django.db import connection

from nanobank.accounts.models import Person
from nanobank.catalogue import changes
from nanobank.catalogue.models import Competence, Listing, ListingKind, Module, ModuleVersion
from nanobank.catalogue.permissions import AUTHORS
from nanobank.organisations.models import Membership, Organisation
from nanobank.reuse.bridge import Alike, Overlaps, Taught
from nanobank.search.meaning.embedders import embedder
from nanobank.search.meaning.nearest import known_by
from nanobank.search.meaning.queries import near

_AT_ONCE: Final = 500
"""So many changes are taken in one by one; after more, all is read anew."""
_NEAREST: Final = 60
_THROUGH = ModuleVersion.competences.through


class _Keeper:
    """What this process knows of the catalogue's modules, and how far in the log it has read."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: Overlaps | None = None
        self._read: changes.Change | None = None
        self._database = ""

    def known(self) -> Overlaps:
        with self._lock:
            database = str(connection.settings_dict["NAME"])
            if self._known is None or self._read is None or database != self._database:
                return self._anew(database)
            news = changes.since(self._read.number, _AT_ONCE + 2)
            if not news or news[0] != self._read or len(news) > _AT_ONCE + 1:
                return self._anew(database)
            if len(news) > 1:
                ids = {one.target_id for one in news[1:] if one.kind == ListingKind.MODULE}
                there = list(_taught(ids))
                self._known.put(there)
                self._known.take_out(ids - {one.id for one in there})
                self._read = news[-1]
            return self._known

    def forget(self) -> None:
        with self._lock:
            self._known = None

    def _anew(self, database: str) -> Overlaps:
        self._read, self._database = changes.latest(), database
        self._known = Overlaps(_taught(None))
        return self._known


def _taught(ids: Collection[int] | None) -> Iterable[Taught]:
    """Of these modules, or of all that are in the catalogue: two queries."""
    listings = Listing.objects.filter(kind=ListingKind.MODULE)
    links = _THROUGH.objects.filter(moduleversion__current_of__isnull=False)
    if ids is not None:
        listings, links = listings.filter(target_id__in=ids), links.filter(moduleversion__module__in=ids)
    taught: dict[int, set[int]] = {}
    for module, competence in links.values_list("moduleversion__module", "competence"):
        taught.setdefault(module, set()).add(competence)
    rows = listings.order_by("pk").values_list("target_id", "title_da", "title_en", "summary_da", "summary_en")
    for module, *texts in rows:
        yield Taught(module, ". ".join(texts), frozenset(taught.get(module, ())))


_keeper = _Keeper()
known = _keeper.known
forget = _keeper.forget


@dataclass(frozen=True)
class Colleague:
    """Somebody behind a module; None where they have left and it is their unit's."""

    person: Person | None
    unit: Organisation

    @property
    def name(self) -> str:
        """Theirs, or the unit's."""
        return self.person.name if self.person else self.unit.name


@dataclass(frozen=True)
class Similar:
    """Another module that teaches some of the same, and whom one could draw on."""

    module: Module
    alike: Alike
    shared: list[Competence]
    behind: Colleague

    @property
    def version(self) -> ModuleVersion | None:
        """As it is in the catalogue."""
        return self.module.current

    @property
    def percent(self) -> int:
        """How much of the same."""
        return round(100 * self.alike.score)


def similar_to(version: ModuleVersion, now: datetime, most: int = 8) -> list[Similar]:
    """Other modules in the catalogue that teach most of the same, best first, with those behind them."""
    competences = frozenset(version.competences.values_list("pk", flat=True))
    texts = (version.title_da, version.title_en, version.summary_da, version.summary_en)
    asked = Taught(version.module_id, ". ".join(texts), competences)
    found = known().like(asked, most=most, meaning=_meaning(version, ". ".join(texts)))
    modules = Module.objects.select_related("current", "provider", "created_by").in_bulk([one.id for one in found])
    labels = Competence.objects.in_bulk({pk for one in found for pk in one.shared})
    behind = colleagues_of(modules.values(), now)
    return [
        Similar(modules[one.id], one, [labels[pk] for pk in one.shared], behind[one.id])
        for one in found
        if one.id in modules
    ]


def _meaning(version: ModuleVersion, text: str) -> dict[int, float] | None:
    """How near others are in meaning, by ``Module.id``; None where meaning cannot be had."""
    listing = Listing.objects.filter(kind=ListingKind.MODULE, target_id=version.module_id).values_list("pk", flat=True)
    mine = listing.first()
    kinds = (ListingKind.MODULE.value,)
    by = embedder()
    held = known_by(by) if by else None
    if held is None or held.is_empty:
        return None
    own = held.of(mine) if mine else None
    if own is not None:
        found = held.nearest(own, kinds, _NEAREST)
    else:
        asked = near(text, kinds, _NEAREST)
        if asked is None:
            return None
        found = asked
    targets = dict(Listing.objects.filter(pk__in=[pk for pk, _score in found]).values_list("pk", "target_id"))
    return {targets[pk]: score for pk, score in found if pk in targets}


def colleagues_of(modules: Iterable[Module], now: datetime) -> dict[int, Colleague]:
    """Who made each, while they write for its provider; else the unit: one query. Needs provider and creator."""
    listed = list(modules)
    creators = {one.created_by_id for one in listed if one.created_by_id}
    writing = Membership.objects.filter(person__in=creators, role__in=AUTHORS, person__is_active=True).at(now)
    there = set(writing.values_list("person", "organisation"))
    return {
        one.pk: Colleague(one.created_by if (one.created_by_id, one.provider_id) in there else None, one.provider)
        for one in listed
    }


@dataclass(frozen=True)
class Twins:
    """Two modules whose words are as good as the same."""

    one: Module
    other: Module
    percent: int


def twins(organisations: Collection[int], most: int = 50) -> list[Twins]:
    """Pairs of which at least one is of these organisations (ids), likeliest first."""
    pairs = known().twins()
    own = set(Module.objects.filter(provider__in=organisations).values_list("pk", flat=True))
    chosen = [pair for pair in pairs if pair[0] in own or pair[1] in own][:most]
    modules = Module.objects.select_related("current", "provider").in_bulk(
        {pk for first, second, _score in chosen for pk in (first, second)}
    )
    return [
        Twins(modules[first], modules[second], round(100 * score))
        for first, second, score in chosen
        if first in modules and second in modules
    ]
