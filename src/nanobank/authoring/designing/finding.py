"""What a designer should know of: their designs, what builds the competences already, what it would overlap with."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from nanobank.accounts.models import Person
from nanobank.authoring.designing.answers import Answers, Values
from nanobank.authoring.models import Design, DesignAnswer, DesignQuestion
from nanobank.catalogue.models import Bundle, Competence, ListingKind, MicroCredential, Module, ModuleVersion, State
from nanobank.catalogue.permissions import AUTHORS, check_may_author
from nanobank.common.errors import NotYours
from nanobank.frameworks.models import Kind
from nanobank.frameworks.queries import named
from nanobank.organisations.models import Membership, Organisation
from nanobank.search.queries import find
from nanobank.search.reading.queries import read_text

_MOST: Final = 8
_LEAST_ALIKE: Final = 30
"""Percent; what shares less is not worth a look."""


def design_for(person: Person, uuid: UUID, *, now: datetime) -> Design:
    """A design of somebody the person writes for. Raises NotYours, also when there is none."""
    found = Design.objects.select_related("provider", "basis", "made", "begun_by").filter(uuid=uuid).first()
    if found is None:
        raise NotYours("")
    check_may_author(person, found.provider, now=now)
    return found


def providers_written_for(person: Person, *, now: datetime) -> list[Organisation]:
    """Those whom the person writes for, by name. Raises NotYours for who writes for nobody."""
    mine = Membership.objects.of(person).at(now).filter(role__in=AUTHORS).values("organisation")
    found = list(Organisation.objects.filter(pk__in=mine).order_by("name_da", "pk"))
    if not found:
        raise NotYours("")
    return found


def bundles_of(person: Person, *, now: datetime) -> list[Bundle]:
    """The bundles of those the person writes for, drafts first: two queries."""
    providers = providers_written_for(person, now=now)
    found = Bundle.objects.filter(provider__in=providers).exclude(state=State.WITHDRAWN).select_related("provider")
    return sorted(found.order_by("title_da", "pk"), key=lambda one: one.state != State.DRAFT)


def bundle_for(person: Person, slug: str, *, now: datetime) -> Bundle:
    """A bundle of somebody the person writes for. Raises NotYours, also when there is none."""
    found = Bundle.objects.select_related("provider").filter(slug=slug).first()
    if found is None:
        raise NotYours("")
    check_may_author(person, found.provider, now=now)
    return found


def drafts_in(micro_credential: MicroCredential) -> list[ModuleVersion]:
    """The first drafts of those of its modules that have never been published: one query."""
    among = Q(module__required_by=micro_credential) | Q(module__elective_in__micro_credential=micro_credential)
    drafts = ModuleVersion.objects.filter(among, state=State.DRAFT, module__current__isnull=True)
    return list(drafts.distinct().order_by("pk"))


@dataclass(frozen=True)
class DesignLine:
    """A design in a list."""

    design: Design
    title: str
    answered: int
    by: Person | None

    @property
    def of(self) -> int:
        """How many questions there are."""
        return len(DesignQuestion)


def designs_of(person: Person, *, now: datetime) -> list[DesignLine]:
    """The designs of those the person writes for, those under way first, the latest first: four queries."""
    providers = providers_written_for(person, now=now)
    designs = list(
        Design.objects.filter(provider__in=providers)
        .select_related("provider", "made", "basis")
        .order_by("-changed_at", "-pk")[:200]
    )
    answers = defaultdict[int, list[DesignAnswer]](list)
    for row in DesignAnswer.objects.filter(design__in=designs).select_related("by"):
        answers[row.design_id].append(row)
    lines = [_line(design, answers[design.pk]) for design in designs]
    return sorted(lines, key=lambda line: line.design.finished_at is not None)


def _line(design: Design, answers: Sequence[DesignAnswer]) -> DesignLine:
    name: Values = next((row.values for row in answers if row.question == DesignQuestion.NAME), {})
    latest = max(answers, key=lambda row: row.at, default=None)
    title = name.get("title_da") or name.get("title_en") or ""
    return DesignLine(design, title, len(answers), latest.by if latest else None)


@dataclass(frozen=True)
class Overlapping:
    """A micro-credential that is like the design: ``alike`` in percent of what either is about."""

    micro_credential: MicroCredential
    alike: int
    competences: list[Competence]
    modules: int


def overlapping(answers: Answers, *, apart_from: MicroCredential | None = None) -> list[Overlapping]:
    """Published ones that share competences and modules with the design, the likest first: four queries.

    How alike: what both have over what either has, of competences and of modules alike (Jaccard).
    """
    competences = {one.pk for one in answers.competences}
    modules = {part.module.pk for part in answers.parts if part.module}
    through_competences, through_modules = MicroCredential.competences.through, MicroCredential.required.through
    near = set(
        through_competences.objects.filter(competence__in=competences).values_list("microcredential_id", flat=True)
    ) | set(through_modules.objects.filter(module__in=modules).values_list("microcredential_id", flat=True))
    found = MicroCredential.objects.filter(pk__in=near, state=State.PUBLISHED).select_related("provider")
    lines = []
    if apart_from:
        found = found.exclude(pk=apart_from.pk)
    for one in found.prefetch_related("competences", "required"):
        theirs = {has.pk for has in one.competences.all()} | {-has.pk for has in one.required.all()}
        ours = competences | {-pk for pk in modules}
        alike = round(100 * len(theirs & ours) / len(theirs | ours))
        if alike >= _LEAST_ALIKE:
            shared = [has for has in one.competences.all() if has.pk in competences]
            lines.append(Overlapping(one, alike, shared, sum(has.pk in modules for has in one.required.all())))
    return sorted(lines, key=lambda line: (-line.alike, line.micro_credential.pk))[:_MOST]


@dataclass(frozen=True)
class Covering:
    """A module that builds some of the competences, or that the words find."""

    module: Module
    title: str
    builds: list[Competence]


def covering(answers: Answers) -> list[Covering]:
    """Published modules that build the design's competences and are not in it, those that build most first."""
    wanted = {one.pk: one for one in answers.competences}
    chosen = {part.module.pk for part in answers.parts if part.module}
    through = Module.objects.filter(current__state=State.PUBLISHED, current__competences__in=wanted).exclude(
        pk__in=chosen
    )
    builds = defaultdict[int, list[Competence]](list)
    for pk, competence in through.values_list("pk", "current__competences").distinct():
        if competence in wanted:
            builds[pk].append(wanted[competence])
    most = [pk for pk, _count in Counter({pk: len(built) for pk, built in builds.items()}).most_common(_MOST)]
    return _modules(most, builds)


