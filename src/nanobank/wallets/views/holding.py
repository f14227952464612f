"""*Læg i tegnebog*: a person's own pages."""

from http import HTTPStatus
from uuid import UUID

import segno
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
from nanobank.wallets.forms import OfferForm
from nanobank.wallets.models import Format
from nanobank.wallets.offers import shown_offer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def to_wallet(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What will happen, which wallet it is for, and the copies that have been fetched."""
    credential = queries.own_credential(request.user, uuid)
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            chosen = Format(form.cleaned_data["format"])
            offer = services.offer_credential(credential=credential, as_format=chosen, by=request.user, now=now())
            return redirect("wallet_offer", offer.uuid)
    shown = {"credential": credential, "form": form, "copies": queries.copies_of(credential)}
    return render(request, "wallets/to_wallet.html", shown, status=422 if form.errors else 200)


@login_required
@require_GET
def offer(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The QR code, the link and the code to type; whoever has these can fetch the credential, so nothing is kept."""
    moment = now()
    shown = shown_offer(queries.own_offer(request.user, uuid), now=moment)
    if request.GET.get("seen") == shown.state:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)  # nothing new, and htmx leaves the page as it is
    context = {
        "shown": shown,
        "offer": shown.offer,
        "credential": shown.offer.credential,
        "tx_code": f"{shown.tx_code[:3]} {shown.tx_code[3:]}",
        "qr": qr_code(shown.by_reference),
    }
    alone = "HX-Request" in request.headers
    response = render(request, "wallets/elements/state.html" if alone else "wallets/offer.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def withdraw(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Close an offer before its time."""
    offered = queries.own_offer(request.user, uuid)
    services.withdraw_offer(offer=offered, by=request.user, now=now())
    messages.success(request, _("The codes no longer work."))
    return redirect("wallet", offered.credential.uuid)


def qr_code(text: str, *, error: str = "m") -> str:
    """The text as a QR code, in an address that an image can have. Long ones are easier to scan with less ``error``."""
    return str(
        segno.make(text, error=error, boost_error=False, micro=False).svg_data_uri(
            border=2, dark="#12263a", light="#ffffff"
        )
    )
