"""Rules about grants, leave and time that a plan runs into: shown where they bite, with their own words and source.

They are data (``data/rules.toml``): the words, where they are from, and the numbers. When each of them bites is below.
Those of the state's grant (SU) are for who gets it alone: most who plan beside their work have never asked for it.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nanobank.common.bilingual import in_english, said
from nanobank.common.templatetags.nanobank import points
from nanobank.pathways.terms import GoalTerms, LifeTerms

_DATA: Final = Path(__file__).parent / "data" / "rules.toml"
_DAYS_A_MONTH: Final = Decimal("30.4375")
_DAYS_A_YEAR: Final = 365.25
_HOURS_A_CREDIT: Final = Decimal("27.5")
_LOOKED_AHEAD: Final = 12
"""Months that are looked at when there is no plan yet."""
_FULL_TIME: Final = Decimal(30)
"""Hours a week from which on somebody studies instead of working."""
_SU_WORDS: Final = re.compile(r"\bsu('?en)?\b|\buddannelsesstøtte|\bstudent grant", re.IGNORECASE)


@dataclass(frozen=True)
class Bite:
    """A rule that this plan runs into: ``why`` it does, and the rule's own words with their source."""

    rule: str
    quote: str
    source: str
    url: str
    why: str


@dataclass(frozen=True)
class Course:
    """What the rules look at: the life, the goal, and when which ECTS are done; none before there is a plan."""

    life: LifeTerms
    goal: GoalTerms
    earned: tuple[tuple[date, Decimal], ...] = ()

    @property
    def gets_su(self) -> bool:
        """Whether the person has said so; else whether what they typed does: the word, or full time at a degree."""
        if self.life.gets_su is not None:
            return self.life.gets_su
        is_full_time = self.goal.kind == "degree" and _most_hours(self.life) >= _FULL_TIME
        return is_full_time or bool(_SU_WORDS.search(self.goal.words))


def biting(course: Course) -> list[Bite]:
    """The rules that the course runs into, in their order."""
    english = in_english()
    found = []
    for rule in _rules():
        why = "" if rule.get("for_su") and not course.gets_su else _WHEN[rule["key"]](course, rule)
        if why:
            found.append(
                Bite(
                    rule=said(rule["name_da"], rule["name_en"], english=english),
                    quote=said(rule["quote_da"], rule["quote_en"], english=english),
                    source=rule["source"],
                    url=rule["url"],
                    why=why,
                )
            )
    return found


@cache
def _rules() -> tuple[Mapping[str, Any], ...]:
    return tuple(tomllib.loads(_DATA.read_text(encoding="utf-8"))["rule"])


def _su_activity(course: Course, rule: Mapping[str, Any]) -> str:
    """Who gets a grant may be only so far behind the pace of full time."""
    pace, most = Decimal(rule["ects_a_month"]), Decimal(rule["most_ects_behind"])
    earned = Decimal(0)
    for day, ects in course.earned or _at_the_pace_of(course.life):
        behind = pace * Decimal((day - course.life.begins).days) / _DAYS_A_MONTH - earned
        if behind > most:
            return _("With SU you would be %(ects)s ECTS behind by %(day)s, and it would stop.") % {
                "ects": points(behind.quantize(Decimal(1))),
                "day": date_format(day, "j. F Y"),
            }
        earned += ects
    return ""


def _at_the_pace_of(life: LifeTerms) -> list[tuple[date, Decimal]]:
    """What the hours of a life come to, month by month, before there is a plan."""
    ects = _most_hours(life) * _DAYS_A_MONTH / 7 / _HOURS_A_CREDIT
    days = (life.begins.fromordinal(life.begins.toordinal() + int(_DAYS_A_MONTH * m)) for m in range(1, _LOOKED_AHEAD))
    return [(day, ects) for day in days]


def _most_hours(life: LifeTerms) -> Decimal:
    """A week's, in the fullest period."""
    return max((one.hours for one in life.hours), default=Decimal(0)) * life.intensity / 100


def _su_approved(course: Course, rule: Mapping[str, Any]) -> str:
    if course.goal.kind == "degree":
        return ""
    return _("Single modules and micro-credentials are continuing education; as a rule there is no SU for them.")


def _leave(course: Course, rule: Mapping[str, Any]) -> str:
    """Weeks without any hours count as leave when they are many, for whoever is enrolled in a degree."""
    return _idle(course, rule) if course.goal.kind == "degree" else ""


def _idle(course: Course, rule: Mapping[str, Any]) -> str:
    periods = sorted(course.life.hours, key=lambda one: one.since)
    for one, following in pairwise(periods):
        weeks = (following.since - one.since).days // 7
        if not one.hours and weeks >= rule["weeks_of_leave"]:
            return _("You study nothing for %(weeks)d weeks from %(day)s. Ask whether that has to be a leave.") % {
                "weeks": weeks,
                "day": date_format(one.since, "j. F Y"),
            }
    return ""


def _longest_study(course: Course, rule: Mapping[str, Any]) -> str:
    if course.goal.kind != "degree" or not course.earned:
        return ""
    years = (course.earned[-1][0] - course.life.begins).days / _DAYS_A_YEAR
    if years <= rule["years"]:
        return ""
    return _("The plan takes %(years)d years, and %(most)d are the usual limit for a master's programme.") % {
        "years": round(years),
        "most": rule["years"],
    }


_WHEN: Final[dict[str, Callable[[Course, Mapping[str, Any]], str]]] = {
    "su_activity": _su_activity,
    "su_approved": _su_approved,
    "leave": _leave,
    "su_leave": _idle,
    "longest_study": _longest_study,
}
