"""Filters and reasons as they are said, in the language active now."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nanobank.catalogue.models import Audience, Form, Language, Level, ListingKind
from nanobank.catalogue.queries import providers_to_choose
from nanobank.catalogue.question import Question, Starts
from nanobank.common.templatetags.nanobank import kroner, points


@lru_cache(maxsize=4)
def _words(language: str) -> dict[tuple[str, str], str]:
    labels = {
        ("starts", Starts.NOW.value): _("Any day"),
        ("starts", Starts.MONTH.value): _("Within a month"),
        ("starts", Starts.HALF_YEAR.value): _("Within half a year"),
    }
    for name, choices in (("language", Language), ("form", Form), ("audience", Audience), ("level", Level)):
        labels |= {(name, str(choice.value)): str(choice.label) for choice in choices}
    return labels | {("kind", kind.value): str(kind.label) for kind in ListingKind}


def labels() -> Mapping[tuple[str, str], str]:
    """The words of each value of each filter but the providers."""
    return _words(get_language() or "da")


def provider_labels() -> dict[tuple[str, str], str]:
    """The same for the providers."""
    return {("provider", slug): name for slug, name in providers_to_choose()}


def label_of(question: Question, name: str, value: str) -> str:
    """One filter in force; empty when it is nothing to show."""
    if name == "ects_min" and question.ects_min is not None:
        return _("At least %(ects)s ECTS") % {"ects": points(question.ects_min)}
    if name == "ects_max" and question.ects_max is not None:
        return _("At most %(ects)s ECTS") % {"ects": points(question.ects_max)}
    if name == "price_max" and question.price_max is not None:
        return _("At most %(price)s") % {"price": kroner(question.price_max)} if question.price_max else _("Free")
    return labels().get((name, value)) or (provider_labels().get((name, value)) if name == "provider" else None) or ""


def in_words(question: Question) -> str:
    """A whole question, as a saved search is called: ``“data” · Online · Level 6``."""
    filters = [label_of(question, name, value) for name, value in question.pairs if name not in ("q", "sort")]
    said = [f"“{question.text}”"] if question.text else []
    return " · ".join([*said, *filter(None, filters)])
