"""A worker reads offers into the bank's competences: those that the source names, and those that its text asks for."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from nanobank.catalogue.indexing import index
from nanobank.catalogue.models import Competence, ListingKind
from nanobank.feeds.models import OutsideOffer
from nanobank.search.reading.queries import read_text

_STRETCH: Final = 50
_READ: Final = 2_000
"""So many characters of an offer are read into competences."""
_MOST: Final = 8
_SPOKEN: Final = ("da", "en")


def read_waiting(*, clock: Callable[[], datetime], most: int = _STRETCH) -> int:
    """Read the next offers that have not been read as they are now; how many there were.

    Each stretch stands whole. An offer that changes meanwhile is read again.
    """
    waiting = OutsideOffer.objects.shown().filter(read_at__isnull=True).order_by("pk")
    offers = list(waiting[:most])
    read = [(offer, _competences(offer)) for offer in offers]
    return _keep(read, now=clock()) if offers else 0


def _competences(offer: OutsideOffer) -> set[int]:
    """By the address or the very name that the source gives; and by what its text says, surest first."""
    addresses = [term for term in offer.terms if term.startswith("http")]
    named = set(Competence.objects.filter(uri__in=addresses).values_list("pk", flat=True)) if addresses else set()
    words = [term for term in offer.terms if not term.startswith("http")]
    text = "\n".join([offer.title, *words, offer.description])[:_READ]
    if offer.language in ("", *_SPOKEN):
        language = offer.language or None
        named |= {found.competence.pk for found in read_text(text, language=language, most=_MOST)}
    return named


@transaction.atomic
def _keep(read: Sequence[tuple[OutsideOffer, set[int]]], *, now: datetime) -> int:
    locked = OutsideOffer.objects.select_for_update().in_bulk([offer.pk for offer, _found in read])
    through = OutsideOffer.competences.through
    kept, listed = list[int](), list[int]()
    rows = []
    for offer, found in read:
        there = locked.get(offer.pk)
        if there is None or there.digest != offer.digest:
            continue
        kept.append(offer.pk)
        rows += [through(outsideoffer_id=offer.pk, competence_id=pk) for pk in sorted(found)]
        if found:
            listed.append(offer.pk)
    through._default_manager.filter(outsideoffer_id__in=kept).delete()
    through._default_manager.bulk_create(rows, ignore_conflicts=True)
    OutsideOffer.objects.filter(pk__in=kept).update(read_at=now)
    if listed:
        index(ListingKind.OUTSIDE_OFFER, listed, now=now)
    return len(read)
