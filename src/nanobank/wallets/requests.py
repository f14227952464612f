"""A request as a wallet reads it (OpenID4VP 1.0, section 5): signed and by reference, or unsigned and by value."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from nanobank.wallets import bridge, codes
from nanobank.wallets.addresses import request_link, request_object_address, response_address, verifier_did
from nanobank.wallets.dcql import query_for
from nanobank.wallets.encryption import public_jwk
from nanobank.wallets.models import PresentationRequest, VerifierKey

REQUEST_TYPE: Final = "application/oauth-authz-req+jwt"
_AUDIENCE: Final = "https://self-issued.me/v2"
_NAMES: Final = ["EdDSA", "ES256"]
_FORMATS: Final = {
    "dc+sd-jwt": {"sd-jwt_alg_values": _NAMES, "kb-jwt_alg_values": _NAMES},
    "jwt_vc_json": {"alg_values": _NAMES},
    "ldp_vc": {
        "proof_type_values": ["DataIntegrityProof", "Ed25519Signature2020"],
        "cryptosuite_values": ["eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019"],
    },
}


@dataclass(frozen=True)
class Links:
    """What opens a wallet: on another device (as a QR code), on this one, and one that knows no identifiers."""

    elsewhere: str
    here: str
    by_value: str


def links_of(request: PresentationRequest) -> Links:
    """The links of a request."""
    return Links(_by_reference(request, here=False), _by_reference(request, here=True), _by_value(request))


def state_of(request: PresentationRequest, *, here: bool) -> str:
    """The state that tells which link the wallet came by."""
    return codes.code_for("state.here" if here else "state", request.uuid)


def nonce_of(request: PresentationRequest) -> str:
    """What the wallet must sign, so that its answer is to this question and no other."""
    return codes.code_for("presentation", request.uuid)


def signed_client_id() -> str:
    """Whom the wallet answers: this site, by its did."""
    return f"decentralized_identifier:{verifier_did()}"


def unsigned_client_id(request: PresentationRequest) -> str:
    """Whom the wallet answers: whatever listens at the response address."""
    return f"redirect_uri:{response_address(request.uuid)}"


def request_object(
    request: PresentationRequest, *, here: bool, key: VerifierKey, now: datetime, wallet_nonce: str = ""
) -> str:
    """The request as a signed token (RFC 9101)."""
    said = {
        "client_id": signed_client_id(),
        "aud": _AUDIENCE,
        "iat": int(now.timestamp()),
        "exp": int(request.expires_at.timestamp()),
        "response_mode": "direct_post.jwt",
        **_common(request, here=here),
        "dcql_query": query_for(request),
        "client_metadata": {
            "client_name": _asker(request),
            "vp_formats_supported": _FORMATS,
            "jwks": {"keys": [public_jwk(request)]},
            "encrypted_response_enc_values_supported": ["A128GCM", "A256GCM"],
        },
    }
    if wallet_nonce:
        said["wallet_nonce"] = wallet_nonce
    return bridge.signed_request(said, key=key, did=verifier_did())


def _by_reference(request: PresentationRequest, *, here: bool) -> str:
    code = codes.code_for("request.here" if here else "request", request.uuid)
    return request_link(client_id=signed_client_id(), request_uri=request_object_address(code))


def _by_value(request: PresentationRequest) -> str:
    plain = {
        "client_id": unsigned_client_id(request),
        "response_mode": "direct_post",
        **_common(request, here=False),
        "dcql_query": _written(query_for(request)),
        "client_metadata": _written({"client_name": _asker(request), "vp_formats_supported": _FORMATS}),
    }
    return request_link(**plain)


def _common(request: PresentationRequest, *, here: bool) -> dict[str, str]:
    return {
        "response_type": "vp_token",
        "response_uri": response_address(request.uuid),
        "nonce": nonce_of(request),
        "state": state_of(request, here=here),
    }


def _asker(request: PresentationRequest) -> str:
    """Who asks and what for, as the wallet may show it."""
    if request.organisation is None:
        return "Nanobanken"
    return f"{request.organisation.name} via Nanobanken: {request.purpose}"


def _written(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
