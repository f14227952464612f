"""*Kontrollér et bevis*: anybody's credential, step by step. Nothing that is handed in is kept."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.common.forms import put_beside
from nanobank.credentials.addresses import page_that_checks, uuid_in
from nanobank.credentials.bridge import MAX_BYTES, Finding, State, Step, Verdict, too_large_to_read
from nanobank.credentials.checking import check_document, check_link, how_known_in
from nanobank.credentials.forms import CheckForm
from nanobank.credentials.limits import count_check, is_too_large
from nanobank.credentials.presenting import diploma_of
from nanobank.credentials.texts import STATES, STEPS, headline_for, sentence_for

_ICONS: Final = {State.PASSED: "success", State.FAILED: "error", State.UNCHECKED: "help"}


@dataclass(frozen=True)
class ShownStep:
    """One step as the page shows it."""

    name: str
    state: str
    state_name: str
    icon: str
    sentence: str
    finding: Finding
    how_known: str = ""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The verdict on what is sent; what is far too large is not even read.

    The token of the form is asked for once that is settled, since looking for it reads everything.
    """
    if is_too_large(request):
        return _answer(request, CheckForm(), too_large_to_read())
    return _check(request)


@csrf_protect
def _check(request: HttpRequest) -> HttpResponse:
    """The three ways in, and the verdict below. A link to one of our own (``?link=``) is checked at once."""
    link = request.GET.get("link", "")
    if request.method == "POST":
        form = CheckForm(request.POST, request.FILES)
    elif uuid_in(link, "beviser"):
        form = CheckForm({"link": link})
    else:
        return _answer(request, CheckForm(initial={"link": link}))
    if not form.is_valid():
        return _answer(request, form, status=422)
    if form.cleaned_data["way"] == "link" and (page := page_that_checks(form.cleaned_data["link"])):
        return redirect(page)
    try:
        count_check(request)
        verdict = _verdict(form)
    except Refused as refused:
        return _answer(request, form, status=put_beside(form, refused))
    return _answer(request, form, verdict)


def _verdict(form: CheckForm) -> Verdict:
    given = form.cleaned_data[form.cleaned_data["way"]]
    if form.cleaned_data["way"] == "link":
        return check_link(given, now=now())
    if form.cleaned_data["way"] == "file":
        if given.size > MAX_BYTES:
            return too_large_to_read()
        given = given.read()
    return check_document(given, now=now())


def _answer(
    request: HttpRequest, form: CheckForm, verdict: Verdict | None = None, *, status: int = 200
) -> HttpResponse:
    shown: dict[str, object] = {"form": form}
    if verdict is not None:
        shown |= {
            "verdict": verdict,
            "outcome": verdict.outcome,
            "icon": _ICONS[verdict.reason.state],
            "headline": headline_for(verdict.outcome, verdict.reason),
            "steps": [_shown(finding, verdict) for finding in verdict.findings],
            "diploma": diploma_of(verdict.facts) if verdict.facts else None,
            "checked_at": now(),
        }
    response = render(request, "credentials/check.html", shown, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _shown(finding: Finding, verdict: Verdict) -> ShownStep:
    return ShownStep(
        name=str(STEPS[finding.step]),
        state=finding.state.value,
        state_name=str(STATES[finding.state]),
        icon=_ICONS[finding.state],
        sentence=sentence_for(finding),
        finding=finding,
        how_known=how_known_in(verdict, now=now()) if finding.step is Step.ISSUER else "",
    )
