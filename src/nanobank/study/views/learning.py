"""A learner's pages: beginning a module, its steps, being marked, leaving."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import ValidationError

from nanobank.accounts.http import SignedInRequest
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Module, ModuleVersion
from nanobank.common import clock
from nanobank.common.errors import NotYours, Refused
from nanobank.common.forms import put_beside
from nanobank.study import queries, services
from nanobank.study.forms import StartForm
from nanobank.study.models import Question, QuestionKind, QuizAttempt, Step, StepKind
from nanobank.study.quiz import QuestionShown, shown
from nanobank.study.reports import REPORT, AnswersReport, CompleteReport, ProgressReport


@login_required
@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest, slug: str) -> HttpResponse:
    """Choose a class and begin; whoever is under way goes on."""
    module = get_object_or_404(Module.objects.select_related("current", "provider"), slug=slug, current__isnull=False)
    return begin_on(request, module, None)


def begin_on(request: SignedInRequest, module: Module, pinned: ModuleVersion | None) -> HttpResponse:
    """Choose a class and begin on the module's current version, or on the one that an institution stays with."""
    person, now = request.user, clock.now()
    running = queries.enrolments_of(person).staying().filter(version__module=module).first()
    if running is not None:
        return redirect("enrolment", running.uuid)
    offerings = queries.open_offerings(module, person, now)
    form = StartForm(request.POST if request.method == "POST" else None, offerings=offerings)
    status = 200
    if request.method == "POST":
        if "offering" not in request.POST and len(offerings) == 1:
            form = StartForm({"offering": str(offerings[0].uuid)}, offerings=offerings)
        if form.is_valid():
            try:
                enrolment = services.enrol(
                    person=person, module=module, offering=form.chosen(), now=now, version=pinned
                )
            except Refused as refused:
                status = put_beside(form, refused)
            else:
                messages.success(request, _("You have begun. Enjoy it!"))
                return redirect("enrolment", enrolment.uuid)
        else:
            status = 422
    version = pinned or module.current
    advised = queries.missing_prerequisites(person, version) if version else []
    context = {"module": module, "version": version, "form": form, "advised": advised, "offerings": offerings}
    return render(request, "study/start.html", context, status=status)


