"""Didactic models that a module is started from."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.authoring.designing.asking import NewDesignForm
from nanobank.authoring.designing.finding import providers_written_for
from nanobank.authoring.designing.shelf import modules_to_save, template_page, templates_to_choose
from nanobank.authoring.designing.template_forms import TemplateForm
from nanobank.authoring.services import templates as services
from nanobank.catalogue.models import ModuleVersion
from nanobank.catalogue.permissions import can_author, check_may_author
from nanobank.common import clock
from nanobank.common.forms import refusals_in


@login_required
@require_safe
def templates(request: SignedInRequest) -> HttpResponse:
    """All that a module can be started from."""
    providers = providers_written_for(request.user, now=clock.now())
    context = {"templates": templates_to_choose(), "own": modules_to_save(providers)}
    return render(request, "authoring/designing/templates.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def template(request: SignedInRequest, slug: str) -> HttpResponse:
    """One of them: how it works, what it aligns to, and a form to start a module from it."""
    now = clock.now()
    providers = providers_written_for(request.user, now=now)
    page = template_page(slug)
    form = NewDesignForm(request.POST or None, providers=providers)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            version = services.start_from(template=page.template, **form.cleaned_data, by=request.user, now=now)
            messages.success(request, _("Here is your draft. What the template says to you stands where you write."))
            return redirect("draft", version.uuid)
    owner = page.template.provider
    context = {"page": page, "form": form, "is_ours": owner is not None and can_author(request.user, owner, now=now)}
    return render(request, "authoring/designing/template.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def template_save(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Let others start from how one's own module is built."""
    now = clock.now()
    version = get_object_or_404(ModuleVersion.objects.select_related("module__provider"), uuid=uuid)
    check_may_author(request.user, version.module.provider, now=now)
    says = {name: getattr(version, name) for name in ("title_da", "title_en", "summary_da", "summary_en")}
    form = TemplateForm(request.POST or None, initial=says)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            texts = services.TemplateTexts(**form.cleaned_data)
            made = services.save_as_template(version=version, texts=texts, by=request.user, now=now)
            return redirect("module_template", made.slug)
    context = {"version": version, "form": form}
    return render(request, "authoring/designing/template_save.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def template_retire(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take an institution's own off the shelf."""
    services.retire_template(template=template_page(slug).template, by=request.user, now=clock.now())
    messages.success(request, _("Nobody can start from it any more. What was started stays."))
    return redirect("module_templates")
