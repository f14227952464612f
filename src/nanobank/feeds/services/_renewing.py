"""Feeds that are fetched anew by themselves: when each is due, and what may come in without anybody looking."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, Refused
from nanobank.feeds.models import OPEN, Feed, FeedRun, Rhythm, State
from nanobank.feeds.permissions import check_may_keep
from nanobank.feeds.services._deciding import begin
from nanobank.feeds.services._keeping import make_run

_GONE_AT_MOST: Final = 0.25
"""Of the offers there are. A feed that has lost more, or is faulty in more, has more likely broken than shrunk."""


@transaction.atomic
def renew_every(*, feed: Feed, rhythm: Rhythm | None, by: Person | None, now: datetime) -> Feed:
    """Fetch the feed anew by itself this often; None: only when somebody asks. The first time is one such time ahead.

    Raises NotYours; Conflict for a closed feed; Refused where there is no address to fetch it from.
    """
    check_may_keep(by, feed.organisation, now=now)
    locked = Feed.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=feed.pk)
    if locked.closed_at is not None:
        raise Conflict(_("The feed is closed."))
    if rhythm is not None and not locked.address:
        raise Refused(_("The feed has no address to be fetched from."), field="every_days")
    locked.every_days = rhythm
    locked.due_at = None if rhythm is None else now + timedelta(days=rhythm)
    locked.save(update_fields=["every_days", "due_at"])
    return locked


def fetch_due(*, now: datetime) -> list[FeedRun]:
    """The runs of feeds that have become due, to be set going. Each is due once however many ask at once.

    A feed whose last import still waits for somebody is passed over until it is due again.
    """
    return [run for pk in _due(now) if (run := _run_of(pk, now=now))]


def _due(now: datetime) -> list[int]:
    found = Feed.objects.filter(due_at__lte=now, closed_at__isnull=True)
    return list(found.order_by("due_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def _run_of(pk: int, *, now: datetime) -> FeedRun | None:
    waiting = Feed.objects.select_for_update(of=("self",), skip_locked=True).select_related("organisation")
    feed = waiting.filter(pk=pk, due_at__lte=now, closed_at__isnull=True).first()
    if feed is None or feed.every_days is None:
        return None
    feed.due_at = now + timedelta(days=feed.every_days)
    feed.save(update_fields=["due_at"])
    if feed.runs.filter(state__in=OPEN).exists():
        return None
    run = make_run(feed=feed, by=None, now=now)
    run.by_itself = True
    run.save(update_fields=["by_itself"])
    return run


def begin_if_ordinary(*, run: FeedRun, now: datetime) -> bool:
    """Take in what was fetched by itself, unless so much is gone or faulty that somebody should look first."""
    if not run.by_itself or run.state != State.READY:
        return False
    there = run.found["missing"] + run.lines - run.faulty - run.found["new"]
    if not there or run.found["missing"] > _GONE_AT_MOST * there or run.faulty > _GONE_AT_MOST * run.lines:
        return False
    try:
        begin(run=run, by=None, now=now)
    except Conflict:
        return False  # another worker or somebody has been faster
    return True
