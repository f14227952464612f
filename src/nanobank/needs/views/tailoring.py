"""Asking institutions, and comparing and accepting what they answer."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.errors import NotYours, Refused
from nanobank.common.forms import refusals_in
from nanobank.needs import queries, services
from nanobank.needs.forms import AskForm
from nanobank.needs.models import Answer, Need
from nanobank.needs.permissions import check_sees_to


@login_required
@require_http_methods(["GET", "POST"])
def need_ask(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Choose whom to ask."""
    found = queries.need_for(request.user, uuid, now=now())
    form = AskForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            asked = services.ask(need=found, institutions=form.chosen(), by=request.user, now=now())
            count = len(asked)
            said = ngettext("%d institution is asked.", "%d institutions are asked.", count) % count
            then = _("You hear from us when they answer.")
            messages.success(request, f"{said} {then}")
            return redirect(found)
    context = {
        "need": found,
        "form": form,
        "suggestions": queries.suggestions_for(found, now=now()),
        "ticked": set(request.POST.getlist("institutions")),
        "asked": found.enquiries.open().select_related("institution"),
    }
    return render(request, "needs/ask.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def need_compare(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The answers side by side."""
    found = queries.need_for(request.user, uuid, now=now())
    return _comparison(request, found)


@login_required
@require_POST
def answer_accept(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Accept an answer, and be known to who gave it."""
    answer = get_object_or_404(Answer.objects.select_related("enquiry__need__organisation"), uuid=uuid)
    need = answer.enquiry.need
    check_sees_to(request.user, need, now=now())
    if "agreed" not in request.POST:
        error = _("Tick that the institution may know who you are; they cannot hold it for you otherwise.")
        return _comparison(request, need, error=error, status=422)
    try:
        enquiry = services.accept(answer=answer, by=request.user, now=now())
    except NotYours:
        raise
    except Refused as refused:
        return _comparison(request, need, error=refused.message, status=409)
    named = {"institution": answer.enquiry.institution.name}
    messages.success(
        request, _("You have accepted %(institution)s's answer. They are told now, and so are the others.") % named
    )
    return redirect(enquiry)


def _comparison(request: SignedInRequest, need: Need, *, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "need": need,
        "compared": queries.compared(need),
        "waiting": need.enquiries.filter(state="sent").select_related("institution"),
        "error": error,
    }
    return render(request, "needs/compare.html", context, status=status)
