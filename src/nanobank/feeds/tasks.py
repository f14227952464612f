"""What workers do about feeds. A run says itself what is to be done with it; a task is only a knock on the door.

It does no harm when a task runs twice, and a run whose worker has died can be given to another: by ``look_after``,
which looks every minute while a run is under way, by ``manage.py resume``, and by who looks at the run's page.
"""

from uuid import UUID

from django_tasks import task

from nanobank.common import clock
from nanobank.common.workers import run_later
from nanobank.feeds import services
from nanobank.feeds.models import UNDER_WAY, FeedRun, State


@task()
def work(run: str) -> str:
    """Whatever the run needs: fetch and look through it, or take it in. The state that it is in afterwards."""
    found = FeedRun.objects.select_related("feed__organisation").get(uuid=run)
    if found.state == State.CHECKING:
        services.check(run=found, clock=clock.now)
        found.refresh_from_db()
        services.begin_if_ordinary(run=found, now=clock.now())
        found.refresh_from_db()
    if found.state == State.IMPORTING:
        services.work(run=found, clock=clock.now)
    found.refresh_from_db()
    if found.state == State.FINISHED:
        read.enqueue()
    return found.state


@task()
def read() -> int:
    """Read all offers that wait for it into competences; how many there were. Each stretch stands when it is killed."""
    read_now = 0
    while some := services.read_waiting(clock=clock.now):
        read_now += some
    return read_now


@task()
def look_after() -> int:
    """Give what a dead worker has left to others, and look again in a minute; how many there were."""
    found = resume_abandoned()
    if FeedRun.objects.filter(state__in=UNDER_WAY).exists():
        run_later(look_after)
    return found


def fetch_due() -> int:
    """Set the feeds going that have become due; how many."""
    runs = services.fetch_due(now=clock.now())
    for run in runs:
        set_going(run)
    return len(runs)


def set_going(run: FeedRun) -> None:
    """Let a worker see to the run."""
    work.enqueue(run=str(run.uuid))
    run_later(look_after)


def resume_abandoned(uuid: UUID | None = None) -> int:
    """Let workers see to runs whose worker has died, or to this one if it is such a run; how many there were."""
    among = None if uuid is None else list(FeedRun.objects.filter(uuid=uuid).values_list("pk", flat=True))
    runs = services.take_up_abandoned(now=clock.now(), among=among)
    for run in runs:
        work.enqueue(run=str(run.uuid))
    return len(runs)
