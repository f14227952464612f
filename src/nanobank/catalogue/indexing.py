"""Writes the listing that the catalogue is searched in, from what is published, in the transaction that changed it."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from django.db import models, transaction
from django.db.models import Prefetch, Q
from django.utils import timezone

from nanobank.catalogue import changes
from nanobank.catalogue.filters import bits, marks_of
from nanobank.catalogue.models import (
    Bundle,
    Competence,
    Listing,
    ListingKind,
    MicroCredential,
    Module,
    ModuleVersion,
    Offering,
    State,
)
from nanobank.catalogue.parts import parts_of
from nanobank.catalogue.question import KINDS
from nanobank.catalogue.search import backend
from nanobank.catalogue.search_backends import Document
from nanobank.organisations.models import PROVIDER_KINDS, Organisation

_COPIED = [field.attname for field in Listing._meta.concrete_fields if field.attname not in ("id", "kind", "target_id")]


_BATCH = 500


@dataclass(frozen=True)
class Line:
    """A listing and what it is found by beyond its title and summary.

    ``is_beside``: it stands beside what the bank itself offers, is looked for only when it is asked for, and is then
    found by all its words, as names are by theirs (ADR 0100).
    """

    listing: Listing
    provider_slug: str
    body_da: list[str]
    body_en: list[str]
    is_beside: bool = False

    def document(self) -> Document:
        """What the search tables are written from."""
        listing = self.listing
        body_da = " ".join([listing.summary_da, *self.body_da])
        body_en = " ".join([listing.summary_en, *self.body_en])
        return Document(
            listing_id=listing.pk,
            is_content=listing.kind in KINDS,
            title_length=listing.title_length,
            title_da=f"{listing.title_da} {body_da}" if self.is_beside else listing.title_da,
            title_en=f"{listing.title_en} {body_en}" if self.is_beside else listing.title_en,
            body_da=body_da,
            body_en=body_en,
            marks=marks_of(listing, self.provider_slug),
        )


_waiting: ContextVar[set[tuple[ListingKind, int]] | None] = ContextVar("_waiting", default=None)


@contextmanager
def together(*, now: datetime) -> Iterator[None]:
    """Whatever is published inside is listed at the end, all in one go: for laying many things at once."""
    waiting: set[tuple[ListingKind, int]] = set()
    token = _waiting.set(waiting)
    try:
        with transaction.atomic():
            yield
            _waiting.reset(token)
            for kind in ListingKind:
                ids = sorted(id_ for of_kind, id_ in waiting if of_kind == kind)
                for start in range(0, len(ids), _BATCH):
                    index(kind, ids[start : start + _BATCH], now=now)
    finally:
        if _waiting.get() is waiting:
            _waiting.reset(token)


@transaction.atomic
def index(kind: ListingKind, ids: Collection[int], *, now: datetime) -> None:
    """Bring the lines of these things up to date: those that are published get one, the others lose theirs."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.update((kind, id_) for id_ in ids)
        return
    changes.locked()
    lines = _LINES[kind](ids, now)
    _assure(kind, lines)
    kept = {line.listing.target_id for line in lines}
    gone = list(Listing.objects.filter(kind=kind, target_id__in=set(ids) - kept))
    backend().erase([listing.pk for listing in gone])
    Listing.objects.filter(pk__in=[listing.pk for listing in gone]).delete()
    Listing.objects.bulk_create(
        [line.listing for line in lines],
        update_conflicts=True,
        unique_fields=["target_id", "kind"],
        update_fields=_COPIED,
    )
    backend().write([line.document() for line in lines])
    changes.note([*gone, *(line.listing for line in lines)], now=now)


def _assure(kind: ListingKind, lines: Iterable[Line]) -> None:
    """Note until when somebody stands by each, where the room above that knows has been brought."""
    if kind in _ASSURED:
        until = _ASSURED[kind]([line.listing.target_id for line in lines])
        for line in lines:
            line.listing.assured_until = until.get(line.listing.target_id)


def texts(kind: ListingKind, ids: Collection[int], *, now: datetime) -> list[tuple[Listing, Document]]:
    """What the lines of these things say, and the words they are found by, read anew from what is published.

    The listings are as they would be written, with the ids they have.
    """
    lines = _LINES[kind](ids, now)
    listed = Listing.objects.filter(kind=kind, target_id__in=[line.listing.target_id for line in lines])
    known = dict(listed.values_list("target_id", "pk"))
    for line in lines:
        line.listing.pk = known.get(line.listing.target_id)
    return [(line.listing, line.document()) for line in lines if line.listing.pk]


