"""Every change about wallets."""

from nanobank.wallets.services._asking import ask_for_credential, ask_to_show, close_request, verifier_key
from nanobank.wallets.services._granting import authorise, redeem_code, redeem_offer
from nanobank.wallets.services._issuing import issue_copy, note_event
from nanobank.wallets.services._offering import offer_credential, withdraw_offer
from nanobank.wallets.services._receiving import delete_shown, keep_shown, receive_answer, receive_refusal
from nanobank.wallets.services._shared import Grant, sweep

__all__ = [
    "Grant",
    "ask_for_credential",
    "ask_to_show",
    "authorise",
    "close_request",
    "delete_shown",
    "issue_copy",
    "keep_shown",
    "note_event",
    "offer_credential",
    "receive_answer",
    "receive_refusal",
    "redeem_code",
    "redeem_offer",
    "sweep",
    "verifier_key",
    "withdraw_offer",
]
