"""Two learners ask for the last seat in the same moment."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from factories import NOW, make_person
from factories_study import make_taught_module
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Offering
from nanobank.common.errors import Conflict
from nanobank.study.models import Enrolment
from nanobank.study.services import enrol


@pytest.mark.django_db(transaction=True)
def test_one_gets_the_last_seat_and_the_other_is_told() -> None:
    module = make_taught_module()
    offering = Offering.objects.get(module=module)
    offering.seats = 1
    offering.save()
    ready, told = Barrier(2), []

    def ask(person: Person) -> None:
        ready.wait()
        try:
            enrol(person=person, module=module, offering=offering, now=NOW)
        except Conflict as conflict:
            told.append(conflict.message)
        finally:
            connection.close()

    threads = [Thread(target=ask, args=[make_person()]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Enrolment.objects.count(), len(told)) == (1, 1)
    offering.refresh_from_db()
    assert offering.seats_taken == 1
