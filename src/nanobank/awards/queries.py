"""What the pages and the API ask about batches."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.http import Http404

from nanobank.accounts.models import Person
from nanobank.awards.models import Batch, Chunk, Outcome, State, Step
from nanobank.awards.permissions import check_batch
from nanobank.awards.texts import column_name, problem_text
from nanobank.catalogue.models import MicroCredential
from nanobank.credentials.bulk import ToAward, specimen_of
from nanobank.credentials.our_own import facts_of
from nanobank.credentials.presenting import Diploma, diploma_of
from nanobank.credentials.queries import offices_of

_SHOWN: Final = 5


@dataclass(frozen=True)
class Progress:
    """How far the awarding is. ``left`` is how long it will still take, None before that can be told."""

    total: int
    awarded: int
    passed_over: int
    left: timedelta | None = None

    @property
    def done(self) -> int:
        """Rows that are settled."""
        return self.awarded + self.passed_over

    @property
    def percent(self) -> int:
        """Of the rows that can be awarded; 100 only when all are settled."""
        return self.done * 100 // self.total if self.total else 100

    @property
    def minutes_left(self) -> int | None:
        """Rounded up."""
        return None if self.left is None else -(-self.left // timedelta(minutes=1))


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with one row, in words."""

    line: int
    column: str
    cell: str
    text: str


@dataclass(frozen=True)
class Share:
    """How many of a batch's rows are about one micro-credential."""

    micro_credential: MicroCredential
    count: int


def batches_of(person: Person, *, now: datetime) -> QuerySet[Batch]:
    """The batches of the institutions whose office the person works in, newest first. Raises NotYours for others."""
    found = Batch.objects.filter(organisation__in=offices_of(person, now=now))
    return found.select_related("organisation", "made_by").order_by("-made_at", "-pk")


def batch_for(person: Person, uuid: UUID, *, now: datetime) -> Batch:
    """One batch, for somebody of its institution's office. Raises Http404, and NotYours for anybody else."""
    shown = Batch.objects.select_related("organisation", "made_by", "micro_credential")
    batch = shown.filter(uuid=uuid).first()
    if batch is None:
        raise Http404
    check_batch(person, batch, now=now)
    return batch


def progress_of(batch: Batch) -> Progress:
    """How far it is: one query over its chunks."""
    done = Chunk.objects.filter(batch=batch, done_at__isnull=False).aggregate(
        awarded=Sum("awarded"), passed_over=Sum("passed_over"), began=Min("done_at"), last=Max("done_at")
    )
    progress = Progress(batch.fit, done["awarded"] or 0, done["passed_over"] or 0)
    if batch.state != State.AWARDING or not done["last"] or done["last"] == done["began"]:
        return progress
    each = (done["last"] - done["began"]) / progress.done
    return Progress(progress.total, progress.awarded, progress.passed_over, each * (batch.fit - progress.done))


def steps_of(batch: Batch) -> QuerySet[Step]:
    """Everything that was done about it, the first first."""
    return batch.steps.select_related("by").order_by("pk")


def faults_of(batch: Batch, *, first: int = 0, most: int | None = None) -> Iterator[Fault]:
    """What is wrong with its rows, in the order of the list; of at most so many rows, from ``first`` on."""
    rows = batch.rows.unfit().order_by("number").values_list("number", "cells", "problems")
    for number, cells, problems in rows.iterator(chunk_size=2_000) if most is None else rows[first : first + most]:
        for column, code, params in problems:
            yield Fault(number, column_name(column), cells.get(column, ""), problem_text(code, params))


def passed_over_in(batch: Batch) -> Iterator[Fault]:
    """Rows that could be awarded when the list was read, and not any more when it was awarded."""
    outcomes = Outcome.objects.filter(row__batch=batch).exclude(kind=Outcome.Kind.AWARDED)
    for outcome in outcomes.select_related("row").order_by("row__number").iterator(chunk_size=2_000):
        yield Fault(outcome.row.number, column_name("email"), outcome.row.email, outcome.get_kind_display())


def awarded_in(batch: Batch, *, most: int | None = None) -> Iterator[Outcome]:
    """Who has been awarded what, in the order of the list, each with row and credential; of all or so many."""
    outcomes = Outcome.objects.filter(row__batch=batch, kind=Outcome.Kind.AWARDED).order_by("row__number")
    shown = outcomes.select_related("row", "credential__micro_credential").defer("credential__document")
    yield from shown.iterator(chunk_size=2_000) if most is None else shown[:most]


def first_awarded(batch: Batch) -> list[Outcome]:
    """The first of those who have been awarded something."""
    return list(awarded_in(batch, most=_SHOWN))


def first_faults(batch: Batch) -> list[Fault]:
    """The first of what is wrong."""
    return list(faults_of(batch, most=_SHOWN))


def shares_of(batch: Batch) -> list[Share]:
    """What is awarded how often, the most frequent first: two queries."""
    counted = batch.rows.fit().values_list("micro_credential").annotate(count=Count("pk")).order_by("-count")
    counts: dict[int | None, int] = dict(counted)
    found = MicroCredential.objects.in_bulk([pk for pk in counts if pk is not None])
    return [Share(found[pk], count) for pk, count in counts.items() if pk is not None]


def specimen_in(batch: Batch, *, now: datetime) -> Diploma | None:
    """What the credential of the first row that can be awarded will say."""
    first = batch.rows.fit().select_related("micro_credential__provider").order_by("number").first()
    if first is None or first.micro_credential is None:
        return None
    award = ToAward(0, f"{first.given_name} {first.family_name}", first.email, first.micro_credential, first.grade)
    return diploma_of(facts_of(specimen_of(award, now=now)))
