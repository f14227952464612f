"""The page where an educator writes a module: its parts at the side, one of them open. Works without JavaScript."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.authoring.forms.editor import NewModuleForm, PartForm, QuestionForm, StepFilesForm, StepTextForm
from nanobank.authoring.outline import in_words, modules_called, outline_of
from nanobank.authoring.parts import BY_SLUG, PREREQUISITES, rewritten
from nanobank.authoring.services import writing
from nanobank.authoring.views.saving import Again, answer_to
from nanobank.catalogue.models import ModuleVersion, State
from nanobank.catalogue.services import create_module
from nanobank.common import clock
from nanobank.common.errors import Changed
from nanobank.common.forms import refusals_in
from nanobank.study import services as study
from nanobank.study.faults import fault_of
from nanobank.study.models import Question, QuestionKind, Step, StepKind
from nanobank.study.permissions import check_teaches
from nanobank.study.queries import providers_of
from nanobank.study.revisions import revision_of


def taught_version(request: SignedInRequest, uuid: UUID, now: datetime) -> ModuleVersion:
    """The version, for whoever writes for its provider; else 404."""
    found = get_object_or_404(ModuleVersion.objects.select_related("module__provider", "module__current"), uuid=uuid)
    check_teaches(request.user, found.module, now)
    return found


def taught_step(request: SignedInRequest, uuid: UUID, now: datetime) -> Step:
    """The step, likewise."""
    found = get_object_or_404(Step.objects.select_related("version__module__provider"), uuid=uuid)
    check_teaches(request.user, found.version.module, now)
    return found


def taught_question(request: SignedInRequest, uuid: UUID, now: datetime) -> Question:
    """The question, likewise."""
    found = get_object_or_404(Question.objects.select_related("step__version__module__provider"), uuid=uuid)
    check_teaches(request.user, found.step.version.module, now)
    return found


def show(
    request: SignedInRequest,
    version: ModuleVersion,
    part: str,
    template: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """A part of the editor with all the others at its side; notes that the person is there."""
    now = clock.now()
    if version.state == State.DRAFT:
        writing.note_visit(version=version, part=part, by=request.user, now=now)
    outline = outline_of(version, request.user, now)
    frame = {
        "version": version,
        "part": part,
        "outline": outline,
        "here_in_words": in_words(outline.here),
        "kinds": StepKind.choices,
    }
    return render(request, f"authoring/editor/{template}.html", {**frame, **context}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def module_add(request: SignedInRequest) -> HttpResponse:
    """A new module: only what it cannot begin without. The rest is written in the editor."""
    person, now = request.user, clock.now()
    providers = providers_of(person, now)
    if not providers:
        raise Http404
    form = NewModuleForm(request.POST if request.method == "POST" else None, providers=providers)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            module = create_module(provider=form.cleaned_data["provider"], facts=form.facts(), by=person, now=now)
            return redirect("draft_part", module.versions.get().uuid, "tekster")
    return render(request, "authoring/editor/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_GET
def draft(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What a draft lacks, and how it is published; or a published version's steps, which are frozen."""
    version = taught_version(request, uuid, clock.now())
    if version.state != State.DRAFT:
        steps = version.steps.prefetch_related("questions")
        return render(request, "authoring/editor/frozen.html", {"version": version, "steps": steps})
    return show(request, version, "overview", "overview", {})


def _of_a_draft(request: SignedInRequest, uuid: UUID, now: datetime) -> ModuleVersion | None:
    """The version if it may still be written; None for one that is published, which is only looked at."""
    version = taught_version(request, uuid, now)
    return version if version.state == State.DRAFT else None


@login_required
@require_http_methods(["GET", "POST"])
def draft_part(request: SignedInRequest, uuid: UUID, slug: str) -> HttpResponse:
    """Some of a draft's texts and facts."""
    now, part = clock.now(), BY_SLUG.get(slug)
    if part is None:
        raise Http404
    version = _of_a_draft(request, uuid, now)
    if version is None:
        return redirect("draft", uuid)
    form = PartForm(request.POST if request.method == "POST" else None, part=part, version=version)

    def page(again: Again | None = None) -> HttpResponse:
        context: dict[str, Any] = {"form": form, "label": part.label, "slug": slug, "again": again}
        if part is PREREQUISITES:
            words = request.GET.get("q", "").strip()[:200]
            context |= {"q": words, "found": modules_called(words, version.module_id) if words else []}
        return show(request, version, part.name, "part", context, again.status if again else 200)

    if request.method == "GET":
        if "mangler" in request.GET:
            form = PartForm(form.initial, part=part, version=version)
            form.show_missing()
        return page()

    def save() -> writing.Saved:
        rewrite = partial(rewritten, values=form.values())
        return writing.save_part(
            version=version, part=part, rewrite=rewrite, revision=form.based_on(), by=request.user, now=now
        )

    return answer_to(request, form, version, part.name, save, page, now=now)


