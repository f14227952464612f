"""A problem as JSON: read strictly, refused in plain words with the place, and answers written back."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Final, TypeAlias

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config
from pydantic_core import ErrorDetails

from nanocore.planning._catalogue import (
    DEEPEST,
    AllOf,
    AnyOf,
    Catalogue,
    HasCompetence,
    HasModule,
    Module,
    Offering,
    is_too_deep,
)
from nanocore.planning._question import Choice, DegreeRules, Held, Life, Limits, Period, Pin, Question, Terms, Wishes

JsonValue: TypeAlias = "dict[str, JsonValue] | list[JsonValue] | str | int | float | bool | None"

_MOST_MISTAKES: Final = 20


@with_config(ConfigDict(extra="forbid", strict=True, allow_inf_nan=False))
@dataclass(frozen=True, slots=True)
class Problem:
    """All that `solve` is given."""

    catalogue: Catalogue
    question: Question
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in a problem that cannot be read: ``place`` as ``question.life.hours[0].week``, and a ``code``.

    ``said`` are what the code's sentence has room for: the bounds of a range, the words there were to choose among.
    """

    place: str
    code: str
    said: tuple[str, ...] = ()

    def __str__(self) -> str:
        """A sentence in English; whoever shows it in another language goes by ``code`` and ``said``."""
        sentence = SENTENCES[self.code].format(*self.said)
        return f"{self.place}: {sentence}" if self.place else sentence


class Unreadable(ValueError):
    """A problem that is not one. ``mistakes`` are the first twenty, in the order in which they were met."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


SENTENCES: Final = {
    "not_json": "this is not JSON: {0}",
    "not_an_object": "this should be an object, in curly brackets",
    "not_a_list": "this should be a list, in square brackets",
    "not_text": "this should be text, in quotation marks",
    "not_a_number": "this should be a number",
    "not_whole": "this should be a whole number",
    "not_true_or_false": "this should be true or false",
    "not_one_of": "this should be {0}",
    "not_a_requirement": 'this should have one of "module", "competence", "all" and "any"',
    "missing": "this is missing",
    "unknown": "nothing is called that here",
    "too_many": "there is more here than there should be",
    "too_deep": "this goes deeper than the {0} levels that there may be",
    "too_small": "this should be {0} or more",
    "too_large": "this should be {0} or less",
    "too_fine": "this should have at most {0} decimals",
    "not_understood": "{0}",
}
"""What each code says, in English."""

_CODES: Final = {
    "json_invalid": "not_json",
    "dataclass_type": "not_an_object",
    "tuple_type": "not_a_list",
    "frozen_set_type": "not_a_list",
    "string_type": "not_text",
    "string_unicode": "not_text",
    "decimal_type": "not_a_number",
    "decimal_parsing": "not_a_number",
    "float_type": "not_a_number",
    "finite_number": "not_a_number",
    "int_type": "not_whole",
    "int_parsing": "not_whole",
    "int_parsing_size": "not_whole",
    "int_from_float": "not_whole",
    "bool_type": "not_true_or_false",
    "enum": "not_one_of",
    "missing": "missing",
    "unexpected_keyword_argument": "unknown",
    "too_long": "too_many",
}

_BRANCHES: Final = {"HasModule": "module", "HasCompetence": "competence", "AllOf": "all", "AnyOf": "any"}
"""The shapes of a requirement, and the field that tells each."""


@dataclass(frozen=True, slots=True)
class _Range:
    least: Decimal
    most: Decimal
    decimals: int | None = None


def _between(least: int, most: int, decimals: int | None = None) -> _Range:
    return _Range(Decimal(least), Decimal(most), decimals)


_WEEK = _between(-10_000, 10_000)
_LEVEL = _between(1, 8)
_ECTS = _between(0, 10_000, decimals=2)
_MONEY = _between(0, 1_000_000_000, decimals=2)
_COUNT = _between(0, 10_000)

_RANGES: Final[dict[type, dict[str, _Range]]] = {
    # A module that makes no sense is left out of the plan as a fault: here only what could not be reckoned with.
    Module: {
        "ects": _between(-10_000, 10_000, decimals=2),
        "price": _between(-1_000_000_000, 1_000_000_000, decimals=2),
        "level": _LEVEL,
        "rating": _between(0, 100),
        "match": _between(0, 100),
        "hours_a_credit": _between(0, 1_000),
    },
    Offering: {"starts": _WEEK, "weeks": _between(-1_000, 1_000), "seats": _between(-1_000_000, 1_000_000)}
    | {"price": _between(-1_000_000_000, 1_000_000_000, decimals=2)},
    HasCompetence: {"level": _LEVEL},
    Choice: {"at_least": _COUNT, "min_ects": _ECTS, "min_level": _LEVEL},
    DegreeRules: {"min_ects": _ECTS, "max_external_ects": _ECTS},
    Held: {"ects": _ECTS, "level": _LEVEL},
    Period: {"week": _WEEK, "hours": _between(0, 168)},
    Life: {
        "begins": _WEEK,
        "at_once": _between(1, 6),
        "deadline": _WEEK,
        "budget": _MONEY,
        "max_external_share": _between(0, 1),
    },
    Pin: {"week": _WEEK},
    Wishes: {"now": _WEEK},
    Terms: {
        "count": _between(1, 100),
        "min_ects": _ECTS,
        "max_ects": _ECTS,
        "min_modules": _COUNT,
        "max_modules": _COUNT,
    },
    Limits: {"seconds": _between(0, 3_600), "effort": _between(0, 100_000)},
}


@cache
def _adapter() -> TypeAdapter[Problem]:
    return TypeAdapter(Problem)


def read_problem(text: bytes) -> Problem:
    """The catalogue, question and limits of a JSON document, in the shape that `problem_schema` gives.

    Nothing is guessed: fields are called what they are called in these types, numbers may be written as text so that
    they stay exact, and what is not known is refused. Raises `Unreadable`.
    """
    try:
        problem = _adapter().validate_json(text)
    except ValidationError as error:
        raise Unreadable(_mistakes_of(error, text)) from None
    if outside := tuple(_outside(problem, ""))[:_MOST_MISTAKES]:
        raise Unreadable(outside)
    return problem


def problem_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a problem, made of the types that it is read into."""
    schema = _adapter().json_schema()
    for kind, ranges in _RANGES.items():
        for name, allowed in ranges.items():
            bounds = {"minimum": int(allowed.least), "maximum": int(allowed.most)}
            schema["$defs"][kind.__name__]["properties"][name].update(bounds)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def written(answer: object) -> JsonValue:
    """Any of the types of this package as JSON: decimals as text, sets as sorted lists."""
    if is_dataclass(answer) and not isinstance(answer, type):
        return {one.name: written(getattr(answer, one.name)) for one in fields(answer)}
    if isinstance(answer, frozenset):
        return sorted((written(one) for one in answer), key=str)
    if isinstance(answer, tuple | list):
        return [written(one) for one in answer]
    if isinstance(answer, Enum):
        return str(answer.value)
    if answer is None or isinstance(answer, str | int | float):
        return answer
    return str(answer)


