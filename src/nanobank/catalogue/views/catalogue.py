"""Searching the catalogue: one page, which htmx may ask for the results of alone."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from nanobank.catalogue.cards import Card, cards
from nanobank.catalogue.models import Audience, Form, Language, Level
from nanobank.catalogue.queries import providers_to_choose
from nanobank.catalogue.question import KINDS, MOST, Question, Sort, Starts, parse
from nanobank.catalogue.search import Found, search, suggest
from nanobank.common import clock
from nanobank.common.templatetags.nanobank import kroner, points


@dataclass(frozen=True)
class Choice:
    """One box to tick."""

    value: str
    label: str
    chosen: bool


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


def catalogue(request: HttpRequest) -> HttpResponse:
    """Search and filters; without JavaScript a plain form."""
    question = parse(request.GET, timezone.localdate(clock.now()))
    found = search(question)
    labels = _labels()
    context = {
        "question": question,
        "found": found,
        "cards": cards(found.listings),
        "matches": cards(found.matches),
        "count": _count(found),
        "chips": _chips(question, labels),
        "all_words": f"?{question.without_filters().address()}",
        "pages": _pages(question, found),
        "suggestions": _suggestions(question) if not found.listings else [],
        "sorts": _sorts(question),
    }
    if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        response = render(request, "catalogue/elements/results.html", context)
    else:
        response = render(request, "catalogue/catalogue.html", {**context, **_filters(question, labels)})
    patch_vary_headers(response, ["HX-Request"])
    return response


def _labels() -> dict[tuple[str, str], str]:
    """The words of each value of each filter."""
    labels = {
        ("starts", Starts.NOW.value): _("Any day"),
        ("starts", Starts.MONTH.value): _("Within a month"),
        ("starts", Starts.HALF_YEAR.value): _("Within half a year"),
    }
    for name, choices in (("language", Language), ("form", Form), ("audience", Audience), ("level", Level)):
        labels |= {(name, str(choice.value)): str(choice.label) for choice in choices}
    labels |= {("kind", kind.value): str(kind.label) for kind in KINDS}
    return labels | {("provider", slug): name for slug, name in providers_to_choose()}


def _filters(question: Question, labels: dict[tuple[str, str], str]) -> dict[str, object]:
    asked = set(question.pairs)

    def choices(name: str, *, others: bool = True) -> list[Choice]:
        return [
            Choice(value, label, (name, value) in asked)
            for (of, value), label in labels.items()
            if of == name and others
        ]

    return {
        "groups": [
            ("kind", _("What"), choices("kind")),
            ("level", _("Level"), choices("level")),
            ("form", _("How"), choices("form")),
            ("language", _("Taught in"), choices("language")),
            ("audience", _("For whom"), choices("audience")),
        ],
        "starts": [Choice("", _("Whenever"), question.starts is None), *choices("starts")],
        "providers": [Choice("", _("All providers"), not question.providers), *choices("provider")],
        "amounts": dict(question.pairs),
    }


def _sorts(question: Question) -> list[Choice]:
    words = {
        Sort.RELEVANCE: _("Best match") if question.text else _("Newest"),
        Sort.PRICE: _("Lowest price"),
        Sort.ECTS: _("Fewest ECTS"),
        Sort.START: _("Earliest start"),
    }
    return [Choice(sort.value, label, question.sort is sort) for sort, label in words.items()]


def _chips(question: Question, labels: dict[tuple[str, str], str]) -> list[Chip]:
    chips = []
    for name, value in question.pairs:
        label = labels.get((name, value))
        if name == "ects_min" and question.ects_min is not None:
            label = _("At least %(ects)s ECTS") % {"ects": points(question.ects_min)}
        elif name == "ects_max" and question.ects_max is not None:
            label = _("At most %(ects)s ECTS") % {"ects": points(question.ects_max)}
        elif name == "price_max" and question.price_max is not None:
            label = _("At most %(price)s") % {"price": kroner(question.price_max)} if question.price_max else _("Free")
        if label:
            chips.append(Chip(label, f"?{question.address(without=(name, value))}"))
    return chips


def _count(found: Found) -> str:
    if found.is_capped:
        return _("More than %(number)s results") % {"number": f"{MOST:,}".replace(",", _(","))}
    if found.total == 1:
        return _("1 result")
    return _("%(number)d results") % {"number": found.total}


def _pages(question: Question, found: Found) -> Pages:
    number = min(question.page, found.pages)
    return Pages(
        number=number,
        last=found.pages,
        previous=f"?{question.address(page=number - 1)}" if number > 1 else "",
        next=f"?{question.address(page=number + 1)}" if number < found.pages else "",
    )


def _suggestions(question: Question) -> list[Card]:
    """What to look at instead: the same words without the filters, or else the newest."""
    near = suggest(question.text) if question.text else []
    return cards(near or suggest(""))
