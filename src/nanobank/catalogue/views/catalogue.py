"""Searching the catalogue: one page, which htmx may ask for the results of alone."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.formats import number_format
from django.utils.translation import get_language
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
    context = {
        "question": question,
        "found": found,
        "cards": cards(found.listings),
        "matches": cards(found.matches),
        "count": _count(found),
        "chips": _chips(question) if question.is_filtered else [],
        "all_words": f"?{question.without_filters().address()}",
        "pages": _pages(question, found),
        "suggestions": _suggestions(question) if not found.listings else [],
        "sorts": _sorts(question),
    }
    if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        response = render(request, "catalogue/elements/results.html", context)
    else:
        response = render(request, "catalogue/catalogue.html", {**context, "filters": Filters(question)})
    patch_vary_headers(response, ["HX-Request"])
    return response


@lru_cache(maxsize=4)
def _words(language: str) -> dict[tuple[str, str], str]:
    """The words of each value of each filter but the providers, in the language active now."""
    labels = {
        ("starts", Starts.NOW.value): _("Any day"),
        ("starts", Starts.MONTH.value): _("Within a month"),
        ("starts", Starts.HALF_YEAR.value): _("Within half a year"),
    }
    for name, choices in (("language", Language), ("form", Form), ("audience", Audience), ("level", Level)):
        labels |= {(name, str(choice.value)): str(choice.label) for choice in choices}
    return labels | {("kind", kind.value): str(kind.label) for kind in KINDS}


def _labels() -> dict[tuple[str, str], str]:
    return _words(get_language() or "da") | {("provider", slug): name for slug, name in providers_to_choose()}


@dataclass(frozen=True)
class Filters:
    """The filters with what is chosen; made only when the panel is drawn, since it is kept by its state."""

    question: Question

    @cached_property
    def _all(self) -> dict[str, list[Choice]]:
        asked = set(self.question.pairs)
        choices: dict[str, list[Choice]] = {}
        for (name, value), label in _labels().items():
            choices.setdefault(name, []).append(Choice(value, label, (name, value) in asked))
        return choices

    @property
    def groups(self) -> list[tuple[str, str, list[Choice]]]:
        """Name, legend and boxes of each filter that is ticked."""
        legends = (
            ("kind", _("What")),
            ("level", _("Level")),
            ("form", _("How")),
            ("language", _("Taught in")),
            ("audience", _("For whom")),
        )
        return [(name, legend, self._all[name]) for name, legend in legends]

    @property
    def starts(self) -> list[Choice]:
        """When it starts: one of these."""
        return [Choice("", _("Whenever"), chosen=self.question.starts is None), *self._all["starts"]]

    @property
    def providers(self) -> list[Choice]:
        """Who teaches: one of these."""
        everyone = Choice("", _("All providers"), chosen=not self.question.providers)
        return [everyone, *self._all.get("provider", [])]

    @property
    def amounts(self) -> dict[str, str]:
        """What was typed in the fields for amounts."""
        return dict(self.question.pairs)

    @property
    def state(self) -> str:
        """What the panel's drawing depends on."""
        return urlencode([pair for pair in self.question.pairs if pair[0] not in ("q", "sort")])


def _sorts(question: Question) -> list[Choice]:
    words = {
        Sort.RELEVANCE: _("Best match") if question.text else _("Newest"),
        Sort.PRICE: _("Lowest price"),
        Sort.ECTS: _("Fewest ECTS"),
        Sort.START: _("Earliest start"),
    }
    return [Choice(sort.value, label, question.sort is sort) for sort, label in words.items()]


def _chips(question: Question) -> list[Chip]:
    labels, chips = _labels(), []
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
        return _("More than %(number)s results") % {"number": number_format(MOST, use_l10n=True, force_grouping=True)}
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
