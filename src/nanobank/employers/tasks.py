"""Lists are read by workers. A list says itself what is to be done with it; a task is only a knock on the door."""

from django_tasks import task

from nanobank.common import clock
from nanobank.employers import services
from nanobank.employers.models import PeopleList

_AT_ONCE = 20_000
"""Bytes: some 300 lines, which take less than a knock on the door."""


@task()
def read_list(people_list: str) -> str:
    """Read the list; the state that it is in afterwards."""
    found = PeopleList.objects.get(uuid=people_list)
    services.read(people_list=found, clock=clock.now)
    found.refresh_from_db()
    return found.state


def set_going(people_list: PeopleList) -> None:
    """Read a small list at once; let a worker see to a larger one."""
    if people_list.file.size <= _AT_ONCE:
        services.read(people_list=people_list, clock=clock.now)
        return
    read_list.enqueue(people_list=str(people_list.uuid))


def resume_abandoned() -> int:
    """Let workers see to lists whose worker has died; how many there were."""
    lists = services.take_up_abandoned(now=clock.now())
    for one in lists:
        set_going(one)
    return len(lists)