def index_module(module: Module, *, now: datetime) -> None:
    """A module changed: its line, those of what it is part of, and its provider's and competences' if they are new."""
    index(ListingKind.MODULE, [module.pk], now=now)
    for kind, things in (
        (
            ListingKind.MICRO_CREDENTIAL,
            MicroCredential.objects.filter(Q(required=module) | Q(elective_groups__modules=module)),
        ),
        (ListingKind.BUNDLE, Bundle.objects.filter(modules=module)),
    ):
        ids = set(things.values_list("pk", flat=True))
        if ids:
            index(kind, ids, now=now)
    if module.current_id:
        competences = Competence.objects.filter(module_versions=module.current_id)
        index_new(module.provider, competences, now=now)


@transaction.atomic
def index_starts(module: Module, *, now: datetime) -> None:
    """A module can be begun at other times than before: only that changes, in its line and its bundles'."""
    rolling, next_start = _starts([module.pk], timezone.localdate(now)).get(module.pk, (False, None))
    lines = Listing.objects.filter(kind=ListingKind.MODULE, target_id=module.pk)
    changes.locked()
    if lines.update(rolling=rolling, next_start=next_start):
        changes.note(lines, now=now)
        bundles = set(Bundle.objects.filter(modules=module).values_list("pk", flat=True))
        if bundles:
            index(ListingKind.BUNDLE, bundles, now=now)


def index_new(provider: Organisation, competences: Iterable[Competence], *, now: datetime) -> None:
    """Let a provider and competences be found that were not before."""
    wanted = {(ListingKind.PROVIDER, provider.pk), *((ListingKind.COMPETENCE, c.pk) for c in competences)}
    waiting = _waiting.get()
    if waiting is not None:
        waiting |= wanted
        return
    there = Listing.objects.filter(
        kind__in=(ListingKind.PROVIDER, ListingKind.COMPETENCE), target_id__in={id_ for _kind, id_ in wanted}
    )
    missing = wanted - {(ListingKind(kind), id_) for kind, id_ in there.values_list("kind", "target_id")}
    for kind in (ListingKind.PROVIDER, ListingKind.COMPETENCE):
        ids = [id_ for of_kind, id_ in missing if of_kind == kind]
        if ids:
            index(kind, ids, now=now)


def _listing(kind: ListingKind, target: Module | MicroCredential | Bundle | Organisation | Competence) -> Listing:
    return Listing(kind=kind, target_id=target.pk, slug=target.slug)


def _said(listing: Listing, thing: ModuleVersion | MicroCredential | Bundle, provider: Organisation) -> None:
    listing.title_da, listing.title_en = thing.title_da or thing.title_en, thing.title_en or thing.title_da
    listing.title_length = max(len(listing.title_da), len(listing.title_en))
    listing.summary_da, listing.summary_en = thing.summary_da, thing.summary_en
    listing.provider, listing.provider_name = provider, provider.short_name


def _outcomes(thing: ModuleVersion | MicroCredential, language: str) -> list[str]:
    return [str(outcome.get(language, "")) for outcome in thing.learning_outcomes]


def _modules(ids: Collection[int], now: datetime) -> list[Line]:
    versions = (
        ModuleVersion.objects.filter(current_of__in=ids, state=State.PUBLISHED)
        .select_related("module__provider")
        .prefetch_related("competences", "audiences")
    )
    starts = _starts(ids, timezone.localdate(now))
    lines = []
    for version in versions:
        listing = _listing(ListingKind.MODULE, version.module)
        provider = version.module.provider
        _said(listing, version, provider)
        listing.level, listing.ects, listing.price = version.level, version.ects, version.price
        listing.language, listing.form = version.language, version.form
        listing.audiences = bits(row.audience for row in version.audiences.all())
        listing.rolling, listing.next_start = starts.get(version.module_id, (False, None))
        listing.published_at = version.published_at or now
        competences = version.competences.all()
        danish = [*(c.label_da for c in competences), *_outcomes(version, "da"), provider.name_da, provider.city]
        english = [*(c.label_en for c in competences), *_outcomes(version, "en"), provider.name_en]
        (danish if version.language == "da" else english).append(version.description)
        lines.append(Line(listing, provider.slug, danish, english))
    return lines


def _starts(module_ids: Collection[int], today: date) -> dict[int, tuple[bool, date | None]]:
    """For each module: whether it starts any day, and its next date."""
    starts: dict[int, tuple[bool, date | None]] = {}
    offerings = (
        Offering.objects.public()
        .filter(module__in=module_ids)
        .filter(Q(starts_on__isnull=True) | Q(starts_on__gte=today))
    )
    for module_id, starts_on in offerings.values_list("module_id", "starts_on"):
        rolling, first = starts.get(module_id, (False, None))
        if starts_on is None:
            rolling = True
        elif first is None or starts_on < first:
            first = starts_on
        starts[module_id] = (rolling, first)
    return starts


_WITH_CURRENT = Prefetch("required", Module.objects.select_related("current").prefetch_related("current__audiences"))


