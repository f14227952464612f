"""What workers do here."""

from django_tasks import task

from nanobank.common import clock
from nanobank.guidance import services


@task()
def nudge() -> int:
    """Remind whoever has let another wait for two days; how many talks."""
    return services.nudge(clock.now())
