"""A person holds a credential out to their wallet."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict
from nanobank.credentials.models import Credential
from nanobank.wallets.models import Format, Offer
from nanobank.wallets.permissions import check_holder
from nanobank.wallets.services._shared import stands, sweep

OFFER_LIFE: Final = timedelta(minutes=10)


@transaction.atomic
def offer_credential(
    *, credential: Credential, as_format: Format, by: Person, now: datetime, life: timedelta = OFFER_LIFE
) -> Offer:
    """Hold the credential out, for ten minutes unless said otherwise. Earlier offers of it that nobody took up close.

    Raises NotYours unless it is the person's own, Conflict when it no longer stands.
    """
    check_holder(by, credential)
    if not stands(credential, now=now):
        raise Conflict(_("Only a credential that is in force can be put into a wallet."))
    sweep(now=now)
    Offer.objects.filter(credential=credential).open(now).update(expires_at=now)
    return Offer.objects.create(credential=credential, format=as_format, created_at=now, expires_at=now + life)


@transaction.atomic
def withdraw_offer(*, offer: Offer, by: Person, now: datetime) -> None:
    """Close an offer before its time. Raises NotYours unless it is of the person's own credential."""
    check_holder(by, offer.credential)
    Offer.objects.filter(pk=offer.pk).open(now).update(expires_at=now)
