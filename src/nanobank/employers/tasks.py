"""Lists are read by workers. A list says itself what is to be done with it; a task is only a knock on the door."""

from django_tasks import task

from nanobank.common import clock
from nanobank.employers import services
from nanobank.employers.models import PeopleList


@task()
def read_list(people_list: str) -> str:
    """Read the list; the state that it is in afterwards."""
    found = PeopleList.objects.get(uuid=people_list)
    services.read(people_list=found, clock=clock.now)
    found.refresh_from_db()
    return found.state


def set_going(people_list: PeopleList) -> None:
    """Let a worker see to the list."""
    read_list.enqueue(people_list=str(people_list.uuid))


def resume_abandoned() -> int:
    """Let workers see to lists whose worker has died; how many there were."""
    lists = services.take_up_abandoned(now=clock.now())
    for one in lists:
        set_going(one)
    return len(lists)
