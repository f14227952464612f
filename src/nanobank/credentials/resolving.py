"""What a credential asks for, fetched from where it is published; an issuer's keys are kept for a minute."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from nanobank.credentials.fetching import Fetcher
from nanobank.credentials.verdicts.bridge import CannotResolve, Resolver, Unreachable, did_web_to_url

KEPT_SECONDS: Final = (
    60.0  # long enough for a class that is checked in a row; a key that is withdrawn counts no longer than that
)
KEPT_BYTES: Final = 16 * 1024 * 1024


class Shelf:
    """Documents of issuers, each for a minute from when it was asked for, and not too much of them in all."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, capacity: int = KEPT_BYTES) -> None:
        self._clock = clock
        self._capacity = capacity
        self._documents: OrderedDict[str, tuple[float, bytes]] = OrderedDict()  # the oldest first
        self._size = 0
        self._lock = threading.Lock()

    def get(self, url: str) -> bytes | None:
        """What was there less than a minute ago, None when that is not known."""
        with self._lock:
            kept = self._documents.get(url)
        return kept[1] if kept and self._clock() - kept[0] < KEPT_SECONDS else None

    def put(self, url: str, document: bytes, asked_at: float) -> None:
        """Keep what is at `url`, and let go of the oldest where it is too much."""
        with self._lock:
            self._size += len(document) - len(self._documents.pop(url, (0.0, b""))[1])
            self._documents[url] = (asked_at, document)
            while self._size > self._capacity:
                self._size -= len(self._documents.popitem(last=False)[1][1])

    def now(self) -> float:
        """The moment on this shelf's clock."""
        return self._clock()


_SHELF: Final = Shelf()


def public_resolver(fetcher: Fetcher, shelf: Shelf = _SHELF) -> Resolver:
    """A resolver that fetches over https, ``did:web`` from its address, as far as the fetcher dares.

    Only what issuers publish of their keys is kept: a status is always today's, and of what somebody is checking
    nothing is kept. What cannot be had is asked for again.
    """

    def resolve(address: str) -> bytes:
        url = _url_of(address)
        if not (address.startswith("did:") or "/.well-known/" in url):
            return fetcher.get(url)
        kept = shelf.get(url)
        if kept is not None:
            return kept
        asked_at = shelf.now()
        document = fetcher.get(url)
        shelf.put(url, document, asked_at)
        return document

    return resolve


def _url_of(address: str) -> str:
    if not address.startswith("did:"):
        return address
    try:
        return did_web_to_url(address)
    except ValueError:
        raise CannotResolve(Unreachable.NOT_FOUND) from None
