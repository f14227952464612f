"""Every change about wallets."""

from nanobank.wallets.services._granting import authorise, redeem_code, redeem_offer
from nanobank.wallets.services._issuing import issue_copy, note_event
from nanobank.wallets.services._offering import offer_credential, withdraw_offer
from nanobank.wallets.services._shared import Grant, sweep

__all__ = [
    "Grant",
    "authorise",
    "issue_copy",
    "note_event",
    "offer_credential",
    "redeem_code",
    "redeem_offer",
    "sweep",
    "withdraw_offer",
]
