"""An educator's side: drafts, steps, questions, publishing, and the frozen version."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import NOW, make_competence, make_member, make_module, make_organisation, make_person
from factories_study import NUMERIC, QUIZ, SINGLE, TEXT, make_enrolment, make_taught_module, steps_of, webm
from nanobank.catalogue.models import ModuleVersion, State
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.organisations.models import Role
from nanobank.study import services
from nanobank.study.models import Step
from nanobank.study.queries import missing_steps
from nanobank.study.services import NewQuestion, NewStep

pytestmark = pytest.mark.django_db


@pytest.fixture
def educator() -> Any:
    return make_member(Role.EDUCATOR, make_organisation())


@pytest.fixture
def draft(educator: Any) -> ModuleVersion:
    provider = educator.memberships.get().organisation
    version = make_module(provider, published=False).versions.get()
    version.competences.set([make_competence()])
    return version


@pytest.fixture
def browser(educator: Any) -> Client:
    client = Client()
    client.force_login(educator)
    return client


def add(version: ModuleVersion, *steps: NewStep) -> list[Step]:
    services.write_steps(version=version, steps=steps, by=None, now=NOW)
    return steps_of(version)


def changes_of(version: ModuleVersion, by: Any) -> list[Callable[[], object]]:
    """Everything that can be done to a version with a text and a quiz."""
    text, quiz = steps_of(version)
    question = quiz.questions.all()[0]
    who: dict[str, Any] = {"by": by, "now": NOW}
    return [
        lambda: services.write_steps(version=version, steps=[TEXT], **who),
        lambda: services.add_step(version=version, new=TEXT, **who),
        lambda: services.edit_step(step=text, new=TEXT, **who),
        lambda: services.move_step(step=text, direction="down", **who),
        lambda: services.delete_step(step=text, **who),
        lambda: services.add_question(step=quiz, new=SINGLE, **who),
        lambda: services.edit_question(question=question, new=SINGLE, **who),
        lambda: services.move_question(question=question, direction="down", **who),
        lambda: services.delete_question(question=question, **who),
        lambda: services.publish(version=version, **who),
    ]


def test_a_published_version_refuses_every_change() -> None:
    version = make_taught_module().current
    assert version is not None
    for change in changes_of(version, make_member(Role.EDUCATOR, version.module.provider)):
        with pytest.raises(Conflict):
            change()


def test_the_services_themselves_know_who_may_write(draft: ModuleVersion) -> None:
    add(draft, TEXT, QUIZ)
    for person in (make_person(), make_member(Role.EDUCATOR), make_member(Role.EXAMINER, draft.module.provider)):
        begin: list[Callable[[], object]] = [
            partial(services.start_draft, module=draft.module, by=person, now=NOW),
            partial(services.begin_draft, module=draft.module, by=person, now=NOW),
        ]
        for change in [*changes_of(draft, person), *begin]:
            with pytest.raises(NotYours):
                change()
    assert [step.title for step in steps_of(draft)] == [TEXT.title, QUIZ.title]


def test_a_module_that_nobody_could_begin_is_not_published(draft: ModuleVersion, educator: Any) -> None:
    add(draft, TEXT)
    draft.module.offerings.all().delete()
    with pytest.raises(Refused) as refused:
        services.publish(version=draft, by=educator, now=NOW)
    assert refused.value.field == "offerings"
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_a_new_draft_copies_steps_and_questions_and_leaves_learners_where_they_are() -> None:
    video = NewStep("video", "Se", body="Det siges", file=webm())
    enrolment = make_enrolment(make_taught_module(TEXT, video, QUIZ))
    module = enrolment.version.module
    educator = make_member(Role.EDUCATOR, module.provider)
    draft = services.start_draft(module=module, by=educator, now=NOW)
    old, new = steps_of(enrolment.version), steps_of(draft)
    assert [step.title for step in new] == [step.title for step in old]
    assert new[1].file.name == old[1].file.name
    assert [q.definition for q in new[2].questions.all()] == [q.definition for q in old[2].questions.all()]
    assert services.start_draft(module=module, by=educator, now=NOW) == draft
    draft.competences.set([make_competence()])
    services.publish(version=draft, by=educator, now=NOW)
    module.refresh_from_db()
    enrolment.refresh_from_db()
    assert (module.current, enrolment.version.number) == (draft, 1)


def test_steps_move_and_close_their_gaps(draft: ModuleVersion, educator: Any) -> None:
    _first, second, third = add(draft, *(NewStep("text", title, body="x") for title in "abc"))
    services.move_step(step=third, direction="up", by=educator, now=NOW)
    assert [step.title for step in steps_of(draft)] == ["a", "c", "b"]
    second.refresh_from_db()
    services.move_step(step=second, direction="down", by=educator, now=NOW)
    services.delete_step(step=Step.objects.get(title="a"), by=educator, now=NOW)
    assert [(step.position, step.title) for step in steps_of(draft)] == [(1, "c"), (2, "b")]


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewStep("text", " "), "title"),
        (NewStep("video", "Se"), "file"),
        (NewStep("file", "Hent"), "file"),
        (NewStep("dance", "Dans"), "kind"),
        (NewStep("video", "Se", file=ContentFile(b"MZ not a video", name="a.webm")), "file"),
        (NewStep("video", "Se", file=ContentFile(b"<html>", name="a.html")), "file"),
        (NewStep("video", "Se", url="https://video.example/a", captions=ContentFile(b"1\n", name="a.vtt")), "captions"),
        (NewStep("file", "Hent", file=ContentFile(b"<svg onload=x>", name="a.svg")), "file"),
        (NewStep("quiz", "Q", questions=[NewQuestion("single", "?", {"choices": []})]), "choices"),
        (NewStep("quiz", "Q", questions=[NewQuestion("numeric", " ", {"answer": "1"})]), "prompt"),
    ],
)
def test_a_step_that_cannot_work_is_refused_beside_its_field(draft: ModuleVersion, new: NewStep, field: str) -> None:
    with pytest.raises(Refused) as refused:
        add(draft, new)
    assert refused.value.field == field
    assert not Step.objects.exists()


def test_what_is_missing_is_said_before_publishing(draft: ModuleVersion, educator: Any) -> None:
    assert [one.step for one in missing_steps(draft)] == [None]
    add(
        draft, NewStep("text", "Tom"), NewStep("quiz", "Tom quiz"), NewStep("video", "V", url="https://v.example/a.mp4")
    )
    assert len(missing_steps(draft)) == 3
    with pytest.raises(Refused) as refused:
        services.publish(version=draft, by=educator, now=NOW)
    assert refused.value.field == "steps"


def test_the_list_of_modules_costs_the_same_however_many(browser: Client, draft: ModuleVersion) -> None:
    def costs() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse("teaching")).status_code == 200
        return len(queries)

    costs()
    one = costs()
    for _ in range(6):
        make_module(draft.module.provider)
    assert costs() == one <= 12


def test_many_steps_are_written_in_few_queries(draft: ModuleVersion, django_assert_max_num_queries: Any) -> None:
    questions = [SINGLE, NUMERIC] * 3
    with django_assert_max_num_queries(7):
        add(draft, *[NewStep("quiz", "Q", questions=questions)] * 8)
