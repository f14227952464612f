"""Reads for the catalogue's pages: each a constant number of queries."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db import models
from django.db.models import Count, F, Prefetch, Q, Sum
from django.utils.functional import Promise

from nanobank.accounts.models import Person
from nanobank.catalogue.links import Links, links_of
from nanobank.catalogue.mandatory import missing_elements
from nanobank.catalogue.models import (
    Audience,
    Bundle,
    Competence,
    ElectiveGroup,
    Listing,
    ListingKind,
    MicroCredential,
    Module,
    ModuleVersion,
    Offering,
    State,
)
from nanobank.catalogue.order import in_order
from nanobank.catalogue.parts import parts_of
from nanobank.catalogue.permissions import AUTHORS
from nanobank.common.errors import NotYours
from nanobank.common.prepared import prepared
from nanobank.organisations.models import Membership, Organisation

_SHOWN = 24
_SECONDS_KEPT = 60


@dataclass(frozen=True)
class ModulePage:
    """Everything a module's page says, for one version."""

    module: Module
    version: ModuleVersion
    offerings: list[Offering]
    links: Links

    @property
    def audiences(self) -> list[str]:
        """Whom it speaks to, in words."""
        return [str(Audience(value).label) for value in self.links.audiences]

    @property
    def is_current(self) -> bool:
        """Whether this is what one begins on today."""
        return self.version.pk == self.module.current_id and self.version.state == State.PUBLISHED


@dataclass(frozen=True)
class MicroCredentialPage:
    """Everything a micro-credential's page says; ``edition`` is the new one that has taken its place."""

    micro_credential: MicroCredential
    required: list[Module]
    electives: list[ElectiveGroup]
    competences: list[Competence]
    bundles: list[Bundle]
    edition: MicroCredential | None = None


@dataclass(frozen=True)
class BundlePage:
    """Everything a bundle's page says; ``separately`` is what its parts cost one by one (DKK)."""

    bundle: Bundle
    modules: list[Module]
    micro_credentials: list[MicroCredential]
    ects: Decimal
    separately: Decimal

    @property
    def saved(self) -> Decimal:
        """What one pays less by taking it together, DKK; never below zero."""
        return max(self.separately - self.bundle.price, Decimal(0))


