"""A plan as a picture: modules along the weeks, hours against the hours given, price and ECTS running up.

Everything the picture says stands in words beside it; it is drawn here so that it needs no script and no style of its
own, which the content policy would refuse.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nanobank.common.bilingual import in_english

LEFT, RIGHT, TOP = 56, 104, 56
ROW, BAR = 48, 18
LOAD, RISE, BETWEEN = 116, 96, 58
NARROWEST, WIDEST, USUAL = 12.0, 72.0, 936.0
LETTER = 7.4
"""What a letter of a bar's title takes, in pixels, on the average."""


@dataclass(frozen=True)
class Bar:
    """One module: where it lies in weeks from the first one drawn, fractions of a week included."""

    slug: str
    title: str
    begins: float
    ends: float
    kind: str
    note: str = ""


@dataclass(frozen=True)
class Week:
    """Hours that there are, hours that the plan takes, and what has been paid and earned when it ends."""

    given: float
    used: float
    paid: float
    earned: float


@dataclass(frozen=True)
class Mark:
    """A moment worth noticing: an exam, a deadline."""

    at: float
    words: str
    kind: str


@dataclass(frozen=True)
class Picture:
    """All that is drawn. ``first`` is the Monday of the first of ``weeks``; ``title`` says it all in a sentence."""

    title: str
    first: date
    weeks: Sequence[Week]
    bars: Sequence[Bar]
    marks: Sequence[Mark] = ()
    paid: str = ""
    earned: str = ""


@dataclass(frozen=True)
class Point:
    """A plan among others, for a picture of what faster costs."""

    place: int
    weeks: float
    cost: float
    is_chosen: bool


