"""A worker takes the offers in, a stretch at a time: each stretch is in the database whole, with how far that is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from django.db import transaction
from django.db.models import F

from nanobank.catalogue.indexing import index
from nanobank.catalogue.models import ListingKind
from nanobank.common.bulk import insert_many, new_ids
from nanobank.feeds.formats import Line, Offered, lines_of
from nanobank.feeds.models import FeedFault, FeedRun, OutsideOffer, State
from nanobank.feeds.services._checking import digest, forget_file, reading
from nanobank.feeds.services._keeping import retire

_STRETCH: Final = 500
_COPIED: Final = (
    *("url", "title", "description", "language", "workload", "hours", "ects", "level", "price", "currency", "form"),
    "starts_on",
)
_COLUMNS: Final = [field.attname for field in OutsideOffer._meta.concrete_fields]
_WRITTEN: Final = (*_COPIED, "provider_name", "terms", "digest", "seen_in", "changed_at", "read_at", "retired_at")


@dataclass(frozen=True)
class _Tally:
    """How many offers were added, changed, and the same as before."""

    added: int
    changed: int
    unchanged: int


def work(
    *,
    run: FeedRun,
    clock: Callable[[], datetime],
    stretch: int = _STRETCH,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Take in what has not been taken in yet, and finish.

    How far the run is stands in the same transaction as what was taken in, so a killed worker's run goes on from there.
    Several workers at once do no harm: only the one who is where the run is gets on. ``report`` hears how many of how
    many have been dealt with. Raises CannotRead where the content cannot be read any more.
    """
    run.refresh_from_db()
    try:
        with reading(run) as (_form, reader):
            faulty = frozenset(FeedFault.objects.filter(run=run).values_list("line", flat=True))
            last = run.line
            lines = (line for line in lines_of(reader) if line.number > last)
            while some := list(islice(lines, stretch)):
                if not _keep(run, some, faulty, now=clock()):
                    return
                report(run.done, run.lines)
    except FileNotFoundError:
        return  # another worker has taken it in to its end
    _finish(run, now=clock())


@transaction.atomic
def _keep(run: FeedRun, lines: Sequence[Line], faulty: frozenset[int], *, now: datetime) -> bool:
    """Whether they have been taken in; no when another worker has been faster or somebody has stopped it."""
    locked = FeedRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.state != State.IMPORTING or locked.line != run.line:
        return False
    offered = [line.offered for line in lines if line.offered is not None and line.number not in faulty]
    tally = _bring(locked, offered, now=now)
    run.line, run.done = lines[-1].number, locked.done + len(lines)
    FeedRun.objects.filter(pk=run.pk).update(
        line=run.line,
        done=run.done,
        added=F("added") + tally.added,
        changed=F("changed") + tally.changed,
        unchanged=F("unchanged") + tally.unchanged,
        worked_at=now,
    )
    return True


def _bring(run: FeedRun, offered: Sequence[Offered], *, now: datetime) -> _Tally:
    """Write the offers down and list them. Must be in a transaction."""
    by_key = {one.key: one for one in offered}
    known = {one.key: one for one in OutsideOffer.objects.filter(feed=run.feed_id, key__in=by_key)}
    new, changed, same = list[OutsideOffer](), list[OutsideOffer](), list[int]()
    for key, one in by_key.items():
        there = known.get(key)
        said = digest(one)
        if there is None:
            new.append(_said(OutsideOffer(feed_id=run.feed_id, key=key, first_seen_at=now), one, said, run, now))
        elif there.digest != said or there.retired_at is not None:
            changed.append(_said(there, one, said, run, now))
        else:
            same.append(there.pk)
    _insert(new)
    OutsideOffer.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN)
    OutsideOffer.objects.filter(pk__in=same).update(seen_in=run.pk)
    if new or changed:
        index(ListingKind.OUTSIDE_OFFER, [one.pk for one in (*new, *changed)], now=now)
    return _Tally(len(new), len(changed), len(same))


def _insert(new: Sequence[OutsideOffer]) -> None:
    """Without the weight of a model for each row, which a feed of 50,000 would feel."""
    for offer, pk in zip(new, new_ids(OutsideOffer, len(new)), strict=True):
        offer.pk = pk
    insert_many(OutsideOffer, _COLUMNS, ([getattr(offer, name) for name in _COLUMNS] for offer in new))


def _said(offer: OutsideOffer, offered: Offered, said: str, run: FeedRun, now: datetime) -> OutsideOffer:
    """The offer as its source has it now; its competences are to be read anew."""
    for name in _COPIED:
        setattr(offer, name, getattr(offered, name))
    offer.provider_name, offer.terms = offered.provider, list(offered.terms)
    offer.digest, offer.seen_in, offer.changed_at, offer.read_at, offer.retired_at = said, run.pk, now, None, None
    return offer


@transaction.atomic
def _finish(run: FeedRun, *, now: datetime) -> None:
    """Retire what the feed has no more, and say that it is done."""
    locked = FeedRun.objects.select_for_update(of=("self",)).select_related("feed").get(pk=run.pk)
    if locked.state != State.IMPORTING:
        return
    if locked.feed.whole:
        gone = OutsideOffer.objects.in_force().filter(feed=locked.feed_id).exclude(seen_in=locked.pk)
        locked.retired = retire(gone.values_list("pk", flat=True), now=now)
    locked.state, locked.finished_at, locked.worked_at, locked.done = State.FINISHED, now, now, locked.lines
    locked.save()
    forget_file(locked)
