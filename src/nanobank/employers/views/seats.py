"""Seats in one module for people chosen by name: who lacks it, which class, who pays."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import Module, State
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in
from nanobank.employers import queries
from nanobank.employers.forms import SeatsForm
from nanobank.employers.models import Order
from nanobank.employers.seating import candidates, classes_offered, order_seats, ticked
from nanobank.organisations.models import Organisation


@login_required
@require_http_methods(["GET", "POST"])
def module_seats(request: SignedInRequest, slug: str, module: str) -> HttpResponse:
    """Order them; ``?mangler`` ticks those who lack the module by the AI register."""
    organisation = queries.employer_for(request.user, slug, now=now())
    published = Module.objects.filter(current__state=State.PUBLISHED).select_related("current", "provider")
    found = get_object_or_404(published, slug=module)
    classes = classes_offered(found, organisation=organisation, now=now())
    form = SeatsForm(request.POST or None, organisation=organisation, classes=classes)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            return redirect("order", slug, _placed(request, organisation, form).uuid)
    by_register = "mangler" in request.GET
    people = candidates(found, organisation=organisation, by_register=by_register, now=now())
    if request.method == "POST":
        people = ticked(people, request.POST.getlist("person"))
    context = {
        "organisation": organisation,
        "module": found,
        "form": form,
        "classes": classes,
        "lacking": [one for one in people if one.lacks],
        "others": [one for one in people if not one.lacks],
        "by_register": by_register,
        "payers": queries.payers_for(request.user, organisation, now=now()),
    }
    return render(request, "employers/module_seats.html", context, status=422 if form.errors else 200)


def _placed(request: SignedInRequest, organisation: Organisation, form: SeatsForm) -> Order:
    return order_seats(
        organisation=organisation,
        people=[UUID(one) for one in request.POST.getlist("person") if _is_uuid(one)],
        offered=form.chosen(),
        cost_centre=form.cleaned_data["cost_centre"],
        reference=form.cleaned_data["reference"],
        by=request.user,
        now=now(),
    )


def _is_uuid(written: str) -> bool:
    try:
        UUID(written)
    except ValueError:
        return False
    return True
