"""Handing a list in, the batches so far, the template, and how many one may award alone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from nanobank.accounts.http import SignedInRequest
from nanobank.awards import services
from nanobank.awards.forms import LimitForm, ListForm
from nanobank.awards.lists.columns import HEADINGS, TEMPLATE
from nanobank.awards.permissions import check_may_set_limit
from nanobank.awards.queries import batches_of
from nanobank.awards.tasks import set_going
from nanobank.common.bilingual import in_english
from nanobank.common.clock import now
from nanobank.common.downloads import spreadsheet
from nanobank.common.forms import refusals_in
from nanobank.credentials.queries import offices_of
from nanobank.organisations.models import Organisation, Role
from nanobank.organisations.permissions import can_act

_A_PAGE = 25


@login_required
def batches(request: SignedInRequest) -> HttpResponse:
    """The form for a list, and the batches so far."""
    organisations = offices_of(request.user, now=now())
    form = ListForm(request.POST or None, request.FILES or None, organisations=organisations)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with refusals_in(form):
                batch = services.make_batch(
                    organisation=form.cleaned_data["organisation"],
                    file=form.cleaned_data["file"],
                    micro_credential=form.cleaned_data["micro_credential"],
                    tells=form.cleaned_data["tells"],
                    by=request.user,
                    now=now(),
                )
                set_going(batch)
                return redirect("award_batch", batch.uuid)
    context = {
        "form": form,
        "page": Paginator(batches_of(request.user, now=now()), _A_PAGE).get_page(request.GET.get("page")),
        "limits": [
            (one, services.limit_of(one))
            for one in organisations
            if can_act(request.user, one, Role.PROGRAMME_LEAD, now=now())
        ],
    }
    return render(request, "awards/batches.html", context, status=status)


@login_required
def template(request: SignedInRequest) -> HttpResponseBase:
    """An empty list with the right headings, as a Danish spreadsheet opens it."""
    offices_of(request.user, now=now())
    language = 1 if in_english() else 0
    headings = [HEADINGS[column][language].capitalize() for column in TEMPLATE]
    return spreadsheet([headings], name="list.csv" if language else "liste.csv")


@login_required
def limit(request: SignedInRequest, slug: str) -> HttpResponse:
    """How many awards one person of the office may give out alone; the programme lead sets it."""
    organisation = get_object_or_404(Organisation, slug=slug)
    check_may_set_limit(request.user, organisation, now=now())
    form = LimitForm(request.POST or None, initial={"alone": services.limit_of(organisation)})
    if request.method == "POST" and form.is_valid():
        services.set_limit(organisation=organisation, alone=form.cleaned_data["alone"], by=request.user, now=now())
        messages.success(request, _("The limit is changed. It holds from the next list on."))
        return redirect("award_batches")
    status = 422 if request.method == "POST" else 200
    return render(request, "awards/limit.html", {"form": form, "organisation": organisation}, status=status)
