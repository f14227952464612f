"""What the pages about wallets ask."""

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.credentials.models import Credential, CredentialQuerySet
from nanobank.wallets.authorization import AuthorizationRequest
from nanobank.wallets.models import Offer, WalletCopy
from nanobank.wallets.permissions import check_holder


def own_credential(person: Person, uuid: UUID) -> Credential:
    """The person's own credential with its issuer. Raises Http404 and NotYours."""
    credential = get_object_or_404(
        Credential.objects.select_related("issuer", "micro_credential", "key", "person"), uuid=uuid
    )
    check_holder(person, credential)
    return credential


def own_offer(person: Person, uuid: UUID) -> Offer:
    """An offer of one of the person's own credentials. Raises Http404 and NotYours."""
    offer = get_object_or_404(
        Offer.objects.select_related("credential__issuer", "credential__micro_credential"), uuid=uuid
    )
    check_holder(person, offer.credential)
    return offer


def copies_of(credential: Credential) -> list[WalletCopy]:
    """The copies that wallets have fetched, the newest first."""
    return list(WalletCopy.objects.filter(credential=credential).order_by("-issued_at", "-pk")[:20])


def credentials_for(person: Person, request: AuthorizationRequest, *, now: datetime) -> CredentialQuerySet:
    """What the wallet may be let to fetch: the one its offer is about, else the person's own from that institution.

    Raises NotYours when the offer is of somebody else's credential.
    """
    mine = Credential.objects.held_by(person).standing().select_related("micro_credential", "issuer")
    if request.offer is not None:
        offered = Offer.objects.open(now).filter(uuid=request.offer)
        found = mine.filter(wallet_offers__in=offered)
        if not found.exists():
            raise NotYours("")
        return found
    if request.issuer:
        mine = mine.filter(issuer__slug=request.issuer)
    return mine.order_by("-awarded_at", "-pk")
