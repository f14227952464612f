"""A learner's way through a module: seats, progress, marking, completing, leaving."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from factories import NOW, make_member, make_module, make_organisation, make_person, make_version
from factories_study import QUIZ, TEXT, complete, make_enrolment, make_taught_module, right_answers, steps_of
from nanobank.catalogue.models import Offering
from nanobank.catalogue.queries import module_page
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.ledger.models import Entry, Kind
from nanobank.ledger.queries import balance_of
from nanobank.organisations.models import Kind as OrganisationKind
from nanobank.organisations.models import Role
from nanobank.study.models import Enrolment, QuizAttempt, StepProgress
from nanobank.study.queries import completed_versions, courses_of, missing_prerequisites, open_offerings
from nanobank.study.services import answer_quiz, complete_step, enrol, leave, report_progress

pytestmark = pytest.mark.django_db


def dated(module: Any, *, seats: int | None = None, ends: int = 40) -> Offering:
    today = NOW.date()
    return Offering.objects.create(
        module=module, starts_on=today - timedelta(days=5), ends_on=today + timedelta(days=ends), seats=seats
    )


def test_beginning_takes_a_seat_and_writes_in_the_ledger() -> None:
    module, person = make_taught_module(), make_person()
    offering = dated(module, seats=2)
    enrolment = enrol(person=person, module=module, offering=offering, now=NOW)
    offering.refresh_from_db()
    assert (enrolment.version, offering.seats_taken) == (module.current, 1)
    assert balance_of(person).under_way == enrolment.version.ects


def test_beginning_what_is_under_way_goes_to_it() -> None:
    enrolment = make_enrolment()
    again = enrol(person=enrolment.person, module=enrolment.version.module, offering=None, now=NOW)
    assert again == enrolment
    assert Entry.objects.count() == 1


def test_the_last_seat_goes_to_one_and_the_other_is_told() -> None:
    module = make_taught_module()
    offering = dated(module, seats=1)
    enrol(person=make_person(), module=module, offering=offering, now=NOW)
    late = make_person()
    with pytest.raises(Conflict):
        enrol(person=late, module=module, offering=offering, now=NOW)
    assert not Enrolment.objects.of(late).exists()


def test_leaving_gives_the_seat_back_and_coming_back_finds_the_progress() -> None:
    module, person = make_taught_module(), make_person()
    offering = dated(module, seats=1)
    enrolment = enrol(person=person, module=module, offering=offering, now=NOW)
    complete_step(enrolment=enrolment, step=steps_of(module.current)[0], now=NOW)
    leave(enrolment=enrolment, now=NOW)
    offering.refresh_from_db()
    assert offering.seats_taken == 0
    assert not balance_of(person).total
    again = enrol(person=person, module=module, offering=offering, now=NOW)
    assert courses_of([again])[0].done == 1
    assert [entry.kind for entry in Entry.objects.order_by("pk")] == [Kind.STARTED, Kind.LEFT, Kind.STARTED]


def test_a_class_that_is_over_or_of_another_module_is_refused() -> None:
    module, person = make_taught_module(), make_person()
    for offering in (dated(module, ends=-1), dated(make_taught_module())):
        with pytest.raises(Refused) as refused:
            enrol(person=person, module=module, offering=offering, now=NOW)
        assert refused.value.field == "offering"


def test_a_class_reserved_for_a_firm_is_for_its_people_alone() -> None:
    module, firm = make_taught_module(), make_organisation(OrganisationKind.EMPLOYER)
    reserved = dated(module)
    Offering.objects.filter(pk=reserved.pk).update(reserved_for=firm)
    employee, neighbour = (
        make_member(Role.EMPLOYEE, firm),
        make_member(Role.EMPLOYEE, make_organisation(OrganisationKind.EMPLOYER)),
    )
    for person in (neighbour, make_person()):
        assert reserved not in open_offerings(module, person, NOW)
        with pytest.raises(Refused):
            enrol(person=person, module=module, offering=reserved, now=NOW)
    assert enrol(person=employee, module=module, offering=reserved, now=NOW).offering == reserved
    assert reserved not in module_page(module.slug, NOW.date()).offerings


def test_with_several_open_classes_one_must_be_chosen() -> None:
    module = make_taught_module()
    dated(module)
    with pytest.raises(Refused, match=r"Vælg|Choose"):
        enrol(person=make_person(), module=module, offering=None, now=NOW)
    assert len(open_offerings(module, make_person(), NOW)) == 2


def test_prerequisites_are_advice_that_names_what_is_missing() -> None:
    first, second = make_taught_module(TEXT), make_taught_module(TEXT)
    module = make_taught_module(requires=(first, second))
    version = module.current
    assert version is not None
    person = make_person()
    assert [{one.module for one in group} for group in missing_prerequisites(person, version)] == [{first, second}]
    complete(make_enrolment(second, person))
    assert missing_prerequisites(person, version) == []
    assert make_enrolment(module).version == version


def test_a_module_is_completed_when_every_step_is_done_and_every_quiz_passed() -> None:
    enrolment = make_enrolment()
    text, quiz = steps_of(enrolment.version)
    complete_step(enrolment=enrolment, step=text, now=NOW)
    with pytest.raises(Refused):
        complete_step(enrolment=enrolment, step=quiz, now=NOW)
    assert not answer_quiz(enrolment=enrolment, step=quiz, answers={}, key=uuid4(), now=NOW).passed
    assert completed_versions(enrolment.person) == {}
    attempt = answer_quiz(enrolment=enrolment, step=quiz, answers=right_answers(quiz), key=uuid4(), now=NOW)
    assert (attempt.passed, attempt.percent) == (True, 100)
    (line,) = completed_versions(enrolment.person).values()
    assert (line.module, line.version) == (enrolment.version.module_id, enrolment.version.pk)
    assert balance_of(enrolment.person).completed == enrolment.version.ects


def test_the_same_report_twice_counts_once() -> None:
    enrolment = make_enrolment()
    text, quiz = steps_of(enrolment.version)
    key = uuid4()
    for _ in range(2):
        complete_step(enrolment=enrolment, step=text, now=NOW)
        answer_quiz(enrolment=enrolment, step=quiz, answers=right_answers(quiz), key=key, now=NOW)
    assert QuizAttempt.objects.count() == 1
    assert Entry.objects.filter(kind=Kind.COMPLETED).count() == 1


def test_a_key_used_by_another_is_refused() -> None:
    module, key = make_taught_module(), uuid4()
    quiz = steps_of(module.current)[1]
    answer_quiz(enrolment=make_enrolment(module), step=quiz, answers={}, key=key, now=NOW)
    with pytest.raises(Conflict):
        answer_quiz(enrolment=make_enrolment(module), step=quiz, answers={}, key=key, now=NOW)


def test_a_video_position_only_moves_forward() -> None:
    enrolment = make_enrolment()
    step = steps_of(enrolment.version)[0]
    for seconds in (30, 12, 31, -4):
        report_progress(enrolment=enrolment, step=step, seconds=seconds, now=NOW)
    assert StepProgress.objects.get().seconds == 31


def test_going_on_leads_to_the_step_touched_last_or_the_next_that_is_not_done() -> None:
    enrolment = make_enrolment(make_taught_module(TEXT, TEXT, TEXT))
    first, second, third = steps_of(enrolment.version)
    assert courses_of([enrolment])[0].resume == first
    report_progress(enrolment=enrolment, step=second, seconds=1, now=NOW)
    assert courses_of([enrolment])[0].resume == second
    complete_step(enrolment=enrolment, step=second, now=NOW + timedelta(minutes=1))
    assert courses_of([enrolment])[0].resume == third
    complete_step(enrolment=enrolment, step=third, now=NOW + timedelta(minutes=2))
    assert courses_of([enrolment])[0].resume == first


def test_a_step_of_another_version_and_a_module_left_are_refused() -> None:
    enrolment, other = make_enrolment(), make_taught_module()
    with pytest.raises(NotYours):
        complete_step(enrolment=enrolment, step=steps_of(other.current)[0], now=NOW)
    leave(enrolment=enrolment, now=NOW)
    with pytest.raises(Refused):
        complete_step(enrolment=enrolment, step=steps_of(enrolment.version)[0], now=NOW)


def test_a_completed_module_cannot_be_left() -> None:
    enrolment = complete(make_enrolment(make_taught_module(TEXT)))
    with pytest.raises(Refused):
        leave(enrolment=enrolment, now=NOW)
    assert enrol(person=enrolment.person, module=enrolment.version.module, offering=None, now=NOW) == enrolment


def test_a_newer_version_leaves_the_learner_on_theirs() -> None:
    enrolment = make_enrolment()
    module = enrolment.version.module
    module.current = make_version(module, number=2)
    module.save()
    enrolment = Enrolment.objects.select_related("version__module__current").get(pk=enrolment.pk)
    course = courses_of([enrolment])[0]
    assert (course.version.number, course.newer) == (1, True)


def test_an_unpublished_module_takes_in_nobody() -> None:
    with pytest.raises(Refused):
        enrol(person=make_person(), module=make_module(published=False), offering=None, now=NOW)


def test_answers_of_any_shape_are_marked_and_kept_small() -> None:
    enrolment = make_enrolment(make_taught_module(QUIZ))
    quiz = steps_of(enrolment.version)[0]
    single, numeric = quiz.questions.all()
    hostile: dict[str, object] = {str(single.uuid): [[]], str(numeric.uuid): "5\x00", "x" * 99: "y" * 99_999}
    assert answer_quiz(enrolment=enrolment, step=quiz, answers=hostile, key=uuid4(), now=NOW).percent == 0
    with pytest.raises(Refused):
        answer_quiz(enrolment=enrolment, step=quiz, answers={str(single.uuid): "y" * 30_000}, key=uuid4(), now=NOW)


def test_courses_cost_two_queries_however_many(django_assert_num_queries: Any) -> None:
    person = make_person()
    enrolments = [make_enrolment(person=person) for _ in range(4)]
    with django_assert_num_queries(2):
        assert len(courses_of(enrolments)) == 4


def test_what_looks_like_an_escape_is_kept_to_the_letter() -> None:
    enrolment = make_enrolment(make_taught_module(QUIZ))
    quiz = steps_of(enrolment.version)[0]
    question = str(quiz.questions.all()[0].uuid)
    typed = "\\u0000 is the \x00 of JSON"
    attempt = answer_quiz(enrolment=enrolment, step=quiz, answers={question: typed}, key=uuid4(), now=NOW)
    attempt.refresh_from_db()
    assert attempt.answers == {question: "\\u0000 is the  of JSON"}
