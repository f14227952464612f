"""One offer from outside for everybody, and its judging for those who teach."""

from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.accounts.models import Person
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in
from nanobank.feeds import queries, services
from nanobank.feeds.forms import VettingForm, WithdrawForm, beginning_of
from nanobank.feeds.listing import summary_of
from nanobank.feeds.models import Vetting
from nanobank.feeds.texts import language_named

_A_PAGE = 25


@require_safe
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """What the source says of it, what we know of it, and the way there."""
    person = request.user if isinstance(request.user, Person) else None
    page = queries.offer_page(slug, person, now=now())
    context = {
        "page": page,
        "offer": page.offer,
        "summary": summary_of(page.offer),
        "language": language_named(page.offer.language),
        "host": urlsplit(page.offer.url).hostname,
        "bring": _bring(page.offer.url),
        "withdraw_form": WithdrawForm() if page.may_judge and page.vetting else None,
    }
    return render(request, "feeds/offer.html", context)


def _bring(url: str) -> str:
    """Where one asks to have it counted; that lies in a room above, and its link is all that is known of it here."""
    try:
        return f"{reverse('withdrawal_start')}?{urlencode({'url': url})}"
    except NoReverseMatch:
        return ""


@login_required
@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """What waits to be vetted."""
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    page = Paginator(queries.waiting_for(request.user, words=words, now=now()), _A_PAGE).get_page(
        request.GET.get("page")
    )
    lines = queries.lines_of([one.pk for one in page], now=now())
    context = {"page": page, "rows": [(one, lines[one.pk], summary_of(one)) for one in page], "q": words}
    return render(request, "feeds/queue.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def judge(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say as what it counts, why and until when; what was typed stays when something is wrong with it."""
    found = queries.offer_for(request.user, slug, now=now())
    form = VettingForm(found, request.POST or None, initial=beginning_of(found, timezone.localdate(now())))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.vet(
                offer=found,
                judgement=form.judgement(),
                expects=_uuid(form.cleaned_data["expects"]),
                by=request.user,
                now=now(),
            )
            messages.success(request, _("Your judgement stands, and everybody can see it."))
            return redirect("outside_offer", slug=slug)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "offer": found, "line": queries.lines_of([found.pk], now=now())[found.pk]}
    return render(request, "feeds/judge.html", context, status=status)


def _uuid(text: str) -> UUID | None:
    """The judgement that the form was made from; anything else is none that stands."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)


@login_required
@require_POST
def withdraw_vetting(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take the judgement back."""
    found = queries.offer_for(request.user, slug, now=now())
    vetting: Vetting | None = found.vetting
    form = WithdrawForm(request.POST)
    if vetting is None or not form.is_valid():
        messages.error(request, _("Say in a sentence or two why the judgement is taken back."))
    else:
        services.withdraw_vetting(vetting=vetting, grounds=form.cleaned_data["grounds"], by=request.user, now=now())
        messages.success(request, _("The judgement is taken back. The offer is not vetted now."))
    return redirect("outside_offer", slug=slug)
