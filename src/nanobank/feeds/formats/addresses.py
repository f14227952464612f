"""One address for one page: what differs only in how it was written or who counted the click is the same."""

import ipaddress
import re
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from nanobank.common.fetching import is_public

LONGEST: Final = 600
_COUNTING: Final = re.compile(r"(?:utm_\w+|gclid|fbclid|msclkid|mc_cid|mc_eid)", re.IGNORECASE)
_PORTS: Final = {"http": 80, "https": 443}
_OWN_ENDINGS: Final = (".local", ".localhost", ".internal", ".lan", ".home.arpa", ".intranet")


class BadAddress(ValueError):
    """It is no address of a page on the public internet; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def canonical(text: str) -> str:
    """The address as we keep it. Raises BadAddress (``no_url``, ``url``, ``scheme``, ``private``, ``long_url``).

    No name is looked up here: whether a name leads to a private address is asked when something is fetched from it.
    """
    text = text.strip()
    if not text:
        raise BadAddress("no_url")
    if len(text) > LONGEST:
        raise BadAddress("long_url")
    if re.search(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]", text):
        raise BadAddress("url")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise BadAddress("url") from None
    if parts.scheme.lower() not in _PORTS:
        raise BadAddress("scheme" if parts.scheme else "url")
    return _joined(parts, _host(parts), port)


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if not host or parts.username is not None:
        raise BadAddress("url")
    try:
        if not is_public(ipaddress.ip_address(host)):
            raise BadAddress("private")
    except ValueError as reason:
        if isinstance(reason, BadAddress):
            raise
        if "." not in host or host.endswith(_OWN_ENDINGS) or re.fullmatch(r"[\d.]+|0x[0-9a-f.]+", host):
            raise BadAddress("private") from None
    return f"[{host}]" if ":" in host else host


def _joined(parts: SplitResult, host: str, port: int | None) -> str:
    scheme = parts.scheme.lower()
    place = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    query = parts.query
    if _COUNTING.search(query):
        query = urlencode(
            [pair for pair in parse_qsl(query, keep_blank_values=True) if not _COUNTING.fullmatch(pair[0])]
        )
    return urlunsplit((scheme, place, parts.path or "/", query, ""))
