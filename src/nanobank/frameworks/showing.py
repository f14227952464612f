"""What each page of this room says: a constant number of queries, frozen dataclasses out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from nanobank.catalogue.models import Competence, Listing, ListingKind, MicroCredential, ModuleVersion, State
from nanobank.catalogue.queries import Shelf, shelf_of_competence
from nanobank.common.bilingual import in_english
from nanobank.common.errors import NotYours
from nanobank.frameworks.models import Concept, Framework, Kind, Label, Placement, Requirement

_ROLES_SHOWN: Final = 24
_NARROWER_SHOWN: Final = 60
_OFFERS_SHOWN: Final = 6
_TAUGHT: Final = ModuleVersion.competences.through.objects.filter(
    competence=OuterRef("asked__competence"),
    moduleversion__current_of__isnull=False,
    moduleversion__state=State.PUBLISHED,
)


@dataclass(frozen=True)
class Names:
    """What else a concept is called, in the language of the page and in the other."""

    here: list[str]
    other: list[str]
    other_language: str


@dataclass(frozen=True)
class Roles:
    """The roles that ask for a competence: the first of them, and how many there are in all."""

    essential: list[Concept]
    optional: list[Concept]
    essential_count: int
    optional_count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.essential_count + self.optional_count - len(self.essential) - len(self.optional)


@dataclass(frozen=True)
class CompetencePage:
    """A competence: where it lies, who needs it, what teaches it. ``concept`` is None where no framework brought it."""

    competence: Competence
    concept: Concept | None
    names: Names
    broader: list[Concept]
    narrower: list[Concept]
    builds_on: list[Requirement]
    roles: Roles
    shelf: Shelf


@dataclass(frozen=True)
class Wanted:
    """A competence that a role asks for, and whether a module teaches it here."""

    competence: Competence
    essential: bool
    taught: bool


@dataclass(frozen=True)
class Offer:
    """Something in the catalogue that teaches ``covers`` of what a role asks for, ``essential`` of them essential."""

    listing: Listing
    covers: int
    essential: int


@dataclass(frozen=True)
class RolePage:
    """A role: what it asks for, and what of that is taught here."""

    concept: Concept
    names: Names
    broader: list[Concept]
    wanted: list[Wanted]
    offers: list[Offer]

    @property
    def essential(self) -> list[Wanted]:
        """What it always asks for."""
        return [one for one in self.wanted if one.essential]

    @property
    def optional(self) -> list[Wanted]:
        """What it often asks for."""
        return [one for one in self.wanted if not one.essential]

    @property
    def untaught(self) -> list[Wanted]:
        """What it always asks for and nobody teaches here."""
        return [one for one in self.wanted if one.essential and not one.taught]

    @property
    def taught_count(self) -> int:
        """How many of the essential ones are taught here."""
        return len(self.essential) - len(self.untaught)


@dataclass(frozen=True)
class GroupPage:
    """An area of competences or a field of work, with what lies right within it: wider things first."""

    concept: Concept
    broader: list[Concept]
    holds: QuerySet[Concept]


@dataclass(frozen=True)
class FrameworkLine:
    """A framework, with how many of each kind are in force."""

    framework: Framework
    competences: int
    groups: int
    occupations: int


def competence_page(slug: str) -> CompetencePage:
    """Raises NotYours when there is no such competence."""
    competence = Competence.objects.select_related("concept__framework").filter(slug=slug).first()
    if competence is None:
        raise NotYours("")
    concept = getattr(competence, "concept", None)
    shelf = shelf_of_competence(competence)
    if concept is None:
        nothing = Roles([], [], 0, 0)
        return CompetencePage(competence, None, Names([], [], ""), [], [], [], nothing, shelf)
    builds_on = Requirement.objects.filter(asking=concept, asked__retired_at=None).select_related("asked")
    return CompetencePage(
        competence=competence,
        concept=concept,
        names=_names_of(concept),
        broader=_broader_than(concept),
        narrower=list(within(concept)[:_NARROWER_SHOWN]),
        builds_on=list(builds_on.order_by("-essential", "asked__label_da")),
        roles=_roles_asking(concept),
        shelf=shelf,
    )


def role_page(slug: str) -> RolePage:
    """Raises NotYours when there is no such role."""
    concept = concept_with(slug, Kind.OCCUPATION)
    rows = Requirement.objects.filter(asking=concept, asked__retired_at=None, asked__competence__isnull=False)
    rows = rows.annotate(taught=Exists(_TAUGHT)).select_related("asked__competence")
    wanted = [
        Wanted(row.asked.competence, row.essential, row.taught)
        for row in rows.order_by("-essential", "asked__label_da", "pk")
        if row.asked.competence is not None
    ]
    return RolePage(concept, _names_of(concept), _broader_than(concept), wanted, _offers(wanted))


def group_page(slug: str, kind: Kind) -> GroupPage:
    """Raises NotYours when there is no such area or field of work."""
    concept = concept_with(slug, kind)
    return GroupPage(concept, _broader_than(concept), within(concept))


def framework_with(slug: str) -> Framework:
    """Raises NotYours when there is none."""
    framework = Framework.objects.filter(slug=slug).first()
    if framework is None:
        raise NotYours("")
    return framework


def framework_lines() -> list[FrameworkLine]:
    """All frameworks by title: one query."""
    in_force = Q(concepts__retired_at=None)
    of = {
        name: Count("concepts", filter=in_force & Q(concepts__kind__in=kinds))
        for name, kinds in (
            ("competences", [Kind.COMPETENCE]), ("groups", [Kind.GROUP, Kind.OCCUPATION_GROUP]),
            ("occupations", [Kind.OCCUPATION]),
        )
    }  # fmt: skip
    rows: Any = Framework.objects.annotate(**of).order_by("title_da")
    return [FrameworkLine(one, one.competences, one.groups, one.occupations) for one in rows]


def topmost(kinds: Sequence[Kind], framework: Framework | None = None) -> QuerySet[Concept]:
    """Concepts of these kinds that lie in nothing wider, by framework and code."""
    placed = Placement.objects.filter(narrower=OuterRef("pk"))
    found = Concept.objects.in_force().filter(~Exists(placed), kind__in=kinds)
    if framework is not None:
        found = found.filter(framework=framework)
    return found.select_related("framework").order_by("framework__title_da", "code", "label_da", "pk")


def taught() -> QuerySet[Competence]:
    """Competences that a published module teaches, by name in the language of the page."""
    versions = ModuleVersion.competences.through.objects.filter(
        competence=OuterRef("pk"), moduleversion__current_of__isnull=False, moduleversion__state=State.PUBLISHED
    )
    return Competence.objects.filter(Exists(versions)).order_by("label_en" if in_english() else "label_da", "pk")


def concept_with(slug: str, *kinds: Kind) -> Concept:
    """The concept of one of these kinds, or of any, with its framework. Raises NotYours when there is none."""
    concept = Concept.objects.select_related("framework").filter(slug=slug, kind__in=kinds or Kind).first()
    if concept is None:
        raise NotYours("")
    return concept


def _names_of(concept: Concept) -> Names:
    here, other = ("en", "da") if in_english() else ("da", "en")
    labels = Label.objects.filter(concept=concept, language__in=(here, other)).exclude(kind=Label.Kind.HIDDEN)
    texts: dict[str, list[str]] = {here: [], other: []}
    for language, kind, text in labels.order_by("pk").values_list("language", "kind", "text"):
        if language == other and kind == Label.Kind.PREFERRED:
            texts[other].insert(0, text)
        elif kind == Label.Kind.ALTERNATIVE:
            texts[language].append(text)
    return Names(texts[here], texts[other], other)


def _broader_than(concept: Concept) -> list[Concept]:
    return list(Concept.objects.filter(holds__narrower=concept).order_by("code", "label_da"))


def within(concept: Concept) -> QuerySet[Concept]:
    """What lies right within it and is in force, areas first."""
    found = Concept.objects.in_force().filter(placed_in__broader=concept)
    return found.order_by("-kind", "code", "label_da", "pk")  # an area's kind comes after that of what lies in it


def _roles_asking(concept: Concept) -> Roles:
    asking = Requirement.objects.filter(asked=concept, asking__kind=Kind.OCCUPATION, asking__retired_at=None)
    counts = dict(asking.values_list("essential").annotate(count=Count("pk")).order_by())
    rows = list(asking.select_related("asking").order_by("-essential", "asking__label_da", "pk")[:_ROLES_SHOWN])
    return Roles(
        [row.asking for row in rows if row.essential],
        [row.asking for row in rows if not row.essential],
        counts.get(True, 0),
        counts.get(False, 0),
    )


def _offers(wanted: Sequence[Wanted]) -> list[Offer]:
    """What teaches the most of it, micro-credentials and modules together: four queries."""
    essential = {one.competence.pk for one in wanted if one.essential}
    ids = [one.competence.pk for one in wanted]
    modules = ModuleVersion.competences.through.objects.filter(
        competence__in=ids, moduleversion__current_of__isnull=False, moduleversion__state=State.PUBLISHED
    ).values_list("moduleversion__module_id", "competence_id")
    held = MicroCredential.competences.through.objects.filter(
        competence__in=ids, microcredential__state=State.PUBLISHED
    ).values_list("microcredential_id", "competence_id")
    covered: dict[tuple[str, int], set[int]] = {}
    for kind, pairs in ((ListingKind.MODULE, modules), (ListingKind.MICRO_CREDENTIAL, held)):
        for thing, competence in pairs:
            covered.setdefault((kind.value, thing), set()).add(competence)
    best = sorted(covered, key=lambda one: (-len(covered[one] & essential), -len(covered[one]), one))[:_OFFERS_SHOWN]
    listed = Listing.objects.filter(
        Q(kind=ListingKind.MODULE, target_id__in=[pk for kind, pk in best if kind == ListingKind.MODULE])
        | Q(kind=ListingKind.MICRO_CREDENTIAL, target_id__in=[pk for kind, pk in best if kind != ListingKind.MODULE])
    )
    lines = {(line.kind, line.target_id): line for line in listed}
    return [Offer(lines[one], len(covered[one]), len(covered[one] & essential)) for one in best if one in lines]
