"""The schemes that may lower a price: for anybody to read, for the bank's staff to keep right."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.errors import NotYours
from nanobank.employers import services
from nanobank.employers.forms import SubsidyForm
from nanobank.employers.models import Subsidy
from nanobank.employers.pricing import subsidies_in_force
from nanobank.employers.services.subsidies import SubsidyFacts


@require_safe
def subsidies(request: HttpRequest) -> HttpResponse:
    """What they are, with their sources."""
    return render(request, "employers/subsidies.html", {"subsidies": subsidies_in_force(now())})


@login_required
@require_http_methods(["GET", "POST"])
def subsidy(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say it as the source does now."""
    if not request.user.is_staff:
        raise NotYours(_("Only the bank's staff can do this."))
    found = get_object_or_404(Subsidy, slug=slug)
    form = SubsidyForm(request.POST) if request.method == "POST" else SubsidyForm.of(found)
    if request.method == "POST" and form.is_valid():
        services.change_subsidy(subsidy=found, facts=SubsidyFacts(**form.cleaned_data), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("subsidies")
    context = {"form": form, "subsidy": found}
    return render(request, "employers/subsidy.html", context, status=422 if form.errors else 200)
