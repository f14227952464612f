"""What workers do about batches. A batch says itself what is to be done with it; a task is only a knock on the door.

That is why it does no harm when a task runs twice, and why a batch whose worker has died can be given to another: by
``look_after``, which a worker runs every minute while there is anything to look after, by ``manage.py resume``
when the site starts, and by anybody who looks at the batch's page.
"""

from typing import Final
from uuid import UUID

from django.db import connection
from django_tasks import task

from nanobank.awards import services
from nanobank.awards.models import Batch, State
from nanobank.awards.services import take_up_abandoned
from nanobank.common import clock
from nanobank.common.workers import run_later

_WORKERS: Final = 2
"""How many workers share a batch where the database lets more than one write."""


@task()
def work(batch: str) -> str:
    """Whatever the batch needs: read its list, award, send the mails. The state that it is in afterwards."""
    found = Batch.objects.select_related("organisation", "made_by").get(uuid=batch)
    if found.state == State.READING:
        services.read(batch=found, clock=clock.now)
    elif found.state == State.AWARDING:
        services.work(batch=found, clock=clock.now)
    found.refresh_from_db()
    if found.state in (State.FINISHED, State.STOPPED):
        services.tell(batch=found, clock=clock.now)
    return found.state


@task()
def look_after() -> int:
    """Give what a dead worker has left to others, and look again in a minute; how many there were."""
    found = resume_abandoned()
    if Batch.objects.under_way().exists():
        run_later(look_after)
    return found


def set_going(batch: Batch) -> None:
    """Let workers see to the batch."""
    shared = batch.state == State.AWARDING and connection.features.has_select_for_update_skip_locked
    for _ in range(_WORKERS if shared else 1):
        work.enqueue(batch=str(batch.uuid))
    run_later(look_after)


def resume_abandoned(uuid: UUID | None = None) -> int:
    """Let workers see to batches whose worker has died, or to this one if it is such a batch; how many there were."""
    among = None if uuid is None else list(Batch.objects.filter(uuid=uuid).values_list("pk", flat=True))
    batches = take_up_abandoned(now=clock.now(), among=among)
    for batch in batches:
        work.enqueue(batch=str(batch.uuid))
    return len(batches)
