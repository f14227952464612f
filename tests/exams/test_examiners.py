"""Who examines what is decided by the provider's exam office; a booked time can be given to another examiner."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from conftest import CountQueries
from factories import NOW, make_member, make_micro_credential, make_person
from factories_exams import make_booked, make_examiner, make_handed_in, make_ready, make_registration, make_slot
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.catalogue.models import MicroCredential
from nanobank.common import clock
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.exams.models import Assessment, Examiner, Registration, Slot
from nanobank.exams.services import (
    appoint_examiner,
    assess,
    book_slot,
    dismiss_examiner,
    hand_over_slot,
    open_slots,
    publish,
)
from nanobank.organisations.models import Membership, Role

pytestmark = pytest.mark.django_db
GROUNDS = "The figures hold, and every source has been checked independently."
LATER = NOW + timedelta(days=4)
OFFICE = (Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def exam() -> MicroCredential:
    return make_micro_credential(slug="graenseloes-etik")


def _secretary(exam: MicroCredential) -> Person:
    return make_member(Role.STUDY_SECRETARY, exam.provider)


def _client(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def _at(name: str, *args: object) -> str:
    with override("en"):
        return reverse(name, args=args)


def _api(person: Person, method: str, path: str, data: dict[str, str] | None = None) -> tuple[int, object]:
    secret = create_token(person=person, name="test", days=30, now=NOW).secret
    answer = Client(headers={"authorization": f"Bearer {secret}"}).generic(
        method, f"/api/v1{path}", json.dumps(data) if data else "", content_type="application/json"
    )
    return answer.status_code, answer.json() if answer.content else None


# --- taken on ---


@pytest.mark.parametrize("role", [Role.EDUCATOR, Role.EXAMINER])
@pytest.mark.parametrize("office", OFFICE)
def test_the_office_takes_on_whoever_teaches_or_examines_anywhere(
    exam: MicroCredential, office: Role, role: Role
) -> None:
    person = make_member(role)
    appoint_examiner(micro_credential=exam, person=person, by=make_member(office, exam.provider), now=NOW)
    assert Examiner.objects.get().person == person


@pytest.mark.parametrize("role", [role for role in Role if role not in OFFICE])
def test_nobody_else_decides_who_examines(exam: MicroCredential, role: Role) -> None:
    by, person = make_member(role, exam.provider), make_member(Role.EXAMINER)
    examiner = make_examiner(exam)
    with pytest.raises(NotYours):
        appoint_examiner(micro_credential=exam, person=person, by=by, now=NOW)
    with pytest.raises(NotYours):
        dismiss_examiner(micro_credential=exam, person=examiner, by=by, now=NOW)
    assert _client(by).get(_at("examiners")).status_code == 404
    assert _client(by).post(_at("examiner_dismiss", exam.slug, examiner.uuid)).status_code == 404
    path = f"/micro-credentials/{exam.slug}/examiners"
    assert _api(by, "GET", path)[0] == 404
    assert _api(by, "POST", path, {"email": person.email})[0] == 404
    assert _api(by, "DELETE", f"{path}/{examiner.uuid}")[0] == 404
    assert Examiner.objects.get().person == examiner


def test_the_neighbours_office_decides_nothing_here(exam: MicroCredential) -> None:
    neighbour, examiner = make_member(Role.STUDY_SECRETARY), make_examiner(exam)
    client = _client(neighbour)
    assert exam.title not in client.get(_at("examiners")).content.decode()
    asked = {"micro_credential": exam.slug, "email": make_member(Role.EXAMINER).email}
    assert client.post(_at("examiners"), asked).status_code == 422
    assert client.post(_at("examiner_dismiss", exam.slug, examiner.uuid)).status_code == 404
    assert _api(neighbour, "GET", f"/micro-credentials/{exam.slug}/examiners")[0] == 404
    assert Examiner.objects.get().person == examiner


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.STUDY_SECRETARY, None])
def test_somebody_who_neither_teaches_nor_examines_is_not_taken_on(exam: MicroCredential, role: Role | None) -> None:
    person = make_member(role) if role else make_person()
    with pytest.raises(Refused) as refused:
        appoint_examiner(micro_credential=exam, person=person, by=_secretary(exam), now=NOW)
    assert refused.value.field == "email"


def test_a_role_that_has_ended_does_not_count(exam: MicroCredential) -> None:
    person = make_member(Role.EXAMINER)
    Membership.objects.filter(person=person).update(until=NOW)
    with pytest.raises(Refused):
        appoint_examiner(micro_credential=exam, person=person, by=None, now=NOW)


def test_nobody_is_taken_on_twice(exam: MicroCredential) -> None:
    person = make_member(Role.EXAMINER)
    appoint_examiner(micro_credential=exam, person=person, by=None, now=NOW)
    with pytest.raises(Conflict):
        appoint_examiner(micro_credential=exam, person=person, by=None, now=NOW)


# --- taken off ---


def test_whoever_is_taken_off_opens_no_times_and_those_unbooked_are_called_off(exam: MicroCredential) -> None:
    slot = make_slot(exam)
    dismiss_examiner(micro_credential=exam, person=slot.examiner, by=_secretary(exam), now=NOW)
    assert not Slot.objects.standing().exists()
    with pytest.raises(NotYours):
        open_slots(
            micro_credential=exam, examiner=slot.examiner, starts_at=LATER, minutes=30, count=1, place="U42", now=NOW
        )


def test_whoever_does_not_examine_it_is_not_taken_off(exam: MicroCredential) -> None:
    with pytest.raises(Refused):
        dismiss_examiner(micro_credential=exam, person=make_person(), by=_secretary(exam), now=NOW)


def test_whoever_holds_a_booked_time_stays_and_keeps_the_free_ones(exam: MicroCredential) -> None:
    registration = make_booked(make_registration(exam))
    assert registration.slot
    examiner = registration.slot.examiner
    make_slot(exam, examiner, starts_at=LATER)
    with pytest.raises(Conflict):
        dismiss_examiner(micro_credential=exam, person=examiner, by=_secretary(exam), now=NOW)
    assert Slot.objects.standing().count() == 2
    other = make_examiner(exam)
    hand_over_slot(slot=registration.slot, to=other, by=_secretary(exam), now=NOW)
    dismiss_examiner(micro_credential=exam, person=examiner, by=_secretary(exam), now=NOW)
    assert Examiner.objects.get().person == other


def test_whoever_has_assessed_stays_until_it_is_published() -> None:
    registration = make_handed_in()
    exam = registration.micro_credential
    examiner, secretary = make_examiner(exam), _secretary(exam)
    assess(registration=registration, examiner=examiner, role="first", grade="10", grounds=GROUNDS, now=NOW)
    with pytest.raises(Conflict):
        dismiss_examiner(micro_credential=exam, person=examiner, by=secretary, now=NOW)
    publish(registration=registration, by=secretary, now=NOW)
    dismiss_examiner(micro_credential=exam, person=examiner, by=secretary, now=NOW)
    assert not Examiner.objects.exists()


# --- the page and the API ---


def test_the_page_takes_on_and_off(exam: MicroCredential) -> None:
    client, person = _client(_secretary(exam)), make_member(Role.EXAMINER, given_name="Tyra")
    assert "Nobody examines it yet" in client.get(_at("examiners")).content.decode()
    assert _at("examiners") in client.get(_at("exam_office")).content.decode()
    asked = {"micro_credential": exam.slug, "email": person.email.upper()}
    page = client.post(_at("examiners"), asked, follow=True).content.decode()
    assert "<strong>Tyra Dalgaard</strong>" in page
    assert client.post(_at("examiners"), asked).status_code == 409
    page = client.post(_at("examiner_dismiss", exam.slug, person.uuid), follow=True).content.decode()
    assert "Nobody examines it yet" in page


def test_an_unknown_address_is_said_beside_the_field_and_kept(exam: MicroCredential) -> None:
    asked = {"micro_credential": exam.slug, "email": "nobody@example.dk"}
    answer = _client(_secretary(exam)).post(_at("examiners"), asked)
    assert answer.status_code == 422
    assert 'id="id_email_error"' in answer.content.decode()
    assert 'value="nobody@example.dk"' in answer.content.decode()


def test_whoever_is_still_needed_is_said_on_the_page(exam: MicroCredential) -> None:
    slot = make_booked(make_registration(exam)).slot
    assert slot
    answer = _client(_secretary(exam)).post(_at("examiner_dismiss", exam.slug, slot.examiner.uuid), follow=True)
    assert "has exams that are not finished" in answer.content.decode()


def test_more_exams_and_examiners_cost_no_more_queries(exam: MicroCredential, count_queries: CountQueries) -> None:
    client = _client(_secretary(exam))
    make_examiner(exam)
    few = count_queries(lambda: client.get(_at("examiners")))
    for _ in range(8):
        make_examiner(exam)
        make_examiner(make_micro_credential(exam.provider))
    assert count_queries(lambda: client.get(_at("examiners"))) == few


def test_the_api_takes_on_and_off(exam: MicroCredential) -> None:
    secretary, person = _secretary(exam), make_member(Role.EXAMINER)
    path = f"/micro-credentials/{exam.slug}/examiners"
    status, made = _api(secretary, "POST", path, {"email": person.email})
    assert (status, made) == (201, {"uuid": str(person.uuid), "name": person.name, "email": person.email})
    assert _api(secretary, "POST", path, {"email": person.email})[0] == 409
    assert _api(secretary, "POST", path, {"email": "nobody@example.dk"})[0] == 422
    assert _api(secretary, "GET", path) == (200, [made])
    assert _api(secretary, "DELETE", f"{path}/{person.uuid}") == (204, None)
    assert _api(secretary, "DELETE", f"{path}/{person.uuid}")[0] == 422


# --- a booked time is handed over ---


def _booked(exam: MicroCredential) -> tuple[Registration, Slot]:
    registration = make_booked(make_registration(exam))
    assert registration.slot
    return registration, registration.slot


@pytest.mark.parametrize("now", [NOW, LATER], ids=["before", "after it was held"])
def test_the_new_examiner_assesses_and_the_former_does_not(exam: MicroCredential, now: object) -> None:
    registration, slot = _booked(exam)
    former, to = slot.examiner, make_examiner(exam)
    hand_over_slot(slot=slot, to=to, by=_secretary(exam), now=LATER if now == LATER else NOW)
    with pytest.raises(Conflict):
        assess(registration=registration, examiner=former, role="first", grade="10", grounds=GROUNDS, now=LATER)
    made = assess(registration=registration, examiner=to, role="first", grade="10", grounds=GROUNDS, now=LATER)
    assert made.role == Assessment.Role.FIRST


@pytest.mark.parametrize("role", [role for role in Role if role not in OFFICE])
def test_nobody_but_the_office_hands_a_time_over(exam: MicroCredential, role: Role) -> None:
    registration, slot = _booked(exam)
    to, by = make_examiner(exam), make_member(role, exam.provider)
    for person in (by, slot.examiner, registration.person, make_member(Role.STUDY_SECRETARY)):
        with pytest.raises(NotYours):
            hand_over_slot(slot=slot, to=to, by=person, now=NOW)
        asked = {"to": str(to.uuid)}
        assert _client(person).post(_at("office_hand_over", registration.uuid), asked).status_code == 404
        assert _api(person, "POST", f"/slots/{slot.uuid}/examiner", asked)[0] == 404


def test_the_office_does_not_choose_its_own_examiner(exam: MicroCredential) -> None:
    registration, slot = _booked(exam)
    Membership.objects.create(
        person=registration.person, organisation=exam.provider, role=Role.STUDY_SECRETARY, since=NOW
    )
    with pytest.raises(NotYours):
        hand_over_slot(slot=slot, to=make_examiner(exam), by=registration.person, now=NOW)


def test_a_time_is_handed_to_another_examiner_of_the_same_exam_alone(exam: MicroCredential) -> None:
    registration, slot = _booked(exam)
    Examiner.objects.create(micro_credential=exam, person=registration.person)
    for to in (make_person(), make_examiner(make_micro_credential(exam.provider)), registration.person, slot.examiner):
        with pytest.raises(Refused) as refused:
            hand_over_slot(slot=slot, to=to, by=_secretary(exam), now=NOW)
        assert refused.value.field == "to"


@pytest.mark.parametrize("minutes", [-20, 0, 20])
def test_a_time_is_not_handed_to_somebody_who_is_taken_then(exam: MicroCredential, minutes: int) -> None:
    _registration, slot = _booked(exam)
    to = make_examiner(exam)
    make_slot(exam, to, starts_at=slot.starts_at + timedelta(minutes=minutes))
    with pytest.raises(Conflict):
        hand_over_slot(slot=slot, to=to, by=_secretary(exam), now=NOW)


def test_a_time_is_not_handed_over_once_its_examiner_has_assessed() -> None:
    exam = make_micro_credential(second_examiner=True)
    registration, slot = _booked(exam)
    assess(registration=registration, examiner=slot.examiner, role="first", grade="10", grounds=GROUNDS, now=LATER)
    with pytest.raises(Conflict):
        hand_over_slot(slot=slot, to=make_examiner(exam), by=_secretary(exam), now=LATER)
    page = _client(_secretary(exam)).get(_at("office_registration", registration.uuid)).content.decode()
    assert "Hand the time over" not in page


def test_the_second_examiner_does_not_become_the_first_too() -> None:
    exam = make_micro_credential(second_examiner=True)
    registration, slot = _booked(exam)
    second = make_examiner(exam)
    assess(registration=registration, examiner=second, role="second", grade="10", grounds=GROUNDS, now=LATER)
    with pytest.raises(Conflict):
        hand_over_slot(slot=slot, to=second, by=_secretary(exam), now=LATER)


def test_a_learner_does_not_book_a_time_that_became_their_own(exam: MicroCredential) -> None:
    learner = make_ready(exam)
    registration, seen = make_registration(exam, learner), make_slot(exam)
    Examiner.objects.create(micro_credential=exam, person=learner)
    hand_over_slot(slot=Slot.objects.get(), to=learner, by=_secretary(exam), now=NOW)
    with pytest.raises(Conflict):
        book_slot(registration=registration, slot=seen, now=NOW)


def test_the_office_hands_over_on_the_registrations_page(exam: MicroCredential) -> None:
    registration, slot = _booked(exam)
    to, client = make_examiner(exam, given_name="Tyra"), _client(_secretary(exam))
    page = client.get(_at("office_registration", registration.uuid)).content.decode()
    assert f'<option value="{to.uuid}">Tyra Nørskov</option>' in page
    address = _at("office_hand_over", registration.uuid)
    assert client.post(address, {"to": str(make_person().uuid)}).status_code == 422
    assert client.post(address, {"to": str(to.uuid)}).status_code == 302
    slot.refresh_from_db()
    assert slot.examiner == to


def test_the_api_hands_over(exam: MicroCredential) -> None:
    _registration, slot = _booked(exam)
    to, secretary = make_examiner(exam), _secretary(exam)
    path = f"/slots/{slot.uuid}/examiner"
    assert _api(secretary, "POST", path, {"to": "00000000-0000-0000-0000-000000000000"})[0] == 422
    status, answer = _api(secretary, "POST", path, {"to": str(to.uuid)})
    assert status == 200
    assert isinstance(answer, dict)
    assert answer["examiner"] == to.name
