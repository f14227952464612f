"""A list is handed in, as a file or as rows. A worker reads it afterwards."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Final

import orjson
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.awards.lists.columns import HEADINGS, Column
from nanobank.awards.models import Batch, Source, Step
from nanobank.awards.services._choosing import awardable
from nanobank.catalogue.models import MicroCredential
from nanobank.common.errors import Refused
from nanobank.common.uploads import Allowed, check_upload
from nanobank.credentials.permissions import check_office
from nanobank.organisations.models import Organisation

MOST_MEGABYTES: Final = 400
_EXCEL: Final = Allowed(frozenset({".xlsx"}), megabytes=30)


def make_batch(
    *,
    organisation: Organisation,
    file: "File[bytes]",
    micro_credential: MicroCredential | None,
    tells: bool,
    by: Person,
    now: datetime,
) -> Batch:
    """Keep the list until a worker reads it. ``micro_credential`` is for rows that name none.

    Raises NotYours unless ``by`` works in the institution's office, Refused for a file of another kind, an empty or too
    large one, and for a micro-credential that the institution has not published.
    """
    check_office(by, organisation, now=now)
    name = PurePath(file.name or "")
    return _make(organisation, file, name.name, _source_of(file, name), micro_credential, tells=tells, by=by, now=now)


def make_batch_of_rows(
    *,
    organisation: Organisation,
    rows: Sequence[dict[Column, str]],
    name: str,
    micro_credential: MicroCredential | None,
    tells: bool,
    by: Person,
    now: datetime,
) -> Batch:
    """The same for rows that a program sends. Raises as ``make_batch`` does."""
    check_office(by, organisation, now=now)
    if not rows:
        raise Refused(_("There is no row in it."), field="rows")
    table = [[HEADINGS[column][1] for column in Column], *([row.get(column, "") for column in Column] for row in rows)]
    file = ContentFile(orjson.dumps(table), name="rows.json")
    return _make(organisation, file, name, Source.API, micro_credential, tells=tells, by=by, now=now)


@transaction.atomic
def _make(
    organisation: Organisation,
    file: "File[bytes]",
    name: str,
    source: Source,
    micro_credential: MicroCredential | None,
    *,
    tells: bool,
    by: Person,
    now: datetime,
) -> Batch:
    if micro_credential is not None and micro_credential not in awardable(organisation):
        raise Refused(_("Choose one that your institution has published."), field="micro_credential")
    batch = Batch(
        organisation=organisation,
        made_by=by,
        made_at=now,
        source=source,
        name=name[:200],
        micro_credential=micro_credential,
        tells=tells,
        worked_at=now,
    )
    batch.file.save(f"{batch.uuid}.{source}", file, save=False)
    batch.save()
    Step.objects.create(batch=batch, kind=Step.Kind.MADE, by=by, at=now)
    return batch


def _source_of(file: "File[bytes]", name: PurePath) -> Source:
    """By its ending; what is in it shows when it is read."""
    ending = name.suffix.lower()
    if ending == ".xlsx":
        check_upload(file, _EXCEL, field="file")
        return Source.XLSX
    if ending not in {".csv", ".txt"}:
        raise Refused(_("Use a CSV file or an Excel workbook (.xlsx)."), field="file")
    if not file.size:
        raise Refused(_("The file is empty."), field="file")
    if file.size > MOST_MEGABYTES * 1024 * 1024:
        raise Refused(_("The file is larger than %d MB. Divide the list.") % MOST_MEGABYTES, field="file")
    return Source.CSV
