"""A framework's files are handed over. A worker looks through them; nothing is taken in until somebody says."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import IO, Any, Final
from uuid import uuid4

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Refused
from nanobank.frameworks.formats import CannotRead, format_of, pack
from nanobank.frameworks.models import Format, ImportRun
from nanobank.frameworks.permissions import check_may_import
from nanobank.frameworks.texts import trouble_text

MOST_MEGABYTES: Final = 600
_ENDINGS: Final = frozenset({".zip", ".csv", ".tsv", ".txt", ".json"})


def make_run(
    *, files: Sequence["File[bytes]"], whole: bool, title: str = "", by: Person | None, now: datetime
) -> ImportRun:
    """Keep the files, as one zip where they are several, until a worker looks through them.

    ``whole``: what the framework had before and is not among them will be retired. ``title`` names a plain list.
    Raises NotYours unless ``by`` runs the bank; Refused for no, empty, too large or other files, and a plain list
    without a title.
    """
    check_may_import(by)
    _check(files)
    name = PurePath(files[0].name or "").name if len(files) == 1 else f"{len(files)} filer.zip"
    with TemporaryFile() as packed:
        content: IO[Any] = files[0] if len(files) == 1 else _packed(files, packed)
        try:
            form = format_of(content, name)
        except CannotRead as reason:
            raise Refused(trouble_text(reason.code, reason.params), field="files") from reason
        if form == Format.PLAIN and not title.strip():
            raise Refused(_("Say what the list is to be called here."), field="title")
        return _kept(content, name, form, title=title.strip(), whole=whole, by=by, now=now)


def _check(files: Sequence["File[bytes]"]) -> None:
    if not files:
        raise Refused(_("Choose the files."), field="files")
    for file in files:
        if PurePath(file.name or "").suffix.lower() not in _ENDINGS:
            raise Refused(_("Use ESCO's files as a zip or CSV, a CASE package (.json) or a CSV list."), field="files")
        if not file.size:
            raise Refused(_("The file is empty."), field="files")
    if sum(file.size for file in files) > MOST_MEGABYTES * 1_000_000:
        raise Refused(
            _("Together the files are larger than %d MB. Take fewer languages at a time.") % MOST_MEGABYTES,
            field="files",
        )


def _packed(files: Sequence["File[bytes]"], target: IO[bytes]) -> IO[bytes]:
    try:
        pack([(PurePath(file.name or "").name, file) for file in files], target)
    except CannotRead as reason:
        raise Refused(trouble_text(reason.code, reason.params), field="files") from reason
    target.seek(0)
    return target


@transaction.atomic
def _kept(
    content: IO[Any], name: str, form: Format, *, title: str, whole: bool, by: Person | None, now: datetime
) -> ImportRun:
    content.seek(0)
    run = ImportRun(
        uuid=uuid4(),
        made_by=by,
        made_at=now,
        worked_at=now,
        format=form,
        name=name[:200],
        whole=whole,
        title=title[:200],
    )
    run.file.save(f"{run.uuid}{PurePath(name).suffix.lower()}", File(content), save=False)
    run.save()
    return run
