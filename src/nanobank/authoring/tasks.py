"""What workers do about uploads that nobody goes on with."""

from datetime import timedelta

from django_tasks import task

from nanobank.authoring.services import uploading
from nanobank.common import clock
from nanobank.common.workers import run_later


@task()
def sweep() -> int:
    """Throw away what has lain for a day; how many there were."""
    return uploading.sweep(now=clock.now())


def sweep_later() -> None:
    """Let a worker look when an upload begun now would have been abandoned."""
    run_later(sweep, uploading.ABANDONED_AFTER + timedelta(minutes=1))
