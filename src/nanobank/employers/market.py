"""What the market offers for some competences, as the core takes it: modules in their classes, and packages.

An offer is called ``slug:uuid`` after its module and the class, or ``fagpakke:slug``. Its quality is 0-100 and made of
what anybody can check: who answers for it, whether it leads to an exam, and how many who begin complete it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from nanobank.catalogue.models import Bundle, Form, Module, Offering, PrerequisiteGroup, State
from nanobank.employers.bridge import BundleOffer
from nanobank.organisations.models import Kind, Organisation
from nanobank.pathways.places import places
from nanobank.study.models import Enrolment

PACKAGE: Final = "fagpakke"
_PUBLIC: Final = frozenset({Kind.UNIVERSITY, Kind.UNIVERSITY_COLLEGE, Kind.BUSINESS_ACADEMY, Kind.VOCATIONAL_SCHOOL})
_SUPERVISED, _SAYS_HOW, _EXAMINED, _COMPLETED = 40, 15, 35, 25
"""Points: under public supervision, or says itself how quality is assured; leads to an exam; all complete it."""
_FEWEST: Final = 5
"""Beginners whom a share is told of; fewer count as if half completed it."""
_MOST_VISITS: Final = 30
_WEEK: Final = 7


Parts = tuple[tuple[Module, Offering], ...]
"""What an offer consists of: each module with the class that is taken."""


@dataclass(frozen=True)
class Market:
    """The offers, and what each consists of: pairs of module and class."""

    offers: tuple[BundleOffer, ...]
    parts: Mapping[str, Parts]


def is_public(provider: Organisation) -> bool:
    """Whether it is under public supervision."""
    return provider.kind in _PUBLIC


def market_for(competences: Collection[int], *, organisation: Organisation, now: datetime) -> Market:
    """All that teaches any of the competences (ids), and what that requires: a handful of queries."""
    modules = _modules(Q(current__competences__in=competences))
    requires = _with_required(modules)
    quality = _qualities(modules.values())
    classes = _classes(modules, organisation, now)
    offers: list[BundleOffer] = []
    parts: dict[str, Parts] = {}
    for module in modules.values():
        for offering in classes.get(module.pk, ()):
            offer = _offer(module, offering, requires.get(module.pk, ()), quality[module.pk])
            offers.append(offer)
            parts[offer.offer] = ((module, offering),)
    for package, inside in _packages(modules, classes):
        offer = _package(package, inside, quality)
        offers.append(offer)
        parts[offer.offer] = inside
    return Market(tuple(offers), parts)


def parts_of(offers: Iterable[str], *, organisation: Organisation, now: datetime) -> dict[str, Parts]:
    """The modules and classes of offers that were found before, as far as they can still be had."""
    asked = list(offers)
    uuids = [one.partition(":")[2] for one in asked if not one.startswith(PACKAGE)]
    found: dict[str, Parts] = {
        f"{offering.module.slug}:{offering.uuid}": ((offering.module, offering),)
        for offering in _open(organisation, now)
        .filter(uuid__in=uuids, module__current__state=State.PUBLISHED)
        .select_related("module__current", "module__provider")
    }
    slugs = [one.partition(":")[2] for one in asked if one.startswith(PACKAGE)]
    if slugs:
        packages = Bundle.objects.filter(slug__in=slugs, state=State.PUBLISHED).prefetch_related("modules")
        modules = _modules(Q(bundles__in=packages))
        classes = _classes(modules, organisation, now)
        for package in packages:
            inside = _inside(package, modules, classes)
            if inside:
                found[f"{PACKAGE}:{package.slug}"] = inside
    return found


def _modules(chosen: Q) -> dict[int, Module]:
    rows = (
        Module.objects.filter(chosen, current__state=State.PUBLISHED)
        .select_related("current", "provider")
        .prefetch_related("current__competences")
        .distinct()
    )
    return {one.pk: one for one in rows}


def _with_required(modules: dict[int, Module]) -> dict[int, tuple[frozenset[str], ...]]:
    """What each requires, as sets of slugs; the modules of those sets are added to ``modules``."""
    requires: dict[int, list[frozenset[str]]] = defaultdict(list)
    new = set(modules)
    while new:
        groups = PrerequisiteGroup.objects.filter(version__current_of__in=new).prefetch_related(
            Prefetch("any_of", Module.objects.only("pk", "slug"))
        )
        open_ids = set()
        for group in groups.select_related("version"):
            any_of = list(group.any_of.all())
            requires[group.version.module_id].append(frozenset(one.slug for one in any_of))
            open_ids |= {one.pk for one in any_of} - set(modules)
        more = _modules(Q(pk__in=open_ids)) if open_ids else {}
        modules.update(more)
        new = set(more)
    return {pk: tuple(sets) for pk, sets in requires.items()}


def _open(organisation: Organisation, now: datetime) -> QuerySet[Offering]:
    theirs = Q(reserved_for__isnull=True) | Q(reserved_for=organisation)
    today = timezone.localdate(now)
    return Offering.objects.filter(theirs, Q(starts_on__isnull=True) | Q(starts_on__gte=today))


def _classes(modules: Mapping[int, Module], organisation: Organisation, now: datetime) -> dict[int, list[Offering]]:
    classes: dict[int, list[Offering]] = defaultdict(list)
    left = Q(seats__isnull=True) | Q(seats__gt=F("seats_taken"))
    for one in _open(organisation, now).filter(left, module__in=modules).order_by("starts_on", "pk"):
        classes[one.module_id].append(one)
    return classes


def _offer(module: Module, offering: Offering, requires: tuple[frozenset[str], ...], quality: int) -> BundleOffer:
    version = module.current
    if version is None:
        raise ValueError(module.slug)
    place = None
    if version.form != Form.ONLINE and (known := places().get(offering.postcode or module.provider.postcode)):
        place = (known.lat, known.lon)
    return BundleOffer(
        offer=f"{module.slug}:{offering.uuid}",
        teaches=tuple((one.slug, version.level) for one in version.competences.all()),
        price=version.price,
        minutes=int(version.ects * module.provider.hours_per_ects * 60),
        quality=quality,
        place=place,
        visits=_visits(offering.times, offering.starts_on, offering.ends_on),
        seats=offering.seats_left,
        language=version.language,
        ends_on=offering.ends_on,
        requires=requires,
        counts_as=frozenset({module.slug}),
    )


def _visits(times: Collection[str], starts_on: date | None, ends_on: date | None) -> int:
    weeks = 1 if starts_on is None or ends_on is None else (ends_on - starts_on).days // _WEEK + 1
    return max(1, min(len(times) * weeks, _MOST_VISITS))


def _packages(modules: Mapping[int, Module], classes: Mapping[int, list[Offering]]) -> Iterator[tuple[Bundle, Parts]]:
    """Published packages of modules alone, all of which can be had."""
    found = (
        Bundle.objects.filter(state=State.PUBLISHED, modules__in=modules, micro_credentials__isnull=True)
        .prefetch_related("modules")
        .distinct()
    )
    for package in found:
        inside = _inside(package, modules, classes)
        if inside:
            yield package, inside


def _inside(package: Bundle, modules: Mapping[int, Module], classes: Mapping[int, list[Offering]]) -> Parts:
    ones = [one.pk for one in package.modules.all()]
    if not ones or any(pk not in modules or not classes.get(pk) for pk in ones):
        return ()
    return tuple((modules[pk], classes[pk][0]) for pk in ones)


def _package(package: Bundle, inside: Parts, quality: Mapping[int, int]) -> BundleOffer:
    parts = [_offer(module, offering, (), quality[module.pk]) for module, offering in inside]
    seats = [one.seats for one in parts if one.seats is not None]
    ends = [one.ends_on for one in parts if one.ends_on is not None]
    return BundleOffer(
        offer=f"{PACKAGE}:{package.slug}",
        teaches=tuple(dict.fromkeys(pair for one in parts for pair in one.teaches)),
        price=package.price,
        minutes=sum(one.minutes for one in parts),
        quality=sum(one.quality for one in parts) // len(parts),
        place=next((one.place for one in parts if one.place), None),
        visits=max(1, sum(one.visits for one in parts if one.place)),
        seats=min(seats, default=None),
        language=parts[0].language if len({one.language for one in parts}) == 1 else "",
        ends_on=max(ends, default=None),
        counts_as=frozenset(module.slug for module, _ in inside),
    )


def _qualities(modules: Iterable[Module]) -> dict[int, int]:
    """Of each module by id: two queries."""
    known = {one.pk: one for one in modules}
    rows = Enrolment.objects.filter(version__module__in=known).values_list("version__module")
    begun = {pk: (count, done) for pk, count, done in rows.annotate(count=Count("pk"), done=Count("completed_at"))}
    published = Q(required_by__state=State.PUBLISHED) | Q(elective_in__micro_credential__state=State.PUBLISHED)
    examined = set(Module.objects.filter(published, pk__in=known).values_list("pk", flat=True))
    return {pk: quality_of(one, pk in examined, *begun.get(pk, (0, 0))) for pk, one in known.items()}


def quality_of(module: Module, leads_to_exam: bool, begun: int, completed: int) -> int:  # noqa: FBT001  # one fact of four
    """0-100, of what anybody can check."""
    points = _SUPERVISED if is_public(module.provider) else _SAYS_HOW if module.provider.quality_da else 0
    points += _EXAMINED if leads_to_exam else 0
    share = completed / begun if begun >= _FEWEST else 0.5
    return points + round(_COMPLETED * share)
