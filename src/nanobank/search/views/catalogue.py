"""The one field for everything, its results and filters: one page, which htmx may ask for the results of alone."""

from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from nanobank.catalogue.cards import Card, cards
from nanobank.catalogue.filters import mark_of
from nanobank.catalogue.models import ListingKind
from nanobank.catalogue.question import KINDS, MOST, Question, Sort, parse
from nanobank.common import clock
from nanobank.organisations.queries import region_of_work
from nanobank.search.counting import counting
from nanobank.search.finding import Found, closest, look
from nanobank.search.panel import Panel
from nanobank.search.reasons import reasons
from nanobank.search.suggesting import suggestions
from nanobank.search.wanting import wanted
from nanobank.search.wording import label_of

_NEAREST: Final = 3


@dataclass(frozen=True)
class Chip:
    """One filter in force, and the address without it."""

    label: str
    address: str


@dataclass(frozen=True)
class Pages:
    """Leafing through."""

    number: int
    last: int
    previous: str
    next: str

    @property
    def has_other_pages(self) -> bool:
        """Whether there is more than this page."""
        return self.last > 1


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Search and filters; without JavaScript a plain form."""
    question = parse(request.GET, timezone.localdate(clock.now()))
    found = look(question)
    asked_for = wanted(question.text)
    _count(request, question, found)
    is_part = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]  # HtmxMiddleware's
    context = {
        "is_part": is_part,
        "question": question,
        "found": found,
        "hits": list(zip(cards(found.listings), reasons(found, asked_for), strict=True)),
        "asked_for": asked_for,
        "matches": cards(found.matches),
        "count": _number(found),
        "chips": _chips(question) if question.is_filtered else [],
        "all_words": f"?{question.without_filters().address()}",
        "pages": _pages(question, found),
        "nearest": _nearest(question, found) if not found.listings else [],
        "beside": _beside(question, found),
        "ask": urlencode({"ord": question.text}),
        "plan": urlencode({"q": question.text}),
        "saved_as": question.address(),
        "sorts": _sorts(question),
        "panel": Panel(question, found.facets),
    }
    response = render(request, "search/elements/results.html" if is_part else "search/catalogue.html", context)
    if is_part:  # so that the address that is shared has what was chosen, and not every empty field
        address = question.address(page=question.page)
        response.headers["HX-Push-Url"] = f"{request.path}?{address}" if address else request.path
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """What is offered while somebody types: the options of the field's list."""
    text = request.GET.get("q", "").replace("\x00", "")
    return render(request, "search/elements/suggestions.html", {"suggestions": suggestions(text)})


def _count(request: HttpRequest, question: Question, found: Found) -> None:
    """Count what was looked for on a first page; who looked is not kept."""
    if question.text and question.page == 1:
        browser = (
            request.COOKIES.get("sessionid") or f"{request.META.get('REMOTE_ADDR')} {request.headers.get('User-Agent')}"
        )
        in_vain = found.is_near or not found.total
        region = region_of_work(request.user, clock.now()) if request.user.is_authenticated else ""
        counting.count(question.text, in_vain=in_vain, browser=browser, day=question.today, region=region)


def _sorts(question: Question) -> list[tuple[str, str, bool]]:
    words = {
        Sort.RELEVANCE: _("Best match") if question.text else _("Newest"),
        Sort.PRICE: _("Lowest price"),
        Sort.ECTS: _("Fewest ECTS"),
        Sort.START: _("Earliest start"),
    }
    return [(sort.value, label, question.sort is sort) for sort, label in words.items()]


def _chips(question: Question) -> list[Chip]:
    named = (
        (label_of(question, name, value), name, value) for name, value in question.pairs if name not in ("q", "sort")
    )
    return [Chip(label, f"?{question.address(without=(name, value))}") for label, name, value in named if label]


def _number(found: Found) -> str:
    number = number_format(found.total, use_l10n=True, force_grouping=True)
    if found.is_capped and found.from_database:
        return _("More than %(number)s results") % {"number": number_format(MOST, use_l10n=True, force_grouping=True)}
    return ngettext("%(number)s result", "%(number)s results", found.total) % {"number": number}


def _pages(question: Question, found: Found) -> Pages:
    number = min(question.page, found.pages)
    return Pages(
        number=number,
        last=found.pages,
        previous=f"?{question.address(page=number - 1)}" if number > 1 else "",
        next=f"?{question.address(page=number + 1)}" if number < found.pages else "",
    )


def _beside(question: Question, found: Found) -> tuple[int, str] | None:
    """How many offers from outside the words find as well, and the address that shows them; None when there is none."""
    count = found.facets.get(mark_of("k", ListingKind.OUTSIDE_OFFER), 0)
    if not (count and question.text and question.kinds == KINDS):
        return None
    return count, f"?{replace(question, kinds=(ListingKind.OUTSIDE_OFFER,), page=1).address()}"


def _nearest(question: Question, found: Found) -> list[Card]:
    """What to look at where nothing fits: without the filters, or near in meaning; often nothing is.

    What one word that nobody uses is near to, a small model cannot tell: something is always the nearest.
    """
    if question.is_filtered:
        return cards(look(Question(text=question.text, page_size=_NEAREST), facets=False).listings)
    return cards(closest(question, _NEAREST)) if len(found.terms) > 1 else []
