"""Danish personal numbers (CPR), which have no place in anything that is written here."""

import re
from typing import Final

_NUMBER: Final = re.compile(r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[-–‑ ]\d{4}(?!\d)")


def without_cpr(written: str) -> str:
    """The same with such numbers made unreadable."""
    return _NUMBER.sub("••••••-••••", written)


def has_cpr(written: str) -> bool:
    """Whether something stands there as a CPR number does: a date, a hyphen or space, and four digits."""
    return _NUMBER.search(written) is not None
