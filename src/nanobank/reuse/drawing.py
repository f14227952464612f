"""A family of modules as a picture. The table beside it says all of it too, with links."""

from html import escape
from textwrap import wrap

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nanobank.reuse.queries.families import Family, Member

WIDE, TALL, ACROSS, DOWN = 204, 84, 246, 104
_LETTERS = 26


def picture_of(family: Family) -> SafeString:
    """Each generation in its column, a line from source to adaptation, dashed back where an improvement was given."""
    columns = 1 + max(one.place.column for one in family.members)
    rows = 1 + max(one.place.row for one in family.members)
    width, height = (columns - 1) * ACROSS + WIDE + 4, (rows - 1) * DOWN + TALL + 4
    places = {one.module.pk: one for one in family.members}
    many = len(family.members)
    told = ngettext(
        "%(count)s module, generations: %(generations)s", "%(count)s modules, generations: %(generations)s", many
    )
    told %= {"count": many, "generations": columns}
    title = _("Where the module comes from, and what has been made of it")
    parts = [
        f'<svg class="ru-family" width="{width}" height="{height}" viewBox="-2 -2 {width} {height}" role="img" '
        'aria-labelledby="ru-family-title ru-family-told">',
        f'<title id="ru-family-title">{escape(title)}</title>',
        f'<desc id="ru-family-told">{escape(told)}</desc>',
    ]
    parts += [_line(places[one.parent], one) for one in family.members if one.parent in places]
    parts += [_box(one) for one in family.members]
    return mark_safe("".join([*parts, "</svg>"]))  # noqa: S308  # every word in it is escaped where it is put in


def _line(source: Member, one: Member) -> str:
    x1, y1 = source.place.column * ACROSS + WIDE, source.place.row * DOWN + TALL // 2
    x2, y2 = one.place.column * ACROSS, one.place.row * DOWN + TALL // 2
    middle = (x1 + x2) // 2
    line = f'<path class="ru-line" d="M{x1} {y1}H{middle}V{y2}H{x2}"/>'
    if one.given_back:
        line += f'<path class="ru-back" d="M{x2} {y2 + 10}H{middle + 10}V{y1 + 10}H{x1}"/>'
    return line


def _box(one: Member) -> str:
    x, y = one.place.column * ACROSS, one.place.row * DOWN
    lines = wrap(one.version.title, _LETTERS) or [one.module.slug]
    if len(lines) > 2:
        lines = [lines[0], f"{lines[1][: _LETTERS - 1].rstrip()}…"]
    kind = "ru-box ru-box--here" if one.is_here else "ru-box"
    parts = [f'<rect class="{kind}" x="{x}" y="{y}" width="{WIDE}" height="{TALL}" rx="6"/>']
    parts += [
        f'<text class="ru-name" x="{x + 12}" y="{y + 24 + 18 * number}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    ]
    below = one.module.provider.short_name
    if one.adaptation:
        below = _("%(provider)s · from version %(number)s") % {
            "provider": below, "number": one.adaptation.source.number,
        }  # fmt: skip
    parts.append(f'<text class="ru-who" x="{x + 12}" y="{y + 24 + 18 * len(lines) + 4}">{escape(below)}</text>')
    return "".join(parts)
