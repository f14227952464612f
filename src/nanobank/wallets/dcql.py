"""What is asked of a wallet, in the Digital Credentials Query Language (OpenID4VP 1.0, section 6)."""

from typing import Any, Final

from nanobank.credentials.tokens import type_address
from nanobank.wallets.models import Format, PresentationRequest

_CREDENTIAL: Final = "https://www.w3.org/2018/credentials#VerifiableCredential"
_BADGE: Final = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"
_ALWAYS: Final = (
    ["achievement", "name"],
    ["achievement", "educationLevel"],
    ["achievement", "learningOutcome"],
    ["issuer", "name"],
    ["awarded_at"],
)
"""What was achieved: not a word about the learner."""
QUERIES: Final = {"sd_jwt": Format.SD_JWT, "jwt": Format.JWT, "ldp": Format.LDP}
"""The identifiers of the queries, by which the wallet's answer is sorted."""


def query_for(request: PresentationRequest) -> dict[str, Any]:
    """The query: an employer asks for what was achieved and no more than they ticked, a learner shows all they like."""
    credentials = [_selective(request)]
    if not request.whole:
        return {"credentials": credentials}
    types = [_CREDENTIAL] if request.organisation_id is None else [_CREDENTIAL, _BADGE]
    credentials += [
        {"id": query, "format": QUERIES[query].value, "meta": {"type_values": [types]}} for query in ("jwt", "ldp")
    ]
    return {"credentials": credentials, "credential_sets": [{"options": [[query] for query in QUERIES]}]}


def asked_claims(request: PresentationRequest) -> list[list[str]]:
    """The claims that an SD-JWT VC must show. An empty list asks for nothing in particular: the wallet decides."""
    if request.organisation_id is None:
        return []
    personal = [["name"]] * request.with_name + [["grade"]] * request.with_grade
    return [*(list(path) for path in _ALWAYS), *personal]


def _selective(request: PresentationRequest) -> dict[str, Any]:
    query: dict[str, Any] = {
        "id": "sd_jwt",
        "format": Format.SD_JWT.value,
        "meta": {"vct_values": [type_address()]},
    }
    if claims := asked_claims(request):
        query["claims"] = [{"path": path} for path in claims]
    return query
