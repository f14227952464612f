"""Markdown written by people, turned into HTML that cannot harm."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_LONGEST_KEPT = 20_000
_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}


def _demote_headings(html: str) -> str:
    """A text's own top heading stands below the page's."""
    for level in (3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{level + 1}>").replace(f"</h{level}>", f"</h{level + 1}>")
    return html


def render(text: str) -> SafeString:
    """``text`` (CommonMark with tables) as sanitised HTML; headings start at ``<h2>``; links get ``rel``."""
    return _rendered(text) if len(text) <= _LONGEST_KEPT else _render(text)


def _render(text: str) -> SafeString:
    clean = nh3.clean(
        _demote_headings(_PARSER.render(text)),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308  # nosec: nh3 has just cleaned it


_rendered = lru_cache(maxsize=2048)(_render)
