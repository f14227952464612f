"""What the market offers for some competences, as the core takes it: modules in their classes, and what is had whole.

A class that came of an accepted answer costs what the answer said, not what the module costs others.

An offer is called ``slug:uuid`` after its module and the class, ``fagpakke:slug`` or ``mikrobevis:slug``. Its quality
is 0-100 and made of what anybody can check: who answers for it, whether it leads to an exam, and how many who begin
complete it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from nanobank.catalogue.models import (
    Bundle,
    Competence,
    ElectiveGroup,
    Form,
    Listing,
    ListingKind,
    MicroCredential,
    Module,
    Offering,
    PrerequisiteGroup,
    State,
)
from nanobank.employers.bridge import BundleOffer
from nanobank.needs.queries import agreed_prices
from nanobank.organisations.models import Kind, Organisation
from nanobank.pathways.places import places
from nanobank.search.meaning.queries import near
from nanobank.study.models import Enrolment

PACKAGE: Final = "fagpakke"
MICRO: Final = "mikrobevis"
_PUBLIC: Final = frozenset({Kind.UNIVERSITY, Kind.UNIVERSITY_COLLEGE, Kind.BUSINESS_ACADEMY, Kind.VOCATIONAL_SCHOOL})
_SUPERVISED, _SAYS_HOW, _EXAMINED, _COMPLETED = 40, 15, 35, 25
"""Points: under public supervision, or says itself how quality is assured; leads to an exam; all complete it."""
_FEWEST: Final = 5
"""Beginners whom a share is told of; fewer count as if half completed it."""
_MOST_VISITS: Final = 30
_WEEK: Final = 7
_NEAR: Final = 0.38
_MOST_NEAR: Final = 4
"""What comes near enough to stand in for what nobody teaches (docs/reference/matching.md)."""


Parts = tuple[tuple[Module, Offering], ...]
"""What an offer consists of: each module with the class that is taken."""


@dataclass(frozen=True)
class Whole:
    """Modules that are had together at one price: a bundle, or a micro-credential with its exam (``shows``)."""

    offer: str
    title: str
    price: Decimal
    provider: Organisation
    chosen: tuple[int, ...]
    shows: tuple[tuple[str, int], ...] = ()

    @property
    def is_micro_credential(self) -> bool:
        """Whether it leads to an exam and a credential."""
        return self.offer.startswith(MICRO)


@dataclass(frozen=True)
class Market:
    """The offers, and what each consists of: pairs of module and class.

    ``near``: competences that no module gives, with the modules that come near them and count as if they did.
    """

    offers: tuple[BundleOffer, ...]
    parts: Mapping[str, Parts]
    near: Mapping[str, tuple[str, ...]]


def is_public(provider: Organisation) -> bool:
    """Whether it is under public supervision."""
    return provider.kind in _PUBLIC


def market_for(competences: Collection[int], *, organisation: Organisation, now: datetime) -> Market:
    """All that teaches any of the competences (ids), and what that requires: a handful of queries."""
    neighbours = _neighbours(competences)
    by_module: dict[int, list[str]] = defaultdict(list)
    for slug, pks in neighbours.items():
        for pk in pks:
            by_module[pk].append(slug)
    teaching = _modules(Q(current__competences__in=competences) | Q(pk__in=by_module))
    wholes = _wholes(
        Q(modules__in=teaching), Q(required__in=teaching) | Q(competences__in=competences, required__isnull=False)
    )
    inside = {pk for whole in wholes for pk in whole.chosen} - set(teaching)
    modules = {**teaching, **_modules(Q(pk__in=inside))} if inside else teaching
    requires = _with_required(modules)
    quality = _qualities(modules.values())
    classes = _classes(modules, organisation, now)
    prices = seat_prices_of((modules[pk], one) for pk, found in classes.items() for one in found)
    offers: list[BundleOffer] = []
    parts: dict[str, Parts] = {}
    for module in modules.values():
        for offering in classes.get(module.pk, ()):
            offer = _offer(module, offering, requires.get(module.pk, ()), quality[module.pk], prices[offering.pk])
            offer = replace(offer, teaches=(*offer.teaches, *_nearly(module, by_module[module.pk])))
            offers.append(offer)
            parts[offer.offer] = ((module, offering),)
    for whole in wholes:
        taken = _inside(whole, modules, classes)
        if taken:
            offers.append(_together(whole, taken, requires, quality))
            parts[whole.offer] = taken
    named = {slug: tuple(modules[pk].slug for pk in pks if pk in modules) for slug, pks in neighbours.items()}
    return Market(tuple(offers), parts, {slug: found for slug, found in named.items() if found})


def _neighbours(competences: Collection[int]) -> dict[str, list[int]]:
    """Of each competence that no module gives, by slug, the modules whose meaning comes near its name."""
    given = Competence.objects.filter(module_versions__current_of__current__state=State.PUBLISHED)
    untaught = Competence.objects.filter(pk__in=competences).exclude(pk__in=given.values("pk"))
    found: dict[str, list[int]] = {}
    for one in untaught.order_by("pk"):
        lines = [pk for pk, score in near(one.label_da, (ListingKind.MODULE,), _MOST_NEAR) or () if score >= _NEAR]
        if lines:
            found[one.slug] = list(Listing.objects.filter(pk__in=lines).values_list("target_id", flat=True))
    return found


def _nearly(module: Module, slugs: Iterable[str]) -> list[tuple[str, int]]:
    return [(slug, module.current.level) for slug in slugs] if module.current else []


def parts_of(offers: Iterable[str], *, organisation: Organisation, now: datetime) -> dict[str, Parts]:
    """The modules and classes of offers that were found before, as far as they can still be had."""
    asked = list(offers)
    uuids = [uuid for kind, _colon, uuid in (one.partition(":") for one in asked) if kind not in (PACKAGE, MICRO)]
    found: dict[str, Parts] = {
        f"{offering.module.slug}:{offering.uuid}": ((offering.module, offering),)
        for offering in _open(organisation, now)
        .filter(uuid__in=uuids, module__current__state=State.PUBLISHED)
        .select_related("module__current", "module__provider")
    }
    wholes = wholes_of(asked)
    if wholes:
        modules = _modules(Q(pk__in={pk for whole in wholes.values() for pk in whole.chosen}))
        classes = _classes(modules, organisation, now)
        for offer, whole in wholes.items():
            inside = _inside(whole, modules, classes)
            if inside:
                found[offer] = inside
    return found


def classes_of(module: Module, *, organisation: Organisation, now: datetime) -> list[Offering]:
    """Those that the organisation's people can be given seats in now, the first first: one query."""
    return _classes({module.pk: module}, organisation, now)[module.pk]


