"""Reads what a course or a proof of one says of itself, from what sites, wallets and Europass publish.

schema.org ``Course`` and ``EducationalOccupationalCredential``, Open Badges 2.0 and 3.0, the European Learning Model
(JSON-LD, and XML made into the same). Whatever is not there stays empty.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from nanocore.outside._nodes import Known, Node, id_of, types_of
from nanocore.outside._saying import BETWEEN, country_of, provider_around, said_of
from nanocore.outside._values import hours_in, language_in, number_in

_COURSES: Final = frozenset(
    (
        *("Course", "EducationalOccupationalCredential", "EducationalOccupationalProgram", "LearningOpportunity"),
        *("LearningAchievement", "Achievement", "BadgeClass"),
    )
)
_SPECIFICATIONS: Final = frozenset(("LearningAchievementSpecification", "Qualification"))
"""What a course leads to, which stands for it where there is no more."""
_LEVEL: Final = re.compile(r"(?:\b(?:EQF|NQF|level|niveau)\D{0,12}|/)([1-8])\b", re.IGNORECASE)
_LONGEST: Final = {"title": 300, "provider": 200, "text": 20_000, "assessment": 2_000, "url": 500, "outcome": 500}
_MOST_OUTCOMES: Final = 40
_MOST_NODES: Final = 5_000
_DEEPEST: Final = 30
_MOST_HOURS: Final = Decimal(10_000)
_MOST_ECTS: Final = Decimal(120)


@dataclass(frozen=True)
class Found:
    """What is said of a course: empty or None where nothing is. ``language`` is two letters, ``level`` that of EQF."""

    title: str = ""
    provider: str = ""
    description: str = ""
    url: str = ""
    language: str = ""
    hours: Decimal | None = None
    ects: Decimal | None = None
    level: int | None = None
    assessment: str = ""
    teaches: tuple[str, ...] = ()
    country: str = ""


def found_in(document: object) -> Found:
    """What is said of the first course that a document is about; an empty ``Found`` when it is about none."""
    nodes = list(nodes_of(document))
    known = _known(nodes)
    course = next((node for kinds in (_COURSES, _SPECIFICATIONS) for node in nodes if types_of(node) & kinds), None)
    if course is None:
        return Found()
    said = said_of(course, known)
    return Found(
        title=said["title"][: _LONGEST["title"]],
        provider=(said["provider"] or _provider_of(nodes, known))[: _LONGEST["provider"]],
        description=said["description"][: _LONGEST["text"]],
        url=said["url"][: _LONGEST["url"]] if said["url"].startswith(("https://", "http://")) else "",
        language=language_in(said["language"]),
        hours=_hours(said["workload"]),
        ects=_ects(said["ects"]),
        level=level_in(said["level"]),
        assessment=said["assessment"][: _LONGEST["assessment"]],
        teaches=tuple(_outcomes(said["competences"])),
        country=said["country"] or next(filter(None, (country_of(node, known) for node in nodes)), ""),
    )


def nodes_of(value: object) -> Iterator[Node]:
    """Every object, from without to within; of a document without end only the beginning."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    for at in range(_MOST_NODES):
        if at == len(waiting):
            return
        value, depth = waiting[at]
        if isinstance(value, Mapping):
            yield value
            children = list(value.values())
        else:
            children = list(value) if isinstance(value, list) else []
        if depth < _DEEPEST and len(waiting) < _MOST_NODES:
            waiting += [(child, depth + 1) for child in children if isinstance(child, (Mapping, list))]


def _known(nodes: list[Node]) -> dict[str, Node]:
    """What can be referred to; of several by one id the one that says most, as the others refer to it."""
    found: dict[str, Node] = {}
    for node in nodes:
        name = id_of(node) if types_of(node) else ""
        if name and len(node) > len(found.get(name, ())):
            found[name] = node
    return found


def _provider_of(nodes: list[Node], known: Known) -> str:
    """Who gives whatever the course stands in."""
    return next(filter(None, (provider_around(node, known) for node in nodes)), "")


def _hours(workload: str) -> Decimal | None:
    hours = hours_in(workload)
    return hours.quantize(Decimal("0.1")) if hours is not None and 0 < hours < _MOST_HOURS else None


def _ects(said: str) -> Decimal | None:
    try:
        points = number_in(re.sub(r"ects.*$", "", said, flags=re.IGNORECASE | re.DOTALL))
    except ValueError:
        return None
    return points.quantize(Decimal("0.01")) if points is not None and 0 < points <= _MOST_ECTS else None


def level_in(said: str) -> int | None:
    """The level of EQF that a text says."""
    found = re.fullmatch(r"\s*([1-8])\s*", said) or _LEVEL.search(said)
    return int(found[1]) if found else None


def _outcomes(said: str) -> Iterator[str]:
    kept: dict[str, None] = {}
    for one in said.split(BETWEEN):
        words = one.strip()[: _LONGEST["outcome"]]
        if words and "://" not in words and len(kept) < _MOST_OUTCOMES:
            kept[words] = None
    yield from kept
