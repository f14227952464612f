"""A file comes in piece by piece: begun, gone on with wherever it broke, and laid on the shelf when it is whole.

Its bytes go from the line to the disk, 256 kB at a time; no more of it is ever in memory.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings
from django.core.files.base import File
from django.db.models import Q
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.authoring.errors import OutOfStep
from nanobank.authoring.models import MediaItem, MediaUpload
from nanobank.authoring.permissions import check_sends
from nanobank.authoring.services import shelving
from nanobank.catalogue.models import Module
from nanobank.catalogue.permissions import check_may_author
from nanobank.common.errors import Conflict, Refused
from nanobank.organisations.models import Organisation

ABANDONED_AFTER: Final = timedelta(hours=24)
_HELD: Final = timedelta(seconds=30)
_RENEWED: Final = timedelta(seconds=5)
_PIECE: Final = 256 * 1024
_MOST_OPEN: Final = 20

Clock = Callable[[], datetime]


class Stream(Protocol):
    """Something that bytes come out of: a request, or a file."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""
        ...


def begin_upload(
    *, provider: Organisation, module: Module | None, name: str, size: int, by: Person, now: datetime
) -> MediaUpload:
    """Say that a file of ``size`` bytes is to come. Nothing has been sent yet, so nothing is sent in vain.

    Raises NotYours; Refused (field ``file``) for a kind that is not taken, nothing, too much, or 20 under way already.
    """
    check_may_author(by, provider, now=now)
    if module is not None and module.provider_id != provider.pk:
        raise Refused(_("The module belongs to another provider."), field="module")
    name = "".join(letter for letter in Path(name).name if letter.isprintable())[-200:]
    shelving.check_announced(name, size)
    if MediaUpload.objects.filter(by=by, item__isnull=True).count() >= _MOST_OPEN:
        raise Refused(_("You have %d files under way already. Finish or stop some of them.") % _MOST_OPEN, field="file")
    upload = MediaUpload.objects.create(
        provider=provider, module=module, by=by, name=name, size=size, begun_at=now, touched_at=now
    )
    part = part_of(upload)
    part.parent.mkdir(parents=True, exist_ok=True)
    part.touch()
    return upload


def part_of(upload: MediaUpload) -> Path:
    """Where the bytes that have come lie until all have."""
    return Path(settings.MEDIA_ROOT) / "uploads" / f"{upload.uuid}.part"


def receive(*, upload: MediaUpload, offset: int, stream: Stream, by: Person, clock: Clock) -> MediaUpload:
    """Take in a piece that begins at byte ``offset``; with the last one, lay the file on the shelf (``upload.item``).

    What came before the line broke is kept. Raises NotYours; OutOfStep when ``offset`` is not what has been received;
    Conflict while another piece comes in; Refused (field ``file``) for more bytes than were announced, and for a file
    that is not what its name says: it is thrown away.
    """
    check_sends(by, upload, clock())
    held = _hold(upload, offset, clock())
    written = 0
    try:
        with part_of(upload).open("r+b") as part:
            part.truncate(offset)
            part.seek(offset)
            while piece := stream.read(_PIECE):
                held = _keep_holding(upload, held, clock())
                if offset + written + len(piece) > upload.size:
                    raise Refused(_("More came than the file's size. Choose the file again."), field="file")
                part.write(piece)
                written += len(piece)
    finally:
        now = clock()
        kept = MediaUpload.objects.filter(pk=upload.pk, held_until=held)
        kept.update(received=offset + written, touched_at=now, held_until=None)
    upload.refresh_from_db()
    if upload.received == upload.size and upload.item is None:
        upload.item = _finish(upload, clock())
    return upload


def _hold(upload: MediaUpload, offset: int, now: datetime) -> datetime:
    until = now + _HELD
    free = Q(held_until__isnull=True) | Q(held_until__lt=now)
    mine = MediaUpload.objects.filter(free, pk=upload.pk, received=offset, item__isnull=True)
    if mine.update(held_until=until):
        return until
    upload.refresh_from_db()
    if upload.received != offset or upload.item_id is not None:
        raise OutOfStep(upload.received)
    raise Conflict(_("Another piece of this file is coming in just now."))


def _keep_holding(upload: MediaUpload, held: datetime, now: datetime) -> datetime:
    """Move the end of holding ahead every few seconds. Raises Conflict when somebody else has taken over meanwhile."""
    until = now + _HELD
    if until - held < _RENEWED:
        return held
    if not MediaUpload.objects.filter(pk=upload.pk, held_until=held).update(held_until=until):
        raise Conflict(_("Another piece of this file is coming in just now."))
    return until


def _finish(upload: MediaUpload, now: datetime) -> MediaItem:
    try:
        item = shelving.take_in(
            path=part_of(upload),
            name=upload.name,
            provider=upload.provider,
            module=upload.module,
            by=upload.by,
            now=now,
        )
    except Refused:
        _throw_away(upload)
        raise
    MediaUpload.objects.filter(pk=upload.pk).update(item=item)
    part_of(upload).unlink(missing_ok=True)
    return item


def send_whole(
    *, provider: Organisation, module: Module | None, file: File[bytes], by: Person, clock: Clock
) -> MediaItem:
    """A file sent with an ordinary form, all at once. Raises as ``begin_upload`` and ``receive`` do."""
    upload = begin_upload(provider=provider, module=module, name=file.name or "", size=file.size, by=by, now=clock())
    file.seek(0)
    item = receive(upload=upload, offset=0, stream=file, by=by, clock=clock).item
    if item is None:
        _throw_away(upload)
        raise Refused(_("The file did not come whole. Try again."), field="file")
    return item


def give_up(*, upload: MediaUpload, by: Person, now: datetime) -> None:
    """Stop an upload and throw away what has come; a finished one is only forgotten. Raises NotYours."""
    check_sends(by, upload, now)
    _throw_away(upload)


def sweep(*, now: datetime) -> int:
    """Throw away what nobody has gone on with for a day, and forget the finished; how many there were."""
    found = MediaUpload.objects.filter(touched_at__lt=now - ABANDONED_AFTER)
    for upload in found:
        _throw_away(upload)
    return len(found)


def _throw_away(upload: MediaUpload) -> None:
    MediaUpload.objects.filter(pk=upload.pk).delete()
    with suppress(OSError):
        part_of(upload).unlink(missing_ok=True)