# --- what went wrong, and where ---


def _mistakes_of(error: ValidationError, text: bytes) -> tuple[Mistake, ...]:
    details = error.errors(include_url=False)
    if details[0]["type"] == "json_invalid":
        said = str(details[0]["ctx"]["error"])
        if said.startswith("recursion limit"):
            return (Mistake("", "too_deep", (str(DEEPEST),)),)
        return (Mistake("", "not_json", (said,)),)
    whole = json.loads(text)
    met = (_mistake_of(detail, whole) for detail in details)
    return tuple(dict.fromkeys(one for one in met if one))[:_MOST_MISTAKES]


def _mistake_of(detail: ErrorDetails, whole: Any) -> Mistake | None:
    """None when it belongs to a shape of requirement that was not meant."""
    place, here = "", whole
    for part in detail["loc"]:
        if part in _BRANCHES and not (isinstance(here, dict) and part in here):
            meant = _meant(here)
            if meant is None:
                return Mistake(place, "not_a_requirement")
            if meant != part:
                return None
            continue
        place, here = _further(place, here, part)
    code = _CODES.get(detail["type"], "not_understood")
    said = {"not_one_of": str(detail.get("ctx", {}).get("expected")), "not_understood": detail["msg"]}
    return Mistake(place, code, (said[code],) if code in said else ())


def _meant(requirement: Any) -> str | None:
    """Which shape of requirement this is trying to be."""
    if not isinstance(requirement, dict):
        return None
    shapes = [shape for shape, told_by in _BRANCHES.items() if told_by in requirement]
    return shapes[0] if len(shapes) == 1 else None


def _further(place: str, here: Any, part: str | int) -> tuple[str, Any]:
    if isinstance(part, int):
        within = here[part] if isinstance(here, list) and part < len(here) else None
        return f"{place}[{part}]", within
    within = here.get(part) if isinstance(here, dict) else None
    return f"{place}.{part}" if place else part, within


def _outside(value: object, place: str) -> Iterator[Mistake]:
    """The numbers that are out of their range, in ``value`` and all within it."""
    if isinstance(value, tuple | frozenset):
        for number, one in enumerate(value):
            yield from _outside(one, f"{place}[{number}]")
    elif isinstance(value, AllOf | AnyOf) and is_too_deep(value):
        yield Mistake(place, "too_deep", (str(DEEPEST),))
    elif is_dataclass(value) and not isinstance(value, type | HasModule):
        ranges = _RANGES.get(type(value), {})
        for one in fields(value):
            within, its_place = getattr(value, one.name), f"{place}.{one.name}" if place else one.name
            if (allowed := ranges.get(one.name)) is None:
                yield from _outside(within, its_place)
            elif within is not None:
                yield from _beyond(within, allowed, its_place)


def _beyond(number: int | float | Decimal, allowed: _Range, place: str) -> Iterator[Mistake]:
    if number < allowed.least:
        yield Mistake(place, "too_small", (str(allowed.least),))
    elif number > allowed.most:
        yield Mistake(place, "too_large", (str(allowed.most),))
    elif allowed.decimals is not None and Decimal(number) != round(Decimal(number), allowed.decimals):
        yield Mistake(place, "too_fine", (str(allowed.decimals),))
