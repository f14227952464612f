"""Finding for other rooms: words and filters in, what was found and why out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Final

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import override

from nanobank.catalogue.lines import Listed
from nanobank.catalogue.models import ListingKind
from nanobank.catalogue.question import KINDS, Question
from nanobank.catalogue.words import asked as telling
from nanobank.common import clock
from nanobank.search import finding
from nanobank.search.finding import Found
from nanobank.search.reading.queries import read_text
from nanobank.search.reasons import reasons

__all__ = ["Found", "Hit", "Results", "find", "wanted"]

_READ_FROM: Final = 5
"""A question of so many telling words is read into competences; fewer are the name of something."""
_SECONDS_KEPT: Final = 300


def wanted(question: Question) -> tuple[int, ...]:
    """The competences (ids) that a question in whole words asks for; read once in a while, under a number of it."""
    if len(telling(question.text)) < _READ_FROM:
        return ()
    key = f"search.wanted.{blake2b(question.text.encode(errors='replace'), digest_size=12).hexdigest()}"
    kept: tuple[int, ...] | None = cache.get(key)
    if kept is None:
        kept = tuple(read.competence.pk for read in read_text(question.text, most=8))
        cache.set(key, kept, _SECONDS_KEPT)
    return kept


@dataclass(frozen=True)
class Hit:
    """Something found, and why in a few words."""

    listing: Listed
    reason: str


@dataclass(frozen=True)
class Results:
    """What ``find`` gives: the best hits, how many there are in all, and what to say about how they were found."""

    hits: tuple[Hit, ...]
    count: int
    facets: dict[str, int]
    is_near: bool
    meant: tuple[tuple[str, str], ...]
    without_meaning: bool


def find(
    words: str,
    *,
    kinds: Sequence[ListingKind] = KINDS,
    filters: Question | None = None,
    language: str = "da",
    most: int = 20,
) -> Results:
    """The best of what the words find. ``filters`` is a question whose words, kinds and page do not count.

    ``language`` is that of the reasons.
    """
    asked = filters or Question(today=timezone.localdate(clock.now()))
    question = replace(asked, text=words, kinds=tuple(kinds), page=1)
    found = finding.part(question, offset=0, limit=most, facets=True)
    with override(language):
        said = reasons(found, wanted(question))
    return Results(
        hits=tuple(Hit(listing, reason) for listing, reason in zip(found.listings, said, strict=True)),
        count=found.total,
        facets=found.facets,
        is_near=found.is_near,
        meant=found.meant,
        without_meaning=found.without_meaning,
    )
