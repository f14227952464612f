"""Plans to choose among, as a list to pick from and as points in a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nanobank.common.templatetags.nanobank import ects, kroner
from nanobank.pathways.drawing import Point
from nanobank.pathways.lines import Lines, line_in, short_line
from nanobank.pathways.models import PlanVersion
from nanobank.pathways.wording import Words, number


@dataclass(frozen=True)
class Option:
    """One plan to choose: what it is best at, its figures, and its modules, each with its quality line."""

    version: PlanVersion
    label: str
    finish: date
    cost: Decimal
    ects: Decimal
    modules: list[str]
    quality: str
    is_chosen: bool

    @property
    def in_words(self) -> str:
        """All of it in a sentence, as the slider says it."""
        count = len(self.modules)
        facts = {
            "label": self.label,
            "day": date_format(self.finish, "j. F Y"),
            "price": kroner(self.cost),
            "ects": ects(self.ects),
            "modules": ngettext("%d module", "%d modules", count) % count,
        }
        return _("%(label)s: done on %(day)s, %(price)s, %(ects)s in %(modules)s") % facts


def choices_of(options: Sequence[PlanVersion], words: Words, lines: Lines, *, chosen: int | None) -> list[Option]:
    """In the order they come along the front."""
    least = min((one.figures["shortfall"] for one in options), default=0)
    return [
        Option(
            version=one,
            label=one.get_label_display(),
            finish=date.fromisoformat(one.figures["finish_on"]),
            cost=number(one.figures["cost"]),
            ects=number(one.figures["ects"]),
            modules=[
                f"{words.module(step['module'])} ({short_line(line_in(lines, step['module']))})" for step in one.steps
            ],
            quality=_("the best quality of them") if one.figures["shortfall"] == least else "",
            is_chosen=one.pk == chosen,
        )
        for one in options
    ]


def points_of(options: Sequence[PlanVersion], *, chosen: int | None) -> list[Point]:
    """Where each lies, by when it ends and what it costs."""
    return [
        Point(place, float(one.figures["finish"]), float(one.figures["cost"]), is_chosen=one.pk == chosen)
        for place, one in enumerate(options)
    ]
