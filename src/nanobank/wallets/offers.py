"""An offer as a wallet reads it and as its holder sees it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from nanobank.wallets import codes
from nanobank.wallets.addresses import credential_issuer_of, offer_address, offer_link
from nanobank.wallets.formats import FORMS
from nanobank.wallets.metadata import PRE_AUTHORIZED
from nanobank.wallets.models import Format, Offer

TOKEN_LIFE: Final = timedelta(minutes=10)


class OfferState(StrEnum):
    """How far an offer has come."""

    WAITING = "waiting"
    TAKEN = "taken"
    FETCHED = "fetched"
    OVER = "over"


@dataclass(frozen=True)
class ShownOffer:
    """An offer as its page shows it."""

    offer: Offer
    state: OfferState
    by_reference: str
    by_value: str
    tx_code: str

    @property
    def under_way(self) -> bool:
        """Whether something may still happen."""
        return self.state in {OfferState.WAITING, OfferState.TAKEN}


def offer_document(offer: Offer) -> dict[str, Any]:
    """The Credential Offer (OpenID4VCI 1.0, section 4.1.1): both grants, so that the wallet may choose."""
    return {
        "credential_issuer": credential_issuer_of(offer.credential.issuer),
        "credential_configuration_ids": [FORMS[Format(offer.format)].configuration],
        "grants": {
            "authorization_code": {"issuer_state": codes.code_for("issuer_state", offer.uuid)},
            PRE_AUTHORIZED: {
                "pre-authorized_code": codes.code_for("pre-authorized_code", offer.uuid),
                "tx_code": {
                    "input_mode": "numeric",
                    "length": codes.TX_CODE_DIGITS,
                    "description": "Koden står ved siden af QR-koden i Nanobanken",
                },
            },
        },
    }


def shown_offer(offer: Offer, *, now: datetime) -> ShownOffer:
    """The offer with its links and code."""
    document = json.dumps(offer_document(offer), ensure_ascii=False, separators=(",", ":"))
    return ShownOffer(
        offer=offer,
        state=state_of(offer, now=now),
        by_reference=offer_link(credential_offer_uri=offer_address(codes.code_for("offer", offer.uuid))),
        by_value=offer_link(credential_offer=document),
        tx_code=codes.tx_code_for(offer.uuid),
    )


def state_of(offer: Offer, *, now: datetime) -> OfferState:
    """How far it has come: one query."""
    if offer.copies.exists():
        return OfferState.FETCHED
    if offer.redeemed_at is not None:
        return OfferState.TAKEN if offer.redeemed_at > now - TOKEN_LIFE else OfferState.OVER
    is_open = offer.expires_at > now and offer.wrong_codes < Offer.MOST_WRONG_CODES
    return OfferState.WAITING if is_open else OfferState.OVER
