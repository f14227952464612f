"""Secrets between the site and a wallet: made so that a copy of the database opens nothing (decision 0052).

What a page must show again - an offer's codes - is made from the site's secret and the offer's uuid each time. What is
handed out once is random, and only its hash is kept.
"""

import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

TX_CODE_DIGITS: Final = 6
NONCE_LIFE: Final = timedelta(minutes=5)


def new_secret() -> str:
    """256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is kept of a secret, keyed with the site's own."""
    return salted_hmac("nanobank.wallets.hash", secret, algorithm="sha256").hexdigest()


def code_for(purpose: str, uuid: UUID) -> str:
    """The code that opens one row for one purpose: ``<uuid in hex>.<256 bits>``."""
    return f"{uuid.hex}.{_made(purpose, uuid).hexdigest()}"


def uuid_in_code(purpose: str, code: str) -> UUID | None:
    """The row that a code opens, None for any code that was not made here for this purpose."""
    written = code.partition(".")[0]
    if len(written) != 32 or not written.isascii() or not written.isalnum():
        return None
    try:
        uuid = UUID(hex=written)
    except ValueError:
        return None
    return uuid if constant_time_compare(code, code_for(purpose, uuid)) else None


def tx_code_for(uuid: UUID) -> str:
    """The transaction code of an offer: six digits that its holder types into the wallet."""
    number = int.from_bytes(_made("tx_code", uuid).digest(), "big") % 10**TX_CODE_DIGITS
    return f"{number:0{TX_CODE_DIGITS}}"


def new_nonce(now: datetime) -> str:
    """A ``c_nonce`` for one key proof. It carries its own date, so that asking for one writes nothing."""
    return _signed_nonce(f"{int(now.timestamp())}-{secrets.token_urlsafe(16)}")


def nonce_ends_at(nonce: str) -> datetime | None:
    """When a nonce of ours runs out; None for anybody else's."""
    written = nonce.partition(".")[0]
    if not constant_time_compare(nonce, _signed_nonce(written)):
        return None
    return datetime.fromtimestamp(int(written.partition("-")[0]), tz=UTC) + NONCE_LIFE


def _signed_nonce(written: str) -> str:
    return f"{written}.{salted_hmac('nanobank.wallets.nonce', written, algorithm='sha256').hexdigest()[:32]}"


def _made(purpose: str, uuid: UUID) -> hmac.HMAC:
    return salted_hmac(f"nanobank.wallets.{purpose}", uuid.hex, algorithm="sha256")
