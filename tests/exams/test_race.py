"""Two learners take the last seat in the same instant: one gets it, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from factories import NOW
from factories_exams import make_registration, make_slot
from nanobank.common.errors import Conflict
from nanobank.exams.models import Registration, RegistrationState
from nanobank.exams.services import book_slot


@pytest.mark.django_db(transaction=True)
def test_two_who_book_the_last_seat_at_once() -> None:
    first = make_registration()
    second = make_registration(first.micro_credential)
    slot = make_slot(first.micro_credential)
    barrier = Barrier(2)

    def book(registration: Registration) -> str:
        try:
            barrier.wait()
            book_slot(registration=registration, slot=slot, now=NOW)
        except Conflict as told:
            return told.message
        finally:
            connection.close()
        return "booked"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(book, [first, second]))
    assert answers.count("booked") == 1
    assert all(answers)
    slot.refresh_from_db()
    assert slot.seats_taken == 1
    assert Registration.objects.filter(state=RegistrationState.BOOKED).count() == 1
