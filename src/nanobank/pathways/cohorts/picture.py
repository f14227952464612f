"""The load of each term as a bar, module upon module, under the line of the heaviest."""

from collections.abc import Iterator
from html import escape
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nanobank.common.templatetags.nanobank import points
from nanobank.pathways.cohorts.queries import ShownBalance, ShownTerm

LEFT, BOTTOM, TALL, TOP = 56, 36, 220, 28
_WIDE: Final = 96
_GAP: Final = 24


def balance_picture(shown: ShownBalance) -> SafeString:
    """As one SVG; the terms below say the same in words."""
    width = LEFT + len(shown.terms) * (_WIDE + _GAP) + _GAP
    height = TOP + TALL + BOTTOM
    title = _("The load of each term. The heaviest has %s ECTS. The same stands below in words.") % points(
        shown.heaviest
    )
    most = float(shown.heaviest) or 1.0
    line = TOP + TALL - TALL * 0.92
    parts = [
        f'<svg class="pw-picture" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="pw-load-title"><title id="pw-load-title">{escape(title)}</title>',
        f'<line class="pw-axis" x1="{LEFT}" x2="{width}" y1="{TOP + TALL}" y2="{TOP + TALL}"/>',
        *(piece for term in shown.terms for piece in _term(term, most)),
        f'<path class="pw-given" d="M{LEFT} {line:.1f}H{width}"/>',
        f'<text class="pw-small" text-anchor="end" x="{LEFT - 8}" y="{line + 4:.1f}">{points(shown.heaviest)}</text>',
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308  # every word in it is escaped where it is put in


def _term(term: ShownTerm, most: float) -> Iterator[str]:
    x, y = LEFT + _GAP + (term.number - 1) * (_WIDE + _GAP), float(TOP + TALL)
    for one in term.modules:
        tall = float(one.ects) / most * TALL * 0.92
        y -= tall
        kind = "pinned" if one.is_pinned else "dated" if one.is_extra else "rolling"
        yield f'<g class="pw-bar pw-bar--{kind}"><title>{escape(one.title)}</title>'
        yield f'<rect x="{x}" y="{y + 1:.1f}" width="{_WIDE}" height="{max(tall - 2, 2):.1f}" rx="4"/></g>'
    label = _("Term %d") % term.number
    middle, under = x + _WIDE / 2, TOP + TALL + 22
    yield f'<text class="pw-heading" text-anchor="middle" x="{middle}" y="{under}">{escape(label)}</text>'
