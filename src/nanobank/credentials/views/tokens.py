"""What credentials that are tokens lean on: their type, and whether they still stand."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from nanobank.common.clock import now
from nanobank.credentials.tokens.published import LIST_TYPE, token_list_of, type_metadata


@require_safe
def credential_type(request: HttpRequest) -> HttpResponse:
    """The type metadata of our SD-JWT VC (draft-ietf-oauth-sd-jwt-vc, section 6), to the letter."""
    return _open(HttpResponse(type_metadata(), content_type="application/json"), "public, max-age=86400")


@require_safe
def token_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A Token Status List, as it is at this moment."""
    signed = token_list_of(uuid, now=now())
    if signed is None:
        raise Http404
    return _open(HttpResponse(signed, content_type=LIST_TYPE), "public, max-age=1")


def _open(response: HttpResponse, cache: str) -> HttpResponse:
    response.headers["Cache-Control"] = cache
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
