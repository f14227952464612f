"""Filters and tags that every template may use: ``{% load nanobank %}``."""

from decimal import Decimal
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.http import escape_leading_slashes
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nanobank.common import markdown as _markdown
from nanobank.common.bilingual import in_english

register = template.Library()


@register.filter
def ects(amount: Decimal) -> str:
    """``Decimal("2.50")`` → ``2,5 ECTS`` (Danish), ``2.5 ECTS`` (English)."""
    return f"{points(amount)} ECTS"


@register.filter
def points(amount: Decimal) -> str:
    """A number of ECTS without needless zeros: ``2,5``."""
    text = f"{amount.normalize():f}"
    return text if in_english() else text.replace(".", ",")


@register.filter
def kroner(amount: Decimal) -> str:
    """``Decimal("3200.00")`` → ``3.200 kr.`` (Danish), ``DKK 3,200`` (English); nothing to pay is said in words."""
    if not amount:
        return _("Free")
    number = number_format(amount, decimal_pos=0 if amount == int(amount) else 2, use_l10n=True, force_grouping=True)
    return f"DKK {number}" if in_english() else f"{number} kr."


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown by a person, as safe HTML."""
    return _markdown.render(text)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon of the design system, hidden from screen readers: ``{% icon "search" %}``."""
    return format_html(
        '<svg class="icon-svg" focusable="false" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("dkfds/img/all-svg-icons.svg"),
        name,
    )


@register.simple_block_tag
def once(content: SafeString) -> SafeString:
    """Draws a single time what is shown in several places: ``{% once as menu %}…{% endonce %}``, then its name."""
    return content


class _Steady(template.Node):
    """What is the same for everybody, drawn once a language and then kept by the template itself."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self._drawn: dict[str | None, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        language = get_language()
        if language not in self._drawn:
            self._drawn[language] = self.nodelist.render(context.new())
        return self._drawn[language]


@register.tag
def steady(parser: template.base.Parser, _token: template.base.Token) -> _Steady:
    """Keeps what never differs from page to page or from person to person: ``{% steady %}…{% endsteady %}``.

    Sees nothing of the page's context, so that nobody's data can stay in it.
    """
    nodelist = parser.parse(("endsteady",))
    parser.delete_first_token()
    return _Steady(nodelist)


@register.simple_tag(takes_context=True)
def same_page_in(context: dict[str, Any], language: str) -> str:
    """This page's address in another language, its query kept. The languages' addresses differ by ``/en`` alone."""
    request: HttpRequest = context["request"]
    address = request.get_full_path()
    danish = escape_leading_slashes(address.removeprefix("/en")) if address.startswith("/en/") else address
    return f"/en{danish}" if language == "en" else danish


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: object) -> str:
    """The page's own query string with some values changed (``None`` or empty removes): ``?{% query page=2 %}``."""
    request: HttpRequest = context["request"]
    values = request.GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            values.pop(name, None)
        else:
            values[name] = str(value)
    return values.urlencode()
