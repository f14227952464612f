"""What workers do about imports. A run says itself what is to be done with it; a task is only a knock on the door.

It does no harm when a task runs twice, and a run whose worker has died can be given to another: by ``look_after``,
which looks every minute while a run is under way, by ``manage.py resume``, and by who looks at the run's page.
"""

from uuid import UUID

from django_tasks import task

from nanobank.common import clock
from nanobank.common.workers import run_later
from nanobank.frameworks import services
from nanobank.frameworks.models import UNDER_WAY, ImportRun, State


@task()
def work(run: str) -> str:
    """Whatever the run needs: look through its files, or take them in. The state that it is in afterwards."""
    found = ImportRun.objects.get(uuid=run)
    if found.state == State.CHECKING:
        services.check(run=found, clock=clock.now)
    elif found.state == State.IMPORTING:
        services.work(run=found, clock=clock.now)
    found.refresh_from_db()
    return found.state


@task()
def look_after() -> int:
    """Give what a dead worker has left to others, and look again in a minute; how many there were."""
    found = resume_abandoned()
    if ImportRun.objects.filter(state__in=UNDER_WAY).exists():
        run_later(look_after)
    return found


def set_going(run: ImportRun) -> None:
    """Let a worker see to the run."""
    work.enqueue(run=str(run.uuid))
    run_later(look_after)


def resume_abandoned(uuid: UUID | None = None) -> int:
    """Let workers see to runs whose worker has died, or to this one if it is such a run; how many there were."""
    among = None if uuid is None else list(ImportRun.objects.filter(uuid=uuid).values_list("pk", flat=True))
    runs = services.take_up_abandoned(now=clock.now(), among=among)
    for run in runs:
        work.enqueue(run=str(run.uuid))
    return len(runs)
