"""The addresses that wallets are told of. They have no language."""

from typing import Final
from urllib.parse import quote, urlencode, urlsplit
from uuid import UUID

from django.conf import settings

from nanobank.organisations.models import Organisation

OFFER_SCHEME: Final = "openid-credential-offer://"


def authorization_server() -> str:
    """Who lets a wallet in: this site, for all its institutions."""
    return str(settings.BASE_URL)


def credential_issuer_of(organisation: Organisation) -> str:
    """The Credential Issuer Identifier of an institution. Its ``did:web`` is made of the same host and path."""
    return f"{settings.BASE_URL}/udbydere/{organisation.slug}"


def slug_of_issuer(identifier: str) -> str | None:
    """The slug in a Credential Issuer Identifier of ours, None for anybody else's."""
    prefix = f"{settings.BASE_URL}/udbydere/"
    slug = identifier.removeprefix(prefix)
    return slug if identifier.startswith(prefix) and slug and "/" not in slug else None


def endpoint(name: str) -> str:
    """An address of the protocol: ``endpoint("token")``."""
    return f"{settings.BASE_URL}/tegnebog/{name}"


def offer_address(code: str) -> str:
    """Where a wallet reads an offer."""
    return f"{settings.BASE_URL}/tegnebog/tilbud/{code}.json"


def offer_link(**said: str) -> str:
    """What opens a wallet: ``openid-credential-offer://?credential_offer=…`` or ``…_uri=…``."""
    return f"{OFFER_SCHEME}?{urlencode(said)}"


def verifier_did() -> str:
    """Whom a wallet answers when it shows something: this site."""
    return f"did:web:{quote(urlsplit(settings.BASE_URL).netloc, safe='')}"


def request_object_address(code: str) -> str:
    """Where a wallet reads a signed request."""
    return f"{settings.BASE_URL}/tegnebog/anmodning/{code}.jwt"


def response_address(uuid: UUID) -> str:
    """Where a wallet sends its answer."""
    return f"{settings.BASE_URL}/tegnebog/svar/{uuid}"


def request_page(uuid: UUID) -> str:
    """The page of a request, for whoever made it."""
    return f"{settings.BASE_URL}/tegnebog/anmodninger/{uuid}/"


def request_link(**said: str) -> str:
    """What opens a wallet: ``openid4vp://?client_id=…``."""
    return f"openid4vp://?{urlencode(said)}"
