"""What the catalogue does outside a request."""

from django_tasks import task

from nanobank.catalogue import services
from nanobank.common import clock


@task()
def reindex() -> int:
    """Build the listing anew, or go on where a killed run stopped; how many rows were gone through."""
    return services.reindex(now=clock.now()).done


@task()
def refresh_starts() -> int:
    """Let no line of the catalogue promise a start that has passed; to be run daily."""
    return services.refresh_starts(now=clock.now())
