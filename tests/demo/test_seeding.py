"""The demo is laid once for these tests, in a transaction of its own that is rolled back at the end.

It is laid early on a Monday: what happened on a day must not hang on the hour at which the demo is laid.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Bundle, Competence, MicroCredential, Module, State
from nanobank.credentials.models import Credential
from nanobank.demo.seeding import seed
from nanobank.exams.models import Registration, RegistrationState, Result
from nanobank.ledger.models import Entry
from nanobank.ledger.queries import balance_of
from nanobank.organisations.models import Organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        seed(now=NOW, say=lambda sentence: None)
        yield
        transaction.set_rollback(True)


def test_the_catalogue_is_as_large_as_was_asked_for() -> None:
    assert Module.objects.filter(current__isnull=False).count() >= 150
    assert Organisation.objects.providers().count() >= 8
    assert (MicroCredential.objects.filter(state=State.PUBLISHED).count(), Bundle.objects.count()) == (12, 6)
    assert Person.objects.exclude(email__endswith="@klasse.example").count() == 60
    assert Competence.objects.filter(uri__startswith="http://data.europa.eu/esco/skill/").count() > 100


def test_the_journalist_can_be_put_forward_this_minute() -> None:
    from nanobank.exams.readiness import readiness_of

    jonas = Person.objects.get(email__startswith="jonas.revsgaard")
    ready = [one.micro_credential.slug for one in readiness_of(jonas) if one.ready]
    assert ready == ["undersoegende-datajournalistik"]


def test_the_communicator_was_ill_then_failed_then_passed() -> None:
    nadia = Registration.objects.filter(person__email__startswith="nadia.").order_by("registered_at")
    assert nadia[0].state == RegistrationState.ILL
    grades = [result.grade for result in Result.objects.filter(registration__in=nadia).order_by("published_at")]
    assert grades == ["00", "7"]


def test_some_credentials_stand_and_some_do_not() -> None:
    assert Credential.objects.filter(revoked_at__isnull=True).count() >= 10
    assert Credential.objects.filter(revoked_at__isnull=False).exists()


def test_nothing_happens_in_the_future() -> None:
    assert not Entry.objects.filter(at__gt=NOW).exists()


def test_no_account_in_anybodys_bank_is_overdrawn() -> None:
    for person in Person.objects.filter(ledger_entries__isnull=False).distinct():
        balance = balance_of(person)
        assert min(balance.planned, balance.under_way, balance.completed, balance.held) >= 0, person.email
