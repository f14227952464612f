"""The radar as pictures: what is asked for against what there is, and how it grows. The table says all of it too."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nanobank.needs.queries.radar import Radar

WIDTH, LEFT, RIGHT = 480, 2, 40
ROW, BAR, TOP, MOST = 60, 12, 36, 12
TREND_WIDTH, TREND_HEIGHT = 132, 34


def bars_of(radar: Radar, title: str) -> SafeString:
    """Askers and modules of each competence, a pair of bars a row; those asked for most."""
    rows = radar.wanted[:MOST]
    most = max([1, *(max(one.askers, one.supply.modules) for one in rows)])
    height = TOP + len(rows) * ROW
    asked, there = _("ask for it"), _("modules teach it")
    parts = [
        f'<svg class="nd-bars" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="nd-bars-title">',
        f'<title id="nd-bars-title">{escape(title)}</title>',
        f'<rect class="nd-asked" x="{LEFT}" y="6" width="14" height="{BAR}" rx="2"/>',
        f'<text class="nd-small" x="{LEFT + 20}" y="16">{escape(asked)}</text>',
        f'<rect class="nd-there" x="{LEFT + 190}" y="6" width="14" height="{BAR}" rx="2"/>',
        f'<text class="nd-small" x="{LEFT + 210}" y="16">{escape(there)}</text>',
    ]
    for number, one in enumerate(rows):
        y = TOP + number * ROW
        parts.append(f'<text class="nd-label" x="{LEFT}" y="{y + 14}">{escape(one.competence.label)}</text>')
        for kind, amount, top in (("asked", one.askers, y + 20), ("there", one.supply.modules, y + 36)):
            wide = amount / most * (WIDTH - LEFT - RIGHT)
            parts.append(
                f'<rect class="nd-{kind}" x="{LEFT}" y="{top}" width="{max(wide, 1):.1f}" height="{BAR}" rx="2"/>'
                f'<text class="nd-small" x="{LEFT + max(wide, 1) + 6:.1f}" y="{top + 10}">{amount}</text>'
            )
    return mark_safe("".join([*parts, "</svg>"]))  # noqa: S308  # every word in it is escaped where it is put in


def trend_of(sizes: Sequence[int | None]) -> SafeString:
    """New askers quarter by quarter; a dash where it is withheld. Hidden from screen readers: the table says it."""
    most = max([1, *(size or 0 for size in sizes)])
    step = TREND_WIDTH / max(len(sizes), 1)
    parts = [
        f'<svg class="nd-trend" width="{TREND_WIDTH}" height="{TREND_HEIGHT}" '
        f'viewBox="0 0 {TREND_WIDTH} {TREND_HEIGHT}" aria-hidden="true" focusable="false">'
    ]
    for number, size in enumerate(sizes):
        x = number * step + 2
        if size is None:
            middle = TREND_HEIGHT - 4
            parts.append(
                f'<line class="nd-withheld" x1="{x:.1f}" x2="{x + step - 4:.1f}" y1="{middle}" y2="{middle}"/>'
            )
            continue
        tall = size / most * (TREND_HEIGHT - 4)
        parts.append(
            f'<rect class="nd-asked" x="{x:.1f}" y="{TREND_HEIGHT - max(tall, 1):.1f}" '
            f'width="{step - 4:.1f}" height="{max(tall, 1):.1f}"/>'
        )
    return mark_safe("".join([*parts, "</svg>"]))  # noqa: S308  # numbers alone
