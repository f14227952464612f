"""Whoever has tried an edition that was replaced and not passed is examined in it again, for a year."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from clients import signed_in
from factories import NOW, make_micro_credential, make_module, make_person
from factories_exams import make_handed_in, make_registration
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.catalogue.models import MicroCredential, State
from nanobank.common import clock
from nanobank.common.errors import Refused
from nanobank.exams.models import Registration, RegistrationState
from nanobank.exams.readiness import former_editions_of, readiness_for
from nanobank.exams.services import register, withdraw
from nanocore.examining import Ending, may_be_reexamined

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def replaced(micro_credential: MicroCredential, ago: timedelta = timedelta(days=1)) -> MicroCredential:
    """A new edition has taken its place; the new one."""
    edition = make_micro_credential(micro_credential.provider, required=[make_module()], replaces=micro_credential)
    MicroCredential.objects.filter(pk=edition.pk).update(published_at=NOW - ago)
    MicroCredential.objects.filter(pk=micro_credential.pk).update(state=State.WITHDRAWN)
    micro_credential.refresh_from_db()
    return edition


def absent(ago: timedelta = timedelta(days=1)) -> Registration:
    """Somebody who did not turn up, in an edition that was replaced afterwards."""
    registration = make_registration()
    Registration.objects.update(state=RegistrationState.ABSENT, closed_at=NOW - timedelta(days=9))
    replaced(registration.micro_credential, ago)
    registration.refresh_from_db()
    return registration


@pytest.mark.parametrize("ending", list(Ending))
def test_the_right_follows_from_having_tried(ending: Ending) -> None:
    tried = {Ending.NOT_PASSED, Ending.ABSENT, Ending.WITHDRAWN_LATE, Ending.ILL}
    assert may_be_reexamined([Ending.OPEN, ending]) == (ending in tried)
    assert not may_be_reexamined([ending, Ending.PASSED])


def test_who_has_tried_is_examined_again_until_the_last_day_and_who_has_not_takes_the_new_one() -> None:
    former = absent()
    found = register(person=former.person, micro_credential=former.micro_credential, now=NOW)
    assert (found.state, found.counts) == (RegistrationState.REGISTERED, True)
    other = make_registration()
    withdraw(registration=other, now=NOW)
    replaced(other.micro_credential)
    with pytest.raises(Refused):
        register(person=other.person, micro_credential=other.micro_credential, now=NOW)


def test_after_a_year_it_is_over() -> None:
    former = absent(timedelta(days=364))
    readiness = readiness_for(former.person, former.micro_credential)
    last = readiness.reexamined_until
    assert last is not None
    assert [readiness.can_register(day) for day in (last, last + timedelta(days=1))] == [True, False]
    with pytest.raises(Refused):
        register(person=former.person, micro_credential=former.micro_credential, now=NOW + timedelta(days=9))


def test_who_holds_the_new_edition_is_not_examined_in_the_former(monkeypatch: pytest.MonkeyPatch) -> None:
    former = absent()
    edition = MicroCredential.objects.get(replaces=former.micro_credential)
    monkeypatch.setattr("nanobank.exams.readiness._held", lambda **_given: [(edition.pk, edition.uuid)])
    assert readiness_for(former.person, former.micro_credential).reexamined_until is None


def _readiness(person: Person) -> list[dict[str, str]]:
    secret = create_token(person=person, name="x", days=None, now=NOW).secret
    told: list[dict[str, str]] = Client().get("/api/v1/readiness", headers={"authorization": f"Bearer {secret}"}).json()
    return told


def test_the_pages_and_the_api_say_so_and_one_click_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    former = absent()
    client, slug = signed_in(former.person), former.micro_credential.slug
    pages = [reverse("exams"), reverse("micro_credential", args=[slug]), reverse("registration", args=[former.uuid])]
    register_at = reverse("exam_register", args=[slug])
    for page in pages:
        told = client.get(page).content.decode()
        assert (register_at in told, "kan du blive eksamineret i det til og med" in told) == (True, True), page
    (made,) = former_editions_of(former.person, today=date(2026, 1, 1))
    assert made.reexamined_until is not None
    assert client.post(register_at).status_code == 302
    assert 'id="open"' in client.get(reverse("exams")).content.decode()
    assert slug in [one["micro_credential"] for one in _readiness(former.person)]
    stranger = signed_in(make_person()).get(pages[1]).content.decode()
    assert (register_at in stranger, 'id="exam-actions"' in stranger) == (False, False)


def test_who_was_registered_when_it_was_replaced_finds_it_under_way() -> None:
    registration = make_handed_in()
    replaced(registration.micro_credential)
    (found,) = former_editions_of(registration.person, today=TODAY)
    assert found.open_registration == registration
