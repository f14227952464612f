"""A new name on a credential: the holder asks, the issuing office settles it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.errors import NotYours, Refused
from nanobank.common.forms import put_beside
from nanobank.credentials import services
from nanobank.credentials.forms import ReasonForm
from nanobank.credentials.models import NameRequest
from nanobank.credentials.permissions import check_may_revoke
from nanobank.credentials.queries import credential_with, in_another_name, name_requests_to, offices_of


@login_required
def mine(request: SignedInRequest) -> HttpResponse:
    """The person's credentials that bear another name than they have now."""
    return render(request, "credentials/my_name.html", {"credentials": in_another_name(request.user)})


@login_required
@require_POST
def ask(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Ask the issuer to issue one of them anew."""
    try:
        services.ask_for_new_name(credential=credential_with(uuid), by=request.user, now=now())
    except NotYours:
        raise
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("You have asked for it. The institution will look into it."))
    return redirect("credential_names")


@login_required
def office(request: SignedInRequest) -> HttpResponse:
    """What holders have asked the person's institutions for, the oldest first."""
    asked = name_requests_to(offices_of(request.user, now=now()))
    return render(request, "credentials/names.html", {"requests": asked, "me": request.user})


@login_required
@require_POST
def grant(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Issue the credential anew in the new name."""
    asked = _request(uuid)
    try:
        services.grant_new_name(request=asked, by=request.user, now=now())
    except NotYours:
        raise
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The credential is issued anew to %(name)s.") % {"name": asked.name})
    return redirect("credential_names_office")


@login_required
def decline(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Ask for the grounds, then say no."""
    asked = _request(uuid)
    form = ReasonForm(
        request.POST or None,
        question=_("Why can it not be issued in the new name?"),
        hint=_("The holder will read this. Write what they can do, for example which paper you need to see."),
    )
    check_may_revoke(request.user, asked.credential, now=now())
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.decline_new_name(
                    request=asked, grounds=form.cleaned_data["reason"], by=request.user, now=now()
                )
            except Refused as refused:
                put_beside(form, refused, field="reason" if refused.field else None)
            else:
                messages.success(request, _("%(name)s has got your answer.") % {"name": asked.name})
                return redirect("credential_names_office")
    return render(request, "credentials/decline_name.html", {"form": form, "asked": asked}, status=status)


def _request(uuid: UUID) -> NameRequest:
    found = NameRequest.objects.select_related(
        "credential__issuer", "credential__person", "credential__micro_credential"
    )
    return get_object_or_404(found, uuid=uuid)
