"""A file that a browser sends piece by piece (``resumable``)."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.authoring import shelf
from nanobank.authoring.resumable import count, how_far, metadata, refusal, take_piece
from nanobank.authoring.services import uploading
from nanobank.authoring.tasks import sweep_later
from nanobank.common import clock
from nanobank.common.errors import NotYours, Refused

_NOBODY = UUID(int=0)


def _done() -> str:
    return reverse("media_item", args=[_NOBODY]).replace(str(_NOBODY), "{}")


@login_required
@require_POST
def begin(request: SignedInRequest, provider: str) -> HttpResponse:
    """Say that a file is to come: 201 with ``Location``, or 422 before a byte of it is sent."""
    found = shelf.provider_for(request.user, provider, clock.now())
    told = metadata(request)
    try:
        upload = uploading.begin_upload(
            provider=found,
            module=shelf.module_of(found, told.get("module", "")),
            name=told.get("filename", ""),
            size=count(request, "Upload-Length"),
            by=request.user,
            now=clock.now(),
        )
    except NotYours:
        raise
    except Refused as refused:
        return refusal(refused)
    sweep_later()
    return how_far(upload, status=201, done=_done(), going_on=reverse("upload", args=[upload.uuid]))


@login_required
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def upload(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """How far it is, the next piece, or the end of it."""
    found = shelf.upload_for(request.user, uuid, clock.now())
    if request.method == "HEAD":
        return how_far(found, status=200, done=_done())
    if request.method == "DELETE":
        uploading.give_up(upload=found, by=request.user, now=clock.now())
        return HttpResponse(status=204)
    return take_piece(request, found, request.user, done=_done())
