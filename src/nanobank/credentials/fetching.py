"""Reads what a check of a credential asks strangers' servers for, and says why not as a verdict does.

One megabyte; one and a half seconds for all that one check asks for.
"""

import ssl
from collections.abc import Callable
from typing import Final

from nanobank.common.fetching import MAX_BYTES, CannotFetch, IpAddress, is_public
from nanobank.common.fetching import Fetcher as Plain
from nanobank.credentials.verdicts.bridge import CannotResolve, Unreachable

__all__ = ["MAX_BYTES", "SECONDS", "Fetcher", "IpAddress", "is_public"]

SECONDS: Final = 1.5
_ACCEPT: Final = (
    "application/vc, application/did, application/vc+ld+json, application/ld+json, application/json, "
    "application/statuslist+jwt, application/vc+jwt, image/png;q=0.5, image/svg+xml;q=0.5"
)
_PLAIN_KINDS: Final = {
    "application/did",
    "application/json",
    "application/jwt",
    "application/vc",
    "image/png",
    "image/svg+xml",
    "text/plain",
}


class Fetcher:
    """Fetches what one check asks for, until its time is up.

    ``may_connect`` says which addresses are let through; ``tls`` whose certificates are believed.
    """

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        may_connect: Callable[[IpAddress], bool] = is_public,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._plain = Plain(seconds=seconds, accept=_ACCEPT, readable=_is_readable, may_connect=may_connect, tls=tls)

    def get(self, address: str) -> bytes:
        """What is at an ``https:`` address. Raises CannotResolve."""
        try:
            return self._plain.get(address).body
        except CannotFetch as refused:
            raise CannotResolve(Unreachable(refused.reason.value)) from None


def _is_readable(kind: str) -> bool:
    return kind in _PLAIN_KINDS or kind.endswith(("+json", "+jwt", "+sd-jwt"))
