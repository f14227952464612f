"""An educator's pages: their organisations' modules, a draft, its steps and questions. Forms only, no JavaScript."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import Module, ModuleVersion, State
from nanobank.catalogue.services import what_is_missing
from nanobank.common import clock
from nanobank.common.errors import Refused
from nanobank.study import queries, services
from nanobank.study.faults import fault_of
from nanobank.study.forms import QuestionForm, StepForm
from nanobank.study.models import Question, QuestionKind, Step, StepKind
from nanobank.study.offering_form import OfferingForm
from nanobank.study.permissions import check_teaches
from nanobank.study.quiz import shown
from nanobank.study.text_form import NewModuleForm, TextForm
from nanobank.study.views.learning import Shown


def _version(request: SignedInRequest, uuid: UUID, now: datetime) -> ModuleVersion:
    found = get_object_or_404(ModuleVersion.objects.select_related("module__provider", "module__current"), uuid=uuid)
    check_teaches(request.user, found.module, now)
    return found


def _step(request: SignedInRequest, uuid: UUID, now: datetime) -> Step:
    found = get_object_or_404(Step.objects.select_related("version__module__provider"), uuid=uuid)
    check_teaches(request.user, found.version.module, now)
    return found


def _question(request: SignedInRequest, uuid: UUID, now: datetime) -> Question:
    found = get_object_or_404(Question.objects.select_related("step__version__module__provider"), uuid=uuid)
    check_teaches(request.user, found.step.version.module, now)
    return found


@login_required
@require_GET
def teaching(request: SignedInRequest) -> HttpResponse:
    """The modules of the organisations that the educator writes for."""
    return render(request, "study/teaching.html", {"taught": queries.taught_by(request.user, clock.now())})


@login_required
@require_http_methods(["GET", "POST"])
def module_add(request: SignedInRequest) -> HttpResponse:
    """A new module with its first draft."""
    person, now = request.user, clock.now()
    providers = queries.providers_of(person, now)
    if not providers:
        raise Http404
    form = NewModuleForm(request.POST if request.method == "POST" else None, providers=providers)
    if request.method == "POST" and form.is_valid():
        try:
            module = form.create(by=person, now=now)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("draft", module.versions.get().uuid)
    return render(request, "study/draft_texts.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def begin_draft(request: SignedInRequest, slug: str) -> HttpResponse:
    """A new draft of the module, or the one that is there."""
    now = clock.now()
    module = get_object_or_404(Module.objects.select_related("provider", "current"), slug=slug)
    check_teaches(request.user, module, now)
    return redirect("draft", services.start_draft(module=module, by=request.user, now=now).uuid)


@login_required
@require_http_methods(["GET", "POST"])
def offerings(request: SignedInRequest, slug: str) -> HttpResponse:
    """When a module can be begun, with the seats that are taken, and a form to offer it anew."""
    now = clock.now()
    module = get_object_or_404(Module.objects.select_related("provider", "current"), slug=slug)
    check_teaches(request.user, module, now)
    form = OfferingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            form.create(module=module, by=request.user, now=now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The module is offered."))
            return redirect("offerings", slug)
    draft = module.versions.filter(state=State.DRAFT).first()
    named = module.current or draft
    context = {
        "module": module,
        "title": (named.title if named else "") or module.slug,
        "draft": draft,
        "offerings": queries.offered(module, timezone.localdate(now)),
        "form": form,
    }
    return render(request, "study/offerings.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def draft(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A version with its steps, and what is missing before it can be published."""
    return _draft_page(request, _version(request, uuid, clock.now()))


def _draft_page(request: SignedInRequest, version: ModuleVersion, refused: Refused | None = None) -> HttpResponse:
    is_draft = version.state == State.DRAFT
    context = {
        "version": version,
        "is_draft": is_draft,
        "steps": version.steps.prefetch_related("questions"),
        "missing": queries.missing_steps(version) if is_draft else [],
        "missing_texts": len(what_is_missing(version)) if is_draft else 0,
        "is_offered": version.module.offerings.exists(),
        "kinds": StepKind.choices,
        "question_kinds": QuestionKind.choices,
        "refused": refused,
    }
    return render(request, "study/draft.html", context, status=422 if refused else 200)


