"""A learner puts themselves forward the minute the rule is met, and steps back by known rules."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from factories import NOW, make_micro_credential, make_module, make_person
from factories_exams import make_completed, make_examiner, make_ready, make_registration, make_slot
from nanobank.accounts.models import Person
from nanobank.catalogue.models import State
from nanobank.common.errors import Conflict, Refused
from nanobank.exams.models import Registration, RegistrationState
from nanobank.exams.readiness import readiness_for
from nanobank.exams.services import MAX_BYTES, book_slot, cancel_booking, hand_in, register, withdraw
from nanobank.ledger.models import Entry, Kind

pytestmark = pytest.mark.django_db


def _kinds(person: Person) -> list[str]:
    return list(Entry.objects.of(person).filter(micro_credential__isnull=False).values_list("kind", flat=True))


def test_whoever_has_completed_what_it_takes_is_registered_the_same_minute() -> None:
    module = make_module()
    micro_credential = make_micro_credential(required=[module])
    person = make_person()
    make_completed(person, module)
    registration = register(person=person, micro_credential=micro_credential, now=NOW)
    assert registration.state == RegistrationState.REGISTERED
    assert list(registration.versions.all()) == [module.current]
    assert _kinds(person) == [Kind.REGISTERED]


def test_whoever_has_not_is_told_so() -> None:
    with pytest.raises(Refused):
        register(person=make_person(), micro_credential=make_micro_credential(), now=NOW)


def test_nobody_is_registered_twice_at_once() -> None:
    registration = make_registration()
    with pytest.raises(Conflict):
        register(person=registration.person, micro_credential=registration.micro_credential, now=NOW)


def test_what_is_not_published_cannot_be_taken() -> None:
    micro_credential = make_micro_credential()
    person = make_ready(micro_credential)
    micro_credential.state = State.WITHDRAWN
    micro_credential.save()
    with pytest.raises(Refused):
        register(person=person, micro_credential=micro_credential, now=NOW)


def test_after_three_attempts_there_is_no_fourth() -> None:
    micro_credential = make_micro_credential()
    person = make_ready(micro_credential)
    for _ in range(3):
        registration = make_registration(micro_credential, person)
        book_slot(
            registration=registration,
            slot=make_slot(micro_credential, starts_at=NOW + timedelta(hours=2)),
            now=NOW,
        )
        withdraw(registration=registration, now=NOW)
    assert readiness_for(person, micro_credential).attempts_left == 0
    with pytest.raises(Refused):
        register(person=person, micro_credential=micro_credential, now=NOW)


def test_a_booked_slot_is_taken() -> None:
    registration = make_registration()
    slot = make_slot(registration.micro_credential)
    booked = book_slot(registration=registration, slot=slot, now=NOW)
    slot.refresh_from_db()
    assert (booked.state, booked.slot, slot.seats_taken) == (RegistrationState.BOOKED, slot, 1)


def test_the_second_to_book_the_last_seat_is_told_kindly() -> None:
    first = make_registration()
    slot = make_slot(first.micro_credential)
    book_slot(registration=first, slot=slot, now=NOW)
    second = make_registration(first.micro_credential)
    with pytest.raises(Conflict) as refused:
        book_slot(registration=second, slot=slot, now=NOW)
    assert refused.value.field == "slot"
    second.refresh_from_db()
    assert second.state == RegistrationState.REGISTERED


def test_moving_to_another_slot_gives_the_first_one_back() -> None:
    registration = make_registration()
    first = make_slot(registration.micro_credential)
    second = make_slot(registration.micro_credential)
    book_slot(registration=registration, slot=first, now=NOW)
    moved = book_slot(registration=registration, slot=second, now=NOW)
    first.refresh_from_db()
    assert (moved.slot, first.seats_taken) == (second, 0)


def test_a_slot_cannot_be_changed_or_given_up_after_the_limit() -> None:
    registration = make_registration()
    slot = make_slot(registration.micro_credential)
    book_slot(registration=registration, slot=slot, now=NOW)
    late = slot.starts_at - timedelta(hours=23)
    with pytest.raises(Refused):
        cancel_booking(registration=registration, now=late)
    with pytest.raises(Refused):
        book_slot(registration=registration, slot=make_slot(registration.micro_credential), now=late)


def test_a_slot_can_be_given_up_before_the_limit() -> None:
    registration = make_registration()
    slot = make_slot(registration.micro_credential)
    book_slot(registration=registration, slot=slot, now=NOW)
    registration = cancel_booking(registration=registration, now=slot.starts_at - timedelta(hours=24))
    slot.refresh_from_db()
    assert (registration.state, registration.slot, slot.seats_taken) == (RegistrationState.REGISTERED, None, 0)


def test_a_slot_of_another_exam_or_in_the_past_cannot_be_booked() -> None:
    registration = make_registration()
    for slot in (
        make_slot(make_micro_credential()),
        make_slot(registration.micro_credential, starts_at=NOW),
    ):
        with pytest.raises(Refused):
            book_slot(registration=registration, slot=slot, now=NOW)


def test_nobody_books_themselves_as_examiner() -> None:
    registration = make_registration()
    slot = make_slot(registration.micro_credential, registration.person)
    with pytest.raises(Refused):
        book_slot(registration=registration, slot=slot, now=NOW)


def test_withdrawing_before_the_limit_does_not_count() -> None:
    registration = make_registration()
    slot = make_slot(registration.micro_credential)
    book_slot(registration=registration, slot=slot, now=NOW)
    registration = withdraw(registration=registration, now=slot.starts_at - timedelta(hours=24))
    slot.refresh_from_db()
    assert (registration.counts, slot.seats_taken) == (False, 0)
    assert readiness_for(registration.person, registration.micro_credential).attempts_left == 3
    assert _kinds(registration.person)[-1] == Kind.WITHDRAWN


def test_withdrawing_after_the_limit_counts() -> None:
    registration = make_registration()
    slot = make_slot(registration.micro_credential)
    book_slot(registration=registration, slot=slot, now=NOW)
    registration = withdraw(registration=registration, now=slot.starts_at - timedelta(hours=23))
    assert registration.counts
    assert readiness_for(registration.person, registration.micro_credential).attempts_left == 2


def test_the_limit_is_a_setting(settings: Settings) -> None:
    settings.EXAM_WITHDRAWAL_HOURS = 72
    registration = make_registration()
    slot = make_slot(registration.micro_credential)
    book_slot(registration=registration, slot=slot, now=NOW)
    assert withdraw(registration=registration, now=slot.starts_at - timedelta(hours=71)).counts


def test_one_cannot_withdraw_once_the_exam_has_begun() -> None:
    registration = make_registration()
    slot = make_slot(registration.micro_credential)
    book_slot(registration=registration, slot=slot, now=NOW)
    with pytest.raises(Conflict):
        withdraw(registration=registration, now=slot.starts_at)


def _by_hand_in() -> Registration:
    return make_registration(make_micro_credential(by_hand_in=True))


def test_a_text_is_handed_in_and_replaced() -> None:
    registration = _by_hand_in()
    hand_in(registration=registration, text="First", file=None, now=NOW)
    registration = hand_in(registration=registration, text="Second", file=None, now=NOW + timedelta(hours=1))
    assert registration.state == RegistrationState.HANDED_IN
    assert (registration.text, registration.handed_in_at) == ("Second", NOW + timedelta(hours=1))


def test_a_file_is_handed_in_under_a_name_that_says_nothing_and_the_former_goes(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    registration = _by_hand_in()
    pdf = ContentFile(b"%PDF-1.7", name="Almas opgave.pdf")
    registration = hand_in(registration=registration, text="", file=pdf, now=NOW)
    assert registration.file_name == "Almas opgave.pdf"
    assert "Alma" not in str(registration.file.name)
    storage, former = registration.file.storage, str(registration.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(registration=registration, text="", file=ContentFile(b"hello", name="a.txt"), now=NOW)
    assert not storage.exists(former)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("program.exe", b"MZ"),
        ("opgave.pdf", b"<html>"),
        ("noter.txt", b"\x00\x01"),
        ("noter.txt", b"\xff\xfe\xfa"),
        ("tom.pdf", b""),
        ("uden", b"%PDF-1.7"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_beside_the_field(name: str, content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        hand_in(registration=_by_hand_in(), text="", file=ContentFile(content, name=name), now=NOW)
    assert refused.value.field == "file"


def test_a_file_over_20_megabytes_is_refused() -> None:
    large = ContentFile(b"%PDF-", name="stor.pdf")
    large.size = MAX_BYTES + 1
    with pytest.raises(Refused, match="20"):
        hand_in(registration=_by_hand_in(), text="", file=large, now=NOW)


def test_a_text_longer_than_anybody_reads_is_refused_beside_the_field() -> None:
    with pytest.raises(Refused) as refused:
        hand_in(registration=_by_hand_in(), text="x" * 100_001, file=None, now=NOW)
    assert refused.value.field == "text"


def test_nothing_at_all_cannot_be_handed_in() -> None:
    with pytest.raises(Refused) as refused:
        hand_in(registration=_by_hand_in(), text="  ", file=None, now=NOW)
    assert refused.value.field == "text"


def test_an_oral_exam_takes_no_hand_in_and_an_assignment_no_slot() -> None:
    oral, written = make_registration(), _by_hand_in()
    with pytest.raises(Refused):
        hand_in(registration=oral, text="Here", file=None, now=NOW)
    with pytest.raises(Refused):
        book_slot(registration=written, slot=make_slot(written.micro_credential), now=NOW)


def test_what_is_handed_in_can_be_withdrawn_freely_until_assessment_begins() -> None:
    registration = _by_hand_in()
    hand_in(registration=registration, text="Here", file=None, now=NOW)
    assert not withdraw(registration=registration, now=NOW).counts


def test_an_examiner_is_not_needed_to_register() -> None:
    micro_credential = make_micro_credential()
    make_examiner(micro_credential)
    assert make_registration(micro_credential).pk
