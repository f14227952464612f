"""Reads what a course or a proof of one says of itself, from the JSON-LD that sites and wallets publish.

schema.org ``Course`` and ``EducationalOccupationalCredential``, Open Badges 2.0 and 3.0, the European Learning Model.
Words are read by their names, as nobody's contexts are fetched; whatever is not there stays empty.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeAlias

Node: TypeAlias = Mapping[str, Any]

_COURSES: Final = frozenset(
    {
        "Course", "EducationalOccupationalCredential", "EducationalOccupationalProgram", "LearningOpportunity",
        "LearningAchievement", "LearningAchievementSpecification", "Achievement", "BadgeClass", "Qualification",
    }
)  # fmt: skip
_PROVIDERS: Final = ("provider", "creator", "issuer", "recognizedBy", "offeredBy", "providedBy", "awardedBy", "author")
_OUTCOMES: Final = ("teaches", "competencyRequired", "learningOutcome", "learningOutcomeSummary")
_DURATION: Final = re.compile(
    r"P(?:(?P<weeks>\d{1,3})W)?(?:(?P<days>\d{1,4})D)?(?:T(?:(?P<hours>\d{1,5}(?:\.\d+)?)H)?(?:(?P<minutes>\d{1,5})M)?)?"
)
_LEVEL: Final = re.compile(r"\b(?:EQF|NQF|level|niveau)\D{0,12}([1-8])\b", re.IGNORECASE)
_LONGEST: Final = {"title": 300, "provider": 200, "text": 20_000}
_MOST_NODES: Final = 5_000
_DEEPEST: Final = 30


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
    """What the JSON-LD says of the first course that it is about; an empty ``Found`` when it is about none."""
    nodes = list(_nodes(document))
    known = {str(node.get("@id") or node.get("id")): node for node in nodes if _types(node)}
    course = next((node for node in nodes if _types(node) & _COURSES), None)
    if course is None:
        return Found()
    hours, ects = _workload(course)
    return Found(
        title=_text(course.get("name") or course.get("title"))[: _LONGEST["title"]],
        provider=_provider(course, nodes, known)[: _LONGEST["provider"]],
        description=_text(_first(course, "description", "abstract", "definition"))[: _LONGEST["text"]],
        url=_url(course),
        language=_language(_first(course, "inLanguage", "defaultLanguage", "instructionLanguage", "language")),
        hours=hours,
        ects=ects,
        level=_level(course),
        assessment=_text(_first(course, "assessment", "educationalCredentialAwarded", "provenBy", "criteria"))[:2000],
        teaches=tuple(dict.fromkeys(_outcomes(course)))[:40],
        country=_country(course, known),
    )


def _nodes(value: object) -> Iterator[Node]:
    """Every object, from without to within; of a document without end only the beginning."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        value, depth = waiting.pop(0)
        if isinstance(value, Mapping):
            yield value
            children = list(value.values())
        else:
            children = list(value) if isinstance(value, list) else []
        if depth < _DEEPEST:
            waiting += [(child, depth + 1) for child in children if isinstance(child, (Mapping, list))]


def _types(node: Node) -> set[str]:
    given = node.get("@type", node.get("type", ()))
    names = given if isinstance(given, list) else [given]
    return {name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str)}


def _first(node: Node, *names: str) -> object:
    return next((node[name] for name in names if node.get(name)), None)


