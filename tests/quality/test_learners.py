"""What learners answer, what it may show, and what the answers to a quiz say about its questions."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from factories import NOW, make_person
from factories_quality import module_of
from factories_study import QUIZ, TEXT, complete, make_enrolment, make_taught_module, steps_of
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Module
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.quality import services
from nanobank.quality.models import Evaluated, Evaluation, Question
from nanobank.quality.queries import evaluation_of, findings_of, items_of, results_of
from nanobank.study.models import Enrolment, QuizAttempt

pytestmark = pytest.mark.django_db


@pytest.fixture
def module() -> Module:
    return make_taught_module(TEXT)


def completed(module: Module, person: Person | None = None) -> Enrolment:
    return complete(make_enrolment(module, person))


def answer(enrolment: Enrolment, points: int = 4, **fields: Any) -> None:
    given = {"answers": dict.fromkeys(Question.values, points), "hours": Decimal(20), "comment": "", **fields}
    services.evaluate(enrolment=enrolment, by=enrolment.person, now=NOW, **given)


def test_nothing_is_shown_of_fewer_than_five_and_the_sixth_never_alone(module: Module) -> None:
    version = module_of(make_enrolment(module).version).current
    assert version is not None
    for _ in range(4):
        answer(completed(module), 5)
    assert evaluation_of(version).count == 0
    answer(completed(module), 5)
    assert (evaluation_of(version).count, evaluation_of(version).rating) == (5, 5)
    answer(completed(module), 1)
    assert evaluation_of(version).rating == 5
    for _ in range(4):
        answer(completed(module), 1)
    assert (evaluation_of(version).count, evaluation_of(version).rating) == (10, 3)
    assert evaluation_of(version).hours == 20


def test_who_answered_is_kept_apart_from_what(module: Module) -> None:
    enrolment = completed(module)
    answer(enrolment, comment="Jeg savnede en øvelse.")
    assert {field.name for field in Evaluation._meta.get_fields()} == {
        "id", "version", "month", "answers", "hours", "comment", "shown",
    }  # fmt: skip
    assert Evaluation.objects.get().month.day == 1
    assert Evaluated.objects.get().enrolment == enrolment


def test_one_answers_once_about_what_one_has_completed(module: Module) -> None:
    begun, done = make_enrolment(module), completed(module)
    with pytest.raises(Refused):
        answer(begun)
    answer(done)
    with pytest.raises(Conflict):
        answer(done)
    with pytest.raises(NotYours):
        services.evaluate(enrolment=done, answers={}, hours=None, comment="", by=make_person(), now=NOW)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"answers": {}}, "clear"), ({"hours": Decimal(-1)}, "hours"), ({"comment": "x" * 2001}, "comment")],
)
def test_a_bad_answer_is_said_where_it_stands(module: Module, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        answer(completed(module), **given)
    assert refused.value.field == field


def test_results_tell_of_five_or_more(module: Module) -> None:
    version = module_of(make_enrolment(module).version).current
    assert version is not None
    assert results_of(version).begun is None
    for _ in range(5):
        make_enrolment(module)
    assert (results_of(version).begun, results_of(version).completed) == (6, 0)
    completed(module)
    assert (results_of(version).begun, results_of(version).completed) == (7, None)


def test_a_question_that_does_not_tell_is_found_from_first_attempts(django_assert_max_num_queries: Any) -> None:
    module = make_taught_module(QUIZ)
    version = module_of(make_enrolment(module).version).current
    assert version is not None
    step = steps_of(version)[0]
    single, number = step.questions.all()
    for place in range(24):
        able = place % 2
        answers = {str(single.uuid): [1 if able else 0], str(number.uuid): "5" if able else "7"}
        enrolment = make_enrolment(module)
        for day, given in enumerate((answers, {str(single.uuid): [0], str(number.uuid): "5"})):
            QuizAttempt.objects.create(
                enrolment=enrolment, step=step, answers=given, percent=0, passed=False, at=NOW + timedelta(days=day)
            )
    with django_assert_max_num_queries(3):
        found = {question.pk: item for question, item in items_of(version)}
    assert found[single.pk].answers == 24
    assert found[single.pk].difficulty == 0.5
    assert found[single.pk].telling == "misleads"
    assert "item_misleads" in {one.code for one in findings_of(version)}
