"""This room in the API: searching needs no token, saving a search does.

The lists of modules, micro-credentials and bundles are searches at the catalogue's own addresses, so they stand in its
router: two routers that name one address would hide each other's methods.
"""

from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Router, Schema, Status

from nanobank.accounts.http import TokenRequest
from nanobank.catalogue.api import router as catalogue
from nanobank.catalogue.filters import mark_of
from nanobank.catalogue.lines import Listed
from nanobank.catalogue.models import Audience, Form, Language, Level, ListingKind
from nanobank.catalogue.question import Question, parse
from nanobank.common import clock
from nanobank.common.errors import NotYours
from nanobank.common.schemas import Problem
from nanobank.search import finding, services
from nanobank.search.finding import Found
from nanobank.search.letters import question_of
from nanobank.search.models import SavedSearch
from nanobank.search.reasons import reasons
from nanobank.search.schemas import (
    Asked,
    AskedOfAll,
    Everything,
    Hits,
    SavedSearchIn,
    SavedSearchOut,
    SearchSuggestionOut,
)
from nanobank.search.suggesting import Suggestion, suggestions
from nanobank.search.wanting import wanted
from nanobank.search.wording import in_words

router = Router()
_COUNTED: dict[str, tuple[str, list[Any]]] = {
    "kind": ("k", ListingKind.values),
    "level": ("l", Level.values),
    "language": ("g", Language.values),
    "form": ("f", Form.values),
    "audience": ("a", Audience.values),
}


@router.get("/search", response=Everything, auth=None, summary="Search everything")
def search(request: HttpRequest, asked: Query[AskedOfAll]) -> dict[str, Any]:
    """One question to all there is: words in Danish or English, slips and parts of words understood, and meaning.

    As the catalogue's page does it, with the counts of its filters and a reason for every hit. Who asks is not kept.
    """
    question = _question(asked)
    found = finding.part(question, offset=asked.offset, limit=asked.limit, meaning=asked.meaning, facets=True)
    names = [_hit(one, "") for one in found.matches]
    return {
        **_hits(question, found),
        "meant": [{"typed": typed, "meant": meant} for typed, meant in found.meant],
        "names": names,
        "asked_for": [asdict(one) for one in wanted(question.text)] if asked.meaning else [],
        "counts": _counts(found),
        "without_meaning": found.without_meaning,
    }


@router.get("/search/suggestions", response=list[SearchSuggestionOut], auth=None, summary="While somebody types")
def suggest(request: HttpRequest, q: str = "") -> list[Suggestion]:
    """The likeliest things for words that are being typed, the last of them perhaps only begun."""
    return suggestions(q.replace("\x00", ""))


@catalogue.get("/modules", response=Hits, auth=None, summary="Search the modules")
def modules(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Modules that the words find under the filters, best first."""
    return _of_kind(asked, ListingKind.MODULE)


@catalogue.get("/micro-credentials", response=Hits, auth=None, summary="Search the micro-credentials")
def micro_credentials(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Micro-credentials that the words find under the filters, best first."""
    return _of_kind(asked, ListingKind.MICRO_CREDENTIAL)


@catalogue.get("/bundles", response=Hits, auth=None, summary="Search the bundles")
def bundles(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Bundles that the words find under the filters, best first."""
    return _of_kind(asked, ListingKind.BUNDLE)


@router.get("/saved-searches", response=list[SavedSearchOut], summary="My saved searches")
def saved_searches(request: TokenRequest) -> list[SavedSearchOut]:
    """Those that you get e-mails about, the newest first."""
    return [_saved(one) for one in SavedSearch.objects.of(request.auth)]


@router.post("/saved-searches", response={201: SavedSearchOut, 401: Problem, 422: Problem}, summary="Save a search")
def save(request: TokenRequest, payload: SavedSearchIn) -> Status[SavedSearchOut]:
    """Get an e-mail, at most one a day, when something new fits. The same search is saved once."""
    question = _question(payload)
    language = get_language() or "da"
    saved = services.save_search(person=request.auth, question=question, language=language, now=clock.now())
    return Status(201, _saved(saved))


@router.delete("/saved-searches/{uuid}", response={204: None, 401: Problem, 404: Problem}, summary="Delete one")
def delete(request: TokenRequest, uuid: UUID) -> Status[None]:
    """No more e-mails about it."""
    saved = SavedSearch.objects.filter(uuid=uuid).first()
    if saved is None:
        raise NotYours("")
    services.forget_search(saved=saved, by=request.auth)
    return Status(204, None)


def _question(asked: Schema) -> Question:
    """The question that a page with these filters asks."""
    values = QueryDict(mutable=True)
    for name, value in asked.dict(exclude={"limit", "offset", "meaning"}).items():
        values.setlist(name, [str(one) for one in value] if isinstance(value, list) else [value])
    return parse(values, timezone.localdate(clock.now()))


def _of_kind(asked: Asked, kind: ListingKind) -> dict[str, Any]:
    question = replace(_question(asked), kinds=(kind,))
    return _hits(question, finding.part(question, offset=asked.offset, limit=asked.limit))


def _hits(question: Question, found: Found) -> dict[str, Any]:
    said = reasons(found, wanted(question.text))
    items = [_hit(one, reason) for one, reason in zip(found.listings, said, strict=True)]
    return {"count": found.total, "more": found.is_capped, "near": found.is_near, "items": items}


def _hit(listing: Listed, reason: str) -> dict[str, Any]:
    names = ("kind", "slug", "title_da", "title_en", "summary_da", "summary_en", "provider_name", "level", "ects")
    more = ("price", "language", "form", "rolling", "next_start")
    return {**{name: getattr(listing, name) for name in (*names, *more)}, "reason": reason}


def _counts(found: Found) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for name, (letter, values) in _COUNTED.items():
        marked = {str(value): found.facets.get(mark_of(letter, value), 0) for value in values}
        counts[name] = {value: count for value, count in marked.items() if count}
    return counts


def _saved(saved: SavedSearch) -> SavedSearchOut:
    words = in_words(question_of(saved, clock.now()))
    return SavedSearchOut(uuid=saved.uuid, address=saved.address, words=words, saved_at=saved.saved_at)