@login_required
@require_http_methods(["GET", "POST"])
def step_edit(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One step of a draft; for a quiz its questions too, each written in its place."""
    now = clock.now()
    step = taught_step(request, uuid, now)
    if step.version.state != State.DRAFT:
        return redirect("step_preview", uuid)
    form = StepTextForm(request.POST if request.method == "POST" else None, step=step)

    def page(again: Again | None = None) -> HttpResponse:
        return _step_page(request, step, form, again)

    if request.method == "GET":
        return page()

    def save() -> writing.Saved:
        return writing.save_step(step=step, values=form.values(), revision=form.based_on(), by=request.user, now=now)

    return answer_to(request, form, step.version, writing.part_of(step), save, page, now=now)


def _step_page(
    request: SignedInRequest,
    step: Step,
    form: StepTextForm,
    again: Again | None = None,
    *,
    asked: QuestionForm | None = None,
    files: StepFilesForm | None = None,
) -> HttpResponse:
    """``asked`` is the form of a question that could not be saved; ``files`` that of a file that was refused."""
    questions = []
    for question in step.questions.all() if step.kind == StepKind.QUIZ else ():
        its_own = asked if asked is not None and asked.question.pk == question.pk else None
        fault = fault_of(question)
        begun = question.prompt.strip() or any(
            said for name, said in question.definition.items() if name != "tolerance"
        )
        shown = {"form": its_own or QuestionForm(question=question), "question": question}
        questions.append({**shown, "fault": fault, "begun": begun})
    if files is None and step.kind in {StepKind.VIDEO, StepKind.FILE}:
        files = StepFilesForm(step=step)
    context = {
        "step": step,
        "form": form,
        "again": again,
        "asked": asked,
        "questions": questions,
        "question_kinds": QuestionKind.choices,
        "files": files,
        "revision": revision_of(step),
    }
    refused = files is not None and bool(files.errors)
    status = again.status if again else 422 if refused else 200
    return show(request, step.version, writing.part_of(step), "step", context, status)


@login_required
@require_POST
def step_add(request: SignedInRequest, uuid: UUID, kind: str) -> HttpResponse:
    """An empty step of a kind, put last and opened."""
    now = clock.now()
    version = taught_version(request, uuid, now)
    if kind not in StepKind.values:
        raise Http404
    return redirect("step_edit", study.begin_step(version=version, kind=kind, by=request.user, now=now).uuid)


@login_required
@require_POST
def step_files(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A step's file, a film's captions."""
    now = clock.now()
    step = taught_step(request, uuid, now)
    form = StepFilesForm(request.POST, request.FILES, step=step)
    if form.is_valid():
        given = {name: form.cleaned_data.get(name) for name in form.fields}
        with refusals_in(form):
            study.attach(step=step, by=request.user, now=now, **given)
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('step_edit', args=[uuid])}#filer")
    return _step_page(request, step, StepTextForm(step=step), files=form)


@login_required
@require_POST
def step_delete(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Out of the draft, unless somebody has written in it since the page was shown."""
    now = clock.now()
    step = taught_step(request, uuid, now)
    version = step.version
    try:
        study.delete_step(step=step, revision=request.POST.get("revision") or None, by=request.user, now=now)
    except Changed:
        messages.error(
            request, _("Somebody has written in this step since you opened it. Look at it before you delete it.")
        )
        return redirect("step_edit", uuid)
    messages.success(request, _("The step is gone."))
    return redirect("draft", version.uuid)


@login_required
@require_http_methods(["GET", "POST"])
def question_edit(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One question of a draft's quiz; it is looked at where it stands, on its step's page."""
    now = clock.now()
    question = taught_question(request, uuid, now)
    step = question.step
    if request.method == "GET":
        return redirect(f"{reverse('step_edit', args=[step.uuid])}#q{question.pk}")
    form = QuestionForm(request.POST, question=question)

    def page(again: Again | None = None) -> HttpResponse:
        return _step_page(request, step, StepTextForm(step=step), again, asked=form)

    def save() -> writing.Saved:
        values = form.values()
        return writing.save_question(
            question=question, values=values, revision=form.based_on(), by=request.user, now=now
        )

    back = f"{reverse('step_edit', args=[step.uuid])}#q{question.pk}"
    return answer_to(request, form, step.version, writing.part_of(question), save, page, back=back, now=now)


@login_required
@require_POST
def question_add(request: SignedInRequest, uuid: UUID, kind: str) -> HttpResponse:
    """An empty question of a kind, put last in the quiz."""
    now = clock.now()
    step = taught_step(request, uuid, now)
    if kind not in QuestionKind.values or step.kind != StepKind.QUIZ:
        raise Http404
    question = study.begin_question(step=step, kind=kind, by=request.user, now=now)
    return redirect(f"{reverse('step_edit', args=[uuid])}#q{question.pk}")


@login_required
@require_POST
def question_move(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Up or down one place."""
    direction: study.Direction = "up" if request.POST.get("direction") == "up" else "down"
    return _with_question(
        request,
        uuid,
        lambda question, now: study.move_question(question=question, direction=direction, by=request.user, now=now),
    )


@login_required
@require_POST
def question_delete(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Out of the quiz."""
    return _with_question(
        request, uuid, lambda question, now: study.delete_question(question=question, by=request.user, now=now)
    )


def _with_question(request: SignedInRequest, uuid: UUID, change: Callable[[Question, datetime], None]) -> HttpResponse:
    now = clock.now()
    question = taught_question(request, uuid, now)
    step = question.step
    change(question, now)
    return redirect(f"{reverse('step_edit', args=[step.uuid])}#spoergsmaal")