def modules_found(words: str, answers: Answers) -> list[Covering]:
    """Modules that the words find and that are not in the design, by words and meaning."""
    return modules_beside(words, [part.module for part in answers.parts if part.module])


def modules_beside(words: str, parts: Sequence[Module]) -> list[Covering]:
    """Modules that the words find and that are not among the parts; none without words."""
    if not words.strip():
        return []
    chosen = {module.pk for module in parts}
    hits = find(words, kinds=(ListingKind.MODULE,), most=_MOST + len(parts)).hits
    return _modules([hit.listing.target_id for hit in hits if hit.listing.target_id not in chosen][:_MOST], {})


def _modules(ids: Sequence[int], builds: dict[int, list[Competence]]) -> list[Covering]:
    found = Module.objects.select_related("current", "provider").in_bulk(list(ids))
    return [
        Covering(found[pk], found[pk].current.title, builds.get(pk, []))  # type: ignore[union-attr]  # published
        for pk in ids
        if pk in found and found[pk].current
    ]


def competences_to_offer(answers: Answers, words: str) -> list[Competence]:
    """To tick: those that are chosen, then those that the words name, or else those that the text points to."""
    offered = {one.pk: one for one in answers.competences}
    if words.strip():
        concepts = [concept.pk for concept in named(words, (Kind.COMPETENCE,))]
        offered |= {one.pk: one for one in Competence.objects.filter(concept__in=concepts).order_by("label_da")}
    else:
        text = "\n".join([*(danish or english for danish, english in answers.outcomes), answers.target_da])
        offered |= {read.competence.pk: read.competence for read in read_text(text, most=_MOST)}
    return list(offered.values())
