"""What a worker does: award a batch chunk by chunk, each in one transaction, until nothing is left or it is stopped.

A worker that is killed leaves nothing half done: its transaction is undone, its lock on the chunk is gone with it, and
the next worker takes that chunk. Several workers share a batch by passing over each other's chunks (PostgreSQL), or
wait for each other (SQLite).
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock_time
from typing import Final, NamedTuple

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.accounts.newcomers import Newcomer, welcome_many
from nanobank.accounts.queries import Known
from nanobank.awards.models import Batch, Chunk, Outcome, State, Step
from nanobank.awards.services._counting import Counting, counting_of, outside_of
from nanobank.awards.services._reading import holding_of, is_somebody_else
from nanobank.catalogue.models import MicroCredential
from nanobank.common.bulk import insert_many
from nanobank.common.errors import Conflict
from nanobank.credentials.bulk import Press, ToAward
from nanobank.credentials.services import Aside, award_many, press_of, put_aside

_TRIES: Final = 5
_PAUSE: Final = 0.05
"""Seconds between chunks on SQLite, where only one can write: others get their turn."""
_NOON: Final = clock_time(12)


class _Line(NamedTuple):
    """A row that can be awarded, without the weight of a model."""

    pk: int
    number: int
    given_name: str
    family_name: str
    email: str
    micro_credential_id: int
    grade: str
    awarded_on: date | None
    evidence: str

    @property
    def name(self) -> str:
        """As on the credential."""
        return f"{self.given_name} {self.family_name}"


@dataclass
class _Kept:
    """What a worker need not find out for each chunk anew."""

    batch: Batch
    by: Person
    catalogue: Mapping[int, MicroCredential]
    counting: Counting
    press: Press | None = None


def work(*, batch: Batch, clock: Callable[[], datetime]) -> bool:
    """Award what is left of the batch; whether this finished it. Any number of workers may do so at once."""
    catalogue = {one.pk: one for one in MicroCredential.objects.filter(provider=batch.organisation_id)}
    for micro_credential in catalogue.values():
        micro_credential.provider = batch.organisation
    kept = _Kept(batch, _who_decided(batch), catalogue, counting_of(batch.organisation))
    while _is_on(batch):
        chunk = _take(kept, now=clock())
        if chunk is None:
            return _finish(batch, now=clock())
        _award(chunk, kept, now=clock())
        if connection.vendor == "sqlite":
            time.sleep(_PAUSE)
    return False


def _is_on(batch: Batch) -> bool:
    return Batch.objects.filter(pk=batch.pk, state=State.AWARDING).exists()


def _who_decided(batch: Batch) -> Person:
    """In whose name it is awarded: who approved it, or began it alone."""
    decided = batch.steps.filter(kind__in=[Step.Kind.BEGUN, Step.Kind.APPROVED]).select_related("by").latest("at", "pk")
    return decided.by or batch.made_by


@transaction.atomic
def _take(kept: _Kept, *, now: datetime) -> Chunk | None:
    """A chunk that nobody works on, with its places put aside; and the worker is seen to be alive."""
    batch = kept.batch
    waiting = Chunk.objects.filter(batch=batch, done_at__isnull=True).order_by("first")
    chunk = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if chunk is None:
        return None
    if chunk.status_list_id is None:
        suspendable = any(one.suspendable for one in kept.catalogue.values())
        aside = put_aside(
            organisation=batch.organisation, count=chunk.last - chunk.first + 1, suspendable=suspendable, now=now
        )
        chunk.status_list, chunk.status_from = aside.status_list, aside.status_from
        chunk.suspension_list, chunk.suspension_from = aside.suspension_list, aside.suspension_from
        chunk.save(update_fields=["status_list", "status_from", "suspension_list", "suspension_from"])
    Batch.objects.filter(pk=batch.pk).update(worked_at=now)
    return chunk


def _award(chunk: Chunk, kept: _Kept, *, now: datetime) -> None:
    """The chunk, unless another worker has been faster. An award, key or lock of others in that moment: try again."""
    for left in reversed(range(_TRIES)):
        try:
            _award_once(chunk, kept, now=now)
        except (IntegrityError, OperationalError, Conflict):
            if not left:
                raise
        else:
            return


@transaction.atomic
def _award_once(chunk: Chunk, kept: _Kept, *, now: datetime) -> None:
    mine = Chunk.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=chunk.pk, done_at__isnull=True)
    taken = mine.select_related("status_list", "suspension_list").first()
    if taken is None:
        return
    rows = _rows_of(kept.batch, taken)
    people = _people_of(rows, now=now)
    outcomes = _without_award(rows, people)
    to_award = [row for row in rows if row.pk not in outcomes]
    versions = kept.counting.versions_of([(people[row.email].pk, row.micro_credential_id) for row in to_award])
    elsewhere = outside_of([people[row.email].pk for row in to_award], versions)
    awards = [
        (
            row.number - taken.first,
            ToAward(
                person_id=people[row.email].pk,
                name=row.name,
                email=row.email,
                micro_credential=kept.catalogue[row.micro_credential_id],
                grade=row.grade,
                awarded_at=_moment(row),
                evidence=row.evidence,
                versions=counted,
                outside=outside,
            ),
        )
        for row, counted, outside in zip(to_award, versions, elsewhere, strict=True)
    ]
    kept.press = press_of(kept.batch.organisation, kept=kept.press)
    ids = award_many(awards=awards, aside=_aside(taken), press=kept.press, by=kept.by, now=now)
    awarded = {row.pk: pk for row, pk in zip(to_award, ids, strict=True) if pk is not None}
    outcomes |= {row.pk: Outcome.Kind.UNFIT for row in to_award if row.pk not in awarded}
    insert_many(
        Outcome,
        ("row_id", "kind", "credential_id", "at"),
        ((row.pk, outcomes.get(row.pk, Outcome.Kind.AWARDED).value, awarded.get(row.pk), now) for row in rows),
    )
    taken.done_at, taken.awarded, taken.passed_over = now, len(awarded), len(outcomes)
    taken.save(update_fields=["done_at", "awarded", "passed_over"])


def _rows_of(batch: Batch, chunk: Chunk) -> list[_Line]:
    rows = batch.rows.fit().filter(number__range=(chunk.first, chunk.last)).order_by("number")
    return [_Line(*values) for values in rows.values_list(*_Line._fields)]


def _people_of(rows: Sequence[_Line], *, now: datetime) -> dict[str, Known]:
    """Everybody's account, locked in one order so that two workers do not wait for each other for ever."""
    newcomers = {row.email: Newcomer(row.email, row.given_name, row.family_name) for row in rows}
    people = welcome_many(newcomers=newcomers, now=now)
    if ids := {known.pk for known in people.values() if not known.made_now}:
        list(Person.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
    return people


def _without_award(rows: Sequence[_Line], people: Mapping[str, Known]) -> dict[int, Outcome.Kind]:
    """What has changed since the list was read: who has got the credential since, or has another name by now."""
    holding = holding_of(
        {known.pk for known in people.values() if not known.made_now}, {row.micro_credential_id for row in rows}
    )
    outcomes = {}
    for row in rows:
        known = people[row.email]
        what = (known.pk, row.micro_credential_id)
        if what in holding:
            outcomes[row.pk] = Outcome.Kind.HELD
        elif is_somebody_else(known, row.name):
            outcomes[row.pk] = Outcome.Kind.NAME
        else:
            holding.add(what)
    return outcomes


def _moment(row: _Line) -> datetime | None:
    """Noon of the day that the list gives."""
    if row.awarded_on is None:
        return None
    return datetime.combine(row.awarded_on, _NOON, tzinfo=timezone.get_default_timezone())


def _aside(chunk: Chunk) -> Aside:
    if chunk.status_list is None:
        raise ValueError(f"chunk {chunk.pk} has no places")
    return Aside(chunk.status_list, chunk.status_from, chunk.suspension_list, chunk.suspension_from)


@transaction.atomic
def _finish(batch: Batch, *, now: datetime) -> bool:
    """Say so once, when no chunk is left, not even with another worker."""
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != State.AWARDING or Chunk.objects.filter(batch=batch, done_at__isnull=True).exists():
        return False
    locked.state, locked.worked_at = State.FINISHED, now
    locked.save(update_fields=["state", "worked_at"])
    Step.objects.create(batch=batch, kind=Step.Kind.FINISHED, at=now)
    return True
