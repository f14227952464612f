"""OpenID4VP 1.0: the signed request that a wallet reads, and the answer that it sends."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from nanobank.common.clock import now
from nanobank.wallets import bridge, codes, services
from nanobank.wallets.addresses import request_page, verifier_did
from nanobank.wallets.encryption import CannotOpen, opened
from nanobank.wallets.errors import ProtocolError
from nanobank.wallets.models import PresentationRequest, VerifierKey
from nanobank.wallets.requests import REQUEST_TYPE, request_object, state_of
from nanobank.wallets.views.answering import as_json, wallet_endpoint


@wallet_endpoint("GET")
def verifier(request: HttpRequest) -> HttpResponse:
    """The did document of this site as one who asks wallets."""
    keys = VerifierKey.objects.order_by("-created_at")
    if not keys:
        raise Http404
    return as_json(bridge.verifier_document(verifier_did(), keys), cache="public, max-age=60")


@wallet_endpoint("GET", "POST")
def request_token(request: HttpRequest, code: str) -> HttpResponse:
    """A request by reference, as long as it can be answered. A wallet that posts gets its own nonce back in it."""
    moment = now()
    opens = {here: codes.uuid_in_code(purpose, code) for purpose, here in (("request", False), ("request.here", True))}
    here, uuid = next(((here, uuid) for here, uuid in opens.items() if uuid), (False, None))
    asked = _open_request(uuid) if uuid else None
    if asked is None or not PresentationRequest.objects.filter(pk=asked.pk).open(moment).exists():
        raise Http404
    written = request_object(
        asked,
        here=here,
        key=services.verifier_key(now=moment),
        now=moment,
        wallet_nonce=request.POST.get("wallet_nonce", "")[:500],
    )
    response = HttpResponse(written, content_type=REQUEST_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


@wallet_endpoint("POST")
def response(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The wallet's answer: plain (``direct_post``) or encrypted (``direct_post.jwt``)."""
    asked = _open_request(uuid)
    if asked is None:
        raise Http404
    said = _said(asked, request)
    here = _came_here(asked, said.get("state"))
    if "error" in said:
        services.receive_refusal(request=asked, now=now())
        return as_json({})
    services.receive_answer(request=asked, vp_token=_vp_token(said), here=here, now=now())
    if not here:
        return as_json({})
    return as_json({"redirect_uri": f"{request_page(asked.uuid)}?kode={codes.code_for('response', asked.uuid)}"})


def _open_request(uuid: UUID) -> PresentationRequest | None:
    return PresentationRequest.objects.select_related("organisation").filter(uuid=uuid).first()


def _said(asked: PresentationRequest, request: HttpRequest) -> dict[str, Any]:
    encrypted = request.POST.get("response")
    if encrypted is None:
        return dict(request.POST.items())
    try:
        return opened(asked, encrypted)
    except CannotOpen as error:
        raise ProtocolError("invalid_request", str(error)) from None


def _came_here(asked: PresentationRequest, state: object) -> bool:
    """Whether the wallet is on the same device. Raises ProtocolError for a state that is not of this request."""
    for here in (False, True):
        if isinstance(state, str) and constant_time_compare(state, state_of(asked, here=here)):
            return here
    raise ProtocolError("invalid_request", "the state is not that of this request")


def _vp_token(said: dict[str, Any]) -> object:
    """In a form it is text, in an encrypted answer JSON."""
    token = said.get("vp_token")
    if not isinstance(token, str):
        return token
    try:
        return json.loads(token)
    except (ValueError, RecursionError):
        raise ProtocolError("invalid_request", "vp_token is not JSON") from None
