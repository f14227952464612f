"""Numbers and addresses that identify a workplace: checked before anybody relies on them."""

import re
from typing import Final

from django.utils.translation import gettext_lazy as _
from stdnum import ean as ean_number
from stdnum.dk import cvr as cvr_number
from stdnum.exceptions import ValidationError

from nanobank.common.errors import Refused

_DOMAIN: Final = re.compile(r"(?=.{4,120}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_FOR_ANYBODY: Final = frozenset(
    {
        *("gmail.com", "googlemail.com", "hotmail.com", "hotmail.dk", "outlook.com", "outlook.dk", "live.dk"),
        *("live.com", "msn.com", "yahoo.com", "yahoo.dk", "icloud.com", "me.com", "mail.dk", "jubii.dk"),
        *("stofanet.dk", "proton.me", "protonmail.com", "postkassen.example"),
    }
)
"""Where anybody gets an address says nothing of where they work."""
_DIGITS_OF_A_GLN: Final = 13


def checked_cvr(written: str) -> str:
    """Eight digits. Raises Refused (field ``cvr``)."""
    try:
        return str(cvr_number.validate(written))
    except ValidationError:
        raise Refused(_("This is not a CVR number: its check digit is wrong."), field="cvr") from None


def checked_ean(written: str) -> str:
    """Thirteen digits, or nothing. Raises Refused (field ``ean``)."""
    if not written.strip():
        return ""
    try:
        number = str(ean_number.validate(written))
    except ValidationError:
        number = ""
    if len(number) != _DIGITS_OF_A_GLN:
        raise Refused(
            _("This is not an EAN number: it has 13 digits, and the last one must fit the rest."), field="ean"
        )
    return number


def checked_domain(written: str, *, addresses: set[str]) -> str:
    """The domain in lower case, or nothing. One has to have a confirmed address there oneself.

    Raises Refused (field ``domain``).
    """
    domain = written.strip().lower().removeprefix("@")
    if not domain:
        return ""
    if not _DOMAIN.fullmatch(domain):
        raise Refused(_("Write the part after @, such as firma.dk."), field="domain")
    if domain in _FOR_ANYBODY:
        raise Refused(_("Anybody can get an address there, so it cannot let colleagues in."), field="domain")
    if domain not in {address.rpartition("@")[2] for address in addresses}:
        raise Refused(_("You can only use a domain where you have a confirmed address yourself."), field="domain")
    return domain
