"""Listings into the index, read anew from what is published."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tantivy import Document as Row
from tantivy import Index

from nanobank.catalogue.changes import Change
from nanobank.catalogue.indexing import texts
from nanobank.catalogue.models import Listing, ListingKind
from nanobank.catalogue.words import words
from nanobank.common import clock
from nanobank.search.bridge import Lexicon
from nanobank.search.index.schema import Analysis
from nanobank.search.index.vocabulary import Vocabulary

_HEAP = 50_000_000
_SMALL_HEAP = 15_000_000


def add(index: Index, listing_ids: list[int], analysis: Analysis) -> None:
    """Put these listings in, in the place of what is there of them; on disk when this returns."""
    kinds = Listing.objects.filter(pk__in=listing_ids).values_list("kind", "target_id")
    _replace(index, listing_ids, _rows(kinds, analysis), _HEAP)


def take_in(index: Index, news: Iterable[Change], vocabulary: Vocabulary) -> None:
    """Bring what changed up to date, and take out what is gone; on disk when this returns."""
    changed = {one.listing_id: (one.kind, one.target_id) for one in news if one.listing_id}
    _replace(index, list(changed), _rows(changed.values(), Analysis(vocabulary.lexicon)), _SMALL_HEAP)


def lexicon_of_listings() -> Lexicon:
    """The words of all titles and summaries, by which compounds are taken apart."""
    counts: dict[str, int] = defaultdict(int)
    rows = Listing.objects.values_list("title_da", "title_en", "summary_da", "summary_en")
    for row in rows.iterator(chunk_size=5_000):
        for word in {word for text in row for word in words(text)}:
            counts[word] += 1
    return Lexicon.of_counts(counts)


def _rows(things: Iterable[tuple[str, int]], analysis: Analysis) -> Iterator[Row]:
    of_kind: dict[str, list[int]] = defaultdict(list)
    for kind, target_id in things:
        of_kind[kind].append(target_id)
    for kind, target_ids in of_kind.items():
        for listing, document in texts(ListingKind(kind), target_ids, now=clock.now()):
            yield analysis.row(listing, document)


def _replace(index: Index, listing_ids: Iterable[int], rows: Iterable[Row], heap: int) -> None:
    writer = index.writer(heap, 1)
    try:
        for listing_id in listing_ids:
            writer.delete_documents_by_term("key", str(listing_id))
        for row in rows:
            writer.add_document(row)
        writer.commit()
    finally:
        writer.wait_merging_threads()