def _micro_credentials(ids: Collection[int], now: datetime) -> list[Line]:
    found = (
        MicroCredential.objects.filter(pk__in=ids, state=State.PUBLISHED)
        .select_related("provider")
        .prefetch_related("competences", _WITH_CURRENT)
    )
    lines = []
    for micro_credential in found:
        listing = _listing(ListingKind.MICRO_CREDENTIAL, micro_credential)
        _said(listing, micro_credential, micro_credential.provider)
        listing.level, listing.ects, listing.price = (
            micro_credential.level,
            micro_credential.ects,
            micro_credential.price,
        )
        listing.language, listing.form = micro_credential.language, micro_credential.participation
        listing.audiences = bits(
            row.audience for module in micro_credential.required.all() if module.current
            for row in module.current.audiences.all()
        )  # fmt: skip
        listing.rolling, listing.next_start = True, None
        listing.published_at = micro_credential.published_at or now
        competences = micro_credential.competences.all()
        danish = [micro_credential.description_da, *(c.label_da for c in competences)]
        english = [micro_credential.description_en, *(c.label_en for c in competences)]
        danish += [*_outcomes(micro_credential, "da"), micro_credential.provider.name_da]
        english += [*_outcomes(micro_credential, "en"), micro_credential.provider.name_en]
        lines.append(Line(listing, micro_credential.provider.slug, danish, english))
    return lines


def _bundles(ids: Collection[int], now: datetime) -> list[Line]:
    found = (
        Bundle.objects.filter(pk__in=ids, state=State.PUBLISHED)
        .select_related("provider")
        .prefetch_related(Prefetch("modules", Module.objects.select_related("current")), "micro_credentials__required")
    )
    starts = _starts([module.pk for bundle in found for module in bundle.modules.all()], timezone.localdate(now))
    lines = []
    for bundle in found:
        listing = _listing(ListingKind.BUNDLE, bundle)
        _said(listing, bundle, bundle.provider)
        parts = parts_of(bundle)
        listing.price, listing.ects, listing.level = bundle.price, parts.ects, parts.level
        listing.language, listing.form = parts.language, parts.form
        listing.audiences = bits([bundle.audience])
        dated = [starts.get(module.pk, (False, None)) for module in bundle.modules.all()]
        listing.rolling = all(rolling for rolling, _first in dated)
        listing.next_start = max((first for _rolling, first in dated if first), default=None)
        listing.published_at = bundle.published_at or now
        danish, english = [bundle.description_da, bundle.need_da], [bundle.description_en, bundle.need_en]
        held: list[ModuleVersion | MicroCredential] = [*parts.versions, *bundle.micro_credentials.all()]
        danish += [part.title_da for part in held]
        english += [part.title_en for part in held]
        lines.append(Line(listing, bundle.provider.slug, danish, english))
    return lines


def _named(listing: Listing, title_da: str, title_en: str, now: datetime) -> None:
    listing.title_da, listing.title_en = title_da, title_en
    listing.title_length = max(len(title_da), len(title_en))
    listing.published_at = now


def _providers(ids: Collection[int], now: datetime) -> list[Line]:
    lines = []
    for provider in Organisation.objects.filter(pk__in=ids, kind__in=PROVIDER_KINDS):
        listing = _listing(ListingKind.PROVIDER, provider)
        _named(listing, provider.name_da, provider.name_en, now)
        lines.append(Line(listing, provider.slug, [provider.description_da], [provider.description_en]))
    return lines


def _competences(ids: Collection[int], now: datetime) -> list[Line]:
    lines = []
    for competence in Competence.objects.filter(pk__in=ids):
        listing = _listing(ListingKind.COMPETENCE, competence)
        _named(listing, competence.label_da, competence.label_en, now)
        lines.append(Line(listing, "", [competence.description_da], [competence.description_en]))
    return lines


Lines: TypeAlias = Callable[[Collection[int], datetime], list[Line]]
"""Makes the lines of those of the things with these ids that can be found."""

_LINES: dict[ListingKind, Lines] = {
    ListingKind.MODULE: _modules,
    ListingKind.MICRO_CREDENTIAL: _micro_credentials,
    ListingKind.BUNDLE: _bundles,
    ListingKind.PROVIDER: _providers,
    ListingKind.COMPETENCE: _competences,
}

BROUGHT: dict[ListingKind, type[models.Model]] = {}
"""Kinds whose things lie in rooms above this one, which may not be imported here: each room brings its own."""


Assured: TypeAlias = Callable[[Collection[int]], dict[int, date]]
"""Of the things with these ids, the last day on which somebody stands by their quality; not there: nobody does."""

_ASSURED: dict[ListingKind, Assured] = {}


def let_assure(kind: ListingKind, told: Assured) -> None:
    """Let a room above say until when things of this kind are assured; called once, when that room is made ready.

    It lists things anew (``index``) when that changes.
    """
    _ASSURED[kind] = told


def bring(kind: ListingKind, things: type[models.Model], lines: Lines) -> None:
    """Let the things of a room above be listed. To be called once, when that room is made ready."""
    BROUGHT[kind], _LINES[kind] = things, lines
