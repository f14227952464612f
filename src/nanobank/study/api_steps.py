"""An educator's steps and questions in the API: read, added, written on a revision, moved and taken away."""

from typing import Annotated
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Status
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.catalogue.models import ModuleVersion
from nanobank.common import clock
from nanobank.common.schemas import Problem
from nanobank.study import services
from nanobank.study.models import Question, Step
from nanobank.study.permissions import check_teaches
from nanobank.study.schemas import (
    REVISION,
    MoveIn,
    QuestionIn,
    QuestionOut,
    StepIn,
    StepOut,
    TextChangedOut,
    question_out,
    step_out,
)
from nanobank.study.services import NewQuestion, NewStep

router = Router()
Revision = Annotated[str | None, Field(description=REVISION, max_length=16, examples=["9f2c4e1b7a60d358"])]
_WRITING = {404: Problem, 409: TextChangedOut, 422: Problem}


def _version(request: TokenRequest, uuid: UUID) -> ModuleVersion:
    found = get_object_or_404(ModuleVersion.objects.select_related("module__provider"), uuid=uuid)
    check_teaches(request.auth, found.module, clock.now())
    return found


def _taught_step(request: TokenRequest, uuid: UUID) -> Step:
    found = get_object_or_404(Step.objects.select_related("version__module__provider"), uuid=uuid)
    check_teaches(request.auth, found.version.module, clock.now())
    return found


def _taught_question(request: TokenRequest, uuid: UUID) -> Question:
    found = get_object_or_404(Question.objects.select_related("step__version__module__provider"), uuid=uuid)
    check_teaches(request.auth, found.step.version.module, clock.now())
    return found


def _new_step(given: StepIn) -> NewStep:
    return NewStep(given.kind, given.title, given.minutes, given.body, url=given.url, pass_percent=given.pass_percent)


def _new_question(given: QuestionIn) -> NewQuestion:
    return NewQuestion(given.kind, given.prompt, given.definition, given.explanation)


@router.get("/versions/{uuid:uuid}/steps", response={200: list[StepOut], 404: Problem}, summary="Steps of a version")
def list_steps(request: TokenRequest, uuid: UUID) -> list[StepOut]:
    """For the educators of the module's provider: every step with questions and solutions, at most 300."""
    steps = _version(request, uuid).steps.prefetch_related("questions")
    return [step_out(step, with_solutions=True) for step in steps]


@router.post(
    "/versions/{uuid:uuid}/steps",
    response={201: StepOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Add a step to a draft",
)
def create_step(request: TokenRequest, uuid: UUID, given: StepIn) -> Status[StepOut]:
    """Put a step last in a draft. 409 once the version is published. Files are uploaded in the browser."""
    version = _version(request, uuid)
    step = services.add_step(version=version, new=_new_step(given), by=request.auth, now=clock.now())
    return Status(201, step_out(step, with_solutions=True))


@router.put(
    "/steps/{uuid:uuid}",
    response={200: StepOut, **_WRITING},
    summary="Rewrite a step of a draft",
)
def put_step(request: TokenRequest, uuid: UUID, given: StepIn) -> StepOut:
    """Write the step anew; its kind, place and files stay.

    409 with what it says now, when that is another text than the one of the ``revision`` that you send.
    """
    step = _taught_step(request, uuid)
    services.edit_step(step=step, new=_new_step(given), revision=given.revision, by=request.auth, now=clock.now())
    return step_out(step, with_solutions=True)


@router.post(
    "/steps/{uuid:uuid}/move", response={200: list[StepOut], 404: Problem, 409: Problem}, summary="Move a step"
)
def move_step(request: TokenRequest, uuid: UUID, given: MoveIn) -> list[StepOut]:
    """Up or down one place, or to a place counted from 1; answers with all steps in their order.

    Two who move different steps at once both have their way, one after the other.
    """
    step, now = _taught_step(request, uuid), clock.now()
    if given.direction is not None:
        services.move_step(step=step, direction=given.direction, by=request.auth, now=now)
    elif given.position is not None:
        services.place_step(step=step, position=given.position, by=request.auth, now=now)
    return list_steps(request, step.version.uuid)


@router.delete("/steps/{uuid:uuid}", response={204: None, **_WRITING}, summary="Delete a step")
def delete_step(request: TokenRequest, uuid: UUID, revision: Revision = None) -> Status[None]:
    """Take the step out of the draft; with a ``revision`` only if nobody has written in it since."""
    services.delete_step(step=_taught_step(request, uuid), revision=revision, by=request.auth, now=clock.now())
    return Status(204, None)


@router.post(
    "/steps/{uuid:uuid}/questions",
    response={201: QuestionOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Add a question",
)
def create_question(request: TokenRequest, uuid: UUID, given: QuestionIn) -> Status[QuestionOut]:
    """Put a question last in a draft's quiz. 422 names the part that could not be marked."""
    step = _taught_step(request, uuid)
    question = services.add_question(step=step, new=_new_question(given), by=request.auth, now=clock.now())
    return Status(201, question_out(question, with_solution=True))


@router.put(
    "/questions/{uuid:uuid}",
    response={200: QuestionOut, **_WRITING},
    summary="Rewrite a question",
)
def put_question(request: TokenRequest, uuid: UUID, given: QuestionIn) -> QuestionOut:
    """Write the question anew. 409 with what it says now, when that is not what your ``revision`` is of."""
    question, new = _taught_question(request, uuid), _new_question(given)
    services.edit_question(question=question, new=new, revision=given.revision, by=request.auth, now=clock.now())
    question.refresh_from_db()
    return question_out(question, with_solution=True)


@router.delete("/questions/{uuid:uuid}", response={204: None, **_WRITING}, summary="Delete a question")
def delete_question(request: TokenRequest, uuid: UUID, revision: Revision = None) -> Status[None]:
    """Take the question out of the quiz; with a ``revision`` only if nobody has written in it since."""
    question = _taught_question(request, uuid)
    services.delete_question(question=question, revision=revision, by=request.auth, now=clock.now())
    return Status(204, None)
