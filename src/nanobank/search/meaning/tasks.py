"""What is embedded outside a request."""

from datetime import datetime

from django_tasks import task

from nanobank.common import clock
from nanobank.search.meaning import services
from nanobank.search.meaning.embedders import embedder


@task()
def embed() -> int:
    """Make vectors of all that has none yet, or go on where a killed run stopped; how many were gone through."""
    by = embedder()
    return services.embed(by=by, now=clock.now).done if by else 0


def wake(*, now: datetime) -> None:
    """Set ``embed`` going when something is waiting for it. Cheap enough for every search."""
    by = embedder()
    if by and services.claim(by=by, now=now):
        embed.enqueue()
