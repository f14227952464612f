"""What a wallet asks for when it sends its owner to our page (RFC 6749, 7636, 9126; OpenID4VCI 1.0, section 5).

A pushed request is not kept but signed and handed back, so that it costs the database nothing.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.core import signing

from nanobank.wallets import codes
from nanobank.wallets.addresses import slug_of_issuer
from nanobank.wallets.errors import ProtocolError
from nanobank.wallets.formats import BY_CONFIGURATION, FORMS
from nanobank.wallets.models import Format

PUSHED_SECONDS: Final = 90
ASKED_SECONDS: Final = 600
_PUSHED: Final = "urn:ietf:params:oauth:request_uri:"
_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*")
_HOST: Final = re.compile(r"[A-Za-z0-9.\-\[\]:]+")
_NEVER: Final = frozenset({"javascript", "data", "vbscript", "file", "blob", "about", "ftp", "ws", "wss"})
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_LONGEST: Final = {"client_id": 500, "redirect_uri": 1000, "state": 1000}


@dataclass(frozen=True)
class AuthorizationRequest:
    """A request that can be put before the person: well-formed, and for a form that we make.

    ``issuer`` is the slug of the institution that it is about, empty when the wallet does not say.
    """

    client_id: str
    redirect_uri: str
    state: str
    code_challenge: str
    format: Format
    by_details: bool
    issuer: str
    offer: UUID | None

    @property
    def wallet(self) -> str:
        """Where the answer goes, as a person can recognise it: the host, or the scheme of an app."""
        parts = urlsplit(self.redirect_uri)
        return parts.netloc if parts.scheme in {"http", "https"} else f"{parts.scheme}:"

    @property
    def form_name(self) -> str:
        """The form asked for, by the name of its standard."""
        return FORMS[self.format].name

    @property
    def form_action(self) -> str:
        """What the page's policy must let the answer go on to."""
        parts = urlsplit(self.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} else f"{parts.scheme}:"

    def answered(self, **said: str) -> str:
        """The address that takes the answer back to the wallet."""
        said |= {"state": self.state} if self.state else {}
        return f"{self.redirect_uri}{'&' if '?' in self.redirect_uri else '?'}{urlencode(said)}"


def read_request(given: Mapping[str, str]) -> AuthorizationRequest:
    """The request in these parameters. Raises ProtocolError; nothing is ever sent to an address that was not shown."""
    for name, longest in _LONGEST.items():
        if len(given.get(name, "")) > longest:
            raise ProtocolError("invalid_request", f"{name} is too long")
        if not given.get(name, "").isprintable():
            raise ProtocolError("invalid_request", f"{name} has characters that cannot be printed")
    if not given.get("client_id"):
        raise ProtocolError("invalid_request", "client_id is missing")
    _check_redirect(given.get("redirect_uri", ""))
    if given.get("response_type") != "code":
        raise ProtocolError("unsupported_response_type", "response_type must be code")
    if given.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(given.get("code_challenge", "")):
        raise ProtocolError("invalid_request", "a code_challenge with method S256 is required")
    asked, by_details = _asked_for(given)
    return AuthorizationRequest(
        client_id=given["client_id"],
        redirect_uri=given["redirect_uri"],
        state=given.get("state", ""),
        code_challenge=given["code_challenge"],
        format=asked,
        by_details=by_details,
        issuer=_issuer(given.get("resource", ""), given.get("authorization_details", "")),
        offer=_offer(given.get("issuer_state", "")),
    )


def pushed(request: AuthorizationRequest) -> str:
    """The ``request_uri`` that stands for the request for a minute and a half."""
    return _PUSHED + _written(request, "pushed")


def read_pushed(request_uri: str, client_id: str) -> AuthorizationRequest:
    """The request that was pushed. Raises ProtocolError ``invalid_request_uri``."""
    request = _read(request_uri.removeprefix(_PUSHED), "pushed", PUSHED_SECONDS)
    if request is None or not request_uri.startswith(_PUSHED) or request.client_id != client_id:
        raise ProtocolError("invalid_request_uri", "the request_uri is unknown or has run out")
    return request


def asked(request: AuthorizationRequest, person: UUID) -> str:
    """The request as the page's form carries it, good for this person alone."""
    return _written(request, f"asked.{person}")


def read_asked(written: str, person: UUID) -> AuthorizationRequest:
    """The request that the page put before this person. Raises ProtocolError when that is long ago."""
    request = _read(written, f"asked.{person}", ASKED_SECONDS)
    if request is None:
        raise ProtocolError("invalid_request", "the page has been open for too long; begin again in the wallet")
    return request


def _written(request: AuthorizationRequest, purpose: str) -> str:
    plain = {**asdict(request), "offer": request.offer.hex if request.offer else None}
    return signing.dumps(plain, salt=f"nanobank.wallets.{purpose}", compress=True)


def _read(written: str, purpose: str, seconds: int) -> AuthorizationRequest | None:
    try:
        plain = signing.loads(written, salt=f"nanobank.wallets.{purpose}", max_age=seconds)
    except signing.BadSignature:
        return None
    offer = UUID(hex=plain["offer"]) if plain["offer"] else None
    return AuthorizationRequest(**{**plain, "format": Format(plain["format"]), "offer": offer})


def _check_redirect(address: str) -> None:
    """An https address, an app's own scheme, or a program on the same machine (RFC 8252, section 7)."""
    try:
        parts = urlsplit(address)
    except ValueError:
        raise ProtocolError("invalid_request", "redirect_uri cannot be read") from None
    if not _SCHEME.fullmatch(parts.scheme) or parts.scheme in _NEVER or parts.fragment or not address.isascii():
        raise ProtocolError("invalid_request", "redirect_uri is missing or not one that can be answered")
    if parts.scheme in {"http", "https"} and not _HOST.fullmatch(parts.netloc):
        raise ProtocolError("invalid_request", "redirect_uri has no host")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ProtocolError("invalid_request", "redirect_uri must be https")


def _asked_for(given: Mapping[str, str]) -> tuple[Format, bool]:
    """The form asked for, and whether by authorization_details (RFC 9396) rather than by scope."""
    if details := given.get("authorization_details"):
        return _in_details(details), True
    known = {form.scope: form.format for form in FORMS.values()}
    found = [known[scope] for scope in given.get("scope", "").split() if scope in known]
    if len(found) != 1:
        raise ProtocolError("invalid_scope", "ask for one credential configuration, by its scope")
    return found[0], False


def _in_details(written: str) -> Format:
    try:
        details: Any = json.loads(written)
        found = [
            BY_CONFIGURATION[one["credential_configuration_id"]].format
            for one in details
            if one["type"] == "openid_credential"
        ]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ProtocolError("invalid_authorization_details", "not a credential configuration of this server") from None
    if len(found) != 1:
        raise ProtocolError("invalid_authorization_details", "ask for one credential configuration")
    return found[0]


def _issuer(resource: str, details: str) -> str:
    """The institution, by the identifier of the credential issuer in ``resource`` (RFC 8707) or ``locations``."""
    named = [resource]
    if details:
        places = [one.get("locations") for one in json.loads(details)]
        named += [place for some in places if isinstance(some, list) for place in some if isinstance(place, str)]
    slugs = {slug for one in named if (slug := slug_of_issuer(one))}
    return slugs.pop() if len(slugs) == 1 else ""


def _offer(issuer_state: str) -> UUID | None:
    """The offer that the wallet came by. One that is not ours is no reason to turn the person away."""
    return codes.uuid_in_code("issuer_state", issuer_state) if issuer_state else None
