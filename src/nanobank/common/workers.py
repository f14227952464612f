"""Work that outlives the worker that began it: what a dead worker has left is known by its clock having stopped."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.db import models, transaction
from django_tasks.base import Task

from nanobank.common import clock

ABANDONED_AFTER: Final = timedelta(minutes=1)
"""A worker writes ``worked_at`` far more often than this while it lives."""

_Work = TypeVar("_Work", bound=models.Model)


@transaction.atomic
def taken_up(
    under_way: "models.QuerySet[_Work]",
    *,
    now: datetime,
    after: timedelta = ABANDONED_AFTER,
    among: Collection[int] | None = None,
) -> list[_Work]:
    """Those whose worker has died, of these ids if any are given; each is given out once in the time ``after``."""
    found = under_way.filter(worked_at__lt=now - after)
    if among is not None:
        found = found.filter(pk__in=among)
    left = list(found.select_for_update(skip_locked=True))
    under_way.model._default_manager.filter(pk__in=[one.pk for one in left]).update(worked_at=now)
    return left


def run_later(task: "Task[Any, Any]", after: timedelta = ABANDONED_AFTER) -> None:
    """Let a worker run the task when so much time has gone; not at all where tasks are run at once."""
    if task.get_backend().supports_defer:
        task.using(run_after=clock.now() + after).enqueue()
