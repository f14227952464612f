"""The bank's pages: what one holds, is working on and has planned, its story, and a mentor's look along."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.accounts.models import Person
from nanobank.bank import queries, services, story
from nanobank.bank.models import Sight
from nanobank.bank.permissions import check_sees
from nanobank.bank.reading import reading_of
from nanobank.catalogue.models import Module
from nanobank.common import clock

_A_PAGE_OF_STORY = 100


@login_required
@require_GET
def bank(request: SignedInRequest) -> HttpResponse:
    """The person's own bank."""
    person = request.user
    mentorships = queries.mentorships_of(person, clock.now())
    context = {"person": person, "reading": reading_of(person, own=True), "mentorships": mentorships}
    context |= {"own": True, "sees_credentials": True}
    return render(request, "bank/bank.html", context)


@login_required
@require_GET
def bank_of(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A learner's bank, for their mentor to look at."""
    now = clock.now()
    learner = get_object_or_404(Person, uuid=uuid)
    if learner == request.user:
        return redirect("bank")
    in_the_bank = set(Sight) - {Sight.PLANS}
    sights = check_sees(request.user, learner, *in_the_bank, now=now)
    context = {
        "person": learner,
        "reading": reading_of(learner, own=False, sights=sights),
        "own": False,
        "events": story.gathered(story.story_of(learner, limit=20, with_notes=False, sights=sights)),
        "sees_plans": Sight.PLANS in sights,
        "sees_credentials": Sight.CREDENTIALS in sights,
    }
    return render(request, "bank/bank.html", context)


@login_required
@require_GET
def timeline(request: SignedInRequest) -> HttpResponse:
    """The story of the bank, newest first, by month."""
    offset = _number(request.GET.get("fra", ""))
    events = story.story_of(request.user, limit=_A_PAGE_OF_STORY + 1, offset=offset)
    context = {
        "months": story.months_of(story.gathered(events[:_A_PAGE_OF_STORY])),
        "older": offset + _A_PAGE_OF_STORY if len(events) > _A_PAGE_OF_STORY else None,
        "newer": max(0, offset - _A_PAGE_OF_STORY) if offset else None,
    }
    return render(request, "bank/timeline.html", context)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _back(request: SignedInRequest) -> HttpResponse:
    """To where the person came from, if it is one of our pages, else to the bank."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return redirect(target)
    return redirect("bank")


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest, slug: str) -> HttpResponse:
    """Put a module in the bank. A GET is somebody who has just signed in to do so: back to the module."""
    module = get_object_or_404(Module.objects.select_related("current"), slug=slug)
    if request.method == "GET":
        return redirect("module", slug)
    services.plan(person=request.user, module=module, now=clock.now())
    messages.success(request, _("It is in your bank."))
    return _back(request)


@login_required
@require_POST
def unplan(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take a planned module out."""
    module = get_object_or_404(Module.objects.select_related("current"), slug=slug)
    services.unplan(person=request.user, module=module, now=clock.now())
    messages.success(request, _("It is out of your plan."))
    return _back(request)
