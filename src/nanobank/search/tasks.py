"""What this room does outside a request."""

from django.utils import timezone
from django_tasks import task

from nanobank.catalogue import changes
from nanobank.common import clock
from nanobank.search import counting, letters
from nanobank.search.index.node import Busy, node


@task()
def tell_saved_searches() -> int:
    """Write to those for whose searches something is new, and tidy up; to be run daily. How many letters went out."""
    now = clock.now()
    counting.counting.write()
    counting.forget_rare(timezone.localdate(now))
    changes.prune(now=now)
    return letters.tell(now)


@task()
def rebuild_index() -> int:
    """Make the index of the worker's node anew, or go on where a killed run stopped; how many listings are in it."""
    here = node()
    if here is None:
        return 0
    try:
        return here.rebuild().done
    except Busy:
        return 0
