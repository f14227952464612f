"""What one process sees of the index at a moment: it asks here, and gets another view when something has changed."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from tantivy import Index, Order, Query, Searcher, SearchResult

from nanobank.catalogue.question import Sort
from nanobank.search.index.vocabulary import Vocabulary

_ORDERS = {
    Sort.PRICE: ("price", Order.Asc),
    Sort.ECTS: ("ects", Order.Asc),
    Sort.START: ("start", Order.Asc),
}
_MOST_KEPT = 5_000
_MOST_KNOWN = 100_000
_T = TypeVar("_T")
_MARKS = {"marks": {"terms": {"field": "counted", "size": 100}}}


@dataclass(frozen=True)
class Hits:
    """Listings in order with their scores (0 where something else orders them), and how many there are in all."""

    ids: list[int]
    scores: list[float]
    total: int


@dataclass(frozen=True)
class View:
    """The index as it was at a change's number. ``kept`` is what has been worked out of it, gone with the view."""

    index: Index
    searcher: Searcher
    number: int
    vocabulary: Vocabulary
    kept: dict[Any, Any] = field(default_factory=dict)
    terms: dict[tuple[str, bool, bool], Any] = field(default_factory=dict)
    """How words are looked for (``asking.term_of``): the same words stand in many questions."""
    _known: dict[str, int] = field(default_factory=dict)

    def hits(self, query: Query, sort: Sort, *, ranked: bool, offset: int, limit: int) -> Hits:
        """The best of what the query finds; ``ranked`` when words order it rather than age."""
        searcher = self.searcher
        if sort is Sort.RELEVANCE and ranked:
            result = searcher.search(query, limit, offset=offset)
        else:
            column, order = _ORDERS.get(sort, ("published", Order.Desc))
            result = searcher.search(query, limit, offset=offset, order_by_field=column, order=order)
        hits = result.hits  # each reading of it makes the list anew
        if not hits:
            return Hits([], [], _total(result))
        scores, addresses = zip(*hits, strict=True)
        ids = searcher.fast_field_values("id", list(addresses))
        by_words = ranked and sort is Sort.RELEVANCE
        return Hits([int(id_ or 0) for id_ in ids], list(scores) if by_words else [0.0] * len(ids), _total(result))

    def count(self, query: Query) -> int:
        """How many listings the query finds."""
        return _total(self.searcher.search(query, 1))

    def marks(self, query: Query) -> dict[str, int]:
        """How many of the listings found have each mark that is counted."""
        buckets = self.searcher.aggregate(query, _MARKS)["marks"]["buckets"]
        return {bucket["key"]: bucket["doc_count"] for bucket in buckets}

    def keep(self, key: Any, value: _T) -> _T:
        """Keep what was worked out, until there is too much of it."""
        if len(self.kept) >= _MOST_KEPT:
            self.kept.clear()
        self.kept[key] = value
        return value

    def knows(self, stem: str) -> bool:
        """Whether any listing has this stem."""
        return self.frequency(stem) > 0

    def frequency(self, stem: str) -> int:
        """How many listings have this stem; those that are gone count until the index is tidied."""
        known = self._known.get(stem)
        if known is None:
            known = sum(self.searcher.doc_freq(field, stem) for field in ("everything", "name"))
            if len(self._known) < _MOST_KNOWN:
                self._known[stem] = known
        return known


def _total(result: SearchResult) -> int:
    return int(result.count or 0)  # type: ignore[attr-defined]  # which tantivy's stub leaves out
