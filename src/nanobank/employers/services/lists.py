"""A list of people is handed in, read row by row by a worker, and taken in: all that is fit at once, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import IO, Final

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.bulk import insert_many
from nanobank.common.errors import Conflict, Refused
from nanobank.common.sheets import MOST_IN_EXCEL, CannotRead, csv_lines, xlsx_lines
from nanobank.common.uploads import Allowed, check_upload
from nanobank.common.workers import taken_up
from nanobank.employers.columns import Checked, check, layout_of
from nanobank.employers.models import Colleague, CostCentre, ListState, PeopleList, PeopleRow, Source
from nanobank.employers.permissions import check_employer
from nanobank.employers.services.staff import invite as invite_colleagues
from nanobank.employers.services.staff import let_in_known
from nanobank.organisations.models import Organisation

MOST_ROWS: Final = 50_000
ABANDONED_AFTER: Final = timedelta(minutes=2)
_LISTS: Final = Allowed(frozenset({".csv", ".txt", ".xlsx"}), megabytes=30)
_COLUMNS: Final = (
    "people_list_id", "number", "given_name", "family_name", "email", "team", "job_role", "cost_centre_id", "cells",
    "problems", "fit",
)  # fmt: skip


@transaction.atomic
def hand_in(*, organisation: Organisation, file: "File[bytes]", by: Person, now: datetime) -> PeopleList:
    """Keep the list until a worker reads it. Raises NotYours, Refused (field ``file``) for a file of another kind."""
    check_employer(by, organisation, now=now)
    name = PurePath(file.name or "").name
    source = Source.XLSX if name.lower().endswith(".xlsx") else Source.CSV
    if source is Source.XLSX:
        check_upload(file, _LISTS, field="file")
    elif not name.lower().endswith((".csv", ".txt")):
        raise Refused(_("Use a CSV file or an Excel workbook (.xlsx)."), field="file")
    elif not file.size:
        raise Refused(_("The file is empty."), field="file")
    elif file.size > _LISTS.most:
        raise Refused(_("The file is larger than %d MB. Divide the list.") % _LISTS.megabytes, field="file")
    handed = PeopleList(
        organisation=organisation, made_by=by, made_at=now, source=source, name=name[:200], worked_at=now
    )
    handed.file.save(f"{handed.uuid}.{source}", file, save=False)
    handed.save()
    return handed


def read(*, people_list: PeopleList, clock: Callable[[], datetime]) -> None:
    """Read it from its first line to its last, in one transaction.

    A worker that dies leaves nothing behind, and another starts over. Two at once do no harm: the list is locked.
    """
    with transaction.atomic():
        standing = PeopleList.objects.select_for_update(of=("self",)).get(pk=people_list.pk)
        if standing.state != ListState.READING:
            return
        try:
            with transaction.atomic(), standing.file.open("rb") as file:
                _read(standing, file)
        except CannotRead as reason:
            standing.state = ListState.UNREADABLE
            standing.trouble = {"code": reason.code, "params": reason.params}
            standing.rows_read = standing.fit = standing.known = 0
        standing.worked_at = clock()
        storage, name = standing.file.storage, str(standing.file.name)
        standing.file.name = ""
        standing.save()
        transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def take_in(*, people_list: PeopleList, invites: bool, by: Person, now: datetime) -> int:
    """Put all the fit rows on file, and renew the details of those who are there; how many. One transaction.

    Whoever works there already, by a role of theirs and a confirmed address, need not be asked in.
    Raises NotYours; Conflict when the list is not waiting for that.
    """
    check_employer(by, people_list.organisation, now=now)
    standing = PeopleList.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=people_list.pk)
    if standing.state != ListState.READY or not standing.fit:
        raise Conflict(_("There is nothing in this list to take in."))
    here = {one.email: one for one in Colleague.objects.of(standing.organisation).here()}
    new: list[Colleague] = []
    changed: list[Colleague] = []
    for row in PeopleRow.objects.filter(people_list=standing, fit=True).order_by("number").iterator():
        known = here.get(row.email)
        colleague = known or Colleague(organisation=standing.organisation, email=row.email, added_at=now, added_by=by)
        colleague.given_name, colleague.family_name = row.given_name, row.family_name
        colleague.team, colleague.job_role = row.team or colleague.team, row.job_role or colleague.job_role
        colleague.cost_centre_id = row.cost_centre_id or colleague.cost_centre_id
        (changed if known else new).append(colleague)
    Colleague.objects.bulk_create(new, batch_size=1000)
    fields = ["given_name", "family_name", "team", "job_role", "cost_centre"]
    Colleague.objects.bulk_update(changed, fields, batch_size=500)
    let_in_known(organisation=standing.organisation, now=now)
    if invites:
        added = Colleague.objects.of(standing.organisation).here().filter(email__in=[one.email for one in new])
        invite_colleagues(colleagues=added.select_related("organisation"), by=by, now=now)
    standing.state, standing.worked_at = ListState.TAKEN_IN, now
    standing.save(update_fields=["state", "worked_at"])
    PeopleRow.objects.filter(people_list=standing).delete()
    return len(new) + len(changed)


@transaction.atomic
def withdraw(*, people_list: PeopleList, by: Person, now: datetime) -> None:
    """Give it up, and forget what stood in it. Raises NotYours, Conflict."""
    check_employer(by, people_list.organisation, now=now)
    standing = PeopleList.objects.select_for_update(of=("self",)).get(pk=people_list.pk)
    if standing.state not in (ListState.READY, ListState.UNREADABLE):
        raise Conflict(_("This list cannot be withdrawn now."))
    PeopleRow.objects.filter(people_list=standing).delete()
    standing.state, standing.worked_at = ListState.WITHDRAWN, now
    standing.save(update_fields=["state", "worked_at"])


def take_up_abandoned(*, now: datetime) -> list[PeopleList]:
    """The lists whose worker must have died, each given out once."""
    return taken_up(PeopleList.objects.filter(state=ListState.READING), now=now, after=ABANDONED_AFTER)


def _read(standing: PeopleList, file: IO[bytes]) -> None:
    rows = list(_rows(standing, file))
    _beside_each_other(rows)
    known = set(Colleague.objects.of(standing.organisation).here().values_list("email", flat=True))
    PeopleRow.objects.filter(people_list=standing).delete()
    insert_many(PeopleRow, _COLUMNS, (_values(standing, row) for row in rows))
    fit = [row for row in rows if not row.problems]
    standing.rows_read, standing.fit = len(rows), len(fit)
    standing.known = sum(row.email in known for row in fit)
    standing.state = ListState.READY
    if not rows:
        raise CannotRead("empty")


def _rows(standing: PeopleList, file: IO[bytes]) -> Iterator[Checked]:
    cost_centres = {}
    for one in CostCentre.objects.filter(organisation=standing.organisation, closed_at=None):
        cost_centres[one.code.casefold()] = cost_centres[one.name.casefold()] = cost_centres[str(one).casefold()] = one
    most = MOST_IN_EXCEL if standing.source == Source.XLSX else MOST_ROWS
    with closing(xlsx_lines(file) if standing.source == Source.XLSX else csv_lines(file)) as table:
        headings = next((row for _number, row in table if any(map(str.strip, row))), None)
        if headings is None:
            raise CannotRead("empty")
        layout = layout_of(headings)
        standing.trouble = {"unknown": list(layout.unknown)} if layout.unknown else {}
        for number, line in table:
            if number > most + 1:
                raise CannotRead("long", most=str(most))
            row = check(number, line, layout, cost_centres)
            if row is not None:
                yield row


def _beside_each_other(rows: list[Checked]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        if row.email and (earlier := seen.setdefault(row.email, row.number)) != row.number:
            row.wrong("email", "twice", line=str(earlier))


def _values(standing: PeopleList, row: Checked) -> tuple[object, ...]:
    return (
        standing.pk, row.number, row.given_name, row.family_name, row.email, row.team, row.job_role,
        row.cost_centre.pk if row.cost_centre else None, row.cells if row.problems else {}, row.problems,
        not row.problems,
    )  # fmt: skip
