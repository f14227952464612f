"""A worker reads a list: every line becomes a row, with what is wrong with it, a stretch at a time."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from nanobank.accounts.queries import Known, people_with
from nanobank.awards.lists.checking import Checked, Choice, check, words_of
from nanobank.awards.lists.columns import Column
from nanobank.awards.lists.reading import Line, Opened, open_list
from nanobank.awards.models import Batch, Row, Source, State, Step
from nanobank.awards.services._choosing import choice_of
from nanobank.common.bulk import insert_many
from nanobank.common.prepared import among_texts, prepared
from nanobank.common.sheets import CannotRead
from nanobank.credentials.models import Credential

_STRETCH: Final = 2_000
_EACH_BEFORE: Final = f"""
SELECT earlier.email, earlier.micro_credential_id, earlier.number
FROM unnest(%s::text[]) AS asked (email) CROSS JOIN LATERAL (
    SELECT email, micro_credential_id, number FROM {Row._meta.db_table}
    WHERE batch_id = %s AND email = asked.email AND fit OFFSET 0
) AS earlier ORDER BY earlier.number DESC"""  # noqa: S608  # the name of our own table
_COLUMNS: Final = (
    "batch_id", "number", "given_name", "family_name", "email", "micro_credential_id", "grade", "awarded_on",
    "evidence", "cells", "problems", "fit",
)  # fmt: skip


def read(*, batch: Batch, clock: Callable[[], datetime]) -> None:
    """Read what has not been read yet, and put the batch before those who decide.

    Each stretch of lines is kept in one transaction with how far that is, so that a killed worker's list is read on
    from there. Several workers at once do no harm: only the one who is where the batch is gets on.
    """
    try:
        with batch.file.open("rb") as file, open_list(file, Source(batch.source)) as opened:
            choice = choice_of(batch)
            if Column.MICRO_CREDENTIAL not in opened.layout.places and choice.usual is None:
                raise CannotRead("no_micro_credential")
            finished = _read_on(batch, opened, choice, clock=clock)
    except FileNotFoundError:
        return  # another worker has read it to its end
    except CannotRead as reason:
        _settle(batch, State.UNREADABLE, {"code": reason.code, "params": reason.params}, now=clock())
        return
    if finished:
        unknown = {"unknown": list(opened.layout.unknown)} if opened.layout.unknown else {}
        if batch.rows_read:
            _settle(batch, State.READY, unknown, now=clock())
        else:
            _settle(batch, State.UNREADABLE, {"code": "empty", "params": {}}, now=clock())


def _read_on(batch: Batch, opened: Opened, choice: Choice, *, clock: Callable[[], datetime]) -> bool:
    """Whether the end was reached; no when another worker has been faster."""
    last = batch.rows.order_by("-number").values_list("number", flat=True).first() or 0
    lines = (line for line in opened.lines if line.number > last)
    while stretch := list(islice(lines, _STRETCH)):
        now = clock()
        today = timezone.localdate(now)
        rows = [check(line, choice, today=today) for line in stretch]
        if not _keep(batch, rows, stretch, now=now):
            return False
    return True


@transaction.atomic
def _keep(batch: Batch, rows: Sequence[Checked], lines: Sequence[Line], *, now: datetime) -> bool:
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != State.READING or locked.rows_read != batch.rows_read:
        return False
    _look_beside(batch, rows)
    insert_many(Row, _COLUMNS, (_values(batch, row, line) for row, line in zip(rows, lines, strict=True)))
    if not batch.rows_read:
        _count_anew()
    fit = [row for row in rows if not row.problems]
    batch.rows_read += len(rows)
    batch.fit += len(fit)
    batch.known += sum(row.known for row in fit)
    batch.worked_at = now
    batch.save(update_fields=["rows_read", "fit", "known", "worked_at"])
    return True


def _count_anew() -> None:
    """Let PostgreSQL see the new batch: until it does, one index of the rows is as good to it as another."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {Row._meta.db_table}")