@login_required
@require_http_methods(["GET", "POST"])
def draft_texts(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The texts and facts of a draft."""
    now = clock.now()
    version = _version(request, uuid, now)
    form = TextForm(request.POST if request.method == "POST" else None, version=version)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user, now=now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("draft", version.uuid)
    if request.method == "GET" and "mangler" in request.GET:
        form = TextForm(form.as_written(), version=version)
        form.show_missing()
    context = {"form": form, "version": version}
    return render(request, "study/draft_texts.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def draft_publish(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Publish, or say on the same page what is missing."""
    now = clock.now()
    version = _version(request, uuid, now)
    try:
        services.publish(version=version, by=request.user, now=now)
    except Refused as refused:
        return _draft_page(request, version, refused)
    messages.success(request, _("Version %d is published and frozen.") % version.number)
    return redirect("draft", version.uuid)


@login_required
@require_http_methods(["GET", "POST"])
def step_add(request: SignedInRequest, uuid: UUID, kind: str) -> HttpResponse:
    """A new step of a kind, put last."""
    now = clock.now()
    version = _version(request, uuid, now)
    if kind not in StepKind.values:
        raise Http404
    form = StepForm(request.POST or None, request.FILES or None, kind=StepKind(kind))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_step(version=version, new=form.new_step(), by=request.user, now=now)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            return redirect("step_edit", made.uuid) if kind == StepKind.QUIZ else redirect("draft", version.uuid)
    return _step_page(request, version, form, None)


def _step_page(request: SignedInRequest, version: ModuleVersion, form: StepForm, step: Step | None) -> HttpResponse:
    context: dict[str, Any] = {
        "version": version,
        "form": form,
        "step": step,
        "kind": form.kind.label,
        "questions": step.questions.all() if step and step.kind == StepKind.QUIZ else None,
        "question_kinds": QuestionKind.choices,
    }
    return render(request, "study/step_form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def step_edit(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One step of a draft; for a quiz its questions too."""
    now = clock.now()
    step = _step(request, uuid, now)
    kind = StepKind(step.kind)
    posted = request.method == "POST"
    form = StepForm(request.POST if posted else None, request.FILES if posted else None, kind=kind, step=step)
    if posted and form.is_valid():
        try:
            services.edit_step(step=step, new=form.new_step(), by=request.user, now=now)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("draft", step.version.uuid)
    return _step_page(request, step.version, form, step)


@login_required
@require_POST
def step_move(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Up or down one place."""
    now = clock.now()
    step = _step(request, uuid, now)
    direction: services.Direction = "up" if request.POST.get("direction") == "up" else "down"
    services.move_step(step=step, direction=direction, by=request.user, now=now)
    return redirect("draft", step.version.uuid)


@login_required
@require_POST
def step_delete(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Out of the draft."""
    now = clock.now()
    step = _step(request, uuid, now)
    version = step.version
    services.delete_step(step=step, by=request.user, now=now)
    messages.success(request, _("The step is gone."))
    return redirect("draft", version.uuid)


@login_required
@require_GET
def step_preview(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The step as a learner will see it."""
    step = get_object_or_404(Step.objects.select_related("version__module__provider"), uuid=uuid)
    check_teaches(request.user, step.version.module, clock.now())
    finished = [question for question in step.questions.all() if fault_of(question) is None]
    questions = shown(finished, None, marked=False)
    page = Shown(step, None, questions, None, step.position, step.version.steps.count())
    return render(request, "study/step.html", {"page": page, "step": step, "version": step.version, "preview": True})


@login_required
@require_http_methods(["GET", "POST"])
def question_add(request: SignedInRequest, uuid: UUID, kind: str) -> HttpResponse:
    """A new question of a kind, put last in the quiz."""
    now = clock.now()
    step = _step(request, uuid, now)
    if kind not in QuestionKind.values or step.kind != StepKind.QUIZ:
        raise Http404
    form = QuestionForm(request.POST if request.method == "POST" else None, kind=QuestionKind(kind))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_question(step=step, new=form.new_question(), by=request.user, now=now)
        except Refused as refused:
            form.add_error(form.field_for(refused.field), refused.message)
        else:
            return redirect("step_edit", step.uuid)
    return _question_page(request, step, form, None)


def _question_page(request: SignedInRequest, step: Step, form: QuestionForm, question: Question | None) -> HttpResponse:
    context = {"form": form, "step": step, "question": question, "version": step.version, "kind": form.kind.label}
    return render(request, "study/question_form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def question_edit(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One question of a draft's quiz."""
    now = clock.now()
    question = _question(request, uuid, now)
    posted = request.POST if request.method == "POST" else None
    form = QuestionForm(posted, kind=QuestionKind(question.kind), question=question)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_question(question=question, new=form.new_question(), by=request.user, now=now)
        except Refused as refused:
            form.add_error(form.field_for(refused.field), refused.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("step_edit", question.step.uuid)
    return _question_page(request, question.step, form, question)


@login_required
@require_POST
def question_move(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Up or down one place."""
    now = clock.now()
    question = _question(request, uuid, now)
    direction: services.Direction = "up" if request.POST.get("direction") == "up" else "down"
    services.move_question(question=question, direction=direction, by=request.user, now=now)
    return redirect("step_edit", question.step.uuid)


@login_required
@require_POST
def question_delete(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Out of the quiz."""
    now = clock.now()
    question = _question(request, uuid, now)
    step = question.step
    services.delete_question(question=question, by=request.user, now=now)
    return redirect("step_edit", step.uuid)
