"""*Hvem stoler vi på*: the public list, each issuer's page, and what the offices and the bank's staff do."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in
from nanobank.credentials.trust import services
from nanobank.credentials.trust.forms import ProposeForm, WithdrawForm
from nanobank.credentials.trust.models import TrustedIssuer
from nanobank.credentials.trust.permissions import can_decide, can_propose, check_may_decide, check_may_propose
from nanobank.credentials.trust.queries import (
    entries,
    issuer_with,
    issuers_here,
    issuers_known,
    issuers_proposed,
    issuers_withdrawn,
    sentence_of,
    story_of,
)

_A_PAGE = 50


@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """Whom we trust: the institutions of this site, and those from outside that somebody has checked."""
    moment, text = now(), request.GET.get("q", "")[:100]
    page = Paginator(issuers_known(text, now=moment), _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "q": text,
        "here": list(issuers_here(text)),
        "page": page,
        "known": entries(list(page)),
        "withdrawn": list(issuers_withdrawn(text)),
        "may_propose": can_propose(request.user, now=moment),
    }
    return render(request, "credentials/trust/trust.html", context)


@require_safe
def issuer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One issuer from outside; one that is not trusted yet is seen only by those who look after the list."""
    shown = issuer_with(uuid)
    looks_after = can_propose(request.user, now=now())
    if shown.confirmed_at is None and not looks_after:
        raise Http404
    return _issuer_page(request, shown)


@login_required
@require_safe
def trust_office(request: SignedInRequest) -> HttpResponse:
    """What waits for a second person, and the ways to add and withdraw."""
    moment = now()
    check_may_propose(request.user, now=moment)
    context = {
        "proposed": entries(issuers_proposed()),
        "known": entries(issuers_known(now=moment)),
        "decides": can_decide(request.user),
        "me": request.user,
    }
    return render(request, "credentials/trust/office.html", context)


@login_required
def issuer_propose(request: SignedInRequest) -> HttpResponse:
    """Write down an issuer and how we know who it is."""
    check_may_propose(request.user, now=now())
    form = ProposeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with refusals_in(form):
                proposed = services.propose_issuer(
                    **{name: form.cleaned_data[name] for name in ("identifier", "name", "country", "homepage")},
                    evidence=form.evidence(),
                    by=request.user,
                    now=now(),
                )
                messages.success(request, _("%(name)s is proposed. It waits for somebody else.") % {"name": proposed})
                return redirect("trust_office")
    return render(request, "credentials/trust/propose.html", {"form": form}, status=status)


@login_required
@require_POST
def issuer_confirm(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Confirm what somebody else has proposed."""
    check_may_decide(request.user)
    proposed = issuer_with(uuid)
    services.confirm_issuer(issuer=proposed, by=request.user, now=now())
    messages.success(request, _("%(name)s is known from now on.") % {"name": proposed})
    return redirect("trust_office")


@login_required
def issuer_withdraw(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Ask for the reason, then trust it no longer."""
    check_may_decide(request.user)
    shown = issuer_with(uuid)
    form = WithdrawForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with refusals_in(form):
                services.withdraw_issuer(issuer=shown, reason=form.cleaned_data["reason"], by=request.user, now=now())
                messages.success(request, _("%(name)s is no longer known here.") % {"name": shown})
                return redirect("trust_office")
    return render(request, "credentials/trust/withdraw.html", {"form": form, "issuer": shown}, status=status)


def _issuer_page(request: HttpRequest, shown: TrustedIssuer) -> HttpResponse:
    looks_after = can_propose(request.user, now=now())
    context = {
        "issuer": shown,
        "how": sentence_of(shown),
        "story": story_of(shown),
        "looks_after": looks_after,
        "decides": can_decide(request.user),
        "own": request.user.pk == shown.checked_by_id,
    }
    return render(request, "credentials/trust/issuer.html", context)
