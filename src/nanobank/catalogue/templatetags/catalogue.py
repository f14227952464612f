"""What the catalogue draws without a template, because a page has many of them: ``{% load catalogue %}``."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from nanobank.catalogue.cards import Card

register = template.Library()


@register.simple_tag
def result_list(cards: Iterable[Card]) -> SafeString:
    """The rows of a page of results. Written here and not in a template: that would be most of the page's time."""
    rows = "".join(map(_row, cards))
    return mark_safe(f'<ol class="cat-results">{rows}</ol>')  # noqa: S308  # every part is escaped in _row


def _row(card: Card) -> str:
    url, title, summary = escape(card.url), escape(card.title), escape(card.summary)
    kind, facts, price, start = map(escape, (card.kind_label, card.facts, card.price, card.start))
    return (
        f'<li class="cat-result cat-result--{escape(card.kind)}"><div><p class="cat-kind">{kind}</p>'
        f'<h3><a href="{url}">{title}</a></h3><p>{summary}</p><p class="cat-facts">{facts}</p></div>'
        f'<div class="cat-side"><span class="cat-price">{price}</span><span class="nb-soft">{start}</span></div></li>'
    )