@dataclass(frozen=True)
class Shelf:
    """A provider or a competence with what it has in the catalogue, the newest of each kind."""

    modules: list[Listing]
    micro_credentials: list[Listing]
    bundles: list[Listing]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing."""
        return not (self.modules or self.micro_credentials or self.bundles)


@dataclass(frozen=True)
class Figures:
    """How much there is in the bank."""

    modules: int
    micro_credentials: int
    providers: int
    competences: int
    ects: Decimal


@dataclass(frozen=True)
class FrontPage:
    """What the front page shows of the catalogue."""

    figures: Figures
    stories: list[Listing]
    bundles: list[Listing]
    providers: list[Organisation]


_HIGHEST = 2**31 - 1
_PUBLIC = ModuleVersion.objects.select_related("module__provider").exclude(state=State.DRAFT)


@prepared
def _current_of(slug: Any) -> models.QuerySet[ModuleVersion]:
    return _PUBLIC.filter(current_of__slug=slug)


@prepared
def _numbered(slug: Any, number: Any) -> models.QuerySet[ModuleVersion]:
    return _PUBLIC.filter(module__slug=slug, number=number)


@prepared
def _to_come(module: Any, today: Any) -> models.QuerySet[Offering]:
    to_come = Offering.objects.public().filter(Q(starts_on__isnull=True) | Q(starts_on__gte=today), module=module)
    return to_come.order_by(F("starts_on").asc(nulls_first=True), "id")


def module_page(slug: str, today: date, number: int | None = None) -> ModulePage:
    """A module with its current version, or the published or withdrawn one with that number.

    Raises NotYours when there is none that the public may see.
    """
    if number and number > _HIGHEST:  # more than a database can be asked for
        raise NotYours("")
    versions = _numbered(slug=slug, number=number) if number else _current_of(slug=slug)
    if not versions:
        raise NotYours("")
    version, module = versions[0], versions[0].module
    return ModulePage(
        module=module, version=version, offerings=_to_come(module=module, today=today), links=links_of(version)
    )


def bundle_page(slug: str) -> BundlePage:
    """Raises NotYours when the public may not see it."""
    with_current = Module.objects.select_related("current", "provider").filter(current__isnull=False).order_by("id")
    bundles = Bundle.objects.select_related("provider").exclude(state=State.DRAFT).filter(slug=slug)
    bundle = bundles.prefetch_related(Prefetch("modules", with_current), "micro_credentials__required").first()
    if bundle is None:
        raise NotYours("")
    parts = parts_of(bundle)
    return BundlePage(
        bundle=bundle,
        modules=[module for module in in_order(bundle) if module.current],
        micro_credentials=list(bundle.micro_credentials.all()),
        ects=parts.ects,
        separately=parts.price,
    )


def micro_credential_page(slug: str) -> MicroCredentialPage:
    """Raises NotYours when the public may not see it."""
    found = MicroCredential.objects.select_related("provider", "replaces").filter(slug=slug).first()
    if found is None or found.state == State.DRAFT:
        raise NotYours("")
    with_current = Module.objects.select_related("current", "provider").filter(current__isnull=False).order_by("id")
    return MicroCredentialPage(
        micro_credential=found,
        required=[module for module in in_order(found) if module.current],
        electives=list(found.elective_groups.order_by("id").prefetch_related(Prefetch("modules", with_current))),
        competences=list(found.competences.order_by("label_da")),
        bundles=list(found.bundles.filter(state=State.PUBLISHED).order_by("title_da")),
        edition=_edition_of(found),
    )


def _edition_of(micro_credential: MicroCredential) -> MicroCredential | None:
    """The new edition that has taken its place; asked for only once it has."""
    if micro_credential.state != State.WITHDRAWN:
        return None
    return MicroCredential.objects.filter(replaces=micro_credential, state=State.PUBLISHED).first()


def provider_of(slug: str) -> Organisation:
    """Raises NotYours when there is no such provider."""
    provider = Organisation.objects.providers().filter(slug=slug).first()
    if provider is None:
        raise NotYours("")
    return provider


def competence_of(slug: str) -> Competence:
    """Raises NotYours when there is no such competence."""
    competence = Competence.objects.filter(slug=slug).first()
    if competence is None:
        raise NotYours("")
    return competence


def shelf_of_provider(provider: Organisation) -> Shelf:
    """The newest of what a provider offers: three queries."""
    newest = Listing.objects.filter(provider=provider).order_by("-published_at", "-id")
    return Shelf(*(list(newest.filter(kind=kind)[:_SHOWN]) for kind in _SHELVED))


def shelf_of_competence(competence: Competence) -> Shelf:
    """The newest of what teaches a competence: three queries."""
    versions = competence.module_versions.filter(state=State.PUBLISHED, current_of__isnull=False)
    module_ids = list(versions.order_by("-published_at").values_list("module_id", flat=True)[:_SHOWN])
    held = competence.micro_credentials.filter(state=State.PUBLISHED).values_list("pk", flat=True)
    lines = Listing.objects.filter(
        Q(kind=ListingKind.MODULE, target_id__in=module_ids)
        | Q(kind=ListingKind.MICRO_CREDENTIAL, target_id__in=list(held[:_SHOWN]))
    ).order_by("-published_at", "-id")
    by_kind: dict[str, list[Listing]] = {kind: [] for kind in _SHELVED}
    for line in lines:
        by_kind[line.kind].append(line)
    return Shelf(*by_kind.values())


_SHELVED = (ListingKind.MODULE, ListingKind.MICRO_CREDENTIAL, ListingKind.BUNDLE)


def providers_to_choose() -> list[tuple[str, str]]:
    """Slug and short name of those who offer something, by name; kept for a minute."""
    return cache.get_or_set("catalogue.providers", _providers, _SECONDS_KEPT) or []


def _providers() -> list[tuple[str, str]]:
    rows = Organisation.objects.providers().order_by("short_name")
    return list(rows.values_list("slug", "short_name"))


def front_page() -> FrontPage:
    """Figures and what is newest, kept for a minute."""
    kept: FrontPage | None = cache.get("catalogue.front")
    if kept is None:
        kept = _front_page()
        cache.set("catalogue.front", kept, _SECONDS_KEPT)
    return kept


def _front_page() -> FrontPage:
    newest = Listing.objects.order_by("-published_at", "-id")
    return FrontPage(
        figures=figures(),
        stories=list(newest.filter(kind=ListingKind.MICRO_CREDENTIAL)[:3]),
        bundles=list(newest.filter(kind=ListingKind.BUNDLE)[:3]),
        providers=list(Organisation.objects.providers().order_by("name_da")[:12]),
    )


def figures() -> Figures:
    """Count what can be learned: one query."""
    of_kind = {kind.value: Count("pk", filter=Q(kind=kind)) for kind in ListingKind}
    counted = Listing.objects.aggregate(**of_kind, total=Sum("ects", filter=Q(kind=ListingKind.MODULE)))
    return Figures(
        modules=counted["module"],
        micro_credentials=counted["micro_credential"],
        providers=counted["provider"],
        competences=counted["competence"],
        ects=counted["total"] or Decimal(0),
    )


@dataclass(frozen=True)
class Draft:
    """A micro-credential that is not published, and what it still lacks, by input."""

    micro_credential: MicroCredential
    missing: dict[str, str | Promise]


def drafts_of(person: Person, now: datetime) -> list[Draft]:
    """The drafts of micro-credentials that the person may publish, by institution and title: five queries.

    Raises NotYours for who writes for nobody.
    """
    providers = Membership.objects.of(person).at(now).filter(role__in=AUTHORS).values_list("organisation_id", flat=True)
    written_for = list(providers)
    if not written_for:
        raise NotYours("")
    drafts = (
        MicroCredential.objects.filter(state=State.DRAFT, provider__in=written_for)
        .select_related("provider")
        .prefetch_related("required__versions", "elective_groups")
        .order_by("provider__name_da", "title_da", "pk")
    )
    return [Draft(one, missing_elements(one)) for one in drafts]
