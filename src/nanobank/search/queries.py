"""Finding for other rooms: words and filters in, what was found and why out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import override

from nanobank.catalogue.lines import Listed
from nanobank.catalogue.models import ListingKind
from nanobank.catalogue.question import KINDS, Question
from nanobank.common import clock
from nanobank.search import finding
from nanobank.search.finding import Found
from nanobank.search.reasons import reasons
from nanobank.search.wanting import wanted

__all__ = ["Found", "Hit", "Results", "find"]


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
        said = reasons(found, wanted(question.text))
    return Results(
        hits=tuple(Hit(listing, reason) for listing, reason in zip(found.listings, said, strict=True)),
        count=found.total,
        facets=found.facets,
        is_near=found.is_near,
        meant=found.meant,
        without_meaning=found.without_meaning,
    )
