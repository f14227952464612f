"""What a Europass CV says that somebody has learnt, line by line: education, courses and skills, with their dates.

Both forms are read: ``Candidate`` (Europass since 2020, HR Open Standards) and ``SkillsPassport`` (Cedefop's, before).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from nanocore.outside._nodes import Node, pick, text, types_of
from nanocore.outside._reading import Found, level_in, nodes_of
from nanocore.outside._values import date_in

MOST_LINES: Final = 60
_CVS: Final = frozenset(("Candidate", "SkillsPassport"))
_COURSES: Final = frozenset(("Certification", "CourseCertification"))
_TITLES: Final = (
    *("ProgramName", "CertificationName", "DegreeName", "Title", "CertificationTypeCode", "CompetencyName", "Name"),
    "Label",
)
_COURSELIKE: Final = re.compile(r"kurs|course|certif|uddannelse|training|formation|diplom", re.IGNORECASE)
_SKILLS: Final = ("Communication", "Organisational", "JobRelated", "Computer")
_LONGEST: Final = {"title": 300, "provider": 200, "text": 8_000}
_MOST_SKILL: Final = 80
_BETWEEN_SKILLS: Final = re.compile(r"<[^>]{0,200}>|[\n;•]")


class CvKind(StrEnum):
    """What a line of a CV is."""

    EDUCATION = "education"
    COURSE = "course"
    SKILL = "skill"


@dataclass(frozen=True)
class CvLine:
    """One thing that a CV says was learnt. ``found.description`` may hold HTML; a year alone is its last day or first.

    ``completed_on`` is None for what is under way, or has no date.
    """

    kind: CvKind
    found: Found
    begun_on: date | None = None
    completed_on: date | None = None
    is_ongoing: bool = False


def is_cv(document: object) -> bool:
    """Whether it is a Europass CV."""
    return isinstance(document, Mapping) and bool(types_of(document) & _CVS)


def lines_of_cv(document: object) -> tuple[CvLine, ...]:
    """Each education, course and skill of a CV once, in its order, at most ``MOST_LINES``; none of anything else."""
    if not is_cv(document):
        return ()
    nodes = list(nodes_of(document))
    found = [*_educations(nodes), *_courses(nodes), *_skills(nodes)]
    unlike: dict[tuple[CvKind, str, date | None], CvLine] = {}
    for one in found:
        unlike.setdefault((one.kind, one.found.title.casefold(), one.completed_on), one)
    return tuple(unlike.values())[:MOST_LINES]


def _educations(nodes: list[Node]) -> Iterator[CvLine]:
    for node in nodes:
        if types_of(node) & {"EducationOrganizationAttendance", "Education"}:
            yield from _line(CvKind.EDUCATION, node, node.get("EducationDegree"))


def _courses(nodes: list[Node]) -> Iterator[CvLine]:
    """Certificates, and sections and achievements that by their title are courses."""
    for node in nodes:
        kinds = types_of(node)
        if kinds & _COURSES:
            yield from _line(CvKind.COURSE, node)
        elif "Others" in kinds and _COURSELIKE.search(text(node.get("Title"))):
            for one in _each(node.get("Other")):
                yield from _line(CvKind.COURSE, one)
        elif "Achievement" in kinds and _COURSELIKE.search(_name(node.get("Title"))):
            yield from _achieved(node)


def _achieved(node: Node) -> Iterator[CvLine]:
    """The older form names only the sort of achievement; what it was is the first line of what is said of it."""
    said = [one.strip() for one in _BETWEEN_SKILLS.split(text(node.get("Description"))) if one.strip()]
    if said:
        yield CvLine(CvKind.COURSE, Found(title=said[0][: _LONGEST["title"]], description="\n".join(said[1:])))


def _skills(nodes: list[Node]) -> Iterator[CvLine]:
    """Languages have a scale of their own and are left out."""
    for node in nodes:
        kinds = types_of(node)
        if "PersonCompetency" in kinds and text(node.get("TaxonomyID")).casefold() != "language":
            yield from _line(CvKind.SKILL, node)
        elif "Skills" in kinds:
            for name in _SKILLS:
                of_it = node.get(name)
                said = text(of_it.get("Description")) if isinstance(of_it, Mapping) else ""
                for one in _BETWEEN_SKILLS.split(said):
                    if 0 < len(one.strip()) <= _MOST_SKILL:
                        yield CvLine(CvKind.SKILL, Found(title=one.strip()))


def _line(kind: CvKind, node: Node, more: object = None) -> Iterator[CvLine]:
    """What one entry says; nothing where it has no name. ``more`` is the degree that was reached."""
    degree: Node = more if isinstance(more, Mapping) else {}
    title = _name(pick(node, *_TITLES)) or _name(pick(degree, *_TITLES))
    if not title:
        return
    begun, ended = _period(node)
    ongoing = any(text(one).casefold() == "true" for one in _ongoing(node))
    yield CvLine(
        kind,
        Found(
            title=title[: _LONGEST["title"]],
            provider=_provider(node)[: _LONGEST["provider"]],
            description=_described(node, degree)[: _LONGEST["text"]],
            level=_level(node),
            country=_country(node),
        ),
        begun,
        None if ongoing else ended,
        ongoing,
    )


def _name(said: object) -> str:
    """A name, or the label of a code."""
    return text(pick(said, "Label", "Name")) if isinstance(said, Mapping) else text(said)


def _provider(node: Node) -> str:
    said = pick(node, "OrganizationName", "IssuingAuthorityName", "IssuingAuthority", "Organisation")
    return text(pick(said, "Name", "OrganizationName")) if isinstance(said, Mapping) else text(said)


def _described(node: Node, degree: Node) -> str:
    said = (text(pick(one, "Description", "Activities", "OccupationalSkillsCovered")) for one in (node, degree))
    return "\n".join(one for one in said if one)


def _level(node: Node) -> int | None:
    """Of EQF; the older form's code is ISCED's, so that there only the words count."""
    said = node.get("Level")
    words = text(said.get("Label")) if isinstance(said, Mapping) else text(node.get("EducationLevelCode"))
    return level_in(words)


def _country(node: Node) -> str:
    """Of whoever gave it, where two letters say so."""
    for one in nodes_of([pick(node, "OrganizationContact", "Organisation")]):
        said = pick(one, "CountryCode", "Country")
        code = text(said.get("Code")) if isinstance(said, Mapping) else text(said)
        if len(code) == 2 and code.isalpha() and code.isascii():
            return "GB" if code.upper() == "UK" else code.upper()
    return ""


def _period(node: Node) -> tuple[date | None, date | None]:
    """When it began and ended; a certificate has the day on which it was given."""
    period = pick(node, "AttendancePeriod", "Period", "EffectivePeriod", "EffectiveTimePeriod")
    if not isinstance(period, Mapping):
        day = _day(pick(node, "FirstIssuedDate", "IssueDate", "EndDate", "Date"))
        return None, date_in(day, last=True)
    begun, ended = _day(pick(period, "StartDate", "From")), _day(pick(period, "EndDate", "To"))
    return date_in(begun), date_in(ended, last=True)


def _day(said: Any) -> str:
    return text(said.get("FormattedDateTime")) if isinstance(said, Mapping) else text(said)


def _ongoing(node: Node) -> Iterator[object]:
    for one in (node, pick(node, "AttendancePeriod", "Period")):
        if isinstance(one, Mapping):
            yield from (one.get(name) for name in ("Ongoing", "Current", "CurrentIndicator"))


def _each(value: object) -> list[Node]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, Mapping)]
