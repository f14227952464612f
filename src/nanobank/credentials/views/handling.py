"""What the issuing office does with one credential: suspend it, put it back in force, renew it or revoke it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in
from nanobank.credentials import services
from nanobank.credentials.forms import ReasonForm
from nanobank.credentials.permissions import check_may_revoke
from nanobank.credentials.queries import credential_with


@dataclass(frozen=True)
class _Deed:
    """One thing that can be done, and the words for it."""

    service: Callable[..., Any]
    name: str | Promise
    question: str | Promise
    hint: str | Promise
    means: str | Promise
    warns: bool
    submit: str | Promise
    leave: str | Promise
    done: str | Promise


_READS: Final = _("The holder will read this. Others see only that it has been revoked.")
REVOKING: Final = _Deed(
    service=services.revoke,
    name=_("Revoke a credential"),
    question=_("Why is it revoked?"),
    hint=_READS,
    means=_(
        "This is for good. Within a second, everybody who checks the credential is told that it has been revoked. "
        "The modules stay completed in the holder's nanobank, and a new credential can be awarded."
    ),
    warns=True,
    submit=_("Revoke the credential"),
    leave=_("Leave it as it is"),
    done=_("The credential of %(name)s is revoked."),
)
SUSPENDING: Final = _Deed(
    service=services.suspend,
    name=_("Suspend a credential"),
    question=_("Why is it suspended?"),
    hint=_("The holder will read this. Others see only that it is suspended."),
    means=_(
        "For the time being it does not count, and whoever checks it is told so. You can put it back in force at any "
        "time, and the same credential is then good again. Nothing happens to what the holder has learnt."
    ),
    warns=True,
    submit=_("Suspend the credential"),
    leave=_("Leave it as it is"),
    done=_("The credential of %(name)s is suspended."),
)
REINSTATING: Final = _Deed(
    service=services.reinstate,
    name=_("Put a credential back in force"),
    question=_("Why is it put back in force?"),
    hint=_("The holder will read this."),
    means=_("From now on the credential is good again, wherever the holder has put or sent it."),
    warns=False,
    submit=_("Put it back in force"),
    leave=_("Leave it as it is"),
    done=_("The credential of %(name)s is back in force."),
)
RENEWING: Final = _Deed(
    service=services.renew,
    name=_("Renew a credential"),
    question=_("What is the renewal based on?"),
    hint=_("The holder will read this, for example that they have passed the refresher course."),
    means=_(
        "The holder gets a new credential for one more period, which begins when the present one ends. The old one is "
        "good until it expires, and links to it lead to the new one."
    ),
    warns=False,
    submit=_("Renew the credential"),
    leave=_("Leave it as it is"),
    done=_("The credential of %(name)s is renewed."),
)


@login_required
def revoke(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Ask for the reason, then revoke."""
    return _handle(request, uuid, REVOKING)


@login_required
def suspend(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Ask for the reason, then suspend."""
    return _handle(request, uuid, SUSPENDING)


@login_required
def reinstate(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Ask for the reason, then put back in force."""
    return _handle(request, uuid, REINSTATING)


@login_required
def renew(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Ask what it is based on, then renew."""
    return _handle(request, uuid, RENEWING)


def _handle(request: SignedInRequest, uuid: UUID, deed: _Deed) -> HttpResponse:
    credential = credential_with(uuid)
    check_may_revoke(request.user, credential, now=now())
    form = ReasonForm(request.POST or None, question=str(deed.question), hint=str(deed.hint))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with refusals_in(form):
                deed.service(credential=credential, reason=form.cleaned_data["reason"], by=request.user, now=now())
                messages.success(request, str(deed.done) % {"name": credential.person.name})
                return redirect("credentials_office")
    context = {
        "form": form,
        "credential": credential,
        "deed": deed,
        "only_here": deed is SUSPENDING and credential.suspension_list_id is None,
    }
    return render(request, "credentials/handle.html", context, status=status)
