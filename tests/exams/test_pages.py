"""The pages about exams: who sees what, what a refusal looks like, and that more rows cost no more queries."""

from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override

from conftest import CountQueries
from factories import NOW, make_member, make_micro_credential, make_module, make_person
from factories_exams import (
    make_booked,
    make_completed,
    make_examiner,
    make_handed_in,
    make_ready,
    make_registration,
    make_slot,
)
from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential
from nanobank.common import clock
from nanobank.exams.models import Assessment, Examiner, Registration, RegistrationState, Result, Slot
from nanobank.exams.services import assess, hand_in, publish
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db
GROUNDS = "The figures hold, and every source has been checked independently."
LATER = NOW + timedelta(days=4)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def _client(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def _at(name: str, *args: object) -> str:
    with override("en"):
        return reverse(name, args=args)


def _published(grade: str = "10") -> Result:
    registration = make_handed_in()
    examiner = make_examiner(registration.micro_credential)
    assess(
        registration=registration, examiner=examiner, role=Assessment.Role.FIRST, grade=grade, grounds=GROUNDS, now=NOW
    )
    return publish(registration=registration, by=examiner, now=NOW)


def _secretary(registration: Registration) -> Person:
    return make_member(Role.STUDY_SECRETARY, registration.micro_credential.provider)


@pytest.mark.parametrize("name", ["exams", "examining", "slots", "exam_office"])
def test_a_visitor_is_asked_to_sign_in(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize("name", ["examining", "slots", "exam_office"])
def test_a_learner_has_no_examiners_pages(name: str) -> None:
    assert _client(make_person()).get(_at(name)).status_code == 404


@pytest.mark.parametrize("name", ["registration", "registration_withdraw", "hand_in_file"])
def test_a_learner_asking_for_anothers_exam_gets_404(name: str) -> None:
    registration = make_handed_in()
    other = make_handed_in(registration.micro_credential)
    assert _client(other.person).get(_at(name, registration.uuid)).status_code == 404


@pytest.mark.parametrize(
    "name", ["registration_book", "registration_unbook", "registration_hand_in", "registration_withdraw"]
)
def test_a_learner_does_not_touch_anothers_exam(name: str) -> None:
    registration = make_handed_in()
    other = make_handed_in(registration.micro_credential)
    assert _client(other.person).post(_at(name, registration.uuid), {"text": "Mine"}).status_code == 404
    registration.refresh_from_db()
    assert registration.state == RegistrationState.HANDED_IN


@pytest.mark.parametrize(
    "name", ["office_absence", "office_illness", "office_publish", "office_correct", "office_dispensation"]
)
@pytest.mark.parametrize("role", [Role.EDUCATOR, Role.EXAMINER, Role.EMPLOYER, None])
def test_only_the_office_acts_for_the_office(name: str, role: Role | None) -> None:
    registration = make_handed_in()
    person = make_member(role, registration.micro_credential.provider) if role else registration.person
    assert _client(person).post(_at(name, registration.uuid)).status_code == 404


def test_the_office_of_another_provider_sees_nothing() -> None:
    registration = make_handed_in()
    stranger = _client(make_member(Role.STUDY_SECRETARY))
    assert stranger.get(_at("office_registration", registration.uuid)).status_code == 404
    assert registration.person.name not in stranger.get(_at("exam_office")).content.decode()


def test_an_examiner_of_another_exam_does_not_see_the_hand_in() -> None:
    registration = make_handed_in()
    client = _client(make_examiner(make_micro_credential()))
    assert client.get(_at("assess", registration.uuid)).status_code == 404
    assert client.get(_at("hand_in_file", registration.uuid)).status_code == 404


def test_an_address_that_leads_nowhere_is_404() -> None:
    client = _client(make_person())
    assert client.get(_at("registration", "00000000-0000-0000-0000-000000000000")).status_code == 404


def test_a_learner_puts_themselves_forward_and_books() -> None:
    micro_credential = make_micro_credential()
    client, slot = _client(make_ready(micro_credential)), make_slot(micro_credential)
    assert "Put yourself forward now" in client.get(_at("exams")).content.decode()
    page = client.post(_at("exam_register", micro_credential.slug), follow=True)
    registration = Registration.objects.get()
    assert page.request["PATH_INFO"] == _at("registration", registration.uuid)
    assert "Campus Odense, U42" not in page.content.decode()
    page = client.post(_at("registration_book", registration.uuid), {"slot": slot.uuid}, follow=True)
    assert "Your time is booked" in page.content.decode()
    assert "Campus Odense, U42" in page.content.decode()
    client.post(_at("registration_withdraw", registration.uuid))
    assert "Campus Odense, U42" not in client.get(_at("registration", registration.uuid)).content.decode()


def test_the_slot_somebody_else_took_is_said_on_the_same_page() -> None:
    registration = make_registration()
    slot = make_slot(registration.micro_credential, seats_taken=1)
    answer = _client(registration.person).post(_at("registration_book", registration.uuid), {"slot": slot.uuid})
    assert answer.status_code == 409
    assert "Somebody else took that time" in answer.content.decode()


@pytest.mark.parametrize("slot", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_slot_that_does_not_exist_is_said_on_the_same_page(slot: str) -> None:
    registration = make_registration()
    answer = _client(registration.person).post(_at("registration_book", registration.uuid), {"slot": slot})
    assert answer.status_code == 422


def test_what_was_typed_is_kept_when_a_file_is_refused() -> None:
    registration = make_registration(make_micro_credential(by_hand_in=True))
    answer = _client(registration.person).post(
        _at("registration_hand_in", registration.uuid),
        {"text": "My long answer", "file": SimpleUploadedFile("a.exe", b"MZ")},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "My long answer" in page
    assert "cannot be used here" in page


def test_a_file_comes_back_as_it_was_to_those_who_may_read_it() -> None:
    registration = make_registration(make_micro_credential(by_hand_in=True))
    hand_in(registration=registration, text="", file=SimpleUploadedFile("a.pdf", b"%PDF-1.7 x"), now=NOW)
    examiner = make_examiner(registration.micro_credential)
    for person in (registration.person, examiner, _secretary(registration)):
        answer = _client(person).get(_at("hand_in_file", registration.uuid))
        assert b"".join(answer.streaming_content) == b"%PDF-1.7 x"  # type: ignore[attr-defined]  # a FileResponse
        assert answer.headers["Content-Disposition"] == 'attachment; filename="a.pdf"'


@pytest.mark.parametrize(
    ("hours", "consequence"), [(48, "does not count as an attempt"), (2, "It counts as an attempt")]
)
def test_what_withdrawing_means_is_said_before(hours: int, consequence: str) -> None:
    registration = make_booked(make_registration(), starts_at=NOW + timedelta(hours=hours))
    client = _client(registration.person)
    assert consequence in client.get(_at("registration_withdraw", registration.uuid)).content.decode()
    assert client.post(_at("registration_withdraw", registration.uuid)).status_code == 302


def test_a_result_shows_with_its_grounds_and_credential() -> None:
    result = _published()
    page = _client(result.registration.person).get(_at("registration", result.registration.uuid)).content.decode()
    assert "The figures hold" in page
    assert "See your credential" in page


def test_an_examiner_assesses_and_publishes() -> None:
    registration = make_handed_in()
    client = _client(make_examiner(registration.micro_credential))
    assert registration.person.name in client.get(_at("examining")).content.decode()
    page = client.get(_at("assess", registration.uuid)).content.decode()
    assert "<strong>investigation</strong>" in page
    outcome = registration.micro_credential.outcomes[0]
    form = {"grade": "12", "grounds": GROUNDS, "shown": ["Uncover a case with data"]}
    page = client.post(_at("assess", registration.uuid), form, follow=True).content.decode()
    assert outcome
    assert "Publish the result" in page
    client.post(_at("assess_publish", registration.uuid))
    result = Result.objects.get()
    assert (result.grade, "- Uncover a case with data" in result.grounds) == ("12", True)


def test_thin_grounds_are_refused_beside_the_field_and_kept() -> None:
    registration = make_handed_in()
    client = _client(make_examiner(registration.micro_credential))
    answer = client.post(_at("assess", registration.uuid), {"grade": "12", "grounds": "Fine"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "id_grounds_error" in page
    assert ">\nFine</textarea>" in page


def test_the_second_examiner_sees_the_first_only_after_their_own_assessment() -> None:
    registration = make_handed_in(make_micro_credential(by_hand_in=True, second_examiner=True))
    first, second = (make_examiner(registration.micro_credential) for _ in range(2))
    assess(registration=registration, examiner=first, role=Assessment.Role.FIRST, grade="12", grounds=GROUNDS, now=NOW)
    client = _client(second)
    assert GROUNDS not in client.get(_at("assess", registration.uuid)).content.decode()
    other = {"grade": "7", "grounds": "I find that the method is described too thinly to be followed."}
    page = client.post(_at("assess", registration.uuid), other, follow=True).content.decode()
    assert GROUNDS in page
    assert "Confer" in page


def test_an_examiner_opens_and_calls_off_times() -> None:
    micro_credential = make_micro_credential()
    client = _client(make_examiner(micro_credential))
    form = {
        "micro_credential": micro_credential.slug,
        "date": "2026-12-01",
        "time": "09:00",
        "minutes": "30",
        "count": "2",
        "place": "U42",
    }
    assert client.post(_at("slots"), form).status_code == 302
    slots = list(Slot.objects.order_by("starts_at"))
    assert [slot.starts_at.hour for slot in slots] == [8, 8]
    answer = client.post(_at("slots"), form)
    assert answer.status_code == 409
    assert "overlaps" in answer.content.decode()
    client.post(_at("slot_cancel", slots[0].uuid))
    assert Slot.objects.standing().count() == 1


def test_an_examiner_does_not_open_times_for_an_exam_of_others() -> None:
    client = _client(make_examiner(make_micro_credential()))
    other = make_micro_credential()
    form = {"micro_credential": other.slug, "date": "2026-12-01", "time": "09:00", "minutes": "30", "count": "1"}
    assert client.post(_at("slots"), {**form, "place": "U42"}).status_code == 422


def test_the_office_records_publishes_and_corrects() -> None:
    result = _published("7")
    registration = result.registration
    client = _client(_secretary(registration))
    assert registration.person.name in client.get(_at("exam_office")).content.decode()
    assert registration.person.name in client.get(_at("exam_office") + "?state=published").content.decode()
    assert registration.person.name not in client.get(_at("exam_office") + "?state=booked").content.decode()
    form = {"grade": "10", "grounds": GROUNDS, "reason": ""}
    answer = client.post(_at("office_correct", registration.uuid), form)
    assert answer.status_code == 422
    form["reason"] = "The points were added up wrongly."
    assert client.post(_at("office_correct", registration.uuid), form).status_code == 302
    assert Result.objects.standing().get().grade == "10"


def test_the_office_records_illness_and_absence() -> None:
    ill = make_booked(make_registration())
    client = _client(_secretary(ill))
    assert client.post(_at("office_illness", ill.uuid), {"documentation": ""}).status_code == 422
    client.post(_at("office_illness", ill.uuid), {"documentation": "Doctor's note of 3 March seen."})
    absent = make_booked(make_registration(ill.micro_credential))
    assert absent.slot
    client.post(_at("office_absence", absent.uuid))
    absent.refresh_from_db()
    assert absent.state == RegistrationState.BOOKED
    Slot.objects.filter(pk=absent.slot.pk).update(starts_at=NOW - timedelta(hours=1))
    client.post(_at("office_absence", absent.uuid))
    states = set(Registration.objects.values_list("state", flat=True))
    assert states == {RegistrationState.ILL, RegistrationState.ABSENT}


def test_the_office_grants_one_attempt_more() -> None:
    micro_credential = make_micro_credential()
    person = make_ready(micro_credential)
    for _ in range(3):
        registration = make_booked(make_registration(micro_credential, person), starts_at=NOW + timedelta(hours=1))
        _client(person).post(_at("registration_withdraw", registration.uuid))
    client = _client(_secretary(registration))
    assert "Grant one attempt more" in client.get(_at("office_registration", registration.uuid)).content.decode()
    form = {"reason": "Bereavement in the days before."}
    assert client.post(_at("office_dispensation", registration.uuid), form).status_code == 302
    assert make_registration(micro_credential, person).pk


def _actions(micro_credential: MicroCredential, person: Person | None) -> str:
    request = RequestFactory().get("/")
    request.user = person or AnonymousUser()
    template = Template("{% load exams i18n %}{% language 'en' %}{% exam_actions micro_credential %}{% endlanguage %}")
    return template.render(Context({"request": request, "micro_credential": micro_credential}))


def test_the_actions_on_a_micro_credentials_page_fit_whoever_looks() -> None:
    module = make_module()
    micro_credential = make_micro_credential(required=[module])
    person = make_person()
    assert "Sign in" in _actions(micro_credential, None)
    assert reverse("module", args=[module.slug]) in _actions(micro_credential, person)
    make_completed(person, module)
    assert "Put yourself forward now" in _actions(micro_credential, person)
    make_registration(micro_credential, person)
    assert "Go to your exam" in _actions(micro_credential, person)
    result = _published()
    assert "See your credential" in _actions(result.registration.micro_credential, result.registration.person)


def test_more_rows_cost_no_more_queries(count_queries: CountQueries) -> None:
    examiner, secretary = make_person(), make_member(Role.STUDY_SECRETARY)
    provider = secretary.memberships.get().organisation
    person = make_person()

    def more() -> None:
        written = make_micro_credential(provider, by_hand_in=True)
        oral = make_micro_credential(provider)
        for micro_credential in (written, oral):
            Examiner.objects.create(micro_credential=micro_credential, person=examiner)
            for module in micro_credential.required.all():
                make_completed(person, module)
        make_handed_in(written, person)
        make_handed_in(written)
        start = NOW + timedelta(days=Slot.objects.count() + 3)
        make_booked(make_registration(oral, person), examiner, starts_at=start)

    more()
    pages = [(person, "exams"), (examiner, "examining"), (examiner, "slots"), (secretary, "exam_office")]
    few = [count_queries(partial(_client(p).get, _at(n))) for p, n in pages]
    for _ in range(4):
        more()
    many = [count_queries(partial(_client(p).get, _at(n))) for p, n in pages]
    assert many == few
