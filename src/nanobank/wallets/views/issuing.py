"""OpenID4VCI 1.0: what a wallet reads of us, and the endpoints it fetches a credential from."""

import json
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from nanobank.common.clock import now
from nanobank.organisations.models import Organisation
from nanobank.wallets import authorization, codes, metadata, services
from nanobank.wallets.errors import ProtocolError
from nanobank.wallets.formats import BY_CONFIGURATION, FORMS
from nanobank.wallets.models import AccessToken, Format, Offer, WalletCopy
from nanobank.wallets.offers import offer_document
from nanobank.wallets.services import Grant
from nanobank.wallets.views.answering import as_json, wallet_endpoint

_FRESH = "public, max-age=300"


@wallet_endpoint("GET")
def credential_issuer(request: HttpRequest, slug: str) -> HttpResponse:
    """The credential issuer metadata of an institution."""
    organisation = get_object_or_404(Organisation.objects.providers(), slug=slug)
    return as_json(metadata.credential_issuer_metadata(organisation), cache=_FRESH)


@wallet_endpoint("GET")
def authorization_server(request: HttpRequest) -> HttpResponse:
    """The authorisation server metadata of this site."""
    return as_json(metadata.authorization_server_metadata(), cache=_FRESH)


@wallet_endpoint("GET")
def offer(request: HttpRequest, code: str) -> HttpResponse:
    """A credential offer by reference, as long as it can be taken up."""
    uuid = codes.uuid_in_code("offer", code)
    found = Offer.objects.open(now()).select_related("credential__issuer").filter(uuid=uuid).first() if uuid else None
    if found is None:
        raise Http404
    return as_json(offer_document(found))


@wallet_endpoint("POST")
def par(request: HttpRequest) -> HttpResponse:
    """Pushed authorisation requests (RFC 9126)."""
    if "request_uri" in request.POST:
        raise ProtocolError("invalid_request", "a pushed request cannot point at another")
    asked = authorization.read_request(request.POST.dict())
    return as_json(
        {"request_uri": authorization.pushed(asked), "expires_in": authorization.PUSHED_SECONDS},
        status=HTTPStatus.CREATED,
    )


@wallet_endpoint("POST")
def token(request: HttpRequest) -> HttpResponse:
    """A code for an access token."""
    given = request.POST
    match given.get("grant_type"):
        case metadata.PRE_AUTHORIZED:
            grant = services.redeem_offer(
                code=given.get("pre-authorized_code", ""),
                tx_code=given.get("tx_code", ""),
                client_id=_client_id(given.get("client_id", "")),
                now=now(),
            )
        case "authorization_code":
            grant = services.redeem_code(
                code=given.get("code", ""),
                client_id=given.get("client_id", ""),
                redirect_uri=given.get("redirect_uri", ""),
                verifier=given.get("code_verifier", ""),
                now=now(),
            )
        case _:
            raise ProtocolError("unsupported_grant_type", "authorization_code or pre-authorized_code")
    return as_json(_token_answer(grant))


@wallet_endpoint("POST")
def nonce(request: HttpRequest) -> HttpResponse:
    """A fresh ``c_nonce`` for a key proof."""
    return as_json({"c_nonce": codes.new_nonce(now())})


@wallet_endpoint("POST")
def credential(request: HttpRequest) -> HttpResponse:
    """The credential itself, bound to the wallet's key."""
    moment = now()
    access = _access(request, moment)
    asked = _json(request, "invalid_credential_request")
    _check_asked(asked, access)
    made, copy = services.issue_copy(access=access, proof=_proof(asked), now=moment)
    return as_json({"credentials": [{"credential": made}], "notification_id": str(copy.uuid)})


@wallet_endpoint("POST")
def notification(request: HttpRequest) -> HttpResponse:
    """What became of the copy in the wallet."""
    access = _access(request, now())
    said = _json(request, "invalid_notification_request")
    try:
        event = WalletCopy.Event(str(said.get("event")))
    except ValueError:
        raise ProtocolError("invalid_notification_request", "no such event") from None
    try:
        named = UUID(str(said.get("notification_id")))
    except ValueError:
        raise ProtocolError("invalid_notification_id", "not a notification_id of ours") from None
    services.note_event(access=access, notification=named, event=event)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _client_id(given: str) -> str:
    """What a wallet calls itself; it may say nothing. Raises ProtocolError ``invalid_client``."""
    if len(given) > 500 or not given.isprintable():
        raise ProtocolError("invalid_client", "client_id is too long or cannot be printed")
    return given


def _token_answer(grant: Grant) -> dict[str, Any]:
    said: dict[str, Any] = {
        "access_token": grant.token,
        "token_type": "Bearer",
        "expires_in": int(grant.lives.total_seconds()),
    }
    form = FORMS[Format(grant.access.format)]
    if grant.access.by_details:
        said["authorization_details"] = [
            {
                "type": "openid_credential",
                "credential_configuration_id": form.configuration,
                "credential_identifiers": [_identifier(grant.access)],
            }
        ]
    elif grant.access.code_id is not None:
        said["scope"] = form.scope
    return said


def _access(request: HttpRequest, moment: datetime) -> AccessToken:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    found = None
    if scheme.lower() == "bearer" and secret:
        held = AccessToken.objects.select_related("credential")
        found = held.filter(token_hash=codes.hash_of(secret.strip()), expires_at__gt=moment).first()
    if found is None:
        raise ProtocolError("invalid_token", "no access token, or one that has run out", status=HTTPStatus.UNAUTHORIZED)
    return found


def _json(request: HttpRequest, error: str) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise ProtocolError(error, "the body is not a JSON object")
    return said


def _check_asked(asked: dict[str, Any], access: AccessToken) -> None:
    """What is asked for is what the token is for (OpenID4VCI 1.0, section 8.2)."""
    configuration, identifier = asked.get("credential_configuration_id"), asked.get("credential_identifier")
    if (configuration is None) == (identifier is None) or not isinstance(configuration or identifier, str):
        raise ProtocolError(
            "invalid_credential_request", "exactly one of credential_configuration_id and credential_identifier"
        )
    if (identifier is not None) != access.by_details:
        wanted = "credential_identifier" if access.by_details else "credential_configuration_id"
        raise ProtocolError("invalid_credential_request", f"this access token wants {wanted}")
    if identifier is not None and identifier != _identifier(access):
        raise ProtocolError("unknown_credential_identifier", "the access token is not for that credential")
    if configuration is not None and (
        configuration not in BY_CONFIGURATION or BY_CONFIGURATION[configuration].format != access.format
    ):
        raise ProtocolError("unknown_credential_configuration", "the access token is not for that configuration")
    if "credential_response_encryption" in asked:
        raise ProtocolError("invalid_encryption_parameters", "responses are not encrypted here")


def _proof(asked: dict[str, Any]) -> object:
    """The one key proof. A wallet holds as many copies as it asks for, one at a time."""
    proofs = asked.get("proofs")
    if not isinstance(proofs, dict) or list(proofs) != ["jwt"] or not isinstance(proofs["jwt"], list):
        raise ProtocolError("invalid_proof", "one key proof of type jwt is required, in proofs")
    if len(proofs["jwt"]) != 1:
        raise ProtocolError("invalid_proof", "one key proof at a time")
    return proofs["jwt"][0]


def _identifier(access: AccessToken) -> str:
    return str(access.credential.uuid)
