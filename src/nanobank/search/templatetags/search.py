"""What a page of results draws without a template, because it has many of them: ``{% load search %}``."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import chain, repeat

from django import template
from django.utils.safestring import SafeString, mark_safe

from nanobank.catalogue.cards import Card

register = template.Library()


@register.simple_tag
def hit_list(hits: Sequence[tuple[Card, str]], lines: Iterable[str] = ()) -> SafeString:
    """The rows of a page of results, each with its reason and the line about its quality (empty: none).

    In a template it would be most of the page's time.
    """
    rows = "".join(
        _row(card, reason, line) for (card, reason), line in zip(hits, chain(lines, repeat("")), strict=False)
    )
    return mark_safe(f'<ol class="cat-results">{rows}</ol>')  # noqa: S308  # every part is escaped in _row


def _row(card: Card, reason: str, line: str) -> str:
    url, title, summary = escape(card.url), escape(card.title), escape(card.summary)
    kind, facts, price, start = map(escape, (card.kind_label, card.facts, card.price, card.start))
    why = f'<p class="search-why">{escape(reason)}</p>' if reason else ""
    quality = f'<p class="search-quality">{escape(line)}</p>' if line else ""
    return (
        f'<li class="cat-result cat-result--{escape(card.kind)}"><div><p class="cat-kind">{kind}</p>'
        f'<h3><a href="{url}">{title}</a></h3><p>{summary}</p>{why}<p class="cat-facts">{facts}</p>{quality}</div>'
        f'<div class="cat-side"><span class="cat-price">{price}</span><span class="nb-soft">{start}</span></div></li>'
    )