@login_required
@require_GET
def enrolment(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A module under way: the steps, how far, where to go on; when completed, what comes next."""
    person = request.user
    course = queries.course_of(person, uuid)
    completed = course.enrolment.completed_at is not None
    nearer = queries.brought_nearer(person, course.version.module) if completed else []
    return render(request, "study/enrolment.html", {"course": course, "nearer": nearer})


@login_required
@require_http_methods(["GET", "POST"])
def leave(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Asks once, then leaves; the seat is free for somebody else."""
    found = queries.enrolment_of(request.user, uuid)
    if request.method == "POST":
        services.leave(enrolment=found, now=clock.now())
        messages.success(request, _("You have left the module. What you did is kept, should you come back."))
        return redirect("module", found.version.module.slug)
    return render(request, "study/leave.html", {"enrolment": found})


@dataclass(frozen=True)
class Shown:
    """One step on its way to the page; without a course it is an educator's preview."""

    step: Step
    course: queries.Course | None
    questions: list[QuestionShown]
    attempt: QuizAttempt | None
    number: int
    total: int

    @property
    def line(self) -> queries.Line | None:
        """The step's place in the course."""
        return self.course.lines[self.number - 1] if self.course else None

    @property
    def earlier(self) -> Step | None:
        """The step before."""
        return self.course.lines[self.number - 2].step if self.course and self.number > 1 else None

    @property
    def later(self) -> Step | None:
        """The step after."""
        return self.course.lines[self.number].step if self.course and self.number < self.total else None

    @property
    def plays_here(self) -> bool:
        """Whether a linked video is a file that the browser can play itself."""
        path = self.step.url.split("?")[0].lower()
        return bool(self.step.file) or path.endswith((".webm", ".mp4", ".m4v"))


def _step_in(course: queries.Course, position: int) -> Step:
    for line in course.lines:
        if line.step.position == position:
            line.step.refresh_from_db(fields=["body"])
            return line.step
    raise NotYours(_("There is no such step."))


@login_required
@require_http_methods(["GET", "POST"])
def step(request: SignedInRequest, uuid: UUID, position: int) -> HttpResponse:
    """One step to read, watch, fetch or answer. A POST says that it is done, or gives the answers."""
    course = queries.course_of(request.user, uuid)
    found = _step_in(course, position)
    if request.method == "POST":
        return _done(request, course, found)
    return render(request, "study/step.html", _page(course, found, again="igen" in request.GET))


def _done(request: SignedInRequest, course: queries.Course, found: Step) -> HttpResponse:
    now = clock.now()
    if found.kind != StepKind.QUIZ:
        services.complete_step(enrolment=course.enrolment, step=found, now=now)
        return redirect(_next(course, found))
    answers = {str(one.uuid): answer for one in found.questions.all() if (answer := _answer(request, one)) is not None}
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid4()
    try:
        services.answer_quiz(enrolment=course.enrolment, step=found, answers=answers, key=key, now=now)
    except Refused as refused:
        context = _page(course, found, again=True, answers=answers) | {"refused": refused.message}
        return render(request, "study/step.html", context, status=422)
    return redirect("step", course.enrolment.uuid, found.position)


def _answer(request: SignedInRequest, question: Question) -> object:
    name = f"q-{question.uuid}"
    return request.POST.getlist(name) if question.kind == QuestionKind.MULTIPLE else request.POST.get(name)


def _page(
    course: queries.Course, found: Step, *, again: bool, answers: dict[str, object] | None = None
) -> dict[str, Any]:
    attempt = None
    questions: list[QuestionShown] = []
    if found.kind == StepKind.QUIZ:
        attempt = None if again else queries.last_attempt(course.enrolment, found)
        questions = shown(
            list(found.questions.all()), attempt.answers if attempt else answers, marked=attempt is not None
        )
    number = next(place for place, line in enumerate(course.lines, start=1) if line.step.pk == found.pk)
    page = Shown(found, course, questions, attempt, number, len(course.lines))
    return {"page": page, "step": found, "version": course.version, "key": uuid4()}


def _next(course: queries.Course, found: Step) -> str:
    """Where to go when a step is done: the next that is not done, or the module's page."""
    after = queries.courses_of([course.enrolment])[0]
    if after.resume is None:
        return reverse("enrolment", args=[course.enrolment.uuid])
    return reverse("step", args=[course.enrolment.uuid, after.resume.position])


@require_POST
def report(request: HttpRequest, uuid: UUID, position: int) -> HttpResponse:
    """What the page's script sends, now or when the connection is back. Answers in JSON, never with a page."""
    person = request.user
    if not isinstance(person, Person):
        return JsonResponse({"detail": _("Sign in first.")}, status=401)
    try:
        told = REPORT.validate_json(request.body)
    except ValidationError:
        return JsonResponse({"detail": _("That report could not be read.")}, status=400)
    now = clock.now()
    try:
        course = queries.course_of(person, uuid)
        found = _step_in(course, position)
        match told:
            case ProgressReport():
                services.report_progress(enrolment=course.enrolment, step=found, seconds=int(told.seconds), now=now)
                target = ""
            case CompleteReport():
                services.complete_step(enrolment=course.enrolment, step=found, now=now)
                target = _next(course, found)
            case AnswersReport():
                services.answer_quiz(
                    enrolment=course.enrolment, step=found, answers=told.answers, key=told.key, now=now
                )
                target = reverse("step", args=[uuid, position])
    except NotYours:
        return JsonResponse({"detail": "Not Found"}, status=404)
    except Refused as refused:
        return JsonResponse({"detail": refused.message}, status=refused.status)
    return JsonResponse({"next": target})
