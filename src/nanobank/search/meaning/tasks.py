"""What is embedded outside a request."""

import time
from datetime import datetime
from typing import Final

from django_tasks import task

from nanobank.common import clock
from nanobank.search.meaning import services
from nanobank.search.meaning.embedders import embedder

_PATIENCE: Final = 5.0
"""Seconds between two times that a process looks whether something is waiting."""
_looked: dict[str, float] = {}


@task()
def embed() -> int:
    """Make vectors of all that has none yet, or go on where a killed run stopped; how many were gone through."""
    by = embedder()
    return services.embed(by=by, now=clock.now).done if by else 0


def wake(*, now: datetime) -> None:
    """Set ``embed`` going when something is waiting for it. Cheap enough for every search: it seldom looks."""
    by = embedder()
    if by is None or time.monotonic() - _looked.get(by.name, float("-inf")) < _PATIENCE:
        return
    _looked[by.name] = time.monotonic()
    if services.claim(by=by, now=now):
        embed.enqueue()
