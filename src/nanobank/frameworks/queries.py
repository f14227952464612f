"""Reads for pages, for other rooms and for programs: each a constant number of queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, QuerySet
from django.http import Http404

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence
from nanobank.common.prepared import prepared
from nanobank.frameworks.models import Concept, Fault, ImportRun, Kind, Label, Requirement, State
from nanobank.frameworks.permissions import check_may_import
from nanobank.frameworks.texts import fault_text

_MOST_NAMED: Final = 12


@dataclass(frozen=True)
class Asked:
    """A competence that a role asks for: always (essential) or often."""

    competence: Competence
    essential: bool


def competences_of(occupation: Concept | str) -> tuple[Asked, ...]:
    """What a role, or the role with this slug, asks for and is in force: the essential first, by name. One query."""
    asked = Requirement.objects.filter(asked__retired_at=None, asked__competence__isnull=False)
    asked = (
        asked.filter(asking=occupation)
        if isinstance(occupation, Concept)
        else asked.filter(asking__slug=occupation, asking__kind=Kind.OCCUPATION)
    )
    rows = asked.select_related("asked__competence").order_by("-essential", "asked__label_da", "asked__pk")
    return tuple(Asked(row.asked.competence, row.essential) for row in rows if row.asked.competence is not None)


def occupations_named(words: str, *, most: int = _MOST_NAMED) -> list[Concept]:
    """Roles one of whose names holds the words: those whose name begins with them first, the shortest first."""
    return named(words, (Kind.OCCUPATION,), most=most)


def named(words: str, kinds: Sequence[Kind], *, most: int = _MOST_NAMED) -> list[Concept]:
    """Concepts of these kinds, in force, one of whose names in any language holds the words: two queries."""
    sought = " ".join(words.casefold().split())[:200]
    if len(sought) < 2:
        return []
    labels = Label.objects.filter(folded__contains=sought, concept__kind__in=kinds, concept__retired_at=None)
    best: dict[int, tuple[bool, int, str]] = {}
    for concept, folded in labels.values_list("concept", "folded")[:2_000]:
        rank = (not folded.startswith(sought), len(folded), folded)
        best[concept] = min(best.get(concept, rank), rank)
    chosen = sorted(best, key=lambda one: best[one])[:most]
    found = Concept.objects.in_bulk(chosen)
    return [found[pk] for pk in chosen if pk in found]


def labels_of_competences(
    languages: Sequence[str] = ("da", "en"), *, after: int = 0
) -> Iterator[tuple[int, str, str, str]]:
    """Competence id, language, kind of name (``Label.Kind``) and text, of all that are in force, by id from ``after``.

    Read as a stream. A competence that no framework has brought gives its own two names.
    """
    rows = Label.objects.filter(concept__competence__gt=after, concept__retired_at=None, language__in=languages)
    told = rows.order_by("concept__competence_id", "pk").values_list(
        "concept__competence_id", "language", "kind", "text"
    )
    for competence, language, kind, text in told.iterator(chunk_size=5_000):
        if competence is not None:
            yield competence, language, kind, text
    own = Competence.objects.filter(pk__gt=after, concept=None).order_by("pk")
    for pk, danish, english in own.values_list("pk", "label_da", "label_en").iterator(chunk_size=5_000):
        for language, text in (("da", danish), ("en", english)):
            if text and language in languages:
                yield pk, language, Label.Kind.PREFERRED, text


@prepared
def _last_label() -> QuerySet[Label, tuple[int]]:
    return Label.objects.order_by("-pk").values_list("pk")[:1]


@prepared
def _last_competence() -> QuerySet[Competence, tuple[int]]:
    return Competence.objects.order_by("-pk").values_list("pk")[:1]


@prepared
def _imports() -> QuerySet[ImportRun, Any]:
    done = ImportRun.objects.filter(state=State.FINISHED).order_by().values("state")
    return done.annotate(runs=Count("pk"), last=Max("pk")).values_list("runs", "last")


def labels_stamp() -> str:
    """Changes when a competence or a name has been added, and when an import that took some away is done.

    Asked for with every question that is read: three look-ups, none of which counts the names.
    """
    parts = (part for rows in (_last_label(), _last_competence(), _imports()) for part in (rows[0] if rows else (0,)))
    return "-".join(map(str, parts))


def in_force(competences: QuerySet[Competence]) -> QuerySet[Competence]:
    """Those of the competences that no framework has retired: the others are not to be chosen any more."""
    return competences.filter(concept__retired_at=None)


@dataclass(frozen=True)
class FaultLine:
    """One thing that is wrong with one line of one file."""

    file: str
    line: int
    column: str
    cell: str
    code: str
    params: dict[str, str]

    @property
    def text(self) -> str:
        """What is wrong, in the language active now."""
        return fault_text(self.code, self.params)


def runs(person: Person) -> QuerySet[ImportRun]:
    """All imports, the newest first. Raises NotYours for who does not run the bank."""
    check_may_import(person)
    return ImportRun.objects.select_related("framework", "made_by").order_by("-made_at", "-pk")


def run_for(person: Person, uuid: UUID) -> ImportRun:
    """One import. Raises NotYours for who does not run the bank, and Http404."""
    found = runs(person).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def faults_of(run: ImportRun, *, first: int = 0, most: int | None = None) -> Iterator[FaultLine]:
    """What is wrong, in the order of the files; a line that only lies again in a later pass is told of once."""
    parts = run.found.get("parts", [])
    faults = Fault.objects.filter(run=run).exclude(code="same").order_by("part", "line", "pk")
    for fault in faults.iterator(chunk_size=2_000) if most is None else faults[first : first + most]:
        name = parts[fault.part] if fault.part < len(parts) else ""
        yield FaultLine(name, fault.line, fault.column, fault.cell, fault.code, fault.params)
