"""Micro-credentials on their way: what each still lacks before it can be published. For those who write them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue import services
from nanobank.catalogue.errors import Incomplete
from nanobank.catalogue.models import MicroCredential
from nanobank.catalogue.queries import Draft, drafts_of
from nanobank.common import clock
from nanobank.common.errors import Conflict


@login_required
@require_GET
def drafts(request: SignedInRequest) -> HttpResponse:
    """The drafts of the person's institutions, with what each lacks."""
    return _page(request)


@login_required
@require_POST
def publish(request: SignedInRequest, slug: str) -> HttpResponse:
    """Publish a draft; while something is missing, show again what."""
    draft = get_object_or_404(MicroCredential.objects.select_related("provider"), slug=slug)
    try:
        services.publish_micro_credential(micro_credential=draft, by=request.user, now=clock.now())
    except Incomplete:
        return _page(request, refused=slug, status=422)
    except Conflict as conflict:
        messages.warning(request, conflict.message)
    else:
        messages.success(request, _("“%(title)s” is published.") % {"title": draft.title})
    return redirect("micro_credential_drafts")


def _page(request: SignedInRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    found: list[Draft] = drafts_of(request.user, clock.now())
    return render(request, "catalogue/drafts.html", {"drafts": found, "refused": refused}, status=status)
