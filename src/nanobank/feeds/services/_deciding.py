"""What somebody decides about an import, and how one that was left behind is found again."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict
from nanobank.common.workers import taken_up
from nanobank.feeds.models import UNDER_WAY, FeedRun, State
from nanobank.feeds.permissions import check_may_keep
from nanobank.feeds.services._checking import forget_file


@transaction.atomic
def begin(*, run: FeedRun, by: Person | None, now: datetime) -> FeedRun:
    """Take in all offers that nothing is wrong with. Raises NotYours; Conflict when the run has moved on."""
    return _move(_lock(run, by, now, State.READY), State.IMPORTING, now=now)


@transaction.atomic
def stop(*, run: FeedRun, by: Person | None, now: datetime) -> FeedRun:
    """Stop after the offers that are being taken in. What has come in stands. Raises NotYours, Conflict."""
    return _move(_lock(run, by, now, State.IMPORTING), State.STOPPED, now=now)


@transaction.atomic
def go_on(*, run: FeedRun, by: Person | None, now: datetime) -> FeedRun:
    """Go on with the next offer. Raises NotYours, Conflict."""
    return _move(_lock(run, by, now, State.STOPPED), State.IMPORTING, now=now)


@transaction.atomic
def withdraw(*, run: FeedRun, by: Person | None, now: datetime) -> FeedRun:
    """Give it up: what has not come in does not come, and nothing is retired. Raises NotYours, Conflict."""
    locked = _lock(run, by, now, State.READY, State.UNREADABLE, State.STOPPED)
    forget_file(locked)
    return _move(locked, State.WITHDRAWN, now=now)


def take_up_abandoned(*, now: datetime, among: Collection[int] | None = None) -> list[FeedRun]:
    """The runs whose worker has died, for another to take up."""
    return taken_up(FeedRun.objects.filter(state__in=UNDER_WAY), now=now, among=among)


def _lock(run: FeedRun, by: Person | None, now: datetime, *states: State) -> FeedRun:
    check_may_keep(by, run.feed.organisation, now=now)
    locked = FeedRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.state not in states:
        raise Conflict(_("The import has moved on meanwhile. See how far it is now."))
    return locked


def _move(run: FeedRun, state: State, *, now: datetime) -> FeedRun:
    run.state, run.worked_at = state, now
    run.save(update_fields=["state", "worked_at"])
    return run
