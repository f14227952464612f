"""The database itself keeps a published version's steps and questions as they were published."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from factories import make_module
from factories_study import QUIZ, TEXT, make_taught_module, steps_of
from nanobank.catalogue.models import ModuleVersion
from nanobank.study.models import Question, Step

pytestmark = pytest.mark.django_db


def run(statement: str, version: ModuleVersion) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [version.pk])
        return int(cursor.rowcount)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE study_step SET title = 'Andet' WHERE version_id = %s",
        "UPDATE study_question SET prompt = 'Andet' WHERE step_id IN (SELECT id FROM study_step WHERE version_id = %s)",
        "DELETE FROM study_question WHERE step_id IN (SELECT id FROM study_step WHERE version_id = %s)",
        "DELETE FROM study_step WHERE kind = 'text' AND version_id = %s",
    ],
)
def test_raw_sql_changes_a_draft_but_nothing_that_is_published(statement: str) -> None:
    published = make_taught_module(TEXT, QUIZ).current
    draft = make_draft()
    assert published is not None
    with pytest.raises(DatabaseError, match="a published version is frozen"), transaction.atomic():
        run(statement, published)
    assert run(statement, draft) > 0


def make_draft() -> ModuleVersion:
    version = make_module(published=False).versions.get()
    Step.objects.create(version=version, position=1, kind="text", title="Læs")
    quiz = Step.objects.create(version=version, position=2, kind="quiz", title="Regn")
    Question.objects.create(step=quiz, position=1, kind="numeric", prompt="1 + 1?", definition={"answer": "2"})
    return version


def test_nothing_is_added_to_what_is_published_nor_moved_in_or_out() -> None:
    published, draft = make_taught_module(TEXT, QUIZ).current, make_draft()
    assert published is not None
    _text, quiz = steps_of(published)
    own_text, own_quiz = steps_of(draft)
    changes: list[Callable[[], object]] = [
        lambda: Step.objects.create(version=published, position=9, kind="text", title="Mere"),
        lambda: Question.objects.create(step=quiz, position=9, kind="numeric", prompt="?", definition={}),
        lambda: Step.objects.filter(pk=own_text.pk).update(version=published, position=9),
        lambda: Step.objects.filter(version=published, kind="text").update(version=draft, position=9),
        lambda: Question.objects.filter(step=own_quiz).update(step=quiz, position=9),
        lambda: quiz.questions.update(step=own_quiz, position=9),
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="a published version is frozen"), transaction.atomic():
            change()


def test_a_draft_is_thrown_away_with_all_that_it_holds() -> None:
    draft = make_draft()
    draft.delete()
    assert not Step.objects.filter(version_id=draft.pk).exists()
    assert not Question.objects.exists()
