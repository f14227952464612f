"""The log of what changed in the listing, for whatever is derived from it: an index of words, vectors.

A reader keeps the number it has reached and asks for what came after. Numbers grow in the order of commits: SQLite has
one writer at a time, and on PostgreSQL writers of the listing wait for each other (``locked``), so that no lower number
can appear behind a reader.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from nanobank.catalogue.models import Listing, ListingChange

KEPT = timedelta(days=30)
_LOCK = 7_305_001
"""A number that no other advisory lock of ours has."""


class Change(NamedTuple):
    """The line with this id was written, or is gone: see whether it is there."""

    number: int
    at: datetime
    kind: str
    target_id: int
    listing_id: int


def locked() -> None:
    """Wait until no other transaction is writing the listing, and let others wait until this one ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def note(listings: Iterable[Listing], *, now: datetime) -> None:
    """Log that these lines were written or erased. To be called under ``locked``."""
    ListingChange.objects.bulk_create(
        ListingChange(kind=one.kind, target_id=one.target_id, listing_id=one.pk, at=now) for one in listings
    )


def since(number: int, most: int) -> list[Change]:
    """The changes from ``number`` on, that one included, in order: so the first is the one the reader knows.

    When it is not, the log was pruned beyond it or belongs to another history, and the reader must begin anew.
    """
    rows = ListingChange.objects.filter(pk__gte=number).order_by("pk")
    return [Change(*row) for row in rows.values_list("pk", "at", "kind", "target_id", "listing_id")[:most]]


def latest() -> Change | None:
    """The last change there is."""
    row = ListingChange.objects.order_by("-pk").values_list("pk", "at", "kind", "target_id", "listing_id").first()
    return Change(*row) if row else None


def prune(*, now: datetime) -> int:
    """Forget what is older than ``KEPT``, the last change excepted; how many rows that were."""
    last = latest()
    if last is None:
        return 0
    return ListingChange.objects.filter(at__lt=now - KEPT, pk__lt=last.number).delete()[0]