def _values(batch: Batch, row: Checked, line: Line) -> tuple[object, ...]:
    return (
        batch.pk, row.number, row.given_name, row.family_name, row.email,
        row.micro_credential.pk if row.micro_credential else None, row.grade, row.awarded_on, row.evidence,
        dict(line.cells) if row.problems else {}, row.problems, not row.problems,
    )  # fmt: skip


def _look_beside(batch: Batch, rows: Sequence[Checked]) -> None:
    """What only shows beside what is known here, and beside the other rows."""
    promising = [row for row in rows if not row.problems]
    people = people_with(row.email for row in promising)
    holding = holding_of(
        {one.pk for one in people.values()}, {row.micro_credential.pk for row in promising if row.micro_credential}
    )
    seen = dict(_seen_before(batch, {row.email for row in promising}))
    for row in promising:
        if row.micro_credential is None:
            continue
        person = people.get(row.email)
        row.known = person is not None
        if person is not None:
            _look_at_person(row, person, holding=holding, maker=batch.made_by_id)
        award = (row.email if person is None else str(person.pk), row.micro_credential.pk)
        earlier = seen.get((row.email, row.micro_credential.pk)) or seen.get(award)
        if earlier:
            row.wrong(Column.EMAIL, "twice", line=str(earlier))
        elif not row.problems:
            seen[award] = seen[row.email, row.micro_credential.pk] = row.number


def _look_at_person(row: Checked, person: Known, *, holding: set[tuple[int, int]], maker: int) -> None:
    if person.pk == maker:
        row.wrong(Column.EMAIL, "own")
    elif is_somebody_else(person, row.name):
        row.wrong(Column.NAME, "other_name")
    elif row.micro_credential and (person.pk, row.micro_credential.pk) in holding:
        row.wrong(Column.EMAIL, "held")


def holding_of(people: Collection[int], micro_credentials: Collection[int]) -> set[tuple[int, int]]:
    """Who of these people holds what of these micro-credentials: at most one query."""
    if not people:
        return set()
    standing = Credential.objects.standing().filter(person__in=people, micro_credential__in=micro_credentials)
    return set(standing.values_list("person_id", "micro_credential_id"))


def is_somebody_else(person: Known, name: str) -> bool:
    """Whether the account cannot be this person's: not one word of the two names is the same."""
    return person.confirmed and not words_of(person.name) & words_of(name)


def _seen_before(batch: Batch, emails: Collection[str]) -> Iterator[tuple[tuple[str, int], int]]:
    found = _each_before(batch, emails) if connection.vendor == "postgresql" else _before(batch=batch, emails=emails)
    for email, micro_credential, number in found:
        if micro_credential is not None:
            yield (email, micro_credential), number


@prepared
def _before(batch: Any, emails: Any) -> QuerySet[Row, tuple[str, int | None, int]]:
    earlier = Row.objects.fit().filter(batch=batch, email__in=among_texts(emails)).order_by("-number")
    return earlier.values_list("email", "micro_credential_id", "number")


def _each_before(batch: Batch, emails: Collection[str]) -> list[tuple[str, int | None, int]]:
    """The same, each address looked up in the index by itself.

    Left to choose, PostgreSQL reads all of the batch for every stretch, and, once the statement is prepared, holds each
    row against all two thousand addresses.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EACH_BEFORE, [list(emails), batch.pk])
        found: list[tuple[str, int | None, int]] = cursor.fetchall()
    return found


@transaction.atomic
def _settle(batch: Batch, state: State, trouble: Mapping[str, object], *, now: datetime) -> None:
    """The list has been read; the file has done its duty and is thrown away."""
    if Batch.objects.filter(pk=batch.pk, state=State.READING).update(state=state, trouble=trouble, worked_at=now):
        Step.objects.create(batch=batch, kind=Step.Kind.READ, at=now)
        name = batch.file.name
        Batch.objects.filter(pk=batch.pk).update(file="")
        transaction.on_commit(lambda: batch.file.storage.delete(str(name)))
