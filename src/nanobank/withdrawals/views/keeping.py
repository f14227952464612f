"""Precedents, and the days on which somebody is away."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.common import clock
from nanobank.common.errors import Refused
from nanobank.common.forms import put_beside
from nanobank.withdrawals import services
from nanobank.withdrawals.forms.judging import AwayForm
from nanobank.withdrawals.forms.words import WordsForm
from nanobank.withdrawals.models import Away
from nanobank.withdrawals.permissions import check_judges_somewhere, check_keeps_precedents
from nanobank.withdrawals.queries import precedent_of, precedents_of


@login_required
def precedents(request: SignedInRequest) -> HttpResponse:
    """What the institution has decided before and goes by."""
    providers = check_judges_somewhere(request.user, now=clock.now())
    page = Paginator(precedents_of(sorted(providers)), 25).get_page(request.GET.get("page"))
    return render(request, "withdrawals/precedents.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def precedent_retire(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Say why it is not gone by any more; then do it."""
    found = precedent_of(uuid)
    check_keeps_precedents(request.user, found, now=clock.now())
    form = WordsForm(
        request.POST or None,
        name="because",
        label=_("Why it is retired"),
        help_text=_("For example: the course has been changed. At least 10 characters."),
        rows=3,
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.retire_precedent(precedent=found, by=request.user, because=form.words, now=clock.now())
            except Refused as refused:
                status = put_beside(form, refused)
            else:
                messages.success(request, _("The precedent is retired. What was decided by it stands."))
                return redirect("precedents")
    return render(request, "withdrawals/retire.html", {"precedent": found, "form": form}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def away(request: SignedInRequest) -> HttpResponse:
    """The days on which I judge nothing."""
    person, now = request.user, clock.now()
    check_judges_somewhere(person, now=now)
    form, status = AwayForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            first, last = form.days()
            try:
                services.set_away(person=person, first=first, last=last, now=now)
            except Refused as refused:
                status = put_beside(form, refused)
            else:
                messages.success(request, _("Noted. What waits for you in those days goes to a colleague."))
                return redirect("away")
    coming = Away.objects.filter(person=person, last__gte=timezone.localdate(now))
    return render(request, "withdrawals/away.html", {"form": form, "coming": coming}, status=status)


@login_required
@require_POST
def away_cancel(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Here after all."""
    services.cancel_away(away=get_object_or_404(Away, uuid=uuid), by=request.user)
    messages.success(request, _("You are here after all."))
    return redirect("away")