def seat_prices_of(pairs: Iterable[tuple[Module, Offering]]) -> dict[int, Decimal]:
    """What a seat in each class costs, by the class's id: as was agreed, else as its module: two queries at most."""
    known = {offering.pk: (module, offering) for module, offering in pairs}
    tailored = [offering for _module, offering in known.values() if offering.reserved_for_id is not None]
    agreed = agreed_prices(tailored) if tailored else {}
    listed = {pk: module.current.price if module.current else Decimal(0) for pk, (module, _one) in known.items()}
    return {**listed, **agreed}


def wholes_of(offers: Iterable[str]) -> dict[str, Whole]:
    """The bundles and micro-credentials among these offers, that are still published."""
    slugs: dict[str, list[str]] = {PACKAGE: [], MICRO: []}
    for kind, _colon, slug in (one.partition(":") for one in offers):
        slugs.get(kind, []).append(slug)
    if not any(slugs.values()):
        return {}
    return {one.offer: one for one in _wholes(Q(slug__in=slugs[PACKAGE]), Q(slug__in=slugs[MICRO]))}


def _wholes(packages: Q, micro_credentials: Q) -> list[Whole]:
    """Published bundles of modules alone, and micro-credentials with the cheapest of what may be chosen in them."""
    found = [
        Whole(f"{PACKAGE}:{one.slug}", one.title, one.price, one.provider, tuple(m.pk for m in one.modules.all()))
        for one in Bundle.objects.filter(packages, state=State.PUBLISHED, micro_credentials__isnull=True)
        .select_related("provider")
        .prefetch_related(Prefetch("modules", Module.objects.only("pk")))
        .distinct()
    ]
    examined = (
        MicroCredential.objects.filter(micro_credentials, state=State.PUBLISHED)
        .select_related("provider")
        .prefetch_related(
            Prefetch("required", Module.objects.only("pk")), "competences", "elective_groups__modules__current"
        )
        .distinct()
    )
    for one in examined:
        shows = tuple((competence.slug, one.level) for competence in one.competences.all())
        found.append(Whole(f"{MICRO}:{one.slug}", one.title, one.price, one.provider, _leading_to(one), shows))
    return found


