"""The authorisation page: a person lets a wallet fetch one of their credentials, or does not."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in
from nanobank.wallets import queries, services
from nanobank.wallets.addresses import authorization_server
from nanobank.wallets.authorization import AuthorizationRequest, asked, read_asked, read_pushed, read_request
from nanobank.wallets.errors import ProtocolError
from nanobank.wallets.forms import ConsentForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: SignedInRequest) -> HttpResponse:
    """Who asks for what, and the answer.

    Nobody is sent anywhere before they have seen where: any wallet may ask, so an error is shown here too.
    """
    try:
        if request.method == "POST":
            return _answer(request, read_asked(request.POST.get("asked", ""), request.user.uuid))
        if pushed := request.GET.get("request_uri"):
            wanted = read_pushed(pushed, request.GET.get("client_id", ""))
        else:
            wanted = read_request(request.GET.dict())
    except ProtocolError as error:
        return render(request, "wallets/consent_refused.html", {"error": error}, status=400)
    credentials = queries.credentials_for(request.user, wanted, now=now())
    form = ConsentForm(credentials=credentials, initial={"asked": asked(wanted, request.user.uuid)})
    return _page(request, wanted, form)


def _answer(request: SignedInRequest, wanted: AuthorizationRequest) -> HttpResponse:
    if "refuse" in request.POST:
        return _back(wanted, error="access_denied")
    credentials = queries.credentials_for(request.user, wanted, now=now())
    form = ConsentForm(request.POST, credentials=credentials)
    if form.is_valid():
        chosen = form.cleaned_data["credential"]
        with refusals_in(form, beside="credential"):
            code = services.authorise(request=wanted, credential=chosen, by=request.user, now=now())
            return _back(wanted, code=code)
    return _page(request, wanted, form, status=422)


def _page(
    request: SignedInRequest, wanted: AuthorizationRequest, form: ConsentForm, *, status: int = 200
) -> HttpResponse:
    context = {"wanted": wanted, "form": form, "credentials": list(form.credentials)}
    response = render(request, "wallets/consent.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.form_action = wanted.form_action  # type: ignore[attr-defined]  # read by ContentSecurityPolicyMiddleware
    return response


def _back(wanted: AuthorizationRequest, **said: str) -> HttpResponse:
    """Back to the wallet. Its address may have a scheme of its own, which Django's redirect would refuse."""
    response = HttpResponse(status=302)
    response.headers["Location"] = wanted.answered(**said, iss=authorization_server())
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