def _text(value: object, deep: int = 0) -> str:
    """A text as people read it, out of the shapes that texts come in: by language, with a value, in a list, named."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return str(value)
    if deep > 4:
        return ""
    if isinstance(value, list):
        return next((text for one in value if (text := _text(one, deep + 1))), "")
    if isinstance(value, Mapping):
        names = ("da", "en", "@value", "name", "title", "noteLiteral", "prefLabel", "narrative", "value")
        return next((text for name in names if (text := _text(value.get(name), deep + 1))), "") or next(
            (text for text in value.values() if isinstance(text, str) and "://" not in text), ""
        )
    return ""


def _provider(course: Node, nodes: list[Node], known: Mapping[str, Node]) -> str:
    """Who gives it: as the course says; else as whatever it stands in does."""
    for node in (course, *nodes):
        for name in _PROVIDERS:
            given = node.get(name)
            for one in given if isinstance(given, list) else [given]:
                given_node = known.get(one) if isinstance(one, str) else one
                awarding = given_node.get("awardingBody") if isinstance(given_node, Mapping) else None
                found = _text(_named(awarding, known) or given_node)
                if found and "://" not in found and not found.startswith("did:"):
                    return found
                if isinstance(given_node, Mapping) and (legal := _text(given_node.get("legalName"))):
                    return legal
    return ""


def _named(value: object, known: Mapping[str, Node]) -> object:
    one = value[0] if isinstance(value, list) and value else value
    node = known.get(one) if isinstance(one, str) else one
    return _first(node, "legalName", "prefLabel", "name") if isinstance(node, Mapping) else None


def _url(course: Node) -> str:
    for name in ("url", "homepage", "@id", "id", "identifier"):
        value = course.get(name)
        value = value[0] if isinstance(value, list) and value else value
        value = value.get("contentURL") or value.get("contentUrl") if isinstance(value, Mapping) else value
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and one.startswith(("https://", "http://")):
                return one[:500]
    return ""


def _language(value: object) -> str:
    text = _text(value).rsplit("/", 1)[-1].lower()
    names = {"dan": "da", "eng": "en", "danish": "da", "english": "en", "deu": "de", "swe": "sv", "nor": "no"}
    return names.get(text, text[:2] if re.fullmatch(r"[a-z]{2}(-.*)?", text) else "")


def _workload(course: Node) -> tuple[Decimal | None, Decimal | None]:
    """Hours and ECTS."""
    hours = ects = None
    for node in _nodes(course):
        for name in ("timeRequired", "courseWorkload", "volumeOfLearning", "learningWorkload"):
            hours = hours or _hours(_text(node.get(name)))
        for name in ("numberOfCredits", "creditPoint", "creditsAvailable", "ects"):
            ects = ects or _credits(node.get(name))
    return hours, ects


def _hours(text: str) -> Decimal | None:
    match = _DURATION.fullmatch(text)
    if match is None:
        return _number(text)
    parts = {name: Decimal(value) for name, value in match.groupdict().items() if value}
    if "weeks" in parts or ("days" in parts and "hours" not in parts):
        return None  # for how long it runs, not how much work it is
    hours = parts.get("days", Decimal(0)) * 24 + parts.get("hours", Decimal(0)) + parts.get("minutes", Decimal(0)) / 60
    return hours.quantize(Decimal("0.1")) if Decimal(0) < hours < 10_000 else None


def _credits(value: object) -> Decimal | None:
    one = value[0] if isinstance(value, list) and value else value
    if isinstance(one, Mapping):
        kind = _text(one.get("creditType") or one.get("framework") or "ECTS")
        if "ECTS" not in kind.upper():
            return None
        one = one.get("value") or one.get("point") or one.get("credits")
    found = _number(_text(one))
    return found if found is not None and found <= 120 else None


def _number(text: str) -> Decimal | None:
    match = re.match(r"\s*(\d{1,5}(?:[.,]\d{1,2})?)\b", text)
    try:
        found = Decimal(match[1].replace(",", ".")) if match else None
    except InvalidOperation:
        return None
    return found if found else None


def _level(course: Node) -> int | None:
    for name in ("EQFLevel", "eqfLevel", "eqf"):
        text = _text(course.get(name)) or (
            str(course[name].get("id", "")) if isinstance(course.get(name), Mapping) else ""
        )
        if (match := re.search(r"([1-8])$", text.strip())) is not None:
            return int(match[1])
    match = _LEVEL.search(_text(course.get("educationalLevel")))
    return int(match[1]) if match else None


def _outcomes(course: Node) -> Iterator[str]:
    for name in (*_OUTCOMES, "about", "alignment", "alignments"):
        value = course.get(name)
        for one in value if isinstance(value, list) else [value]:
            text = _text(one) or (_text(one.get("targetName")) if isinstance(one, Mapping) else "")
            if text and "://" not in text:
                yield text[:500]


def _country(course: Node, known: Mapping[str, Node]) -> str:
    for name in _PROVIDERS:
        given = course.get(name)
        node = known.get(given) if isinstance(given, str) else given
        for one in _nodes(node):
            code = _text(_first(one, "addressCountry", "addressCountryCode", "countryCode"))
            if re.fullmatch(r"[A-Za-z]{2}", code):
                return code.upper()
    return ""
