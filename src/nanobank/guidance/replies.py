"""The address that answers one thread for one person: ``svar+<thread>.<person>.<signature>@<domain>``."""

import re
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_FORM: Final = re.compile(r"svar\+([0-9]{1,19})\.([0-9]{1,19})\.([0-9a-f]{20})")


def reply_address(thread: int, person: int) -> str:
    """Where this person's answers to the thread go; empty when the site takes in no mail."""
    domain = settings.MAIL_IN
    return f"svar+{thread}.{person}.{_signature(thread, person)}@{domain}" if domain else ""


def read_address(address: str) -> tuple[int, int] | None:
    """The ids of thread and person in an address of ours; None for any other, or when the signature is wrong."""
    local, _at, domain = address.strip().lower().rpartition("@")
    if not settings.MAIL_IN or domain != settings.MAIL_IN.lower():
        return None
    found = _FORM.fullmatch(local)
    if found is None:
        return None
    thread, person = int(found[1]), int(found[2])
    return (thread, person) if constant_time_compare(found[3], _signature(thread, person)) else None


def _signature(thread: int, person: int) -> str:
    """80 bits of an HMAC: a guess is right once in 10^24."""
    return salted_hmac("guidance.replies", f"{thread}.{person}", algorithm="sha256").hexdigest()[:20]
