"""An educator's pages: their organisations' modules, and when each is offered. A draft is written in ``authoring``."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import Module, ModuleVersion, State
from nanobank.common import clock
from nanobank.common.forms import refusals_in
from nanobank.study import queries, services
from nanobank.study.faults import fault_of
from nanobank.study.models import Step
from nanobank.study.offering_form import OfferingForm
from nanobank.study.permissions import check_teaches
from nanobank.study.quiz import shown
from nanobank.study.views.learning import Shown


def _version(request: SignedInRequest, uuid: UUID, now: datetime) -> ModuleVersion:
    found = get_object_or_404(ModuleVersion.objects.select_related("module__provider", "module__current"), uuid=uuid)
    check_teaches(request.user, found.module, now)
    return found


@login_required
@require_GET
def teaching(request: SignedInRequest) -> HttpResponse:
    """The modules of the organisations that the educator writes for."""
    now = clock.now()
    taught = queries.taught_by(request.user, now)
    writes = bool(taught) or queries.providers_of(request.user, now).exists()
    return render(request, "study/teaching.html", {"taught": taught, "writes": writes})


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
        with refusals_in(form):
            form.create(module=module, by=request.user, now=now)
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
def step_preview(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The step as a learner will see it."""
    step = get_object_or_404(Step.objects.select_related("version__module__provider"), uuid=uuid)
    check_teaches(request.user, step.version.module, clock.now())
    finished = [question for question in step.questions.all() if fault_of(question) is None]
    questions = shown(finished, None, marked=False)
    page = Shown(step, None, questions, None, step.position, step.version.steps.count())
    return render(request, "study/step.html", {"page": page, "step": step, "version": step.version, "preview": True})
