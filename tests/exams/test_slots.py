"""An examiner opens times, and calls off those that nobody has booked."""

from datetime import UTC, datetime, timedelta

import pytest

from factories import NOW, make_micro_credential, make_person
from factories_exams import make_booked, make_examiner, make_registration, make_slot
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.exams.models import Slot
from nanobank.exams.queries import free_slots
from nanobank.exams.services import cancel_slot, open_slots

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1)


def test_slots_are_opened_one_after_the_other() -> None:
    micro_credential = make_micro_credential()
    examiner = make_examiner(micro_credential)
    opened = open_slots(
        micro_credential=micro_credential,
        examiner=examiner,
        starts_at=TOMORROW,
        minutes=20,
        count=3,
        place="U42",
        now=NOW,
    )
    assert [slot.starts_at - TOMORROW for slot in opened] == [timedelta(minutes=20 * n) for n in range(3)]


def test_only_an_assigned_examiner_opens_slots() -> None:
    with pytest.raises(NotYours):
        open_slots(
            micro_credential=make_micro_credential(),
            examiner=make_person(),
            starts_at=TOMORROW,
            minutes=20,
            count=1,
            place="U42",
            now=NOW,
        )


@pytest.mark.parametrize(
    ("field", "value"),
    [("starts_at", NOW), ("minutes", 4), ("minutes", 481), ("count", 0), ("count", 25), ("place", " ")],
)
def test_a_slot_that_makes_no_sense_is_refused_beside_its_field(field: str, value: object) -> None:
    micro_credential = make_micro_credential()
    values = {"starts_at": TOMORROW, "minutes": 20, "count": 1, "place": "U42", field: value}
    with pytest.raises(Refused) as refused:
        open_slots(
            micro_credential=micro_credential,
            examiner=make_examiner(micro_credential),
            now=NOW,
            **values,  # type: ignore[arg-type]  # one of them is wrong on purpose
        )
    assert refused.value.field == field


@pytest.mark.parametrize("minutes_later", [-10, 0, 29])
def test_an_examiner_is_not_in_two_places_at_once(minutes_later: int) -> None:
    micro_credential = make_micro_credential()
    slot = make_slot(micro_credential)
    with pytest.raises(Conflict):
        open_slots(
            micro_credential=micro_credential,
            examiner=slot.examiner,
            starts_at=slot.starts_at + timedelta(minutes=minutes_later),
            minutes=30,
            count=1,
            place="U42",
            now=NOW,
        )


def test_the_next_slot_may_begin_when_the_former_ends() -> None:
    micro_credential = make_micro_credential()
    slot = make_slot(micro_credential)
    open_slots(
        micro_credential=micro_credential,
        examiner=slot.examiner,
        starts_at=slot.ends_at,
        minutes=30,
        count=1,
        place="U42",
        now=NOW,
    )
    assert Slot.objects.count() == 2


def test_an_unbooked_slot_is_called_off_and_no_longer_offered() -> None:
    micro_credential = make_micro_credential()
    slot = make_slot(micro_credential)
    cancel_slot(slot=slot, by=slot.examiner, now=NOW)
    assert not free_slots(micro_credential, make_person(), NOW).exists()


def test_a_booked_slot_is_not_called_off() -> None:
    slot = make_booked(make_registration()).slot
    assert slot
    with pytest.raises(Conflict):
        cancel_slot(slot=slot, by=slot.examiner, now=NOW)


def test_another_examiner_does_not_call_it_off() -> None:
    micro_credential = make_micro_credential()
    slot = make_slot(micro_credential)
    with pytest.raises(Conflict):
        cancel_slot(slot=slot, by=make_examiner(micro_credential), now=NOW)


@pytest.mark.parametrize("starts_at", [NOW + timedelta(days=731), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)])
def test_a_year_that_is_mistyped_is_refused(starts_at: datetime) -> None:
    micro_credential = make_micro_credential()
    examiner = make_examiner(micro_credential)
    with pytest.raises(Refused, match="to år"):
        open_slots(
            micro_credential=micro_credential,
            examiner=examiner,
            starts_at=starts_at,
            minutes=20,
            count=1,
            place="U42",
            now=NOW,
        )
