"""An exam office sees first what calls for it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client

from factories import NOW, make_member, make_micro_credential, make_organisation
from factories_exams import make_booked, make_examiner, make_handed_in, make_registration
from nanobank.accounts.models import Person
from nanobank.common import clock
from nanobank.exams.models import Registration, RegistrationState
from nanobank.exams.offices import READY, REST, WAITING, office_of, office_registrations
from nanobank.exams.services import assess
from nanobank.organisations.models import Organisation, Role

pytestmark = pytest.mark.django_db
GROUNDS = "The figures hold, and every source has been checked independently."


def _assess(registration: Registration, examiner: Person, grade: str, role: str = "first") -> None:
    now = NOW + timedelta(days=4)
    assess(registration=registration, examiner=examiner, role=role, grade=grade, grounds=GROUNDS, now=now)


def _handed_in(provider: Organisation, at: datetime, *, two: bool = False) -> Registration:
    registration = make_handed_in(make_micro_credential(provider, by_hand_in=True, second_examiner=two))
    Registration.objects.filter(pk=registration.pk).update(handed_in_at=at, registered_at=at)
    return registration


@pytest.fixture
def provider() -> Organisation:
    return make_organisation()


@pytest.fixture
def in_order(provider: Organisation) -> list[tuple[int, int]]:
    """Registrations as the office should see them, each with what it calls for; made in another order."""

    def days_ago(days: int) -> datetime:
        return NOW - timedelta(days=days)

    newest = _handed_in(provider, days_ago(0))
    oldest = _handed_in(provider, days_ago(9))
    booked = make_booked(make_registration(make_micro_credential(provider)))
    examined = make_booked(make_registration(make_micro_credential(provider)), starts_at=NOW + timedelta(hours=1))
    one_of_two, differ = (_handed_in(provider, days_ago(days), two=True) for days in (5, 7))
    agree, ready = (_handed_in(provider, days_ago(days), two=True) for days in (2, 3))
    withdrawn = _handed_in(provider, days_ago(4))
    Registration.objects.filter(pk=withdrawn.pk).update(state=RegistrationState.WITHDRAWN, closed_at=NOW)
    for registration, grades in ((one_of_two, "7"), (differ, "72"), (agree, "77"), (ready, "77")):
        for grade, role in zip(grades, ("first", "second"), strict=False):
            _assess(registration, make_examiner(registration.micro_credential), {"2": "02"}.get(grade, grade), role)
    ready_ones = [(one.pk, READY) for one in (ready, agree)]
    waiting = [(one.pk, WAITING) for one in (oldest, differ, one_of_two, newest, examined)]
    return [*ready_ones, *waiting, (booked.pk, REST), (withdrawn.pk, REST)]


def test_what_can_be_published_comes_first_then_who_has_waited_longest(
    provider: Organisation, in_order: list[tuple[int, int]]
) -> None:
    now = NOW + timedelta(hours=2)
    found: QuerySet[Any] = office_registrations([provider.pk], now)
    assert [(one.pk, one.calls_for) for one in found] == in_order
    office = office_of([provider.pk], now)
    assert (office.ready, office.waiting + office.to_examine) == (2, 5)


def test_the_list_says_what_each_calls_for(
    provider: Organisation, in_order: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=2))
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_member(Role.STUDY_SECRETARY, provider))
    page = client.get("/en/eksamen/kontor/").content.decode()
    assert (page.count(">Ready to be published<"), page.count(">Waits for an examiner<")) == (2, 5)
    assert (
        page.index(">Ready to be published<") < page.index(">Waits for an examiner<") < page.index("Slot booked</span>")
    )


def test_registrations_of_one_state_come_oldest_first(provider: Organisation, in_order: list[tuple[int, int]]) -> None:
    found = office_registrations([provider.pk], NOW, RegistrationState.ASSESSED)
    days = [(NOW - one.registered_at).days for one in found]
    assert days == [7, 3, 2]
