"""Several at once: workers share a batch, and somebody else awards the same in the same moment. On both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from factories import NOW, make_person
from factories_awards import clock, make_batch
from factories_credentials import make_awardable
from nanobank.accounts.models import Person
from nanobank.awards import services
from nanobank.awards.models import Batch, Outcome, State, Step
from nanobank.common.errors import Conflict
from nanobank.credentials.models import Credential
from nanobank.credentials.services import award
from nanobank.ledger.models import Entry, Kind

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*tasks: Callable[[], Any]) -> None:
    together = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> None:
        together.wait()
        try:
            task()
        except Conflict:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        list(pool.map(run, tasks))


def test_three_workers_award_a_batch_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nanobank.awards.services._deciding.CHUNK", 3)
    batch = make_batch(20)
    services.submit(batch=batch, by=batch.made_by, now=NOW)

    def working() -> None:
        services.work(batch=Batch.objects.select_related("organisation", "made_by").get(pk=batch.pk), clock=clock)

    at_once(working, working, working)
    batch.refresh_from_db()
    assert batch.state == State.FINISHED
    assert Credential.objects.count() == Outcome.objects.count() == 20
    assert Entry.objects.filter(kind=Kind.AWARDED).count() == 20
    assert batch.steps.filter(kind=Step.Kind.FINISHED).count() == 1


def test_two_batches_of_the_same_new_people_make_each_account_once() -> None:
    batches = [make_batch(12), make_batch(12)]
    for batch in batches:
        services.submit(batch=batch, by=batch.made_by, now=NOW)
    at_once(*(lambda batch=batch: services.work(batch=batch, clock=clock) for batch in batches))
    assert Person.objects.filter(email__endswith="@cohort.example").count() == 12
    assert Credential.objects.count() == 24


def test_an_award_outside_the_batch_in_the_same_moment_is_not_doubled() -> None:
    micro_credential = make_awardable(required=[])
    people = [make_person("Person", "A", email=f"person-{n}@cohort.example") for n in range(6)]
    batch = make_batch(6, micro_credential=micro_credential)
    services.submit(batch=batch, by=batch.made_by, now=NOW)
    by = make_person()

    def awarding() -> None:
        for person in reversed(people):
            award(person=person, micro_credential=micro_credential, versions=[], grade="10", by=by, now=NOW)

    at_once(lambda: services.work(batch=batch, clock=clock), awarding)
    assert Credential.objects.count() == len({one.person_id for one in Credential.objects.all()}) == 6
    assert Entry.objects.filter(kind=Kind.AWARDED).count() == 6