def picture_of(picture: Picture) -> SafeString:
    """The whole of it as one SVG, as wide as the weeks need."""
    count = max(len(picture.weeks), 1)
    unit = min(max(USUAL / count, NARROWEST), WIDEST)
    width = LEFT + count * unit + RIGHT
    rows = TOP + len(picture.bars) * ROW
    load, rise = rows + BETWEEN - 20, rows + BETWEEN * 2 - 20 + LOAD
    height = rise + RISE + 14
    parts = [
        f'<svg class="pw-picture" width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
        f' role="img" aria-labelledby="pw-picture-title" data-left="{LEFT}" data-unit="{unit:.2f}"'
        f' data-first="{picture.first.isoformat()}">',
        f'<title id="pw-picture-title">{escape(picture.title)}</title>',
        '<defs><pattern id="pw-pause" width="8" height="8" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="pw-pause-line" width="3" height="8"/></pattern></defs>',
        *months_of(picture.first, len(picture.weeks), unit, height),
        *_pauses(picture.weeks, unit, rows),
        *_bars(picture.bars, unit, width),
        *_marks(picture.marks, unit, width, rows, rise + RISE),
        *_load(picture.weeks, unit, load),
        *_rise(picture, unit, rise),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308  # every word in it is escaped where it is put in


def months_of(first: date, weeks: int, unit: float, height: float, left: float = LEFT) -> Iterator[str]:
    """A line where each month begins, with its name where there is room for it."""
    last = first + timedelta(weeks=weeks)
    month, room, form = first.replace(day=1), -1.0, "M" if in_english() else "b"
    while month < last:
        x = left + max((month - first).days, 0) / 7 * unit
        if month >= first:
            yield f'<line class="pw-line" x1="{x:.1f}" x2="{x:.1f}" y1="26" y2="{height:.0f}"/>'
        following = (month + timedelta(days=32)).replace(day=1)
        end = left + min((following - first).days / 7, weeks) * unit
        name = date_format(month, f"{form} Y" if month.month == 1 or room < 0 else form)
        if x > room and end - x > LETTER * 3:
            yield f'<text class="pw-month" x="{x + 4:.1f}" y="18">{escape(name)}</text>'
            room = x + len(name) * LETTER + 10
        month = following


def _pauses(weeks: Sequence[Week], unit: float, rows: float) -> Iterator[str]:
    """Stretches without any hours, hatched."""
    words = _("break")
    begin = None
    for number, week in enumerate([*weeks, Week(1, 0, 0, 0)]):
        if week.given == 0 and begin is None:
            begin = number
        elif week.given > 0 and begin is not None:
            x, wide = LEFT + begin * unit, (number - begin) * unit
            yield f'<rect class="pw-pause" x="{x:.1f}" y="28" width="{wide:.1f}" height="{rows - 28:.0f}"/>'
            if wide > len(words) * LETTER:
                yield f'<text class="pw-small" x="{x + 4:.1f}" y="41">{escape(words)}</text>'
            begin = None


def _bars(bars: Iterable[Bar], unit: float, width: float) -> Iterator[str]:
    for row, bar in enumerate(bars):
        y = TOP + row * ROW
        x, wide = LEFT + bar.begins * unit, max((bar.ends - bar.begins) * unit, 6)
        title = escape(bar.title)
        fits = x + len(bar.title) * LETTER < width - 4
        anchor, at = ("start", x) if fits else ("end", min(x + wide, width - 4))
        yield (
            f'<g class="pw-bar pw-bar--{bar.kind}" data-step="{escape(bar.slug)}">'
            f'<text class="pw-title" text-anchor="{anchor}" x="{at:.1f}" y="{y + 13}">{title}</text>'
            f'<rect x="{x:.1f}" y="{y + 20}" width="{wide:.1f}" height="{BAR}" rx="5"/>'
        )
        if bar.note and wide > len(bar.note) * LETTER:
            yield f'<text class="pw-note" x="{x + 6:.1f}" y="{y + 33}">{escape(bar.note)}</text>'
        yield "</g>"


def _marks(marks: Iterable[Mark], unit: float, width: float, rows: float, bottom: float) -> Iterator[str]:
    for number, mark in enumerate(marks):
        x = LEFT + mark.at * unit
        y = rows + 8 + number * 15
        fits = x + len(mark.words) * LETTER + 12 < width
        anchor, text = ("start", x + 9) if fits else ("end", x - 9)
        yield (
            f'<g class="pw-mark pw-mark--{mark.kind}">'
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="28" y2="{bottom:.0f}"/>'
            f'<path d="M{x:.1f} {y - 7:.0f}l6 6-6 6-6-6z"/>'
            f'<text class="pw-small" text-anchor="{anchor}" x="{text:.1f}" y="{y + 3:.0f}">{escape(mark.words)}</text>'
            "</g>"
        )


def _load(weeks: Sequence[Week], unit: float, top: float) -> Iterator[str]:
    """Hours taken, a bar a week, under the line of hours given."""
    most = max([1.0, *(max(week.given, week.used) for week in weeks)]) * 1.1
    bottom = top + LOAD
    heading = escape(_("Hours a week"))
    yield f'<text class="pw-heading" x="{LEFT}" y="{top - 8:.0f}">{heading}</text>'
    yield from _scale(most, bottom, LOAD, LEFT + len(weeks) * unit, "{:g}")
    line: list[str] = []
    for number, week in enumerate(weeks):
        x, y = LEFT + number * unit, bottom - week.given / most * LOAD
        line.append(f"{'L' if line else 'M'}{x:.1f} {y:.1f}H{x + unit:.1f}")
        if week.used:
            tall = week.used / most * LOAD
            yield (
                f'<rect class="pw-used" x="{x + unit * 0.1:.1f}" y="{bottom - tall:.1f}" '
                f'width="{unit * 0.8:.1f}" height="{tall:.1f}"/>'
            )
    yield f'<path class="pw-given" d="{"".join(line)}"/>'


def _rise(picture: Picture, unit: float, top: float) -> Iterator[str]:
    """What has been paid and earned, each as a staircase to its own full height."""
    bottom, weeks = top + RISE, picture.weeks
    heading = _("Price and ECTS running up")
    yield f'<text class="pw-heading" x="{LEFT}" y="{top - 8:.0f}">{escape(heading)}</text>'
    yield f'<line class="pw-axis" x1="{LEFT}" x2="{LEFT + len(weeks) * unit:.1f}" y1="{bottom}" y2="{bottom}"/>'
    for name, amounts, words in (
        ("paid", [week.paid for week in weeks], picture.paid),
        ("earned", [week.earned for week in weeks], picture.earned),
    ):
        most = max([1.0, *amounts]) * (1.3 if name == "earned" else 1.75)
        stairs = [f"M{LEFT} {bottom - (amounts[0] if name == 'paid' else 0) / most * RISE:.1f}"]
        for number, amount in enumerate(amounts):
            x = LEFT + (number + (name == "earned")) * unit
            stairs.append(f"H{x:.1f}V{bottom - amount / most * RISE:.1f}")
        end = LEFT + len(weeks) * unit
        yield f'<path class="pw-{name}" d="{"".join(stairs)}H{end:.1f}"/>'
        y = bottom - (amounts[-1] if amounts else 0) / most * RISE + 5
        label = f'<text class="pw-label pw-label--{name}" x="{end + 8:.1f}" y="{y:.1f}">'
        yield f"{label}{escape(words)}</text>"


def _scale(most: float, bottom: float, tall: float, right: float, words: str) -> Iterator[str]:
    """Three lines across, with their numbers."""
    step = max(round(most / 3), 1)
    for number in range(0, int(most) + 1, step):
        y = bottom - number / most * tall
        kind = "pw-line" if number else "pw-axis"
        yield f'<line class="{kind}" x1="{LEFT}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="pw-small" text-anchor="end" x="{LEFT - 8}" y="{y + 4:.1f}">{words.format(number)}</text>'


def front_of(points: Sequence[Point], *, title: str, sooner: str, later: str, dearer: str) -> SafeString:
    """Plans by when they end and what they cost; the one in use is filled."""
    width, height, pad = 360, 240, 40
    first, last = _span([point.weeks for point in points])
    least, most = _span([point.cost for point in points])
    parts = [
        f'<svg class="pw-front" viewBox="0 0 {width} {height}" role="img" aria-labelledby="pw-front-title">'
        f'<title id="pw-front-title">{escape(title)}</title>'
        f'<path class="pw-axis" d="M{pad} 16V{height - pad}H{width - 16}"/>'
        f'<text class="pw-small" x="{pad}" y="{height - 14}">{escape(sooner)}</text>'
        f'<text class="pw-small" text-anchor="end" x="{width - 16}" y="{height - 14}">{escape(later)}</text>'
        f'<text class="pw-small" x="{pad + 8}" y="24">{escape(dearer)}</text>'
    ]
    for point in points:
        x = pad + 28 + (point.weeks - first) / (last - first) * (width - pad - 72)
        y = height - pad - 26 - (point.cost - least) / (most - least) * (height - pad - 80)
        chosen = " pw-dot--chosen" if point.is_chosen else ""
        parts.append(
            f'<g class="pw-dot{chosen}" data-place="{point.place}"><circle cx="{x:.1f}" cy="{y:.1f}" r="15"/>'
            f'<text text-anchor="middle" x="{x:.1f}" y="{y + 5:.1f}">{point.place + 1}</text></g>'
        )
    return mark_safe("".join([*parts, "</svg>"]))  # noqa: S308  # every word in it is escaped where it is put in


def _span(amounts: Sequence[float]) -> tuple[float, float]:
    """The least and the most, apart even when they are the same."""
    least, most = min(amounts), max(amounts)
    return (least, most) if most > least else (least - 1, least + 1)
