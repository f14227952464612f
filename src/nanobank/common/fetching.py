"""Reads a document from a stranger's server without letting the stranger reach into ours.

Only https, unless plain http is asked for; only addresses of the public internet, and the connection goes to the very
address that was checked; so many bytes and so many seconds for all that one errand asks for.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final, TypeAlias, TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit

MAX_BYTES: Final = 1024 * 1024
SECONDS: Final = 5.0
_MAX_REDIRECTS: Final = 3
_REDIRECTS: Final = {301, 302, 303, 307, 308}
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")

# Names are looked up without a time limit of their own, so all of a fetch runs aside and is left behind when late.
_POOL: Final = ThreadPoolExecutor(max_workers=16, thread_name_prefix="fetch")

IpAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
_T = TypeVar("_T")


class Why(StrEnum):
    """Why something could not be had."""

    NOT_FOUND = "not_found"
    GONE = "gone"
    TIMED_OUT = "timed_out"
    NOT_ALLOWED = "not_allowed"
    TOO_LARGE = "too_large"
    NO_ANSWER = "no_answer"
    NOT_READABLE = "not_readable"


_NOTHING_THERE: Final = {404: Why.NOT_FOUND, 410: Why.GONE}


class CannotFetch(Exception):
    """What was asked for cannot be had, or will not be asked for."""

    def __init__(self, reason: Why) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Fetched:
    """What was there: the address that answered in the end, the media type without parameters, the bytes."""

    address: str
    kind: str
    body: bytes


def is_public(address: IpAddress) -> bool:
    """Whether an address is on the public internet: not ours, not local, not an old one in new clothes."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


@cache
def _public_tls() -> ssl.SSLContext:
    """The certificates that the machine believes; reading them takes longer than most answers."""
    return ssl.create_default_context()


def _anything(kind: str) -> bool:
    return True


class Fetcher:
    """Fetches what one errand asks for, until its time is up.

    ``accept`` is the header of that name; ``readable`` says which media types are read (all, unless given);
    ``plain`` lets http through; ``may_connect`` says to which addresses; ``tls`` whose certificates are believed.
    """

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        most_bytes: int = MAX_BYTES,
        accept: str = "*/*",
        readable: Callable[[str], bool] = _anything,
        plain: bool = False,
        may_connect: Callable[[IpAddress], bool] = is_public,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._deadline = time.monotonic() + seconds
        self._most_bytes, self._accept, self._readable = most_bytes, accept, readable
        self._schemes = {"https", "http"} if plain else {"https"}
        self._may_connect = may_connect
        self._tls = tls or _public_tls()
        self._connection: http.client.HTTPConnection | None = None

    def get(self, address: str) -> Fetched:
        """What is at an address. Raises CannotFetch."""
        return self._aside(address, self._read)

    def status(self, address: str) -> int:
        """The HTTP status of an address, without reading what is there. Raises CannotFetch when none comes."""
        return self._aside(address, lambda address, response: response.status)

    def _aside(self, address: str, read: "Callable[[str, http.client.HTTPResponse], _T]") -> _T:
        future = _POOL.submit(self._follow, address, read)
        try:
            return future.result(max(0.0, self._left))
        except TimeoutError:
            future.cancel()
            self._hang_up()
            raise CannotFetch(Why.TIMED_OUT) from None

    @property
    def _left(self) -> float:
        return self._deadline - time.monotonic()

    def _follow(self, address: str, read: "Callable[[str, http.client.HTTPResponse], _T]") -> _T:
        for _ in range(_MAX_REDIRECTS + 1):
            try:
                moved, answer = self._ask(address, read)
            except CannotFetch:
                raise
            except TimeoutError:
                raise CannotFetch(Why.TIMED_OUT) from None
            except (OSError, http.client.HTTPException, UnicodeError, ValueError):
                raise CannotFetch(Why.NO_ANSWER) from None
            if answer is not None:
                return answer
            address = urljoin(address, moved)
        raise CannotFetch(Why.NO_ANSWER)

    def _ask(self, address: str, read: "Callable[[str, http.client.HTTPResponse], _T]") -> tuple[str, _T | None]:
        """The address that one is sent on to, or what was read."""
        parts = urlsplit(address)
        if parts.scheme not in self._schemes or not parts.hostname or parts.username is not None:
            raise CannotFetch(Why.NOT_ALLOWED)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        connection = self._connected(parts, self._looked_up(parts.hostname, port), port)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request(
                "GET", path, headers={"Accept": self._accept, "Accept-Encoding": "identity", "User-Agent": "Nanobanken"}
            )
            with connection.getresponse() as response:
                if response.status in _REDIRECTS and (location := response.getheader("Location")):
                    return location, None
                return "", read(address, response)
        finally:
            connection.close()

    def _looked_up(self, host: str, port: int) -> str:
        """The address to connect to. All that the name leads to must be public, or none of it is used."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise CannotFetch(Why.NOT_FOUND) from None
        addresses = [str(entry[4][0]) for entry in found]
        if not all(self._may_connect(ipaddress.ip_address(one.partition("%")[0])) for one in addresses):
            raise CannotFetch(Why.NOT_ALLOWED)
        return addresses[0]

    def _connected(self, parts: SplitResult, ip: str, port: int) -> http.client.HTTPConnection:
        """A connection to one address, whatever the name would lead to by now; the certificate is still the name's."""
        timeout = max(0.05, self._left)
        secure = parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        self._connection = connection = kind(parts.hostname or "", port, timeout=timeout)
        plain = socket.create_connection((ip, port), timeout)
        connection.sock = self._tls.wrap_socket(plain, server_hostname=parts.hostname) if secure else plain
        return connection

    def _hang_up(self) -> None:
        connection = self._connection
        if connection is not None and connection.sock is not None:
            try:
                connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    def _read(self, address: str, response: http.client.HTTPResponse) -> Fetched:
        if response.status in _NOTHING_THERE:
            raise CannotFetch(_NOTHING_THERE[response.status])
        if response.status != http.HTTPStatus.OK:
            raise CannotFetch(Why.NO_ANSWER)
        kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
        if not self._readable(kind):
            raise CannotFetch(Why.NOT_READABLE)
        body = response.read(self._most_bytes + 1)
        if len(body) > self._most_bytes:
            raise CannotFetch(Why.TOO_LARGE)
        return Fetched(address, kind, body)
