"""A listing as it is shown: every string made once, so that a page of results costs little to draw."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nanobank.catalogue.models import Form, Language, Listing, ListingKind
from nanobank.common.templatetags.nanobank import ects, kroner


@dataclass(frozen=True)
class Card:
    """One listing in the language active now."""

    url: str
    kind: str
    kind_label: str
    title: str
    summary: str
    provider: str
    facts: list[str]
    price: str
    start: str


def cards(listings: Iterable[Listing]) -> list[Card]:
    """One card each, in order."""
    return [card(listing) for listing in listings]


def card(listing: Listing) -> Card:
    """The card of one listing."""
    language = get_language() or "da"
    return Card(
        url=address(listing.kind, listing.slug),
        kind=listing.kind,
        kind_label=_label("kind", listing.kind, language),
        title=listing.title,
        summary=listing.summary,
        provider=listing.provider_name,
        facts=_facts(listing, language),
        price="" if listing.price is None else kroner(listing.price),
        start=_start(listing),
    )


def address(kind: str, slug: str) -> str:
    """The page of a listing."""
    return _before(kind, get_language() or "da") + slug + "/"


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
    """A choice's words; the language is there to be a part of the key."""
    return _LABELS[of](value)


def _facts(listing: Listing, language: str) -> list[str]:
    facts = [] if listing.ects is None else [ects(listing.ects)]
    values = (("level", listing.level), ("form", listing.form), ("language", listing.language))
    return facts + [_label(of, value, language) for of, value in values if value]


def _start(listing: Listing) -> str:
    if listing.kind == ListingKind.MICRO_CREDENTIAL:
        return _("Exam when you are ready")
    if listing.rolling:
        return _("Start any day")
    if listing.next_start:
        return _("Starts %(date)s") % {"date": date_format(listing.next_start, "SHORT_DATE_FORMAT")}
    return ""
