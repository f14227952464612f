"""A team's plan as a picture: a row for each person along the weeks, and under it how many are away from work."""

from collections.abc import Iterator
from html import escape
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nanobank.pathways.drawing import LETTER, NARROWEST, USUAL, WIDEST, months_of
from nanobank.pathways.teams.showing import Placed, ShownTeam

LEFT, RIGHT, TOP = 168, 24, 34
LANE, BAR, ROW_GAP = 26, 20, 12
AWAY, ABOVE_AWAY = 90, 44
_LONGEST_NAME: Final = 20


def team_picture(team: ShownTeam) -> SafeString:
    """The whole of it as one SVG, as wide as the weeks need."""
    count = max(team.weeks, 1)
    unit = min(max((USUAL - LEFT + 56) / count, NARROWEST), WIDEST)
    width = LEFT + count * unit + RIGHT
    rows = TOP + sum(_tall(one) for one in team.placed)
    height = rows + (ABOVE_AWAY + AWAY + 16 if team.cover else 8)
    parts = [
        f'<svg class="pw-picture" width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
        ' role="img" aria-labelledby="pw-team-title">',
        f'<title id="pw-team-title">{escape(team.in_a_sentence)}</title>',
        *months_of(team.first, count, unit, rows, LEFT),
        *_people(team, unit, width),
        *(_away(team, unit, rows + ABOVE_AWAY) if team.cover else ()),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308  # every word in it is escaped where it is put in


def _tall(one: Placed) -> int:
    return max(len(one.parts), 1) * LANE + ROW_GAP


def _people(team: ShownTeam, unit: float, width: float) -> Iterator[str]:
    """A row each: their modules one under the other, so that every title has room."""
    y = TOP
    for number, one in enumerate(team.placed):
        tall = _tall(one)
        if number % 2:
            yield f'<rect class="pw-band" x="0" y="{y}" width="{width:.0f}" height="{tall}"/>'
        name = one.name if len(one.name) <= _LONGEST_NAME else f"{one.name[: _LONGEST_NAME - 1]}…"
        yield f'<text class="pw-heading" x="8" y="{y + 24}">{escape(name)}</text>'
        for lane, part in enumerate(one.parts):
            x, wide = LEFT + part.at[0] * unit, max((part.at[1] - part.at[0]) * unit, 6)
            top = y + ROW_GAP / 2 + lane * LANE
            kind = "dated" if part.is_dated else "rolling"
            yield f'<g class="pw-bar pw-bar--{kind}">'
            yield f'<rect x="{x:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{BAR}" rx="5"/>'
            yield _title(part.title, x, wide, top + 15, width)
            yield "</g>"
        y += tall


def _title(title: str, x: float, wide: float, y: float, width: float) -> str:
    """Inside the bar where it fits, else beside it where there is more room."""
    long = len(title) * LETTER
    if long + 14 < wide:
        return f'<text class="pw-note" x="{x + 8:.1f}" y="{y:.1f}">{escape(title)}</text>'
    right = width - x - wide
    if right > min(long + 10, x - LEFT):
        fits = title if long + 10 < right else f"{title[: max(int((right - 16) / LETTER), 3)]}…"
        return f'<text class="pw-small" x="{x + wide + 6:.1f}" y="{y:.1f}">{escape(fits)}</text>'
    fits = title if long + 10 < x - LEFT else f"{title[: max(int((x - LEFT - 16) / LETTER), 3)]}…"
    return f'<text class="pw-small" text-anchor="end" x="{x - 6:.1f}" y="{y:.1f}">{escape(fits)}</text>'


def _away(team: ShownTeam, unit: float, top: float) -> Iterator[str]:
    """How many are at a class in working hours, a bar a week, under the line of how many may be."""
    most = max([*team.away_by_week, team.most_away or 0, 1]) * 1.15
    bottom, right = top + AWAY, LEFT + team.weeks * unit
    heading, limit = escape(_("Away from work")), escape(_("at most"))
    yield f'<text class="pw-heading" x="{LEFT}" y="{top - 12:.0f}">{heading}</text>'
    yield f'<line class="pw-axis" x1="{LEFT}" x2="{right:.1f}" y1="{bottom:.1f}" y2="{bottom:.1f}"/>'
    for number, away in enumerate(team.away_by_week):
        if away:
            tall = away / most * AWAY
            x = LEFT + (number + 0.1) * unit
            yield (
                f'<rect class="pw-used" x="{x:.1f}" y="{bottom - tall:.1f}" width="{unit * 0.8:.1f}" '
                f'height="{tall:.1f}"/>'
            )
    for count in sorted({team.most_away or 0, max(team.away_by_week, default=0)} - {0}):
        y = bottom - count / most * AWAY
        yield f'<text class="pw-small" text-anchor="end" x="{LEFT - 8}" y="{y + 4:.1f}">{count}</text>'
    if team.most_away is not None:
        y = bottom - team.most_away / most * AWAY
        yield f'<path class="pw-given" d="M{LEFT} {y:.1f}H{right:.1f}"/>'
        yield f'<text class="pw-small" text-anchor="end" x="{LEFT - 24}" y="{y + 4:.1f}">{limit}</text>'
