"""The issuing office's pages: what has been awarded, revoking it, and the keys that sign."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.errors import NotYours, Refused
from nanobank.credentials import services
from nanobank.credentials.addresses import did_of
from nanobank.credentials.forms import RevokeForm, SearchForm
from nanobank.credentials.permissions import check_may_revoke, check_office
from nanobank.credentials.queries import awarded_by, credential_with, keys_of, offices_of
from nanobank.organisations.models import Organisation

_A_PAGE = 25


@login_required
def office(request: SignedInRequest) -> HttpResponse:
    """What the person's institutions have awarded, by name and state."""
    organisations = offices_of(request.user, now=now())
    form = SearchForm(request.GET, organisations=organisations)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    chosen = [one for one in organisations if one.slug == asked.get("issuer")] or organisations
    found = awarded_by(chosen, name=asked.get("name", ""), state=asked.get("state", ""))
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "organisations": organisations, "me": request.user}
    return render(request, "credentials/office.html", context)


@login_required
def revoke(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Ask for the reason, then revoke."""
    credential = credential_with(uuid)
    check_may_revoke(request.user, credential, now=now())
    form = RevokeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.revoke(credential=credential, reason=form.cleaned_data["reason"], by=request.user, now=now())
            except NotYours:
                raise
            except Refused as refused:
                form.add_error(refused.field, refused.message)
            else:
                messages.success(
                    request, _("The credential of %(name)s is revoked.") % {"name": credential.person.name}
                )
                return redirect("credentials_office")
    return render(request, "credentials/revoke.html", {"form": form, "credential": credential}, status=status)


@login_required
def keys(request: SignedInRequest, slug: str) -> HttpResponse:
    """An institution's keys; posting makes a new one."""
    organisation = get_object_or_404(Organisation, slug=slug)
    check_office(request.user, organisation, now=now())
    if request.method == "POST":
        services.rotate_key(organisation=organisation, by=request.user, now=now())
        messages.success(request, _("There is a new key. What the old one signed is still valid."))
        return redirect("issuer_keys", slug)
    context = {"organisation": organisation, "did": did_of(organisation), "keys": keys_of(organisation)}
    return render(request, "credentials/keys.html", context)
