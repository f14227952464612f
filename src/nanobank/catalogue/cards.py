"""A listing as it is shown: every string made once, so that a page of results costs little to draw.

What is kept by ``lru_cache`` has the language among its arguments, since the words depend on it.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nanobank.catalogue.lines import Listed
from nanobank.catalogue.models import Form, Language, ListingKind
from nanobank.common.bilingual import said
from nanobank.common.templatetags.nanobank import ects, kroner


class Card(NamedTuple):
    """One listing in the language active now."""

    url: str
    kind: str
    kind_label: str
    title: str
    summary: str
    provider: str
    size: str
    facts: str
    price: str
    start: str


def cards(listings: Iterable[Listed]) -> list[Card]:
    """One card each, in order."""
    language = get_language() or "da"
    return [_card(listing, language) for listing in listings]


def _card(listing: Listed, language: str) -> Card:
    english = language.startswith("en")
    size = "" if listing.ects is None else _size(listing.ects, language)
    values = (("level", listing.level), ("form", listing.form), ("language", listing.language))
    facts = [listing.provider_name, size, *(_label(of, value, language) for of, value in values if value)]
    return Card(
        url=_before(listing.kind, language) + listing.slug + "/",
        kind=listing.kind,
        kind_label=_label("kind", listing.kind, language),
        title=said(listing.title_da, listing.title_en, english=english),
        summary=said(listing.summary_da, listing.summary_en, english=english),
        provider=listing.provider_name,
        size=size,
        facts=" · ".join(filter(None, facts)),
        price="" if listing.price is None else _price(listing.price, language),
        start=_start(listing, language),
    )


@lru_cache(maxsize=64)
def _before(kind: str, language: str) -> str:
    """What stands before the slug: the addresses of a kind differ in nothing else."""
    return reverse(kind, kwargs={"slug": "x"}).removesuffix("x/")


_LABELS: dict[str, Callable[[Any], str]] = {
    "kind": lambda value: str(ListingKind(value).label),
    "level": lambda value: _("Level %(level)s") % {"level": value},
    "form": lambda value: str(Form(value).label),
    "language": lambda value: str(Language(value).label),
}


@lru_cache(maxsize=256)
def _label(of: str, value: str | int, language: str) -> str:
    """A choice's words."""
    return _LABELS[of](value)


@lru_cache(maxsize=1024)
def _size(amount: Decimal, language: str) -> str:
    return ects(amount)


@lru_cache(maxsize=4096)
def _price(amount: Decimal, language: str) -> str:
    return kroner(amount)


def _start(listing: Listed, language: str) -> str:
    if listing.kind == ListingKind.MICRO_CREDENTIAL:
        return _("Exam when you are ready")
    if listing.rolling:
        return _("Start any day")
    return _starts_on(listing.next_start, language) if listing.next_start else ""


@lru_cache(maxsize=1024)
def _starts_on(day: date, language: str) -> str:
    return _("Starts %(date)s") % {"date": date_format(day, "SHORT_DATE_FORMAT")}