def _leading_to(micro_credential: MicroCredential) -> tuple[int, ...]:
    """The modules that it takes, those of elective groups chosen; none when a group cannot be filled."""
    chosen = [module.pk for module in micro_credential.required.all()]
    for group in micro_credential.elective_groups.all():
        more = _cheapest(group, but=chosen)
        if not more:
            return ()
        chosen += more
    return tuple(chosen)


def _cheapest(group: ElectiveGroup, *, but: Collection[int]) -> list[int]:
    """Modules of an elective group that come to its ECTS, the cheapest credits first; none when they do not."""
    versions = [
        module.current
        for module in group.modules.all()
        if module.current is not None and module.current.level >= group.min_level and module.pk not in but
    ]
    chosen, ects = [], group.min_ects
    for version in sorted(versions, key=lambda one: (one.price / one.ects, one.pk)):
        chosen.append(version.module_id)
        ects -= version.ects
        if ects <= 0:
            return chosen
    return []


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


def _offer(
    module: Module, offering: Offering, requires: tuple[frozenset[str], ...], quality: int, price: Decimal = Decimal(0)
) -> BundleOffer:
    version = module.current
    if version is None:
        raise ValueError(module.slug)
    place = None
    if version.form != Form.ONLINE and (known := places().get(offering.postcode or module.provider.postcode)):
        place = (known.lat, known.lon)
    return BundleOffer(
        offer=f"{module.slug}:{offering.uuid}",
        teaches=tuple((one.slug, version.level) for one in version.competences.all()),
        price=price,
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


def _inside(whole: Whole, modules: Mapping[int, Module], classes: Mapping[int, list[Offering]]) -> Parts:
    """Each module with its first class that is for everybody; nothing when one of them cannot be had."""
    first = {pk: next((one for one in classes.get(pk, ()) if one.reserved_for_id is None), None) for pk in whole.chosen}
    found = tuple((modules[pk], one) for pk, one in first.items() if one is not None and pk in modules)
    return found if len(found) == len(whole.chosen) else ()


def _together(
    whole: Whole, inside: Parts, requires: Mapping[int, tuple[frozenset[str], ...]], quality: Mapping[int, int]
) -> BundleOffer:
    parts = [_offer(module, offering, (), quality[module.pk]) for module, offering in inside]
    seats = [one.seats for one in parts if one.seats is not None]
    ends = [one.ends_on for one in parts if one.ends_on is not None]
    counts_as = frozenset(module.slug for module, _ in inside)
    return BundleOffer(
        offer=whole.offer,
        teaches=tuple(dict.fromkeys([*whole.shows, *(pair for one in parts for pair in one.teaches)])),
        price=whole.price,
        minutes=sum(one.minutes for one in parts),
        quality=sum(one.quality for one in parts) // len(parts),
        place=next((one.place for one in parts if one.place), None),
        visits=max(1, sum(one.visits for one in parts if one.place)),
        seats=min(seats, default=None),
        language=parts[0].language if len({one.language for one in parts}) == 1 else "",
        ends_on=max(ends, default=None),
        requires=tuple(
            any_of for module, _ in inside for any_of in requires.get(module.pk, ()) if not any_of & counts_as
        ),
        counts_as=counts_as,
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
