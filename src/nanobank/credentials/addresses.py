"""The addresses that go into what is signed. They must hold as long as a credential does, so they have no language."""

from typing import Final
from urllib.parse import quote, urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override

from nanobank.catalogue.models import MicroCredential
from nanobank.organisations.models import Organisation

_DID_PATH: Final = "udbydere"


def did_of(organisation: Organisation) -> str:
    """The institution's ``did:web`` under this site's host: ``did:web:bank.example:udbydere:sydvest``."""
    return f"{_did_prefix()}{organisation.slug}"


def slug_of_did(did: str) -> str | None:
    """The slug in a ``did:web`` of ours, None for anybody else's."""
    prefix = _did_prefix()
    slug = did.removeprefix(prefix)
    return slug if did.startswith(prefix) and slug and ":" not in slug else None


def provider_address(organisation: Organisation, *, english: bool = False) -> str:
    """The institution's page in the catalogue."""
    return f"{settings.BASE_URL}{'/en' if english else ''}/udbydere/{organisation.slug}/"


def micro_credential_address(micro_credential: MicroCredential) -> str:
    """The page that describes what was achieved."""
    return f"{settings.BASE_URL}/micro-credentials/{micro_credential.slug}/"


def badge_image_address(micro_credential: MicroCredential) -> str:
    """The picture of what was achieved, for wallets and other programs."""
    return f"{settings.BASE_URL}/micro-credentials/{micro_credential.slug}/badge.png"


def credential_address(uuid: UUID) -> str:
    """Where a credential is shown; its ``id``."""
    return f"{settings.BASE_URL}/beviser/{uuid}/"


def status_list_address(uuid: UUID) -> str:
    """Where a status list is published; its ``id``."""
    return f"{settings.BASE_URL}/status/{uuid}"


def uuid_in(address: str, folder: str) -> UUID | None:
    """The uuid in an address of this site, such as ``…/beviser/<uuid>/`` for the folder ``beviser``; else None.

    The English page and the JSON are the same credential.
    """
    site, parts = urlsplit(settings.BASE_URL), urlsplit(address)
    if (parts.scheme, parts.netloc) != (site.scheme, site.netloc):
        return None
    segments = [segment for segment in parts.path.split("/") if segment]
    if segments[:1] == ["en"]:
        del segments[0]
    if len(segments) != 2 or segments[0] != folder:
        return None
    try:
        return UUID(segments[1].removesuffix(".json"))
    except ValueError:
        return None


def is_ours(address: str) -> bool:
    """Whether an address is on this site."""
    site, parts = urlsplit(settings.BASE_URL), urlsplit(address)
    return (parts.scheme, parts.netloc) == (site.scheme, site.netloc)


def _did_prefix() -> str:
    return f"did:web:{quote(urlsplit(settings.BASE_URL).netloc, safe='')}:{_DID_PATH}:"


def page_that_checks(address: str) -> str | None:
    """The path of a page of this site that checks what it shows whenever it is opened, if the address is one."""
    site, parts = urlsplit(settings.BASE_URL), urlsplit(address)
    if (parts.scheme, parts.netloc) != (site.scheme, site.netloc):
        return None
    with override(get_language_from_path(parts.path) or settings.LANGUAGE_CODE):
        try:
            return parts.path if resolve(parts.path).url_name == "shared" else None
        except Resolver404:
            return None
