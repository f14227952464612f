"""What everybody may see: a credential's page, and what machines read."""

import hashlib
from functools import lru_cache
from io import BytesIO
from typing import Final
from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from nanobank.common.clock import now
from nanobank.credentials.addresses import credential_address
from nanobank.credentials.models import Credential, StatusChange, StatusList
from nanobank.credentials.own_documents import did_document_of
from nanobank.credentials.presenting import diploma_of
from nanobank.credentials.queries import credential_with, standing_of, successor_of
from nanobank.credentials.texts import headline_for

CREDENTIAL_TYPES: Final = ("application/vc+ld+json", "application/ld+json", "application/vc", "application/json")
_OFFERED: Final = ("text/html", *CREDENTIAL_TYPES)
_FRESH: Final = "public, max-age=1"  # a revocation shows within a second
_PRIVATE: Final = "private, no-cache"


@require_safe
def credential(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The credential as a diploma, or as its JSON to a program that asks for that; open to whoever has the link."""
    shown = credential_with(uuid)
    if successor := successor_of(shown):
        return _unlisted(redirect("credential", successor))
    kind = request.get_preferred_type(list(_OFFERED)) or _OFFERED[0]
    if kind != _OFFERED[0]:
        response = _json(request, shown.document, kind=kind, cache=_PRIVATE)
    else:
        response = _page(request, shown)
        response.headers["Cache-Control"] = _PRIVATE
    patch_vary_headers(response, ["Accept"])
    return _unlisted(response)


@require_safe
def credential_json(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The signed JSON, to the letter."""
    shown = credential_with(uuid)
    if successor := successor_of(shown):
        return _unlisted(redirect("credential_json", successor))
    response = _json(request, shown.document, kind=CREDENTIAL_TYPES[0], cache=_PRIVATE)
    response.headers.setdefault("Content-Disposition", f'inline; filename="bevis-{shown.uuid}.json"')
    return _unlisted(response)


@require_safe
def credential_qr(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The credential's address as a QR code. It says nothing that the address does not, and never changes."""
    response = HttpResponse(_qr_code(credential_address(uuid)), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return _unlisted(response)


@require_safe
def status_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A signed BitstringStatusListCredential, as it is at this moment."""
    signed = StatusList.objects.filter(uuid=uuid).values_list("signed", flat=True).first()
    if signed is None:
        raise Http404
    return _json(request, signed, kind=CREDENTIAL_TYPES[0], cache=_FRESH)


@require_safe
def did_document(request: HttpRequest, slug: str) -> HttpResponse:
    """An institution's did document: the keys it signs and has signed with."""
    document = did_document_of(slug)
    if document is None:
        raise Http404
    return _json(request, document, kind="application/did+ld+json", cache=_FRESH)


def _page(request: HttpRequest, shown: Credential) -> HttpResponse:
    moment = now()
    standing = standing_of(shown, now=moment)
    return render(
        request,
        "credentials/credential.html",
        {
            "credential": shown,
            "standing": standing,
            "headline": headline_for(standing.outcome, standing.reason),
            "diploma": diploma_of(standing.facts) if standing.facts else None,
            "address": credential_address(shown.uuid),
            "checked_at": moment,
            "reason": _reason(request, shown),
            "issued_anew": _issued_anew(request, shown),
        },
    )


def _reason(request: HttpRequest, shown: Credential) -> str:
    """Why it was revoked or suspended, for its holder alone."""
    if (shown.revoked or shown.suspended) and request.user.pk == shown.person_id:
        return shown.status_changes.order_by("pk").values_list("reason", flat=True).last() or ""
    return ""


def _issued_anew(request: HttpRequest, shown: Credential) -> str:
    """Why it took the place of an earlier one, for its holder alone."""
    if shown.issued_at is None or request.user.pk != shown.person_id:
        return ""
    changes = StatusChange.objects.filter(credential__replaced_by=shown).order_by("pk")
    return changes.values_list("reason", flat=True).last() or ""


def _json(request: HttpRequest, text: str, *, kind: str, cache: str) -> HttpResponse:
    body = text.encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=kind)
    response.headers["ETag"] = etag
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag, response=response)
    chosen = answer if isinstance(answer, HttpResponse) else response
    chosen.headers["Cache-Control"] = cache
    chosen.headers["Access-Control-Allow-Origin"] = "*"
    return chosen


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Found by those who have the link, not by search engines, and the link is not told to other sites."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@lru_cache(maxsize=1024)
def _qr_code(address: str) -> bytes:
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=2, dark="#12263a", light="#ffffff", omitsize=True, svgclass=None, lineclass=None
    )
    return drawn.getvalue()
