"""What workers do about uploads that nobody goes on with."""

from datetime import timedelta

from django_tasks import task

from nanobank.authoring.services import uploading
from nanobank.common import clock


@task()
def sweep() -> int:
    """Throw away what has lain for a day; how many there were."""
    return uploading.sweep(now=clock.now())


def sweep_later() -> None:
    """Let a worker look when an upload begun now would have been abandoned."""
    if sweep.get_backend().supports_defer:
        sweep.using(run_after=clock.now() + uploading.ABANDONED_AFTER + timedelta(minutes=1)).enqueue()
