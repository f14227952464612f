"""A feed is chosen, its content handed over or asked for; and a feed is closed."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from typing import Any, Final
from uuid import uuid4

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.indexing import index
from nanobank.catalogue.models import ListingKind
from nanobank.common.errors import Conflict, Refused
from nanobank.feeds.formats import NAMES
from nanobank.feeds.formats.addresses import BadAddress, canonical
from nanobank.feeds.models import OPEN, Feed, FeedRun, OutsideOffer, State
from nanobank.feeds.permissions import check_may_keep
from nanobank.feeds.texts import fault_text
from nanobank.organisations.models import Organisation

MOST_MEGABYTES: Final = 300
_A_STRETCH: Final = 1_000


def make_feed(
    *, organisation: Organisation, title: str, address: str = "", whole: bool = True, by: Person | None, now: datetime
) -> Feed:
    """A feed with nothing in it yet. ``address``: where it is fetched; empty when files are handed over.

    Raises NotYours unless ``by`` teaches for the institution; Refused for no title, one that is taken, a bad address.
    """
    check_may_keep(by, organisation, now=now)
    if not title.strip():
        raise Refused(_("Say what the feed is called."), field="title")
    try:
        with transaction.atomic():
            return Feed.objects.create(
                organisation=organisation,
                title=title.strip()[:120],
                address=_fetchable(address) if address.strip() else "",
                whole=whole,
                made_by=by,
                made_at=now,
            )
    except IntegrityError:
        raise Refused(_("You have a feed of that name already. Hand the new list in there."), field="title") from None


def _fetchable(address: str) -> str:
    try:
        found = canonical(address)
    except BadAddress as bad:
        raise Refused(fault_text(bad.code, {}), field="address") from None
    if not found.startswith("https://"):
        raise Refused(
            _("A feed is fetched from https:// alone, so that nobody can change it on the way."), field="address"
        )
    return found


@transaction.atomic
def choose_feed(
    *,
    organisation: Organisation,
    title: str,
    address: str = "",
    file: "File[bytes] | None" = None,
    whole: bool = True,
    by: Person | None,
    now: datetime,
) -> FeedRun:
    """A new feed and its first content to be looked through: both or neither. Raises as ``make_feed``, ``make_run``."""
    feed = make_feed(organisation=organisation, title=title, address=address, whole=whole, by=by, now=now)
    return make_run(feed=feed, file=file, by=by, now=now)


def make_run(*, feed: Feed, file: "File[bytes] | None" = None, by: Person | None, now: datetime) -> FeedRun:
    """Let the feed's content be looked through: a file that is handed over, or what is at its address by then.

    Raises NotYours; Refused for no file where there is no address, an empty one and one too large; Conflict while
    there is a run that has not come to its end.
    """
    check_may_keep(by, feed.organisation, now=now)
    if feed.closed_at is not None:
        raise Conflict(_("The feed is closed."))
    _check_file(feed, file)
    run = FeedRun(uuid=uuid4(), feed=feed, made_by=by, made_at=now, worked_at=now)
    try:
        with transaction.atomic():
            if file is not None:
                name = PurePath(file.name or "").name
                run.name = name[:200]
                file.seek(0)
                run.file.save(f"{run.uuid}{PurePath(name).suffix.lower()[:8]}", File(file), save=False)
            run.save()
    except IntegrityError:
        if run.file:
            run.file.storage.delete(str(run.file.name))
        raise Conflict(_("An import of this feed is under way already. Finish it, or give it up.")) from None
    return run


def _check_file(feed: Feed, file: "File[bytes] | None") -> None:
    if file is None:
        if not feed.address:
            raise Refused(_("Choose a file: the feed has no address to fetch it from."), field="file")
    elif not file.size:
        raise Refused(_("The file is empty."), field="file")
    elif file.size > MOST_MEGABYTES * 1_000_000:
        raise Refused(_("The file is larger than %d MB.") % MOST_MEGABYTES, field="file")


@transaction.atomic
def map_columns(*, run: FeedRun, mapping: Mapping[str, str], by: Person | None, now: datetime) -> FeedRun:
    """Say which column of a table is what (our names to headings), and let it be looked through again.

    The feed keeps it for next time. Raises NotYours; Conflict when the run has moved on; Refused for a column that is
    not there, the same column twice, and no column for title or address.
    """
    check_may_keep(by, run.feed.organisation, now=now)
    locked = FeedRun.objects.select_for_update(of=("self",)).select_related("feed").get(pk=run.pk)
    if not locked.file or locked.state not in (State.READY, State.UNREADABLE):
        raise Conflict(_("The import has moved on meanwhile. See how far it is now."))
    chosen = {name: heading for name, heading in mapping.items() if name in NAMES and heading}
    _check_mapping(chosen, locked.found)
    Feed.objects.filter(pk=locked.feed_id).update(mapping=chosen)
    locked.faults.all().delete()
    if FeedRun.objects.filter(feed=locked.feed_id, state__in=OPEN).exclude(pk=locked.pk).exists():
        raise Conflict(_("Another import of this feed is under way."))
    locked.state, locked.found, locked.trouble, locked.worked_at = State.CHECKING, {}, {}, now
    locked.lines = locked.faulty = locked.done = 0
    locked.save()
    return locked


def _check_mapping(chosen: Mapping[str, str], found: Mapping[str, Any]) -> None:
    headings = found.get("headings", [])
    for name, heading in chosen.items():
        if heading not in headings:
            raise Refused(_("There is no column “%(heading)s”.") % {"heading": heading}, field=name)
        if list(chosen.values()).count(heading) > 1:
            raise Refused(_("The same column is chosen twice."), field=name)
    for name in ("title", "url"):
        if name not in chosen:
            raise Refused(_("This column is needed."), field=name)


@transaction.atomic
def close_feed(*, feed: Feed, by: Person | None, now: datetime) -> int:
    """Show none of its offers any more: they are retired, not deleted. How many there were.

    Raises NotYours, Conflict.
    """
    check_may_keep(by, feed.organisation, now=now)
    locked = Feed.objects.select_for_update().get(pk=feed.pk)
    if locked.closed_at is not None:
        return 0
    if locked.runs.filter(state__in=OPEN).exists():
        raise Conflict(_("An import of this feed is under way. Stop it and give it up first."))
    locked.closed_at, locked.every_days, locked.due_at = now, None, None
    locked.save(update_fields=["closed_at", "every_days", "due_at"])
    return retire(OutsideOffer.objects.in_force().filter(feed=locked).values_list("pk", flat=True), now=now)


def retire(ids: Any, *, now: datetime) -> int:
    """Take these offers out of the catalogue, so many at a time; how many there were. Must be in a transaction."""
    gone = list(ids)
    for first in range(0, len(gone), _A_STRETCH):
        some = gone[first : first + _A_STRETCH]
        OutsideOffer.objects.filter(pk__in=some).update(retired_at=now)
        index(ListingKind.OUTSIDE_OFFER, some, now=now)
    return len(gone)
