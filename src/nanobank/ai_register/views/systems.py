"""An AI system: entered, looked at again, taken out of use."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.ai_register import services
from nanobank.ai_register.forms import SystemForm
from nanobank.ai_register.models import AiSystem
from nanobank.ai_register.queries import system_with
from nanobank.ai_register.views.common import kept_here
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, slug: str) -> HttpResponse:
    """Enter a system."""
    organisation = kept_here(request, slug)
    form = SystemForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            made = services.enter_system(organisation=organisation, facts=form.facts(), by=request.user, now=now())
            messages.success(request, _("“%s” is in the register. Say who uses it.") % made.name)
            return redirect("ai_register_of", slug=slug)
    return _page(request, slug, form, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Look at a system again, and write down what has changed."""
    system = system_with(kept_here(request, slug), uuid)
    form = SystemForm(request.POST or None, system=system)
    if form.is_valid():
        with refusals_in(form):
            services.change_system(system=system, facts=form.facts(), by=request.user, now=now())
            messages.success(request, _("Saved."))
            return redirect("ai_register_of", slug=slug)
    return _page(request, slug, form, system)


@login_required
@require_POST
def retire(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Take a system out of use."""
    system = system_with(kept_here(request, slug), uuid)
    services.retire_system(system=system, by=request.user, now=now())
    messages.success(request, _("“%s” is out of use. What was known of it is kept.") % system.name)
    return redirect("ai_register_of", slug=slug)


def _page(request: SignedInRequest, slug: str, form: SystemForm, system: AiSystem | None) -> HttpResponse:
    context = {"form": form, "slug": slug, "system": system}
    return render(request, "ai_register/system.html", context, status=422 if form.errors else 200)
