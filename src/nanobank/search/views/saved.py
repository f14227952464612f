"""A person's saved searches, and the link that ends the letters about one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.question import Question, parse
from nanobank.common import clock
from nanobank.common.errors import NotYours, Refused
from nanobank.search import services
from nanobank.search.letters import question_of
from nanobank.search.models import SavedSearch
from nanobank.search.tokens import saved_by
from nanobank.search.wording import in_words


@dataclass(frozen=True)
class Saved:
    """One search as it is shown."""

    uuid: UUID | None
    words: str
    address: str
    since: datetime | None = None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_searches(request: SignedInRequest) -> HttpResponse:
    """The person's own; with a search in the address it is offered for saving, and saved by a POST."""
    now = clock.now()
    question = parse(request.GET, timezone.localdate(now))
    refused = ""
    if request.method == "POST":
        try:
            services.save_search(person=request.user, question=question, language=get_language() or "da", now=now)
        except Refused as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("The search is saved. You get an e-mail when something new fits."))
            return redirect("saved_searches")
    saved = [
        Saved(one.uuid, in_words(question_of(one, now)), one.address, one.saved_at)
        for one in SavedSearch.objects.of(request.user)
    ]
    address = question.address()
    offered = _offered(question) if address and address not in {one.address for one in saved} else None
    context = {"saved": saved, "offered": offered, "refused": refused}
    return render(request, "search/saved.html", context, status=422 if refused else 200)


def _offered(question: Question) -> Saved:
    return Saved(None, in_words(question), question.address())


@login_required
@require_POST
def delete(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Save a search no longer."""
    saved = SavedSearch.objects.filter(uuid=uuid).first()
    if saved is None:
        raise NotYours("")
    services.forget_search(saved=saved, by=request.user)
    messages.success(request, _("The search is deleted."))
    return redirect("saved_searches")


@csrf_exempt  # the mail program's own button sends no token (RFC 8058); the link itself is signed
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a letter: asks first, since programs follow links too; a POST ends the letters."""
    saved = saved_by(token)
    if saved and request.method == "POST":
        services.forget_search(saved=saved, by=saved.person)
        saved = None
    words = in_words(question_of(saved, clock.now())) if saved else ""
    return render(request, "search/stop.html", {"words": words})
