"""The office's page about the terms of one micro-credential's credentials."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import MicroCredential
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in
from nanobank.credentials.permissions import check_office
from nanobank.credentials.terms import services
from nanobank.credentials.terms.forms import TermsForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: SignedInRequest, slug: str) -> HttpResponse:
    """The terms as they are; posting changes them."""
    micro_credential = get_object_or_404(MicroCredential.objects.select_related("provider"), slug=slug)
    check_office(request.user, micro_credential.provider, now=now())
    as_they_are = {name: getattr(micro_credential, name) for name in TermsForm.base_fields}
    form = TermsForm(request.POST or None, initial=as_they_are)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with refusals_in(form):
                services.set_terms(
                    micro_credential=micro_credential, by=request.user, now=now(), **form.cleaned_data
                )  # fmt: skip
                messages.success(request, _("This holds for what is awarded from now on."))
                return redirect("credentials_office")
    context = {"micro_credential": micro_credential, "form": form}
    return render(request, "credentials/terms.html", context, status=status)
