"""A question's filters as conditions on the listing, and as marks that the search tables hold beside the words.

The marks let a word and a filter be met within one index, where a common word with a rare filter would otherwise have
every one of its rows looked at. They start with ``=``, which no word does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from nanobank.catalogue.models import Audience, Listing
from nanobank.catalogue.question import DAYS, Question, Starts

_BITS = {audience: 1 << place for place, audience in enumerate(Audience)}


@dataclass(frozen=True)
class Conditions:
    """SQL conditions with their parameters, all to be met; and groups of marks, one of each group to be met."""

    sql: tuple[str, ...]
    parameters: tuple[Any, ...]
    marks: tuple[tuple[str, ...], ...]


def bits(audiences: Iterable[Audience | str]) -> int:
    """Audiences as one number, a bit each."""
    return sum(_BITS[Audience(audience)] for audience in set(audiences))


def audiences_in(number: int) -> tuple[Audience, ...]:
    """The audiences in such a number."""
    return tuple(audience for audience, bit in _BITS.items() if number & bit)


def marks_of(listing: Listing, provider_slug: str) -> list[str]:
    """What a listing is marked with."""
    marks = [f"=k{listing.kind.replace('_', '')}"]
    if provider_slug:
        marks.append(f"=p{provider_slug.replace('-', '')}")
    if listing.level is not None:
        marks.append(f"=l{listing.level}")
    if listing.language:
        marks.append(f"=g{listing.language}")
    if listing.form:
        marks.append(f"=f{listing.form.replace('_', '')}")
    return [*marks, *(f"=a{audience.value}" for audience in audiences_in(listing.audiences))]


def conditions(question: Question) -> Conditions:
    """The filters of the question; ``l`` is the listing."""
    sql: list[str] = []
    parameters: list[Any] = []
    marks: list[tuple[str, ...]] = []

    def one_of(column: str, letter: str, values: Iterable[Any]) -> None:
        chosen = [getattr(value, "value", value) for value in values]
        if chosen:
            sql.append(f"l.{column} IN ({', '.join(['%s'] * len(chosen))})")
            parameters.extend(chosen)
            marks.append(tuple(f"={letter}{str(value).replace('_', '')}" for value in chosen))

    def at(condition: str, *values: Any) -> None:
        sql.append(condition)
        parameters.extend(values)

    one_of("kind", "k", question.kinds)
    one_of("level", "l", question.levels)
    one_of("language", "g", question.languages)
    one_of("form", "f", question.forms)
    if question.audiences:
        at("(l.audiences & %s) <> 0", bits(question.audiences))
        marks.append(tuple(f"=a{audience.value}" for audience in question.audiences))
    if question.providers:
        slugs = ", ".join(["%s"] * len(question.providers))
        at(
            f"l.provider_id IN (SELECT id FROM organisations_organisation WHERE slug IN ({slugs}))",  # noqa: S608
            *question.providers,
        )
        marks.append(tuple(f"=p{slug.replace('-', '')}" for slug in question.providers))
    for condition, amount in (
        ("l.ects >= %s", question.ects_min),
        ("l.ects <= %s", question.ects_max),
        ("l.price <= %s", question.price_max),
    ):
        if amount is not None:
            at(condition, amount)
    if question.starts is Starts.NOW:
        at("l.rolling")
    elif question.starts:
        until = question.today + timedelta(days=DAYS[question.starts])
        at("(l.rolling OR l.next_start BETWEEN %s AND %s)", question.today, until)
    return Conditions(tuple(sql), tuple(parameters), tuple(marks))
