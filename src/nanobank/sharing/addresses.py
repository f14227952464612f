"""Addresses that leave the house: a link's, and a badge's in somebody's web page."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse

from nanobank.sharing.models import Share


def link_address(share: Share) -> str:
    """What the holder gives to others, in the language active now."""
    return f"{settings.BASE_URL}{reverse('shared', args=[share.secret])}"


def badge_address(uuid: UUID, kind: str, *, language: str) -> str:
    """Where a credential's badge is, as it stands at the moment it is asked for."""
    return f"{settings.BASE_URL}{reverse('credential_badge', args=[uuid, kind])}?lang={language}"
