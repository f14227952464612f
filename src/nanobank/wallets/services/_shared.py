"""What the services have in common: a grant, standing, and the sweeping out of what has run out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from nanobank.credentials.models import Credential
from nanobank.credentials.queries import standing_of
from nanobank.wallets.models import (
    AccessToken,
    AuthorizationCode,
    Offer,
    PresentationRequest,
    ShownCredential,
    UsedNonce,
)

_KEPT: Final = timedelta(days=1)


@dataclass(frozen=True)
class Grant:
    """An access token as it is told to the wallet, this once."""

    token: str
    lives: timedelta
    access: AccessToken


def stands(credential: Credential, *, now: datetime) -> bool:
    """Whether the credential is genuine and in force now, and no newer one has taken its place."""
    return not credential.replaced and standing_of(credential, now=now).genuine


@transaction.atomic
def sweep(*, now: datetime) -> None:
    """Delete what has run out: at once what was shown, nonces and tokens; after a day codes, offers and requests."""
    ShownCredential.objects.filter(delete_at__lte=now).delete()
    PresentationRequest.objects.filter(expires_at__lte=now - _KEPT, shown__isnull=True).delete()
    UsedNonce.objects.filter(expires_at__lte=now).delete()
    AccessToken.objects.filter(expires_at__lte=now).delete()
    AuthorizationCode.objects.filter(expires_at__lte=now - _KEPT).delete()
    Offer.objects.filter(expires_at__lte=now - _KEPT, copies__isnull=True).delete()
