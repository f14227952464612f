"""Building the whole listing anew, in batches that each stand when the process is killed."""

from collections.abc import Callable
from datetime import datetime

from django.db import models, transaction

from nanobank.catalogue.indexing import BROUGHT, index
from nanobank.catalogue.models import Bundle, Competence, IndexRun, Listing, ListingKind, MicroCredential, Module
from nanobank.organisations.models import Organisation

BATCH = 500

_SOURCES: dict[ListingKind, type[models.Model]] = {
    ListingKind.MODULE: Module,
    ListingKind.MICRO_CREDENTIAL: MicroCredential,
    ListingKind.BUNDLE: Bundle,
    ListingKind.PROVIDER: Organisation,
    ListingKind.COMPETENCE: Competence,
}


def _sources() -> dict[ListingKind, type[models.Model]]:
    """All that can be listed, in the order in which it is gone through."""
    return _SOURCES | BROUGHT


def begin_or_resume(*, now: datetime) -> IndexRun:
    """The run that was not finished, or a new one."""
    unfinished = IndexRun.objects.filter(finished_at__isnull=True).order_by("-started_at").first()
    if unfinished:
        return unfinished
    total = sum(source._default_manager.count() for source in _sources().values())
    return IndexRun.objects.create(started_at=now, total=total)


def reindex(*, now: datetime, batch: int = BATCH, report: Callable[[IndexRun], None] = lambda run: None) -> IndexRun:
    """Go through all that can be found, from where the last unfinished run stopped. ``report`` hears of each batch."""
    run = begin_or_resume(now=now)
    while run.finished_at is None:
        run = index_batch(run=run, now=now, batch=batch)
        report(run)
    return run


@transaction.atomic
def index_batch(*, run: IndexRun, now: datetime, batch: int = BATCH) -> IndexRun:
    """Index the next rows and remember how far that is, in one transaction."""
    run = IndexRun.objects.select_for_update().get(pk=run.pk)
    kind, sources = ListingKind(run.kind), _sources()
    order = list(sources)
    rows = sources[kind]._default_manager.filter(pk__gt=run.last_id).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:batch])
    if ids:
        index(kind, ids, now=now)
        run.last_id, run.done = ids[-1], run.done + len(ids)
    elif kind == order[-1]:
        run.finished_at = now
    else:
        run.kind, run.last_id = order[order.index(kind) + 1], 0
    run.save()
    return run


def refresh_starts(*, now: datetime) -> int:
    """Give modules and bundles whose next start has passed their next one; how many lines there were."""
    passed = Listing.objects.filter(next_start__lt=now.date())
    lines = list(passed.values_list("kind", "target_id"))
    for kind in (ListingKind.MODULE, ListingKind.BUNDLE):
        ids = [target_id for of_kind, target_id in lines if of_kind == kind]
        for start in range(0, len(ids), BATCH):
            index(kind, ids[start : start + BATCH], now=now)
    return len(lines)
