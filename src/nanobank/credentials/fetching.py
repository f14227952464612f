"""Reads a document from a stranger's server without letting the stranger reach into ours.

Only https; only addresses of the public internet, and the connection goes to the very address that was checked; one
megabyte; one and a half seconds for all that one check asks for.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final, TypeAlias
from urllib.parse import SplitResult, urljoin, urlsplit

from nanobank.credentials.verdicts.bridge import CannotResolve, Unreachable

MAX_BYTES: Final = 1024 * 1024
SECONDS: Final = 1.5
_MAX_REDIRECTS: Final = 3
_REDIRECTS: Final = {301, 302, 303, 307, 308}
_NOTHING_THERE: Final = {404: Unreachable.NOT_FOUND, 410: Unreachable.GONE}
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
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")

# Names are looked up without a time limit of their own, so all of a fetch runs aside and is left behind when late.
_POOL: Final = ThreadPoolExecutor(max_workers=16, thread_name_prefix="fetch")

IpAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


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
    """The certificates that the machine believes; reading them takes longer than checking a credential."""
    return ssl.create_default_context()


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
        self._deadline = time.monotonic() + seconds
        self._may_connect = may_connect
        self._tls = tls or _public_tls()
        self._connection: _Pinned | None = None

    def get(self, address: str) -> bytes:
        """What is at an ``https:`` address. Raises CannotResolve."""
        future = _POOL.submit(self._follow, address)
        try:
            return future.result(max(0.0, self._left))
        except TimeoutError:
            future.cancel()
            self._hang_up()
            raise CannotResolve(Unreachable.TIMED_OUT) from None

    @property
    def _left(self) -> float:
        return self._deadline - time.monotonic()

    def _follow(self, address: str) -> bytes:
        for _ in range(_MAX_REDIRECTS + 1):
            try:
                answer = self._ask(address)
            except CannotResolve:
                raise
            except TimeoutError:
                raise CannotResolve(Unreachable.TIMED_OUT) from None
            except (OSError, http.client.HTTPException, UnicodeError, ValueError):
                raise CannotResolve(Unreachable.NO_ANSWER) from None
            if isinstance(answer, bytes):
                return answer
            address = urljoin(address, answer)
        raise CannotResolve(Unreachable.NO_ANSWER)

    def _ask(self, address: str) -> bytes | str:
        """The document, or the address that one is sent on to."""
        parts = urlsplit(address)
        if parts.scheme != "https" or not parts.hostname or parts.username is not None:
            raise CannotResolve(Unreachable.NOT_ALLOWED)
        ip = self._looked_up(parts.hostname, parts.port or 443)
        self._connection = connection = _Pinned(parts, ip, self._tls, timeout=max(0.05, self._left))
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request(
                "GET", path, headers={"Accept": _ACCEPT, "Accept-Encoding": "identity", "User-Agent": "Nanobanken"}
            )
            with connection.getresponse() as response:
                return _read(response)
        finally:
            connection.close()

    def _looked_up(self, host: str, port: int) -> str:
        """The address to connect to. All that the name leads to must be public, or none of it is used."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise CannotResolve(Unreachable.NOT_FOUND) from None
        addresses = [str(entry[4][0]) for entry in found]
        if not all(self._may_connect(ipaddress.ip_address(one.partition("%")[0])) for one in addresses):
            raise CannotResolve(Unreachable.NOT_ALLOWED)
        return addresses[0]

    def _hang_up(self) -> None:
        connection = self._connection
        if connection is not None and connection.sock is not None:
            try:
                connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


class _Pinned(http.client.HTTPSConnection):
    """A connection to one address, whatever the name would lead to by now; the certificate is still the name's."""

    def __init__(self, parts: SplitResult, ip: str, tls: ssl.SSLContext, *, timeout: float) -> None:
        super().__init__(parts.hostname or "", parts.port, timeout=timeout, context=tls)
        self._ip, self._believed = ip, tls

    def connect(self) -> None:
        """Open the connection to the address that was checked."""
        plain = socket.create_connection((self._ip, self.port), self.timeout)
        self.sock = self._believed.wrap_socket(plain, server_hostname=self.host)


def _read(response: http.client.HTTPResponse) -> bytes | str:
    if response.status in _REDIRECTS and (location := response.getheader("Location")):
        return location
    if response.status in _NOTHING_THERE:
        raise CannotResolve(_NOTHING_THERE[response.status])
    if response.status != http.HTTPStatus.OK:
        raise CannotResolve(Unreachable.NO_ANSWER)
    kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    if kind not in _PLAIN_KINDS and not kind.endswith(("+json", "+jwt", "+sd-jwt")):
        raise CannotResolve(Unreachable.NOT_READABLE)
    body = response.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise CannotResolve(Unreachable.TOO_LARGE)
    return body
