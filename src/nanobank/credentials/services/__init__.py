"""Every change about credentials: one verb each, one transaction each."""

from nanobank.credentials.services._awarding import award
from nanobank.credentials.services._bulk import Aside, award_many, press_of, put_aside
from nanobank.credentials.services._compromise import issue_next_anew, report_compromise
from nanobank.credentials.services._keys import rotate_key, signing_key
from nanobank.credentials.services._renaming import ask_for_new_name, decline_new_name, grant_new_name
from nanobank.credentials.services._replacing import renew
from nanobank.credentials.services._standing import MIN_REASON, reinstate, revoke, suspend

__all__ = [
    "MIN_REASON",
    "Aside",
    "ask_for_new_name",
    "award",
    "award_many",
    "decline_new_name",
    "grant_new_name",
    "issue_next_anew",
    "press_of",
    "put_aside",
    "reinstate",
    "renew",
    "report_compromise",
    "revoke",
    "rotate_key",
    "signing_key",
    "suspend",
]
