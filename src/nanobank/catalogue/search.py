"""The one door to finding things in the catalogue: ``search(question)``. How the database does it lies behind.

What is found comes in rungs, best first: every word in the title, the last of them perhaps only begun; every word
anywhere; and, when that is little, anywhere with the last word begun. When nothing holds every word, whatever holds any
of them, the rarest word first. No rung is read further than ``MOST`` rows, and nothing is scored one match at a time,
so that a common word costs no more than a rare one.
"""

from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from nanobank.catalogue.filters import Conditions, conditions
from nanobank.catalogue.lines import Listed, ListingLine
from nanobank.catalogue.models import Listing, ListingKind
from nanobank.catalogue.question import MOST, Question, Sort
from nanobank.catalogue.search_backends import Backend, PostgreSQLBackend, SQLiteBackend
from nanobank.catalogue.words import asked
from nanobank.common.prepared import among, prepared

MATCHES = 4
_ENOUGH = 40
_SHORT = 3


class _Rung(NamedTuple):
    """Where to look, whether the last word need only be begun, and from how many results on it is not worth it."""

    in_title: bool
    begun: bool
    unless: int


_RUNGS = (
    _Rung(in_title=True, begun=True, unless=MOST + 1),
    _Rung(in_title=False, begun=False, unless=MOST + 1),
    _Rung(in_title=False, begun=True, unless=_ENOUGH),
)
_SHORT_RUNGS = (_Rung(in_title=True, begun=False, unless=1), *_RUNGS)
"""A short word begins many others, so those with exactly that word come first."""


@dataclass(frozen=True)
class Found:
    """One page of results. ``total`` is exact unless ``is_capped``: then there are more than that."""

    listings: list[Listed]
    total: int
    is_capped: bool
    pages: int = 1
    is_near: bool = False
    """Whether nothing held every word, so that these hold only some of them."""
    matches: list[Listed] = field(default_factory=list)
    """Providers and competences whose names hold the words; on the first page alone."""


def backend() -> Backend:
    """The one that fits the database in use."""
    return SQLiteBackend() if connection.vendor == "sqlite" else PostgreSQLBackend()


def search(question: Question) -> Found:
    """The page of results that the question asks for: a handful of bounded queries, however large the catalogue."""
    ids, is_near = _ids(question)
    pages = max(-(-min(len(ids), MOST) // question.page_size), 1)
    terms = asked(question.text) if question.page == 1 else []
    matches = _matches(terms) if terms else []
    found = _part(ids, (min(question.page, pages) - 1) * question.page_size, question.page_size, matches)
    return replace(found, pages=pages, is_near=is_near)


def find(question: Question, *, offset: int, limit: int) -> Found:
    """Some of the results, counted from ``offset``; none beyond the last."""
    ids, is_near = _ids(question)
    return replace(_part(ids, offset, limit, []), is_near=is_near)


def suggest(text: str) -> list[Listed]:
    """The closest things to words that found nothing under the filters asked for."""
    return search(Question(text=text, page_size=3)).listings


def _candidates(terms: list[str], where: Conditions) -> tuple[list[int], bool]:
    """At most ``MOST + 1`` ids in order of their rung, and whether they hold only some of the words."""
    door = backend()
    found: dict[int, None] = {}
    for rung in _SHORT_RUNGS if len(terms[-1]) <= _SHORT else _RUNGS:
        if len(found) < rung.unless:
            ids = door.all_of(terms, where, in_title=rung.in_title, begun=rung.begun, most=MOST + 1)
            found |= dict.fromkeys(ids)
    if found or len(terms) == 1:
        return list(found)[: MOST + 1], False
    for term in sorted(terms, key=door.frequency):
        for in_title in (True, False):
            if len(found) < _ENOUGH:
                found |= dict.fromkeys(door.all_of([term], where, in_title=in_title, begun=False, most=_ENOUGH))
    return list(found), True


def _matches(terms: list[str]) -> list[int]:
    kinds = Question(kinds=(ListingKind.PROVIDER, ListingKind.COMPETENCE))
    return backend().all_of(terms, conditions(kinds), in_title=True, begun=True, most=50)[:MATCHES]


def _ids(question: Question) -> tuple[list[int], bool]:
    """At most ``MOST + 1`` ids in the order asked for, and whether they hold only some of the words."""
    terms = asked(question.text)
    if not terms:
        return backend().browse(question.sort, conditions(question), MOST + 1), False
    ids, is_near = _candidates(terms, conditions(question))
    return ids if question.sort is Sort.RELEVANCE else backend().ordered(ids, question.sort), is_near


@prepared
def _rows(ids: Any) -> QuerySet[Listing, tuple[Any, ...]]:
    return Listing.objects.filter(pk__in=among(ids)).values_list(*ListingLine._fields)


def _part(ids: list[int], offset: int, limit: int, matches: list[int]) -> Found:
    """A part of the results and what stands above them, read together."""
    shown = ids[offset : min(offset + limit, MOST)]
    rows = {row[0]: ListingLine(*row) for row in _rows(ids=[*shown, *matches])} if shown or matches else {}
    return Found(
        listings=[rows[id_] for id_ in shown if id_ in rows],
        matches=[rows[id_] for id_ in matches if id_ in rows],
        total=min(len(ids), MOST),
        is_capped=len(ids) > MOST,
    )
