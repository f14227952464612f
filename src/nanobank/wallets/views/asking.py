"""*Bed om et bevis* and *Vis et bevis fra din tegnebog*: the pages of whoever asks a wallet."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in
from nanobank.wallets import queries, services
from nanobank.wallets.forms import AskForm
from nanobank.wallets.requests import links_of
from nanobank.wallets.verdicts import verdict_of
from nanobank.wallets.views.holding import qr_code


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    """An employer says what is needed and what for; below stands what has been shown."""
    organisations = queries.hires_for(request.user, now=now())
    form = AskForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = services.ask_for_credential(**form.wanted(), session=_session(request), by=request.user, now=now())
            return redirect("wallet_request", made.uuid)
    shown = {"form": form, "shown": queries.shown_to_employer(request.user, now=now())}
    return render(request, "wallets/ask.html", shown, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest) -> HttpResponse:
    """A learner shows the bank what is in their wallet; below stands what the bank keeps."""
    if request.method == "POST":
        made = services.ask_to_show(session=_session(request), by=request.user, now=now())
        return redirect("wallet_request", made.uuid)
    return render(request, "wallets/show.html", {"kept": queries.kept_of(request.user)})


@login_required
@require_GET
def wallet_request(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The QR code and link, then the answer: in the browser where it was asked, and nowhere else."""
    moment = now()
    asked = queries.own_request(request.user, uuid, session=_session(request))
    seen = queries.state_of_request(asked, code=request.GET.get("kode", ""), now=moment)
    if request.GET.get("seen") == seen.state:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)  # nothing new, and htmx leaves the page as it is
    links = links_of(asked)
    context = {
        "asked": asked,
        "state": seen.state,
        "under_way": seen.state == "waiting",
        "shown": seen.shown,
        "verdict": verdict_of(seen.shown) if seen.shown else None,
        "links": links,
        "qr": qr_code(links.elsewhere),
        "qr_by_value": qr_code(links.by_value, error="l"),
    }
    alone = "HX-Request" in request.headers
    response = render(request, "wallets/elements/request.html" if alone else "wallets/request.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@login_required
@require_GET
def shown_credential(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What was shown, and the verdict as it was then."""
    found = queries.own_shown(request.user, uuid, now=now())
    return render(request, "wallets/shown.html", {"shown": found, "verdict": verdict_of(found), "asked": found.request})


@login_required
@require_POST
def close(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Close a request before its time."""
    asked = queries.own_request(request.user, uuid, session=_session(request))
    services.close_request(request=asked, session=_session(request), by=request.user, now=now())
    messages.success(request, _("The request is closed."))
    return redirect("credential_ask" if asked.organisation_id else "credential_show")


@login_required
@require_POST
def keep(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The learner says yes to the bank keeping it."""
    found = queries.own_shown(request.user, uuid, now=now())
    services.keep_shown(shown=found, session=_session(request), by=request.user, now=now())
    messages.success(request, _("It is kept. You can delete it whenever you like."))
    return redirect("credential_show")


@login_required
@require_POST
def delete(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Delete what was shown."""
    found = queries.own_shown(request.user, uuid, now=now())
    employers = found.request.organisation_id is not None
    services.delete_shown(shown=found, by=request.user)
    messages.success(request, _("It is deleted."))
    return redirect("credential_ask" if employers else "credential_show")


def _session(request: SignedInRequest) -> str:
    """What tells this browser from others; whoever is signed in has one."""
    return request.session.session_key or ""
