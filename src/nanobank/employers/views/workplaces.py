"""A workplace's start page, its facts, and who pays."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in
from nanobank.employers import queries, services
from nanobank.employers.forms import CostCentreForm, SayForm, WorkplaceForm
from nanobank.employers.models import CostCentre
from nanobank.employers.services import WorkplaceFacts


@login_required
@require_safe
def workplace(request: SignedInRequest, slug: str) -> HttpResponse:
    """What is needed, what waits, and who is here."""
    organisation = queries.employer_for(request.user, slug, now=now())
    context = {
        "organisation": organisation,
        "overview": queries.overview_of(organisation),
        "facts": services.workplace_of(organisation, now=now()),
        "form": SayForm(),
    }
    return render(request, "employers/workplace.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def workplace_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say the facts anew."""
    organisation = queries.employer_for(request.user, slug, now=now())
    if request.method != "POST":
        form = WorkplaceForm.of(organisation, services.workplace_of(organisation, now=now()))
        return render(request, "employers/workplace_edit.html", {"organisation": organisation, "form": form})
    form = WorkplaceForm(request.POST)
    if form.is_valid():
        facts = WorkplaceFacts(**form.cleaned_data)
        with refusals_in(form):
            services.change_workplace(organisation=organisation, facts=facts, by=request.user, now=now())
            messages.success(request, _("Saved."))
            return redirect("workplace", slug)
    context = {"organisation": queries.employer_for(request.user, slug, now=now()), "form": form}
    return render(request, "employers/workplace_edit.html", context, status=422)


@login_required
@require_http_methods(["GET", "POST"])
def cost_centres(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who pays; one is added on the same page."""
    organisation = queries.employer_for(request.user, slug, now=now())
    form = CostCentreForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.keep_cost_centre(organisation=organisation, by=request.user, now=now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("cost_centres", slug)
    context = {"organisation": organisation, "form": form, "cost_centres": queries.cost_centres_of(organisation)}
    return render(request, "employers/cost_centres.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def cost_centre(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Change one."""
    organisation = queries.employer_for(request.user, slug, now=now())
    found = get_object_or_404(CostCentre, uuid=uuid, organisation=organisation, closed_at=None)
    approver = found.approver.uuid if found.approver else None
    initial = {"code": found.code, "name": found.name, "limit": found.limit, "approver": approver}
    form = CostCentreForm(request.POST or None, initial=initial, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.keep_cost_centre(
                organisation=organisation, by=request.user, now=now(), cost_centre=found, **form.cleaned_data
            )
            messages.success(request, _("Saved."))
            return redirect("cost_centres", slug)
    context = {"organisation": organisation, "form": form, "cost_centre": found}
    return render(request, "employers/cost_centre.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def cost_centre_close(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Nothing more is paid from it."""
    organisation = queries.employer_for(request.user, slug, now=now())
    found = get_object_or_404(CostCentre, uuid=uuid, organisation=organisation)
    services.close_cost_centre(cost_centre=found, by=request.user, now=now())
    return redirect("cost_centres", slug)
