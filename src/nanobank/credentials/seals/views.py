"""The office's page about the institution's seal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in
from nanobank.credentials.models import SealingCertificate
from nanobank.credentials.permissions import check_office
from nanobank.credentials.seals import services
from nanobank.credentials.seals.forms import SealForm
from nanobank.organisations.models import Organisation


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seal(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the institution seals with; posting puts a certificate in."""
    organisation = _organisation(request, slug)
    form = SealForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with refusals_in(form):
                services.put_in(organisation=organisation, by=request.user, now=now(), **form.cleaned_data)
                messages.success(request, _("What the institution gives to Europass is sealed from now on."))
                return redirect("issuer_seal", slug)
    kept = SealingCertificate.objects.filter(organisation=organisation).first()
    context = {
        "organisation": organisation,
        "kept": kept,
        "in_force": kept is not None and kept.is_in_force(now()),
        "form": form,
    }
    return render(request, "credentials/seal.html", context, status=status)


@login_required
@require_POST
def take_out(request: SignedInRequest, slug: str) -> HttpResponse:
    """Let the institution seal no more."""
    organisation = _organisation(request, slug)
    services.take_out(organisation=organisation, by=request.user, now=now())
    messages.success(request, _("The certificate and its key are gone. What was sealed stays sealed."))
    return redirect("issuer_seal", slug)


def _organisation(request: SignedInRequest, slug: str) -> Organisation:
    organisation = get_object_or_404(Organisation, slug=slug)
    check_office(request.user, organisation, now=now())
    return organisation
