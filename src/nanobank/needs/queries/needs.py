"""A person's needs, what comes nearest to one of them, and whom to ask."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from nanobank.accounts.models import Person
from nanobank.catalogue.lines import Listed
from nanobank.catalogue.models import Competence, Form, Listing, ListingKind, Module, ModuleVersion
from nanobank.catalogue.question import Question
from nanobank.catalogue.search import search
from nanobank.common.errors import NotYours
from nanobank.needs.bridge import Institution, suggested
from nanobank.needs.models import EnquiryState, Need
from nanobank.needs.permissions import ANSWERERS, check_sees_to
from nanobank.organisations.models import Membership, Organisation, Role
from nanobank.organisations.regions import region_of
from nanobank.search.meaning.queries import near as meaning

_MOST_NEAREST: Final = 6
_NEAR: Final = 12
_NEAREST_IN_MEANING: Final = 8
_LONGEST_QUESTION: Final = 1_000


@dataclass(frozen=True)
class Nearest:
    """A module that teaches some of what is needed."""

    module: Module
    title: str
    covers: tuple[Competence, ...]
    of: int


@dataclass(frozen=True)
class Suggested:
    """An institution worth asking, with the reasons in the shape of a page: what it teaches of it, what lies near."""

    institution: Organisation
    covers: tuple[Competence, ...]
    of: int
    modules: int
    near: tuple[str, ...]
    in_region: bool
    is_online: bool


def organisations_asked_for(person: Person, now: datetime) -> QuerySet[Organisation]:
    """The organisations in whose name the person may ask, by name."""
    acting = Membership.objects.of(person).at(now).filter(role=Role.EMPLOYER).values("organisation")
    return Organisation.objects.filter(pk__in=acting).order_by("name_da")


def needs_of(person: Person, now: datetime) -> QuerySet[Need]:
    """The person's own needs and those of the organisations they act for, the newest first; two queries with theirs.

    Each with how many were asked (``asked``) and have answered (``answers``), and how many modules fit (``found``).
    """
    theirs = Q(by=person, organisation__isnull=True) | Q(organisation__in=organisations_asked_for(person, now))
    return (
        Need.objects.filter(theirs)
        .select_related("organisation", "by")
        .prefetch_related("competences")
        .annotate(
            asked=Count("enquiries", distinct=True),
            answers=Count("enquiries", filter=Q(enquiries__state=EnquiryState.ANSWERED), distinct=True),
            found=Count("fits", distinct=True),
        )
        .order_by("-made_at", "-pk")
    )


def need_for(person: Person, uuid: UUID, *, now: datetime) -> Need:
    """One need, for whoever may see to it. Raises NotYours for everybody else, also when there is none."""
    need = Need.objects.select_related("organisation", "by").filter(uuid=uuid).first()
    if need is None:
        raise NotYours("")
    check_sees_to(person, need, now=now)
    return need


def askers_among(needs: QuerySet[Need]) -> int:
    """How many different organisations and people have asked; who is no longer known counts each time."""
    rows = needs.values_list("pk", "by", "organisation")
    return len({asker_of(pk, by, organisation) for pk, by, organisation in rows})


def asker_of(pk: int, by: int | None, organisation: int | None) -> tuple[str, int]:
    """What tells one asker from another."""
    if organisation is not None:
        return "organisation", organisation
    return ("person", by) if by is not None else ("need", pk)


def nearest_to(competences: Iterable[Competence], *, most: int = _MOST_NEAREST) -> list[Nearest]:
    """The modules that teach most of the competences: two queries."""
    wanted = {one.pk: one for one in competences}
    if not wanted:
        return []
    rows = Competence.module_versions.through.objects.filter(
        competence__in=wanted, moduleversion__current_of__isnull=False
    ).values_list("moduleversion", "competence")
    covers: dict[int, list[int]] = defaultdict(list)
    for version, competence in rows:
        covers[version].append(competence)
    best = sorted(covers, key=lambda version: (-len(covers[version]), version))[:most]
    versions = ModuleVersion.objects.select_related("module__provider").in_bulk(best)
    return [
        Nearest(
            module=versions[pk].module,
            title=versions[pk].title,
            covers=tuple(wanted[one] for one in sorted(covers[pk], key=list(wanted).index)),
            of=len(wanted),
        )
        for pk in best
    ]


def suggestions_for(need: Need, *, now: datetime) -> list[Suggested]:
    """Institutions worth asking that are not being asked already and would answer, with reasons: some five queries."""
    wanted = {one.pk: one for one in need.competences.order_by("pk")}
    taken = need.enquiries.open().values("institution")
    answering = Membership.objects.at(now).filter(role__in=ANSWERERS).values("organisation")
    there = {one.pk: one for one in Organisation.objects.providers().filter(pk__in=answering).exclude(pk__in=taken)}
    near = _near(need.words, wanted.values())
    candidates = _candidates(there, wanted, near)
    return [
        Suggested(
            institution=there[one.id],
            covers=tuple(wanted[pk] for pk in one.covers),
            of=len(wanted),
            modules=one.modules,
            near=tuple(near[module].title for module in one.near),
            in_region=one.in_region,
            is_online=one.is_online,
        )
        for one in suggested(tuple(wanted), need.region, candidates)
    ]


def _near(words: str, competences: Iterable[Competence]) -> dict[int, Listed]:
    """The modules that mean most nearly what the words do, then those that name a competence, by module.

    Without an embedder only the latter: words that merely stand in both say nothing.
    """
    meant = meaning(words[:_LONGEST_QUESTION], kinds=(ListingKind.MODULE,), most=_NEAREST_IN_MEANING) or []
    lines = Listing.objects.in_bulk([pk for pk, _score in meant])
    near: dict[int, Listed] = {lines[pk].target_id: lines[pk] for pk, _score in meant if pk in lines}
    for competence in competences:
        asked = Question(text=competence.label, kinds=(ListingKind.MODULE,), page_size=_NEAR)
        found = search(asked)
        for line in () if found.is_near else found.listings:
            near.setdefault(line.target_id, line)
    return near


def _candidates(
    there: Mapping[int, Organisation], wanted: Mapping[int, Competence], near: Mapping[int, Listed]
) -> list[Institution]:
    """What each institution teaches of it, and where."""
    teaches: dict[int, dict[int, int]] = {pk: defaultdict(int) for pk in there}
    online: dict[int, bool] = defaultdict(bool)
    regions: dict[int, set[str]] = {pk: {region_of(one.postcode) or ""} for pk, one in there.items()}
    rows = ModuleVersion.objects.filter(
        current_of__isnull=False, competences__in=list(wanted), module__provider__in=list(there)
    ).values_list("module__provider", "competences", "form")
    for provider, competence, form in rows:
        teaches[provider][competence] += 1
        online[provider] |= form == Form.ONLINE
    beside: dict[int, list[int]] = defaultdict(list)
    providers = Module.objects.filter(pk__in=list(near)).values_list("pk", "provider")
    for module, provider in sorted(providers, key=lambda row: list(near).index(row[0])):
        beside[provider].append(module)
    return [
        Institution(
            id=pk,
            teaches=teaches[pk],
            near=tuple(beside[pk][:3]),
            regions=frozenset(regions[pk] - {""}),
            is_online=online[pk],
        )
        for pk in there
    ]
