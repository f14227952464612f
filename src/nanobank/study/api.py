"""Study in the API: a learner's enrolments and progress, and an educator's steps."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status

from nanobank.accounts.http import TokenRequest
from nanobank.catalogue import services as catalogue
from nanobank.catalogue.exchange import changed, version_out
from nanobank.catalogue.models import Module, ModuleVersion, Offering, State
from nanobank.catalogue.schemas import VersionIn, VersionOut
from nanobank.common import clock
from nanobank.common.errors import NotYours, Refused
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.study import queries, services
from nanobank.study.api_competences import router as competences
from nanobank.study.api_steps import router as steps
from nanobank.study.models import Step
from nanobank.study.permissions import check_teaches
from nanobank.study.quiz import shown
from nanobank.study.schemas import (
    AnswersIn,
    AttemptOut,
    EnrolIn,
    EnrolmentOut,
    EnrolmentPage,
    ProgressIn,
    ProgressOut,
    StepOut,
    attempt_out,
    enrolment_out,
    step_out,
)

router = Router()
router.add_router("", competences)
router.add_router("", steps)
_REFUSALS = {401: Problem, 404: Problem, 409: Problem, 422: Problem}


def _course(request: TokenRequest, uuid: UUID) -> queries.Course:
    return queries.course_of(request.auth, uuid)


def _step_in(course: queries.Course, uuid: UUID) -> Step:
    for line in course.lines:
        if line.step.uuid == uuid:
            return line.step
    raise NotYours("")


@router.get("/enrolments", response=EnrolmentPage, summary="My enrolments")
def list_enrolments(request: TokenRequest, limit: Limit = 50, offset: Offset = 0) -> EnrolmentPage:
    """The modules that you have begun, newest first, each with its steps and how far you are."""
    found = queries.enrolments_of(request.auth)
    courses = queries.courses_of(found[offset : offset + limit])
    return EnrolmentPage(count=found.count(), items=[enrolment_out(course) for course in courses])


@router.post(
    "/enrolments",
    response={201: EnrolmentOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Begin a module",
)
def create_enrolment(request: TokenRequest, given: EnrolIn) -> Status[EnrolmentOut]:
    """Begin a module on one of its offerings; if it is under way already, that enrolment is given back.

    409 when the last seat was taken meanwhile, 422 when an offering must be chosen.
    """
    module = get_object_or_404(Module.objects.select_related("current"), slug=given.module)
    offering = get_object_or_404(Offering, uuid=given.offering) if given.offering else None
    person = request.auth
    enrolment = services.enrol(person=person, module=module, offering=offering, now=clock.now())
    return Status(201, enrolment_out(queries.course_of(person, enrolment.uuid)))


@router.get("/enrolments/{uuid:uuid}", response={200: EnrolmentOut, 404: Problem}, summary="One of my enrolments")
def get_enrolment(request: TokenRequest, uuid: UUID) -> EnrolmentOut:
    """One enrolment with its steps and how far you are. Somebody else's is not found."""
    return enrolment_out(_course(request, uuid))


@router.delete("/enrolments/{uuid:uuid}", response={204: None, 404: Problem, 422: Problem}, summary="Leave a module")
def delete_enrolment(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Leave a module under way: your seat is free for somebody else, your progress is kept."""
    services.leave(enrolment=_course(request, uuid).enrolment, now=clock.now())
    return Status(204, None)


@router.put(
    "/enrolments/{uuid:uuid}/steps/{uuid:step}/progress",
    response={200: ProgressOut, 404: Problem, 422: Problem},
    summary="Report progress in a step",
)
def put_progress(request: TokenRequest, uuid: UUID, step: UUID, given: ProgressIn) -> ProgressOut:
    """Say how far you are in a step. Progress only moves forward, so a late or repeated report does no harm."""
    course, now = _course(request, uuid), clock.now()
    found = _step_in(course, step)
    progress = services.report_progress(enrolment=course.enrolment, step=found, seconds=given.seconds, now=now)
    if given.done:
        services.complete_step(enrolment=course.enrolment, step=found, now=now)
        progress.refresh_from_db()
    return ProgressOut(step=found.uuid, seconds=progress.seconds, completed_at=progress.completed_at)


@router.get(
    "/enrolments/{uuid:uuid}/steps/{uuid:step}", response={200: StepOut, 404: Problem}, summary="A step to work with"
)
def get_step(request: TokenRequest, uuid: UUID, step: UUID) -> StepOut:
    """A step's text and questions, without the answers."""
    found = _step_in(_course(request, uuid), step)
    return step_out(found, with_solutions=False)


@router.post(
    "/enrolments/{uuid:uuid}/steps/{uuid:step}/answers",
    response={200: AttemptOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Answer a quiz",
)
def post_answers(request: TokenRequest, uuid: UUID, step: UUID, given: AnswersIn) -> AttemptOut:
    """Be marked at once, with feedback and explanations. The same ``key`` sent again counts once."""
    course = _course(request, uuid)
    found = _step_in(course, step)
    attempt = services.answer_quiz(
        enrolment=course.enrolment, step=found, answers=given.answers, key=given.key, now=clock.now()
    )
    return attempt_out(attempt, shown(list(found.questions.all()), attempt.answers, marked=True))


@router.post("/modules/{slug}/draft", response={201: VersionOut, **_REFUSALS}, summary="Begin the next version")
def begin_draft(request: TokenRequest, slug: str) -> Status[VersionOut]:
    """A draft that begins as a copy of the current version, its steps and questions included."""
    draft = services.begin_draft(module=_taught_module(request, slug), by=request.auth, now=clock.now())
    return Status(201, version_out(draft))


@router.patch("/modules/{slug}/draft", response={200: VersionOut, **_REFUSALS}, summary="Change the draft")
def edit_draft(request: TokenRequest, slug: str, payload: VersionIn) -> VersionOut:
    """Change what is sent and leave the rest; a published version is never changed."""
    draft = _draft_of(request, slug)
    facts = changed(catalogue.facts_of(draft), payload)
    return version_out(catalogue.edit_draft(version=draft, facts=facts, by=request.auth, now=clock.now()))


def _taught_module(request: TokenRequest, slug: str) -> Module:
    found = get_object_or_404(Module.objects.select_related("provider", "current"), slug=slug)
    check_teaches(request.auth, found, clock.now())
    return found


def _draft_of(request: TokenRequest, slug: str) -> ModuleVersion:
    taught = _taught_module(request, slug)
    draft = taught.versions.select_related("module__provider").filter(state=State.DRAFT).first()
    if draft is None:
        raise Refused(_("This module has no draft. Begin a new version first."))
    return draft
