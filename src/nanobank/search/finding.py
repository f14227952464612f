"""The one door to finding things: words by the node's index, meaning beside them, the database where there is neither.

What holds every word comes first, as the index ranks it. A word that nothing holds is taken as part of longer words, or
as a slip for one that is used. When nothing holds all of them, whatever holds most does.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.db.models import QuerySet

from nanobank.catalogue import search as database
from nanobank.catalogue.filters import conditions
from nanobank.catalogue.lines import Listed, ListingLine
from nanobank.catalogue.models import Listing, ListingKind
from nanobank.catalogue.question import KINDS, MOST, Question, Sort
from nanobank.catalogue.words import asked
from nanobank.common import clock
from nanobank.common.prepared import among as among_ids
from nanobank.common.prepared import prepared
from nanobank.search.bridge import fused, language_of, says_nothing
from nanobank.search.covering import covered, things_of
from nanobank.search.index import asking
from nanobank.search.index.asking import Term
from nanobank.search.index.node import node
from nanobank.search.index.schema import COUNTED
from nanobank.search.index.view import Hits, View
from nanobank.search.meaning.embedders import embedder
from nanobank.search.meaning.nearest import known_by
from nanobank.search.meaning.queries import near
from nanobank.search.meaning.tasks import wake
from nanobank.search.wanting import Wanted, wanted

MATCHES: Final = 4
NAMES: Final = (ListingKind.PROVIDER, ListingKind.COMPETENCE)
BESIDE: Final = (*NAMES, ListingKind.OUTSIDE_OFFER)
"""What is found only when it is asked for, but counted for those who did not think of it."""
_FUSED: Final = 100
"""So many of the best by words, and of the best by meaning, are put into one order; what follows is by words alone."""
NEAR: Final = 0.27
"""How near in meaning something must be to be a result on that account alone (cosine, centred): see ADR 0079."""
_ALONE: Final = 20
"""So many that only meaning found are added at most."""
_AS_GOOD: Final = 0.5
"""Of what holds only some of the words that part is a result which is so near to the best, as words rank it."""
_SURE: Final = 0.85
"""How sure the reading must be for what was read to take the place of holding some of the words."""
_FILTER_OF: Final[dict[str, dict[str, Any]]] = {
    "k": {"kinds": KINDS}, "l": {"levels": ()}, "g": {"languages": ()}, "f": {"forms": ()}, "a": {"audiences": ()},
}  # fmt: skip
"""The question without the filter that a counted letter stands for."""


@dataclass(frozen=True)
class Found:
    """One page of results. ``total`` is exact unless ``is_capped``: then only so many can be leafed through."""

    listings: list[Listed]
    total: int
    is_capped: bool = False
    pages: int = 1
    is_near: bool = False
    """Whether nothing held every word, so that these hold only some of them."""
    matches: list[Listed] = field(default_factory=list)
    """Providers and competences whose names hold the words; on the first page alone."""
    terms: tuple[Term, ...] = ()
    """How each word was looked for; none where the database answered."""
    by_meaning: frozenset[int] = frozenset()
    """Of the listings shown, those that meaning alone found."""
    given: dict[int, frozenset[int]] | None = None
    """Of the competences that the question was read into, those that a listing gives; None where that is not known."""
    held: dict[int, list[Term]] = field(default_factory=dict)
    """The words that each listing holds, by its id, where not all hold every one."""
    facets: dict[str, int] = field(default_factory=dict)
    """How many results each filter would leave, by its mark, others of its kind left out; none from the database."""
    from_database: bool = False
    """Whether the index of words was not there, so that the database answered."""
    without_meaning: bool = True
    """Whether meaning had no say: no embedder is set, or texts are still being read, or none was asked for."""

    @property
    def meant(self) -> tuple[tuple[str, str], ...]:
        """What was typed and what it was taken for."""
        return tuple((term.typed, term.word) for term in self.terms if term.typed)


@dataclass(frozen=True)
class _Order:
    """Listings in order, as far as they are put in one, and how many there are."""

    ids: list[int]
    total: int
    by_meaning: frozenset[int] = frozenset()
    without_meaning: bool = True
    given: dict[int, frozenset[int]] | None = None
    few: tuple[int, ...] = ()
    """All of them, where they are picked out of what holds only some of the words, so that no query counts them."""


def look(question: Question, *, meaning: bool = True, facets: bool = True) -> Found:
    """The page of results that the question asks for."""
    first = (question.page - 1) * question.page_size
    found = part(question, offset=first, limit=question.page_size, meaning=meaning, facets=facets)
    pages = max(-(-min(found.total, MOST) // question.page_size), 1)
    if question.page > pages:
        return look(replace(question, page=pages), meaning=meaning, facets=facets)
    return replace(found, pages=pages)


def part(
    question: Question, *, offset: int, limit: int, meaning: bool = True, facets: bool = False, typing: bool = False
) -> Found:
    """Some of the results, counted from ``offset``; none beyond ``MOST``. ``typing``: the last word is not finished."""
    here = node()
    view = here.view() if here else None
    if view is None:
        return _from_database(question, offset, limit)
    limit = max(min(limit, MOST - offset), 0)
    terms = terms_of(question.text, view, typing=typing)
    if typing or question.sort is not Sort.RELEVANCE or not terms:
        terms, is_near, order = _plainly(view, terms, question, offset, max(limit, 1))
    else:
        terms, is_near, order = _together(view, terms, question, meaning=meaning)
        order = _page_of(view, terms, question, order, offset, max(limit, 1), every=not is_near)
    matches = _matches(view, terms) if terms and offset == 0 else []
    lines = lines_of([*order.ids[:limit], *matches])
    return Found(
        listings=[lines[id_] for id_ in order.ids[:limit] if id_ in lines],
        total=order.total,
        is_capped=order.total > MOST,
        is_near=is_near,
        matches=[lines[id_] for id_ in matches if id_ in lines],
        terms=terms,
        by_meaning=order.by_meaning,
        given=order.given,
        held=_held(view, terms, order.ids[:limit], question) if is_near and not typing else {},
        facets=_facets(view, terms, question, order, every=not is_near) if facets else {},
        without_meaning=order.without_meaning,
    )


def terms_of(text: str, view: View, *, typing: bool = False) -> tuple[Term, ...]:
    """The telling words of a question; the last of them may be only begun."""
    everything = asked(text)
    telling = [word for word in everything if not says_nothing(word, "")] or everything
    return tuple(asking.term_of(word, view, begun=word == telling[-1], typing=typing) for word in telling)


@prepared
def _rows(ids: Any) -> QuerySet[Listing, tuple[Any, ...]]:
    return Listing.objects.filter(pk__in=among_ids(ids)).values_list(*ListingLine._fields)


def lines_of(ids: Sequence[int]) -> dict[int, Listed]:
    """The listings with these ids: one query."""
    return {row[0]: ListingLine(*row) for row in _rows(ids=ids)} if ids else {}


def _plainly(
    view: View, terms: tuple[Term, ...], question: Question, offset: int, limit: int
) -> tuple[tuple[Term, ...], bool, _Order]:
    """The terms as they were found by in the end, whether only some of them are held, and a part of what they find."""
    if not terms:
        browsed = ("browsed", tuple(question.without_paging), offset, limit)
        if browsed not in view.kept:
            query = asking.query_of((), question, every=True)
            view.keep(browsed, view.hits(query, question.sort, ranked=False, offset=offset, limit=limit))
        found: Hits = view.kept.get(browsed) or Hits([], [], 0)
        return terms, False, _Order(found.ids, found.total)
    terms, is_near, hits = by_words(view, terms, question, offset, limit)
    return terms, is_near and bool(hits.total), _Order(hits.ids, hits.total)


def _together(
    view: View, terms: tuple[Term, ...], question: Question, *, meaning: bool
) -> tuple[tuple[Term, ...], bool, _Order]:
    """The same by words, meaning and competences, as far as they are put in one order."""
    of_words = ("words", terms, tuple(question.without_paging))
    found: tuple[tuple[Term, ...], bool, Hits] | None = view.kept.get(of_words)
    terms, is_near, hits = found or view.keep(of_words, by_words(view, terms, question, 0, _FUSED))
    by_meaning = nearest(view, replace(question, text=_mended(question.text, terms))) if meaning else None
    key = ("fused", of_words, None if by_meaning is None else tuple(by_meaning), question.today, meaning)
    kept: tuple[tuple[Term, ...], bool, _Order] | None = view.kept.get(key)
    if kept is None:
        asked_for = wanted(question.text) if meaning else ()
        order = _fused(view, hits, question, by_meaning or [], asked_for, is_near=is_near)
        kept = view.keep(
            key, (terms, is_near and bool(order.total), replace(order, without_meaning=by_meaning is None))
        )
    return kept


def _mended(text: str, terms: tuple[Term, ...]) -> str:
    """The question with each word that was meant in the place of what was typed: a slip means nothing to a model."""
    for term in terms:
        if term.typed:
            text = re.sub(rf"\b{re.escape(term.typed)}\b", term.word, text, flags=re.IGNORECASE)
    return text


def by_words(
    view: View, terms: tuple[Term, ...], question: Question, offset: int, limit: int
) -> tuple[tuple[Term, ...], bool, Hits]:
    """What holds every word; if nothing does, every word as it was meant; if nothing does, any of them (then True)."""
    hits = _hits(view, terms, question, offset, limit, every=True)
    if hits.total:
        return terms, False, hits
    mended = tuple(term if _is_known(view, term) else asking.rescued(term, view.vocabulary) or term for term in terms)
    if mended != terms:
        hits = _hits(view, mended, question, offset, limit, every=True)
    if hits.total or len(terms) == 1:
        return mended, False, hits
    return mended, True, _hits(view, mended, question, offset, limit, every=False)


def _hits(view: View, terms: tuple[Term, ...], question: Question, offset: int, limit: int, *, every: bool) -> Hits:
    query = asking.query_of(terms, question, every=every)
    return view.hits(query, question.sort, ranked=True, offset=offset, limit=limit)


def _is_known(view: View, term: Term) -> bool:
    return any(map(view.knows, term.stems)) or bool(term.more) or bool(term.together)


def _held(view: View, terms: tuple[Term, ...], ids: list[int], question: Question) -> dict[int, list[Term]]:
    found: dict[int, list[Term]] = {}
    for term in terms if ids else ():
        query = asking.held(term, ids, question)
        for id_ in view.hits(query, Sort.RELEVANCE, ranked=True, offset=0, limit=len(ids)).ids:
            found.setdefault(id_, []).append(term)
    return found


def _matches(view: View, terms: tuple[Term, ...]) -> list[int]:
    key = ("matches", terms)
    kept: list[int] | None = view.kept.get(key)
    if kept is None:
        query = asking.query_of(terms, Question(kinds=NAMES), every=True)
        kept = view.keep(key, view.hits(query, Sort.RELEVANCE, ranked=True, offset=0, limit=MATCHES).ids)
    return kept


def _page_of(
    view: View, terms: tuple[Term, ...], question: Question, order: _Order, offset: int, limit: int, *, every: bool
) -> _Order:
    """A part of the fused order, and where that ends what words go on to find."""
    ids = order.ids[offset : offset + limit]
    if len(ids) < limit and len(order.ids) < order.total:
        first = max(offset - len(order.by_meaning), 0)
        later = _hits(view, terms, question, first, limit + _FUSED, every=every)
        there = set(order.ids)
        ids = [*ids, *(id_ for id_ in later.ids if id_ not in there)][:limit]
        order = replace(order, given=None)
    return replace(order, ids=ids)


def _fused(
    view: View,
    words: Hits,
    question: Question,
    meant: list[tuple[int, float]],
    asked_for: tuple[Wanted, ...],
    *,
    is_near: bool,
) -> _Order:
    """Words, meaning and the competences asked for in one order; where nothing holds all words, the few that fit."""
    allowed = set(_allowed(view, [id_ for id_, _score in meant], question))
    meaning = [(id_, score) for id_, score in meant if id_ in allowed]
    by_words = dict(zip(words.ids, words.scores, strict=True))
    things = things_of({*by_words, *allowed})
    given = covered([thing[:3] for thing in things], [one.pk for one in asked_for]) if asked_for else None
    cover = _shares(given or {}, asked_for)
    ranked = fused(
        list(by_words.items()),
        meaning,
        same_language=language_of(question.text) in ("da", "und"),
        covering=cover,
        giving_way={one.pk for one in things if one.gives_way(question.today)},
    )
    close = [id_ for id_, score in meaning if score >= NEAR]
    alone = [id_ for id_ in close if id_ not in by_words][:_ALONE]
    if is_near and (meaning or cover):
        fitting = _fitting(by_words, cover, asked_for).union(close[:_ALONE])
        few = [one.id for one in ranked if one.id in fitting]
        return _Order(few, len(few), frozenset(alone), given=given, few=tuple(few))
    extra = frozenset(alone if words.total == len(words.ids) else ())
    ids = [one.id for one in ranked if one.id in by_words or one.id in extra]
    return _Order(ids, words.total + len(extra), extra, given=given)


def _fitting(by_words: dict[int, float], cover: dict[int, float], asked_for: tuple[Wanted, ...]) -> set[int]:
    """Of what holds only some of the words: what gives a competence asked for; unless that is sure, what holds most."""
    if cover and asked_for[0].strength >= _SURE:
        return set(cover)
    least = _AS_GOOD * max(by_words.values(), default=0.0)
    return {id_ for id_, score in by_words.items() if score >= least}.union(cover)


def _shares(given: dict[int, frozenset[int]], asked_for: tuple[Wanted, ...]) -> dict[int, float]:
    """Of what was asked for, the share that each listing gives, by how sure the reading is."""
    sure = {one.pk: one.strength for one in asked_for}
    return {id_: sum(sure[pk] for pk in some) / sum(sure.values()) for id_, some in given.items()}


def closest(question: Question, most: int) -> list[Listed]:
    """What means the nearest to the words, however far that is; none where there is no meaning to ask."""
    found = (near(question.text, tuple(kind.value for kind in question.kinds), most) or []) if question.text else []
    lines = lines_of([id_ for id_, _score in found])
    return [lines[id_] for id_, _score in found if id_ in lines]


def _allowed(view: View, ids: list[int], question: Question) -> list[int]:
    """Those that meet the filters; their kind they were asked for by."""
    if not ids or not asking.filters_of(question, by_words=True):
        return ids
    return view.hits(asking.among(ids, question), Sort.RELEVANCE, ranked=True, offset=0, limit=len(ids)).ids


def nearest(view: View, question: Question) -> list[tuple[int, float]] | None:
    """Listings by how near their meaning is to the words; None when there is no meaning to ask."""
    by = embedder()
    held = known_by(by) if by else None
    kinds = tuple(kind.value for kind in question.kinds)
    key = ("near", question.text, kinds, held.version if held else 0)
    if key not in view.kept:
        wake(now=clock.now())  # what was published since is waiting for its vectors
        view.keep(key, near(question.text, kinds, _FUSED))
    kept: list[tuple[int, float]] | None = view.kept.get(key)
    return kept


def _facets(view: View, terms: tuple[Term, ...], question: Question, order: _Order, *, every: bool) -> dict[str, int]:
    """How many each filter would leave, the other filters in force: what one sees before one ticks it."""
    filters = tuple(pair for pair in question.without_paging if pair[0] not in ("q", "sort"))
    key = ("facets", terms, every, order.few or order.by_meaning, filters)
    kept: dict[str, int] | None = view.kept.get(key)
    if kept is None:
        if order.few:
            kept = view.keep(key, _counted_few(view, terms, question, order))
        else:
            counts = Counter(_counted(view, terms, question, every=every))
            if order.by_meaning:
                counts.update(view.marks(asking.among(sorted(order.by_meaning), question)))
            kept = view.keep(key, dict(counts))
    return kept


def _counted_few(view: View, terms: tuple[Term, ...], question: Question, order: _Order) -> dict[str, int]:
    """The same where only a few of what holds some words are results: by which they are under the other filters."""
    counts = view.marks(asking.among(list(order.few), question))
    others = [(letter, replace(question, **_FILTER_OF[letter])) for letter in _filtered(question)]
    if question.kinds == KINDS:
        others.append(("k", replace(question, kinds=BESIDE)))
    for letter, other in others:
        found, is_near, order = _together(view, terms, other, meaning=True)
        query = asking.among(list(order.few), other) if is_near else asking.query_of(found, other, every=True)
        counts |= {mark: n for mark, n in view.marks(query).items() if mark[1] == letter}
    return counts


def _filtered(question: Question) -> set[str]:
    """The letters of the counted filters that are in force."""
    return {group[0][1] for group in conditions(question).marks} & COUNTED


def _counted(view: View, terms: tuple[Term, ...], question: Question, *, every: bool) -> dict[str, int]:
    counts = view.marks(asking.query_of(terms, question, every=every))
    for letter in _filtered(question):
        alone = view.marks(asking.query_of(terms, question, every=every, without=letter))
        counts = {mark: n for mark, n in counts.items() if mark[1] != letter}
        counts |= {mark: n for mark, n in alone.items() if mark[1] == letter}
    if question.kinds == KINDS:
        beside = view.marks(asking.query_of(terms, replace(question, kinds=BESIDE), every=every))
        counts |= {mark: n for mark, n in beside.items() if mark[1] == "k"}
    return counts


def _from_database(question: Question, offset: int, limit: int) -> Found:
    found = database.find(question, offset=offset, limit=limit)
    matches: list[Listed] = []
    if offset == 0 and question.text:
        names = replace(question.without_filters(), kinds=NAMES)
        matches = database.find(names, offset=0, limit=MATCHES).listings
    return Found(
        listings=found.listings,
        total=found.total,
        is_capped=found.is_capped,
        is_near=found.is_near,
        matches=matches,
        from_database=True,
    )
