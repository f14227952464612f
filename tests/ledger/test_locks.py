"""Two changes at once wait their turn, and never for each other."""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from factories import NOW, make_micro_credential, make_person
from nanobank.accounts.models import Person
from nanobank.ledger.models import Entry, Kind
from nanobank.ledger.services import hold


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_examined_each_other_publish_in_the_same_moment() -> None:
    first, second, micro_credential = make_person(), make_person(), make_micro_credential()
    both_have_written = Barrier(2)

    def award(person: Person, by: Person) -> None:
        try:
            with transaction.atomic():
                hold(person=person, micro_credential=micro_credential, versions=[], by=by, now=NOW)
                if connection.vendor == "postgresql":  # SQLite lets one in at a time from the start
                    both_have_written.wait(timeout=10)
        finally:
            connection.close()

    threads = [Thread(target=award, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Entry.objects.filter(kind=Kind.AWARDED).count() == 2
