"""A question's filters as conditions on the listing, and as marks that the search tables hold beside the words.

The marks let a word and a filter be met within one index, where a common word with a rare filter would otherwise have
every one of its rows looked at. They start with ``=``, which no word does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from django.db import connection

from nanobank.catalogue.models import Audience, Listing
from nanobank.catalogue.question import DAYS, KINDS, Question, Starts

_BITS = {audience: 1 << place for place, audience in enumerate(Audience)}


@dataclass(frozen=True)
class Conditions:
    """Marks in groups, one of each group to be met; the same as SQL; and the SQL of what no mark says (amounts, dates).

    SQL comes with its parameters, and all of it is to be met. Three of the kinds together are not marked: that is all
    there is in the table of everything, and a mark on every row is slow to look up.
    """

    kinds: tuple[str, ...]
    marks: tuple[tuple[str, ...], ...]
    marked: tuple[str, ...]
    marked_parameters: tuple[Any, ...]
    rest: tuple[str, ...]
    rest_parameters: tuple[Any, ...]


def bits(audiences: Iterable[Audience | str]) -> int:
    """Audiences as one number, a bit each."""
    return sum(_BITS[Audience(audience)] for audience in set(audiences))


def audiences_in(number: int) -> tuple[Audience, ...]:
    """The audiences in such a number."""
    return tuple(audience for audience, bit in _BITS.items() if number & bit)


def marks_of(listing: Listing, provider_slug: str) -> list[str]:
    """What a listing is marked with."""
    values = (("k", listing.kind), ("p", provider_slug), ("l", listing.level or ""), ("g", listing.language))
    marks = [mark_of(letter, value) for letter, value in (*values, ("f", listing.form)) if value]
    return [*marks, *(mark_of("a", audience.value) for audience in audiences_in(listing.audiences))]


def conditions(question: Question) -> Conditions:
    """The filters of the question; ``l`` is the listing."""
    marks: list[tuple[str, ...]] = []
    marked: list[str] = []
    marked_parameters: list[Any] = []
    for letter, condition, values in (
        ("l", "l.level IN ({})", question.levels),
        ("g", "l.language IN ({})", question.languages),
        ("f", "l.form IN ({})", question.forms),
        ("p", "l.provider_id IN (SELECT id FROM organisations_organisation WHERE slug IN ({}))", question.providers),
    ):
        chosen: list[str | int] = [value.value if isinstance(value, Enum) else value for value in values]
        if chosen:
            marked.append(condition.format(", ".join(["%s"] * len(chosen))))
            marked_parameters += chosen
            marks.append(tuple(mark_of(letter, value) for value in chosen))
    if question.audiences:
        marked.append("(l.audiences & %s) <> 0")
        marked_parameters.append(bits(question.audiences))
        marks.append(tuple(mark_of("a", audience.value) for audience in question.audiences))
    rest, rest_parameters = _ranges(question)
    kinds = tuple(kind.value for kind in question.kinds)
    if question.kinds != KINDS:
        marks.append(tuple(mark_of("k", kind) for kind in kinds))
    return Conditions(kinds, tuple(marks), tuple(marked), tuple(marked_parameters), tuple(rest), tuple(rest_parameters))


def mark_of(letter: str, value: str | int) -> str:
    """What a listing is marked with for this value of a filter."""
    return f"={letter}{str(value).replace('_', '').replace('-', '')}"


def _ranges(question: Question) -> tuple[list[str], list[Any]]:
    sql: list[str] = []
    parameters: list[Any] = []
    for condition, amount in (
        ("l.ects >= %s", question.ects_min),
        ("l.ects <= %s", question.ects_max),
        ("l.price <= %s", question.price_max),
    ):
        if amount is not None:
            sql.append(condition)
            parameters.append(amount)
    if question.since:
        sql.append("l.published_at > %s")
        parameters.append(connection.ops.adapt_datetimefield_value(question.since))
    if question.starts is Starts.NOW:
        sql.append("l.rolling")
    elif question.starts:
        sql.append("(l.rolling OR l.next_start BETWEEN %s AND %s)")
        parameters += [question.today, question.today + timedelta(days=DAYS[question.starts])]
    return sql, parameters
