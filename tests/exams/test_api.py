"""What the pages can do, the API can do, under the same rules."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factories import NOW, make_member, make_micro_credential, make_person
from factories_exams import (
    make_booked,
    make_examiner,
    make_handed_in,
    make_ready,
    make_registration,
    make_slot,
)
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.common import clock
from nanobank.exams.models import Registration, RegistrationState, Slot
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db
GROUNDS = "The figures hold, and every source has been checked independently."
Call = Callable[..., Any]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def _as(person: Person) -> Call:
    """Calls the API as the person: ``call("post", "/slots", {...})`` gives status and answer."""
    secret = create_token(person=person, name="test", days=30, now=NOW).secret
    client = Client(headers={"authorization": f"Bearer {secret}"})

    def call(method: str, path: str, data: dict[str, object] | None = None) -> tuple[int, Any]:
        kind = {} if method == "get" else {"content_type": "application/json"}
        answer = getattr(client, method)(f"/api/v1{path}", data=data, **kind)
        return answer.status_code, answer.json() if answer.content else None

    return call


def test_without_a_token_there_is_nothing(client: Client) -> None:
    for path in ("/readiness", "/registrations", "/slots", "/examining"):
        assert client.get(f"/api/v1{path}").status_code == 401


def test_from_readiness_to_result() -> None:
    micro_credential = make_micro_credential()
    slot = make_slot(micro_credential)
    learner, examiner = _as(make_ready(micro_credential)), _as(slot.examiner)
    assert [one["ready"] for one in learner("get", "/readiness")[1]] == [True]
    status, registration = learner("post", "/registrations", {"micro_credential": micro_credential.slug})
    assert (status, registration["state"]) == (201, "registered")
    path = f"/registrations/{registration['uuid']}"
    (free,) = learner("get", "/slots", {"micro_credential": micro_credential.slug})[1]["items"]
    assert learner("post", f"{path}/slot", {"slot": free["uuid"]})[1]["state"] == "booked"
    assert learner("delete", f"{path}/slot")[1]["state"] == "registered"
    learner("post", f"{path}/slot", {"slot": free["uuid"]})
    assessment = {"grade": "10", "grounds": GROUNDS}
    assert examiner("post", f"{path}/assessments", assessment)[0] == 409
    Slot.objects.filter(pk=slot.pk).update(starts_at=NOW)
    assert examiner("get", "/examining")[1]["items"][0]["role"] == "first"
    assert examiner("post", f"{path}/assessments", assessment)[0] == 201
    status, result = examiner("post", f"{path}/publish")
    assert (status, result["ects_letter"], result["passed"]) == (201, "B", True)
    office = _as(make_member(Role.PROGRAMME_LEAD, micro_credential.provider))
    correction = {"grade": "12", "grounds": GROUNDS, "reason": "The points were added up wrongly."}
    status, corrected = office("post", f"/results/{result['uuid']}/corrections", correction)
    assert (status, corrected["corrects"]) == (201, result["uuid"])
    assert [one["grade"] for one in learner("get", path)[1]["results"]] == ["10", "12"]
    assert office("get", "/registrations", {"of": "office"})[1]["count"] == 1


def test_a_file_is_handed_in() -> None:
    registration = make_registration(make_micro_credential(by_hand_in=True))
    secret = create_token(person=registration.person, name="test", days=30, now=NOW).secret
    client = Client(headers={"authorization": f"Bearer {secret}"})
    path = f"/api/v1/registrations/{registration.uuid}/hand-in"
    answer = client.post(path, {"text": "Hello", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    assert (answer.status_code, answer.json()["file_name"]) == (200, "a.pdf")
    answer = client.post(path, {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert (answer.status_code, answer.json()["field"]) == (422, "file")


def test_refusals_say_which_input_and_why() -> None:
    registration = make_registration()
    learner = _as(registration.person)
    taken = make_slot(registration.micro_credential, seats_taken=1)
    status, problem = learner("post", f"/registrations/{registration.uuid}/slot", {"slot": str(taken.uuid)})
    assert (status, problem["field"]) == (409, "slot")
    status, _ = learner("post", "/registrations", {"micro_credential": registration.micro_credential.slug})
    assert status == 409
    status, _ = learner("post", "/registrations", {"micro_credential": make_micro_credential().slug})
    assert status == 422
    assert learner("post", "/registrations", {"micro_credential": "nothing"})[0] == 404


@pytest.mark.parametrize(
    ("method", "path", "data"),
    [
        ("get", "", None),
        ("post", "/slot", {"slot": "00000000-0000-0000-0000-000000000000"}),
        ("delete", "/slot", None),
        ("post", "/withdraw", None),
        ("post", "/assessments", {"grade": "10", "grounds": GROUNDS}),
        ("post", "/publish", None),
        ("post", "/absence", None),
        ("post", "/illness", {"documentation": "Doctor's note seen."}),
    ],
)
def test_the_neighbour_gets_404(method: str, path: str, data: dict[str, object] | None) -> None:
    registration = make_handed_in()
    neighbour = make_handed_in(registration.micro_credential).person
    assert _as(neighbour)(method, f"/registrations/{registration.uuid}{path}", data)[0] == 404


@pytest.mark.parametrize("role", [Role.EDUCATOR, Role.EXAMINER, Role.INTERNAL_MENTOR, Role.EMPLOYER])
def test_other_roles_at_the_provider_get_404(role: Role) -> None:
    registration = make_handed_in()
    call = _as(make_member(role, registration.micro_credential.provider))
    assert call("get", f"/registrations/{registration.uuid}")[0] == 404
    assert call("get", "/registrations", {"of": "office"})[0] == 404
    assert call("get", "/examining")[0] == 404
    dispensation = {
        "learner": str(registration.person.uuid),
        "micro_credential": registration.micro_credential.slug,
        "reason": "Bereavement in the days before.",
    }
    assert call("post", "/dispensations", dispensation)[0] == 404


def test_an_examiner_opens_and_calls_off_slots() -> None:
    micro_credential = make_micro_credential()
    call = _as(make_examiner(micro_credential))
    data = {
        "micro_credential": micro_credential.slug,
        "starts_at": "2026-12-01T09:00:00+01:00",
        "minutes": 30,
        "count": 2,
        "place": "U42",
    }
    status, opened = call("post", "/slots", data)
    assert (status, len(opened)) == (201, 2)
    assert call("post", "/slots", data)[0] == 409
    assert call("post", "/slots", {**data, "starts_at": "yesterday"})[0] == 422
    assert call("delete", f"/slots/{opened[0]['uuid']}")[0] == 204
    assert call("get", "/slots")[1]["count"] == 1
    assert _as(make_person())("delete", f"/slots/{opened[1]['uuid']}")[0] == 404


def test_the_office_records_absence_and_illness() -> None:
    registration = make_booked(make_registration())
    call = _as(make_member(Role.STUDY_SECRETARY, registration.micro_credential.provider))
    assert registration.slot
    Slot.objects.filter(pk=registration.slot.pk).update(starts_at=NOW - timedelta(hours=1))
    path = f"/registrations/{registration.uuid}"
    assert call("post", f"{path}/absence")[1]["counts"] is True
    assert call("post", f"{path}/illness", {"documentation": "Doctor's note of 3 March seen."})[1]["counts"] is False


def test_the_office_gives_one_attempt_more_once_all_are_spent() -> None:
    registration = make_registration()
    person, micro_credential = registration.person, registration.micro_credential
    dispensation = {
        "learner": str(person.uuid),
        "micro_credential": micro_credential.slug,
        "reason": "Bereavement in the days before.",
    }
    call = _as(make_member(Role.STUDY_SECRETARY, micro_credential.provider))
    assert call("post", "/dispensations", dispensation)[0] == 409
    Registration.objects.update(state=RegistrationState.ABSENT, closed_at=NOW)
    for _ in range(2):
        Registration.objects.create(
            person=person,
            micro_credential=micro_credential,
            registered_at=NOW,
            state=RegistrationState.ABSENT,
            closed_at=NOW,
        )
    assert call("post", "/dispensations", dispensation)[0] == 201
    assert call("post", "/dispensations", dispensation)[0] == 409


def test_withdrawing_says_whether_it_counts() -> None:
    registration = make_registration()
    status, answer = _as(registration.person)("post", f"/registrations/{registration.uuid}/withdraw")
    assert (status, answer["counts"]) == (200, False)


def test_lists_are_cut_where_asked() -> None:
    call = _as(make_registration().person)
    assert call("get", "/registrations", {"limit": 1})[1]["count"] == 1
    assert call("get", "/registrations", {"offset": 1})[1]["items"] == []
    assert call("get", "/registrations", {"limit": 101})[0] == 422


def test_where_a_free_slot_is_held_is_not_told_to_everybody() -> None:
    registration = make_registration()
    micro_credential, learner = registration.micro_credential, _as(registration.person)
    slot = make_slot(micro_credential, place="https://moede.example/aegte-link", seats=2)
    office = _as(make_member(Role.STUDY_SECRETARY, micro_credential.provider))
    neighbour = _as(make_member(Role.STUDY_SECRETARY))
    other_examiner = _as(make_examiner(micro_credential))
    free = {"micro_credential": micro_credential.slug}

    def places(call: Call, asked: dict[str, str]) -> list[str | None]:
        return [one["place"] for one in call("get", "/slots", asked)[1]["items"]]

    for stranger in (learner, neighbour, other_examiner, _as(make_person())):
        assert places(stranger, free) == [None]
    assert places(office, free) == [slot.place]
    assert places(_as(slot.examiner), {}) == [slot.place]
    path = f"/registrations/{registration.uuid}"
    assert learner("post", f"{path}/slot", {"slot": str(slot.uuid)})[1]["slot"]["place"] == slot.place
    assert learner("post", f"{path}/withdraw")[1]["slot"]["place"] is None
