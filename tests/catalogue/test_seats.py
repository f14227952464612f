"""The last seat goes to one."""

from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection

from factories import NOW
from factories_catalogue import published_module
from nanobank.catalogue import services
from nanobank.catalogue.models import Offering
from nanobank.common.errors import Conflict


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_last_seat_at_once_cannot_both_get_it() -> None:
    offering = services.add_offering(module=published_module(), by=None, now=NOW, seats=1)
    both_ready, told = Barrier(2), []

    def take() -> None:
        both_ready.wait()
        try:
            while True:
                try:
                    services.take_seat(offering=offering)
                except OperationalError:  # SQLite in memory does not wait for a lock, as it does on disk
                    continue
                told.append("yours")
                return
        except Conflict as conflict:
            told.append(conflict.message)
        finally:
            connection.close()

    threads = [Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(answer == "yours" for answer in told) == [False, True]
    assert Offering.objects.get(pk=offering.pk).seats_taken == 1


@pytest.mark.django_db
def test_a_seat_given_back_can_be_taken_again_and_no_seat_is_given_back_twice() -> None:
    offering = services.add_offering(module=published_module(), by=None, now=NOW, seats=1)
    services.take_seat(offering=offering)
    with pytest.raises(Conflict):
        services.take_seat(offering=offering)
    services.give_back_seat(offering=offering)
    services.give_back_seat(offering=offering)
    services.take_seat(offering=offering)
    assert Offering.objects.get(pk=offering.pk).seats_left == 0


@pytest.mark.django_db
def test_without_a_limit_there_is_always_room() -> None:
    offering = services.add_offering(module=published_module(), by=None, now=NOW)
    for _ in range(3):
        services.take_seat(offering=offering)
    assert Offering.objects.get(pk=offering.pk).seats_taken == 3
