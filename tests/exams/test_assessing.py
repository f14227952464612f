"""Only assigned examiners assess; the second is another person; nobody examines themselves."""

from datetime import timedelta

import pytest

from factories import NOW, make_micro_credential, make_organisation, make_person
from factories_exams import make_booked, make_examiner, make_handed_in, make_ready, make_registration
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Grading, MicroCredential
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.exams.models import Assessment, Examiner, Registration, RegistrationState
from nanobank.exams.queries import queue_of, registration_of
from nanobank.exams.services import assess, hand_in, withdraw

pytestmark = pytest.mark.django_db
GROUNDS = "The figures hold, and every source has been checked independently."
LATER = NOW + timedelta(days=4)
FIRST, SECOND = Assessment.Role.FIRST, Assessment.Role.SECOND


def _assess(registration: Registration, examiner: Person, role: str = FIRST, grade: str = "10") -> Assessment:
    return assess(registration=registration, examiner=examiner, role=role, grade=grade, grounds=GROUNDS, now=LATER)


def _two_examiners() -> MicroCredential:
    return make_micro_credential(by_hand_in=True, second_examiner=True)


def _state(registration: Registration) -> str:
    return registration_of(registration.uuid).state


def test_one_examiner_assesses_what_was_handed_in() -> None:
    registration = make_handed_in()
    _assess(registration, make_examiner(registration.micro_credential))
    assert _state(registration) == RegistrationState.ASSESSED


def test_someone_not_assigned_does_not_assess() -> None:
    registration = make_handed_in()
    other = make_examiner(make_micro_credential())
    with pytest.raises(NotYours):
        _assess(registration, other)


def test_a_learner_is_never_their_own_examiner() -> None:
    micro_credential = make_micro_credential(by_hand_in=True)
    person = make_ready(micro_credential)
    registration = make_handed_in(micro_credential, person)
    Examiner.objects.create(micro_credential=micro_credential, person=person)
    with pytest.raises(NotYours):
        _assess(registration, person)
    assert queue_of(person, LATER) == []


def test_two_examiners_are_two_people() -> None:
    registration = make_handed_in(_two_examiners())
    examiner = make_examiner(registration.micro_credential)
    _assess(registration, examiner)
    assert _state(registration) == RegistrationState.ASSESSING
    with pytest.raises(Conflict):
        _assess(registration, examiner, SECOND)
    _assess(registration, make_examiner(registration.micro_credential), SECOND)
    assert _state(registration) == RegistrationState.ASSESSED


def test_a_role_that_somebody_has_is_theirs() -> None:
    registration = make_handed_in(_two_examiners())
    _assess(registration, make_examiner(registration.micro_credential))
    with pytest.raises(Conflict):
        _assess(registration, make_examiner(registration.micro_credential))


def test_there_is_no_second_examiner_where_the_rule_asks_for_one() -> None:
    registration = make_handed_in()
    with pytest.raises(Refused):
        _assess(registration, make_examiner(registration.micro_credential), SECOND)


def test_the_examiner_of_the_slot_is_the_first() -> None:
    registration = make_booked(make_registration(make_micro_credential(second_examiner=True)))
    assert registration.slot
    other = make_examiner(registration.micro_credential)
    with pytest.raises(Conflict):
        _assess(registration, other)
    _assess(registration, registration.slot.examiner)
    _assess(registration, other, SECOND)
    assert _state(registration) == RegistrationState.ASSESSED


def test_nobody_is_assessed_before_the_exam_has_begun() -> None:
    registration = make_booked(make_registration())
    assert registration.slot
    with pytest.raises(Conflict):
        assess(
            registration=registration,
            examiner=registration.slot.examiner,
            role=FIRST,
            grade="10",
            grounds=GROUNDS,
            now=NOW,
        )


@pytest.mark.parametrize(
    ("grading", "grade"), [(Grading.SEVEN_POINT, "passed"), (Grading.PASS_FAIL, "12"), (Grading.SEVEN_POINT, "11")]
)
def test_a_grade_is_on_the_scale_of_the_exam(grading: str, grade: str) -> None:
    registration = make_handed_in(make_micro_credential(by_hand_in=True, grading=grading))
    with pytest.raises(Refused) as refused:
        _assess(registration, make_examiner(registration.micro_credential), grade=grade)
    assert refused.value.field == "grade"


def test_a_grade_comes_with_grounds() -> None:
    registration = make_handed_in()
    with pytest.raises(Refused) as refused:
        assess(
            registration=registration,
            examiner=make_examiner(registration.micro_credential),
            role=FIRST,
            grade="10",
            grounds="Fine.",
            now=LATER,
        )
    assert refused.value.field == "grounds"


def test_an_assessment_can_be_noted_anew_before_it_is_published() -> None:
    registration = make_handed_in()
    examiner = make_examiner(registration.micro_credential)
    _assess(registration, examiner)
    _assess(registration, examiner, grade="7")
    assert registration.assessments.get().grade == "7"


def test_once_assessment_has_begun_nothing_is_replaced_or_withdrawn() -> None:
    registration = make_handed_in(_two_examiners())
    _assess(registration, make_examiner(registration.micro_credential))
    with pytest.raises(Conflict):
        hand_in(registration=registration, text="Better", file=None, now=LATER)
    with pytest.raises(Conflict):
        withdraw(registration=registration, now=LATER)


def test_the_queue_shows_the_oldest_first_with_the_role() -> None:
    micro_credential = _two_examiners()
    examiner, other = make_examiner(micro_credential), make_examiner(micro_credential)
    old, new = make_handed_in(micro_credential), make_handed_in(micro_credential)
    hand_in(registration=new, text="Later", file=None, now=NOW + timedelta(days=1))
    assert [waiting.registration for waiting in queue_of(examiner, LATER)] == [old, new]
    assert queue_of(examiner, LATER)[0].days(LATER) == 4
    _assess(old, other)
    assert [waiting.role for waiting in queue_of(examiner, LATER)] == [SECOND, FIRST]
    assert [waiting.registration for waiting in queue_of(other, LATER)] == [new]


def test_examiners_who_differ_see_it_in_the_queue_again() -> None:
    micro_credential = _two_examiners()
    examiner, other = make_examiner(micro_credential), make_examiner(micro_credential)
    registration = make_handed_in(micro_credential)
    _assess(registration, examiner, grade="10")
    _assess(registration, other, SECOND, grade="7")
    assert [waiting.must_confer for waiting in queue_of(examiner, LATER)] == [True]
    assert [waiting.must_confer for waiting in queue_of(other, LATER)] == [True]
    _assess(registration, other, SECOND, grade="10")
    assert queue_of(examiner, LATER) == []


def test_a_booked_exam_enters_the_queue_when_it_begins() -> None:
    registration = make_booked(make_registration())
    assert registration.slot
    assert queue_of(registration.slot.examiner, NOW) == []
    assert [waiting.registration for waiting in queue_of(registration.slot.examiner, LATER)] == [registration]


def test_examiners_of_other_exams_see_nothing() -> None:
    make_handed_in()
    assert queue_of(make_examiner(make_micro_credential(make_organisation())), LATER) == []
    assert queue_of(make_person(), LATER) == []
