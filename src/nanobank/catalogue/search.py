"""The one door to finding things in the catalogue: ``search(question)``. How the database does it lies behind.

What is found comes in rungs, best first: every word in the title; the same with the last word only begun; every word
anywhere. When nothing holds every word, whatever holds any of them, the rarest word first. No rung is read further than
``MOST`` rows, and nothing is scored one match at a time, so that a common word costs no more than a rare one.
"""

from dataclasses import dataclass, field, replace

from django.db import connection

from nanobank.catalogue.filters import Conditions, conditions
from nanobank.catalogue.models import Listing, ListingKind
from nanobank.catalogue.question import MOST, Question, Sort
from nanobank.catalogue.search_backends import Backend, Candidate, PostgreSQLBackend, SQLiteBackend
from nanobank.catalogue.words import asked

MATCHES = 4
_ENOUGH = 40


@dataclass(frozen=True)
class Found:
    """One page of results. ``total`` is exact unless ``is_capped``: then there are more than that."""

    listings: list[Listing]
    total: int
    is_capped: bool
    pages: int
    is_near: bool = False
    """Whether nothing held every word, so that these hold only some of them."""
    matches: list[Listing] = field(default_factory=list)
    """Providers and competences whose names hold the words; on the first page alone."""


def backend() -> Backend:
    """The one that fits the database in use."""
    return SQLiteBackend() if connection.vendor == "sqlite" else PostgreSQLBackend()


def search(question: Question) -> Found:
    """The page of results that the question asks for: a handful of bounded queries, however large the catalogue."""
    terms = asked(question.text)
    if not terms:
        found, is_near = backend().browse(question.sort, conditions(question), MOST + 1), False
        return _page(question, found, is_near=is_near)
    candidates, is_near = _candidates(terms, conditions(question))
    if question.sort is not Sort.RELEVANCE:
        ordered = backend().ordered([c.id for c in candidates], question.sort)
    else:
        ordered = [candidate.id for candidate in candidates]
    found_page = _page(question, ordered, is_near=is_near)
    return found_page if question.page > 1 else replace(found_page, matches=_matches(terms))


def suggest(text: str) -> list[Listing]:
    """The closest things to words that found nothing under the filters asked for."""
    return search(Question(text=text, page_size=3)).listings


def _candidates(terms: list[str], where: Conditions) -> tuple[list[Candidate], bool]:
    """At most ``MOST + 1`` rows in order of their rung, and whether they hold only some of the words."""
    door = backend()
    found: dict[int, Candidate] = {}
    for in_title, begun in ((True, False), (True, True), (False, True)):
        if len(found) <= MOST:
            _add(found, door.all_of(terms, where, in_title=in_title, begun=begun, most=MOST + 1))
    if found or len(terms) == 1:
        return list(found.values())[: MOST + 1], False
    for term in sorted(terms, key=door.frequency):
        for in_title in (True, False):
            if len(found) < _ENOUGH:
                _add(found, door.all_of([term], where, in_title=in_title, begun=False, most=_ENOUGH))
    return list(found.values()), True


def _add(found: dict[int, Candidate], rung: list[Candidate]) -> None:
    """Put a rung below those above it: short titles first, since a word weighs more there, then the newest."""
    for candidate in sorted(rung, key=lambda c: (c.title_length, -c.id)):
        found.setdefault(candidate.id, candidate)


def _matches(terms: list[str]) -> list[Listing]:
    kinds = Question(kinds=(ListingKind.PROVIDER, ListingKind.COMPETENCE))
    rung = backend().all_of(terms, conditions(kinds), in_title=True, begun=True, most=50)
    best = sorted(rung, key=lambda c: (c.title_length, c.id))[:MATCHES]
    return _listings([candidate.id for candidate in best])


def _page(question: Question, ids: list[int], *, is_near: bool) -> Found:
    total = min(len(ids), MOST)
    pages = max(-(-total // question.page_size), 1)
    first = (min(question.page, pages) - 1) * question.page_size
    return Found(
        listings=_listings(ids[first : min(first + question.page_size, MOST)]),
        total=total,
        is_capped=len(ids) > MOST,
        pages=pages,
        is_near=is_near,
    )


def _listings(ids: list[int]) -> list[Listing]:
    """The rows with these ids, in this order: one query."""
    rows = Listing.objects.in_bulk(ids) if ids else {}
    return [rows[id_] for id_ in ids if id_ in rows]
