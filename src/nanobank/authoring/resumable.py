"""The shapes in which a file sent piece by piece is spoken of, after tus.io's resumable upload protocol 1.0.0.

Core, creation and termination: ``POST`` with ``Upload-Length`` begins, ``HEAD`` says how far it is, ``PATCH`` with
``Upload-Offset`` goes on, and ``DELETE`` stops it. Refusals are JSON: ``{"detail", "field"}``.
"""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.authoring.errors import OutOfStep
from nanobank.authoring.models import MediaUpload
from nanobank.authoring.services import uploading
from nanobank.common import clock
from nanobank.common.errors import NotYours, Refused

PIECE: Final = "application/offset+octet-stream"
"""The type of a ``PATCH``'s content."""


def take_piece(request: HttpRequest, found: MediaUpload, by: Person, *, done: str) -> HttpResponse:
    """Take in the request's content as the upload's next piece: 204 while more is to come, 200 with the last one.

    ``done`` is where the thing on the shelf is then found, with ``{}`` for its uuid.
    """
    if request.content_type != PIECE:
        return JsonResponse({"detail": _("Send the piece as %s.") % PIECE, "field": None}, status=415)
    try:
        offset = count(request, "Upload-Offset")
        found = uploading.receive(upload=found, offset=offset, stream=request, by=by, clock=clock.now)
    except NotYours:
        raise
    except OutOfStep as error:
        return refusal(error, headers={"Upload-Offset": str(error.received)})
    except Refused as refused:
        return refusal(refused)
    except UnreadablePostError:
        return HttpResponse(status=400)  # the line broke; nobody is there to read this, and what came is kept
    return how_far(found, status=200 if found.item else 204, done=done)


def how_far(found: MediaUpload, *, status: int, done: str, going_on: str = "") -> HttpResponse:
    """How much has come, and where to go: to what lies on the shelf when all has, else on (``going_on``)."""
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": str(found.received),
        "Upload-Length": str(found.size),
        "Cache-Control": "no-store",
    }
    location = done.format(found.item.uuid) if found.item is not None else going_on
    return HttpResponse(status=status, headers=headers | ({"Location": location} if location else {}))


def refusal(refused: Refused, *, headers: dict[str, str] | None = None) -> HttpResponse:
    """Why not, as JSON."""
    answer = json.dumps({"detail": refused.message, "field": refused.field})
    return HttpResponse(answer, content_type="application/json", status=refused.status, headers=headers)


def count(request: HttpRequest, header: str) -> int:
    """A number of bytes in a header. Raises Refused (field ``file``)."""
    told = request.headers.get(header, "")
    if not (told.isascii() and told.isdecimal() and len(told) < 16):
        raise Refused(_("Say the number of bytes in %s.") % header, field="file")
    return int(told)


def metadata(request: HttpRequest) -> dict[str, str]:
    """``Upload-Metadata``: names, each with a value in Base64, with commas between; what cannot be read is left out."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "")[:2000].split(","):
        name, _space, value = pair.strip().partition(" ")
        try:
            found[name] = b64decode(value, validate=True).decode()
        except (NotBase64, UnicodeDecodeError):
            continue
    return found
