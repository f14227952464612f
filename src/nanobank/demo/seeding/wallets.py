"""A credential held out to a wallet, and a request for one, for a visitor to open."""

from datetime import datetime, timedelta

from nanobank.accounts.models import Person
from nanobank.credentials.models import Credential
from nanobank.wallets.models import Format, Offer
from nanobank.wallets.services import offer_credential

_OPEN_FOR = timedelta(days=30)  # a visitor comes when they come


def seed_offer(people: dict[str, Person], now: datetime) -> Offer:
    """Nadia's credential, ready for her wallet."""
    nadia = people["nadia-rahimi-bech"]
    credential = Credential.objects.held_by(nadia).standing().latest("awarded_at")
    return offer_credential(credential=credential, as_format=Format.LDP, by=nadia, now=now, life=_OPEN_FOR)
