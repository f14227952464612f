"""The one honest line on other rooms' pages, and the gates in the editor: ``{% load quality %}``."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from nanobank.accounts.models import Person
from nanobank.catalogue.lines import Listed
from nanobank.catalogue.models import Bundle, MicroCredential
from nanobank.quality.models import Evaluated
from nanobank.quality.queries import gates_of, line_of, words_of_listings
from nanobank.quality.things import Thing
from nanobank.study.models import Enrolment

register = template.Library()
_TONES = {"assured": "good", "external": "brand", "expired": "unsure", "none": "unsure"}


def _address(thing: Thing) -> str:
    if isinstance(thing, MicroCredential):
        return reverse("micro_credential_quality", args=[thing.slug])
    if isinstance(thing, Bundle):
        return reverse("bundle_quality", args=[thing.slug])
    return reverse("module_quality", args=[thing.module.slug])


@register.simple_tag
def quality_line(thing: Thing) -> SafeString:
    """The line of a version, micro-credential or bundle, leading to how it was judged: one query."""
    line = line_of(thing)
    link = f'<a class="nb-tag nb-tag--{_TONES[line.standing]}" href="{_address(thing)}">{escape(line.words)}</a>'
    return mark_safe(f'<p class="quality-line">{link}</p>')  # noqa: S308  # the words are escaped, the rest is ours


@register.simple_tag
def quality_lines(listed: Iterable[Listed]) -> list[str]:
    """The words of the line of each listing, in their order, empty where none belongs: two queries for all of them."""
    keys = [(row.kind, row.target_id) for row in listed]
    found = words_of_listings(keys)
    return [found.get(key, "") for key in keys]


@register.inclusion_tag("quality/elements/stands.html")
def gates(thing: Thing) -> dict[str, Any]:
    """Each gate of a draft, passed or not, with what to do; for the page where it is written."""
    return {"stands": gates_of(thing), "thing": thing, "short": True}


@register.simple_tag
def evaluation_asked(person: Person, enrolment: Enrolment) -> str:
    """Where the learner says what it was like, once they have completed it; empty when there is nothing to ask."""
    if enrolment.completed_at is None or Evaluated.objects.filter(enrolment=enrolment).exists():
        return ""
    return reverse("evaluate", args=[enrolment.uuid])
