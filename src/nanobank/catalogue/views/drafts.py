"""Micro-credentials on their way: what each still lacks before it can be published. For those who write them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.queries import drafts_of
from nanobank.common import clock


@login_required
@require_GET
def drafts(request: SignedInRequest) -> HttpResponse:
    """The drafts of the person's institutions, with what each lacks."""
    return render(request, "catalogue/drafts.html", {"drafts": drafts_of(request.user, clock.now())})
