"""Trying the addresses that a text points to, without reaching into anybody's house."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from nanobank.common.fetching import CannotFetch, Fetcher, Why
from nanobank.quality.links import links_of
from nanobank.quality.models import Link, LinkState
from nanobank.quality.things import Thing

SECONDS: Final = 8.0
_MOST: Final = 200
_FRESH: Final = timedelta(days=7)
_GONE: Final = frozenset({404, 410})
_ALIVE: Final = range(200, 400)


def status_of(address: str) -> int:
    """The status that an address answers with. Raises CannotFetch."""
    return Fetcher(seconds=SECONDS, plain=True).status(address)


def try_links(*, thing: Thing, now: datetime, ask: Callable[[str], int] = status_of) -> int:
    """Try those of its links that were not tried in the last week, at most 200; how many. Never in a transaction."""
    links = list(links_of(thing))
    recent = Link.objects.filter(address__in=links, tried_at__gt=now - _FRESH).values_list("address", flat=True)
    fresh = set(recent)
    due = [address for address in links if address not in fresh][:_MOST]
    for address in due:
        state, status = _tried(address, ask)
        Link.objects.update_or_create(address=address, defaults={"state": state, "status": status, "tried_at": now})
    return len(due)


def _tried(address: str, ask: Callable[[str], int]) -> tuple[LinkState, int | None]:
    try:
        status = ask(address)
    except CannotFetch as refused:
        return (LinkState.PRIVATE if refused.reason is Why.NOT_ALLOWED else LinkState.UNSURE), None
    if status in _GONE:
        return LinkState.DEAD, status
    return (LinkState.ALIVE if status in _ALIVE else LinkState.UNSURE), status
