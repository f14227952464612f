"""Judges what a wallet shows: is it an answer to this question, by the one it was issued to, and is it genuine?"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nanobank.credentials.bridge import State
from nanobank.credentials.checking import resolver_for
from nanobank.credentials.fetching import Fetcher
from nanobank.credentials.trust.queries import trusted_at
from nanobank.wallets import bridge
from nanobank.wallets.bridge import PresentationVerdict, Verdict
from nanobank.wallets.dcql import QUERIES, asked_claims
from nanobank.wallets.errors import ProtocolError
from nanobank.wallets.models import Format, PresentationRequest
from nanobank.wallets.requests import nonce_of, signed_client_id, unsigned_client_id


@dataclass(frozen=True)
class Judged:
    """One credential that a wallet has shown in answer to a request."""

    format: Format
    verdict: Verdict
    bound: bool
    document: str


def judge(request: PresentationRequest, vp_token: object, *, now: datetime) -> Judged:
    """The one credential in the answer. A credential that is not genuine is judged so; an answer to another question,
    by somebody else, or without what was asked for, is none.

    Raises ProtocolError ``invalid_request``.
    """
    query, presentation = _only_one(request, vp_token)
    audiences = (signed_client_id(), unsigned_client_id(request))
    if QUERIES[query] is Format.SD_JWT:
        return _selective(request, presentation, audiences, now)
    return _presented(request, QUERIES[query], presentation, audiences, now)


def _only_one(request: PresentationRequest, vp_token: object) -> tuple[str, str]:
    """The query that is answered and the presentation, as text (section 8.1: an object of lists, by query)."""
    known = set(QUERIES) if request.whole else {"sd_jwt"}
    if not isinstance(vp_token, dict) or len(vp_token) != 1 or not vp_token.keys() <= known:
        raise ProtocolError("invalid_request", "vp_token answers none, or more than one, of the queries")
    query, shown = next(iter(vp_token.items()))
    if not isinstance(shown, list) or len(shown) != 1 or not isinstance(shown[0], str | dict):
        raise ProtocolError("invalid_request", "one presentation for the query")
    return query, shown[0] if isinstance(shown[0], str) else json.dumps(shown[0])


def _selective(request: PresentationRequest, shown: str, audiences: tuple[str, str], now: datetime) -> Judged:
    """An SD-JWT VC, whose key binding says to whom it is shown."""
    resolve, trusted = resolver_for(Fetcher()), trusted_at(now)
    for audience in audiences:
        verdict = bridge.verify_shown(
            shown, audience=audience, nonce=nonce_of(request), resolve=resolve, now=now, trusted=trusted
        )
        if not bridge.holder_is_wrong(verdict):
            break
    else:
        raise ProtocolError("invalid_request", "the key binding does not fit the request")
    if missing := [path for path in asked_claims(request) if not bridge.shows(shown, path)]:
        raise ProtocolError("invalid_request", f"the claim {'.'.join(missing[0])} is not shown")
    return Judged(Format.SD_JWT, verdict, bound=True, document=shown)


def _presented(
    request: PresentationRequest, form: Format, shown: str, audiences: tuple[str, str], now: datetime
) -> Judged:
    """A verifiable presentation around one credential."""
    resolve, trusted = resolver_for(Fetcher()), trusted_at(now)
    for audience in audiences:
        found: PresentationVerdict = bridge.verify_presentation(
            shown, resolve=resolve, now=now, trusted=trusted, challenge=nonce_of(request), domain=audience
        )
        if not any(finding.state is State.FAILED for finding in found.findings):
            break
    else:
        raise ProtocolError("invalid_request", "the presentation is not signed by its holder in answer to the request")
    if len(found.credentials) != 1:
        raise ProtocolError("invalid_request", "one credential in the presentation")
    verdict = found.credentials[0]
    subject = verdict.facts.recipient.id if verdict.facts else ""
    return Judged(form, verdict, bound=bool(subject) and subject == found.holder, document=shown)


def kept(verdict: Verdict, request: PresentationRequest) -> dict[str, Any]:
    """What is kept of a verdict. Of somebody else's credential nothing that was not asked for."""
    written: dict[str, Any] = verdict.as_json()
    facts = written.get("facts")
    if request.organisation_id is not None and facts:
        if not request.with_name:
            facts["recipient"] = {}
        if not request.with_grade:
            facts["results"] = []
        facts["evidence"] = []
        facts["id"] = ""
    return written
