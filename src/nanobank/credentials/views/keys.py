"""An institution's keys: making a new one, telling that one is in the wrong hands, and taking it all along."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.downloads import attached
from nanobank.common.forms import refusals_in
from nanobank.credentials import services, tasks
from nanobank.credentials.addresses import did_of
from nanobank.credentials.exporting import zip_of
from nanobank.credentials.forms import CompromiseForm
from nanobank.credentials.models import Algorithm, IssuerKey, Reissue
from nanobank.credentials.permissions import check_office
from nanobank.credentials.queries import keys_of, reissues_of, signed_with
from nanobank.organisations.models import Organisation


@login_required
def keys(request: SignedInRequest, slug: str) -> HttpResponse:
    """An institution's keys; posting makes a new one of the kind asked for."""
    organisation = _organisation(request, slug)
    if request.method == "POST":
        asked = request.POST.get("algorithm", Algorithm.EDDSA)
        algorithm = Algorithm(asked) if asked in Algorithm.values else Algorithm.EDDSA
        services.rotate_key(organisation=organisation, by=request.user, now=now(), algorithm=algorithm)
        messages.success(request, _("There is a new key. What the old one signed is still valid."))
        return redirect("issuer_keys", slug)
    found, reissues = list(keys_of(organisation)), list(reissues_of(organisation))
    context = {
        "organisation": organisation,
        "did": did_of(organisation),
        "keys": found,
        "reissues": reissues,
        "at_work": any(one.finished_at is None for one in reissues),
        "signs_tokens": any(key.algorithm == Algorithm.ES256 for key in found),
    }
    return render(request, "credentials/keys.html", context)


@login_required
def compromised(request: SignedInRequest, slug: str, multibase: str) -> HttpResponse:
    """Ask since when and why; then the key counts for nothing, and what it signed is issued anew."""
    organisation = _organisation(request, slug)
    key = get_object_or_404(IssuerKey, organisation=organisation, public_key_multibase=multibase)
    form = CompromiseForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with refusals_in(form):
                reissue = services.report_compromise(key=key, by=request.user, now=now(), **form.cleaned_data)
                tasks.issue_anew.enqueue(reissue.pk)
                messages.success(request, _("The key counts for nothing from that moment on, and a new one signs."))
                return redirect("issuer_keys", slug)
    context = {
        "form": form,
        "key": key,
        "organisation": organisation,
        "signed": signed_with(key, since=None).count(),
    }
    return render(request, "credentials/compromised.html", context, status=status)


@login_required
@require_POST
def resume(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take up an issuing anew that has come to a halt."""
    organisation = _organisation(request, slug)
    reissue = get_object_or_404(Reissue, pk=pk, key__organisation=organisation, finished_at=None)
    tasks.issue_anew.enqueue(reissue.pk)
    messages.success(request, _("The work has been taken up again."))
    return redirect("issuer_keys", slug)


@login_required
@require_GET
def everything(request: SignedInRequest, slug: str) -> HttpResponse:
    """All that keeps the institution's credentials checkable without this site, as one ZIP file."""
    organisation = _organisation(request, slug)
    response = attached(zip_of(organisation, now=now()), kind="application/zip", name=f"{slug}-beviser.zip")
    response.headers["Cache-Control"] = "no-store"
    return response


def _organisation(request: SignedInRequest, slug: str) -> Organisation:
    organisation = get_object_or_404(Organisation, slug=slug)
    check_office(request.user, organisation, now=now())
    return organisation
