"""Keeps one visitor from keeping everybody waiting. What is counted is forgotten after a minute.

It is counted in Django's cache. Several processes count together only in a cache that they share
(``NANOBANK_CACHE_URL``, docs/how-to/run-for-real.md); with the cache in memory each counts for itself, and the limit is
as many times higher.
"""

from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from nanobank.common import clock
from nanobank.common.errors import Refused
from nanobank.common.security import declared_bytes

CHECKS_A_MINUTE: Final = 30


class TooOften(Refused):
    """Somebody checks faster than a person can read."""

    status = HTTPStatus.TOO_MANY_REQUESTS


def count_check(request: HttpRequest) -> None:
    """Count one check by the visitor's address. Raises TooOften past the limit."""
    count_visit(request, "credentials.checks", most=CHECKS_A_MINUTE)


def count_visit(request: HttpRequest, what: str, *, most: int) -> None:
    """Count one visit of a kind by the visitor's address. Raises TooOften past so many a minute."""
    minute = int(clock.now().timestamp() // 60)  # in the key, since not every cache keeps the time when it counts up
    key = f"{what}.{minute}.{_visitor(request)}"
    cache.add(key, 0, timeout=60)
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two
        return
    if count > most:
        raise TooOften(_("That was many checks in a short time. Wait a minute, and try again."))


def is_too_large(request: HttpRequest) -> bool:
    """Whether more is sent than is taken in here; told from what the request says of itself, nothing of it read."""
    return declared_bytes(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _visitor(request: HttpRequest) -> str:
    """The address, as the proxy saw it where there is one: the last it added, since the rest can be invented."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
        if forwarded:
            return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
