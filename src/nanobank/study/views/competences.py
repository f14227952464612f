"""Which competences a draft teaches: what its own text suggests, what was said to that, and any other by name."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import Competence, MicroCredential, State
from nanobank.catalogue.permissions import check_may_author
from nanobank.common import clock
from nanobank.common.errors import NotYours, Refused
from nanobank.study import services
from nanobank.study.suggestions import Subject, called, suggestions_for, taught_alike


@login_required
@require_http_methods(["GET", "POST"])
def micro_credential_competences(request: SignedInRequest, slug: str) -> HttpResponse:
    """The competences of a micro-credential."""
    draft = get_object_or_404(MicroCredential.objects.select_related("provider"), slug=slug)
    check_may_author(request.user, draft.provider, now=clock.now())
    here = reverse("micro_credential_competences", args=[slug])
    return _page(request, draft, draft.title, reverse("micro_credential_drafts"), here)


def _page(request: SignedInRequest, subject: Subject, title: str, back: str, here: str) -> HttpResponse:
    refused = ""
    if request.method == "POST":
        try:
            answer(request, subject)
        except NotYours:
            raise
        except Refused as no:
            refused = no.message
        else:
            return redirect(f"{here}#forslag")
    context = {**context_of(request, subject, here), "title": title, "back": back, "refused": refused}
    return render(request, "study/competences.html", context, status=422 if refused else 200)


def context_of(request: SignedInRequest, subject: Subject, here: str) -> dict[str, Any]:
    """What the element ``study/competences_of.html`` shows; it posts to the address ``here``."""
    words = request.GET.get("q", "").strip()[:200]
    shown = suggestions_for(subject)
    return {
        "subject": subject,
        "here": here,
        "is_draft": subject.state == State.DRAFT,
        "shown": shown,
        "chosen": {one.competence for one in shown.named},
        "q": words,
        "found": called(words) if words else [],
        "alike": taught_alike(subject) if subject.state == State.DRAFT else [],
    }


def answer(request: SignedInRequest, subject: Subject) -> None:
    """Keep what was answered to a suggestion, or that another was named. Raises NotYours, Conflict."""
    competence = get_object_or_404(Competence, slug=request.POST.get("competence", ""))
    if request.POST.get("answer") == "again":
        services.forget_answer(subject=subject, competence=competence, by=request.user, now=clock.now())
        return
    services.answer_suggestion(
        subject=subject,
        competence=competence,
        accepted=request.POST.get("answer") == "accept",
        sentence=request.POST.get("sentence", ""),
        by=request.user,
        now=clock.now(),
    )
