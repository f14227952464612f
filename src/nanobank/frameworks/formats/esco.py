"""ESCO as its download page gives it: CSV files, one of a kind for each language (``skills_da.csv``).

Columns as in versions 1.0 to 1.2 of the classification. Several languages may lie beside each other; the relations say
the same in each and are read from one. Other names: *preferredLabel*, *altLabels* and *hiddenLabels* of one cell are
divided by line breaks or ``|``.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

from nanobank.frameworks.formats.files import Files, Row, Table
from nanobank.frameworks.formats.items import (
    About,
    Asks,
    CannotRead,
    Item,
    Line,
    Package,
    Part,
    Placed,
    Term,
    Wrong,
    tidied,
    wrong_with,
)
from nanobank.frameworks.models import Kind

HOST: Final = "http://data.europa.eu/esco/"
ABOUT: Final = About(
    uri="http://data.europa.eu/esco",
    slug="esco",
    title_da="ESCO – EU's klassifikation af færdigheder, kompetencer og erhverv",
    title_en="ESCO – European Skills, Competences, Qualifications and Occupations",
    publisher="Europa-Kommissionen / European Commission",
    homepage="https://esco.ec.europa.eu/",
    attribution_da="Denne tjeneste bruger Europa-Kommissionens ESCO-klassifikation.",
    attribution_en="This service uses the ESCO classification of the European Commission.",
)
_NAME: Final = re.compile(r"([A-Za-z]+?)(?:_([a-z]{2}(?:-[A-Za-z]+)?))?\.csv", re.IGNORECASE)
_KINDS: Final = {
    "skillgroups": Kind.GROUP,
    "skills": Kind.COMPETENCE,
    "iscogroups": Kind.OCCUPATION_GROUP,
    "occupations": Kind.OCCUPATION,
}
"""The files that hold concepts, in the order in which they are taken in: groups first."""
_HIERARCHY: Final = "skillshierarchy"
_BROADER: Final = ("broaderrelationsskillpillar", "broaderrelationsoccpillar")
_OCCUPATION_SKILLS: Final = "occupationskillrelations"
_SKILL_SKILLS: Final = "skillskillrelations"
_RELATIONS: Final = (*_BROADER, _OCCUPATION_SKILLS, _SKILL_SKILLS)
_READ: Final = {*_KINDS, _HIERARCHY, *_RELATIONS}
_NEEDED: Final = {
    **dict.fromkeys(_KINDS, ("conceptUri", "preferredLabel")),
    _HIERARCHY: ("Level 0 URI", "Level 0 preferred term"),
    **dict.fromkeys(_BROADER, ("conceptUri", "broaderUri")),
    _OCCUPATION_SKILLS: ("occupationUri", "relationType", "skillUri"),
    _SKILL_SKILLS: ("originalSkillUri", "relationType", "relatedSkillUri"),
}
_GIVEN_UP: Final = frozenset({"obsolete", "deprecated", "retired"})
_BETWEEN_LABELS: Final = re.compile(r"\s*[|\r\n]\s*")
_COLUMNS: Final = {"uri": "conceptUri", "label": "preferredLabel", "alternatives": "altLabels", "code": "code"}
_LEVELS: Final = range(4)


def is_esco(names: Iterable[str]) -> bool:
    """Whether files of these names look like ESCO's."""
    return any(kind_of(name)[0] in _READ for name in names)


def kind_of(name: str) -> tuple[str, str]:
    """What a file holds and in which language, told by its name: ``skills_da.csv`` → ``("skills", "da")``."""
    match = _NAME.fullmatch(name)
    return (match[1].lower(), (match[2] or "en").lower()) if match else ("", "")


def read_package(files: Files) -> Package:
    """Look which files there are and that each has its columns; nothing else is read yet. Raises CannotRead."""
    tables: dict[str, dict[str, Table]] = {}
    unused = []
    for name, opener in sorted(files.items()):
        kind, language = kind_of(name)
        if kind not in _READ:
            unused.append(name)
            continue
        table = Table(name, opener)
        missing = [column for column in _NEEDED[kind] if column not in table.headings]
        if missing:
            raise CannotRead("missing", file=name, columns=", ".join(missing))
        tables.setdefault(kind, {})[language] = table
    if not tables:
        raise CannotRead("not_esco")
    parts = [*_concepts(tables), *_hierarchy(tables), *_relations(tables)]
    return Package(
        about=ABOUT,
        parts=tuple(parts),
        languages=tuple(sorted({language for kind in _KINDS for language in tables.get(kind, ())})),
        unused=tuple(unused),
        kinds=frozenset(of for kind, of in _KINDS.items() if kind in tables),
    )


def _concepts(tables: dict[str, dict[str, Table]]) -> Iterator[Part]:
    for kind, of in _KINDS.items():
        for language, table in _english_first(tables.get(kind, {})):
            yield Part(table.name, partial(_lines, table, partial(_term, of, language)))


def _english_first(of_kind: dict[str, Table]) -> list[tuple[str, Table]]:
    """Addresses are made from the English names, as those of what ESCO has are."""
    return sorted(of_kind.items(), key=lambda one: (one[0] != "en", one[0]))


def _hierarchy(tables: dict[str, dict[str, Table]]) -> Iterator[Part]:
    """The areas' own table: it names them only where no table of areas does."""
    for language, table in _english_first(tables.get(_HIERARCHY, {})):
        names = language not in tables.get("skillgroups", {})
        yield Part(table.name, partial(_lines, table, partial(_level, language, names=names)))


def _relations(tables: dict[str, dict[str, Table]]) -> Iterator[Part]:
    """Each from one language: they say the same in all."""
    reads: dict[str, Callable[[Row], Line]] = {
        **dict.fromkeys(_BROADER, _broader),
        _OCCUPATION_SKILLS: partial(_asks, "occupationUri", "skillUri"),
        _SKILL_SKILLS: partial(_asks, "originalSkillUri", "relatedSkillUri"),
    }
    for kind in _RELATIONS:
        if of_kind := tables.get(kind):
            table = of_kind.get("en") or next(iter(of_kind.values()))
            yield Part(table.name, partial(_lines, table, reads[kind]))


def _lines(table: Table, read: Callable[[Row], Line]) -> Iterator[Line]:
    for row in table.rows():
        yield row.unreadable if row.wrong else read(row)


def _term(kind: Kind, language: str, row: Row) -> Line:
    cells = row.cells
    label = tidied(cells["preferredLabel"])
    term = Term(
        uri=_uri(cells["conceptUri"]),
        kind=kind,
        language=language,
        label=label,
        alternatives=_labels(cells.get("altLabels", ""), but=label),
        hidden=_labels(cells.get("hiddenLabels", ""), but=label),
        description=(cells.get("description") or cells.get("definition") or "").strip(),
        code=tidied(cells.get("code", "")),
        retired=cells.get("status", "").strip().lower() in _GIVEN_UP,
    )
    wrong = [*wrong_with(term, _COLUMNS), *_foreign("conceptUri", term.uri)]
    if not label:
        wrong.append(Wrong("preferredLabel", "", "no_label"))
    return Line(row.number, wrong=tuple(wrong)) if wrong else Line(row.number, (term,))


def _level(language: str, row: Row, *, names: bool) -> Line:
    """A row names the way from the top down to an area; the lowest is what the row is about."""
    way = [(uri, level) for level in _LEVELS if (uri := _uri(row.cells.get(f"Level {level} URI", "")))]
    if not way:
        return Line(row.number, wrong=(Wrong("Level 0 URI", "", "no_uri"),))
    (uri, level), items = way[-1], list[Item]()
    wrong = tuple(_foreign(f"Level {level} URI", uri))
    if names:
        label = tidied(row.cells.get(f"Level {level} preferred term", ""))
        code, description = row.cells.get(f"Level {level} code", ""), row.cells.get("Description", "").strip()
        term = Term(uri, Kind.GROUP, language, label, description=description, code=tidied(code))
        columns = {**_COLUMNS, "uri": f"Level {level} URI", "label": f"Level {level} preferred term"}
        wrong += tuple(wrong_with(term, columns))
        if not label:
            wrong += (Wrong(columns["label"], "", "no_label"),)
        items.append(term)
    if len(way) > 1:
        items.append(Placed(uri, way[-2][0]))
    return Line(row.number, wrong=wrong) if wrong else Line(row.number, tuple(items))


def _broader(row: Row) -> Line:
    uri, broader = _uri(row.cells["conceptUri"]), _uri(row.cells["broaderUri"])
    wrong = tuple(
        Wrong(column, "", "no_uri") for column, cell in (("conceptUri", uri), ("broaderUri", broader)) if not cell
    )
    if not wrong and uri == broader:
        wrong = (Wrong("broaderUri", broader, "itself"),)
    return Line(row.number, wrong=wrong) if wrong else Line(row.number, (Placed(uri, broader),))


def _asks(asking: str, asked: str, row: Row) -> Line:
    uri, of, relation = _uri(row.cells[asking]), _uri(row.cells[asked]), row.cells["relationType"].strip().lower()
    wrong = tuple(Wrong(column, "", "no_uri") for column, cell in ((asking, uri), (asked, of)) if not cell)
    if relation not in ("essential", "optional"):
        wrong += (Wrong("relationType", relation, "relation"),)
    return Line(row.number, wrong=wrong) if wrong else Line(row.number, (Asks(uri, of, relation == "essential"),))


def _uri(cell: str) -> str:
    """As ESCO's RDF writes it: http, however a file does."""
    uri = cell.strip()
    return "http" + uri.removeprefix("https") if uri.startswith("https://data.europa.eu/esco/") else uri


def _foreign(column: str, uri: str) -> Iterator[Wrong]:
    if uri and not uri.startswith(HOST):
        yield Wrong(column, uri, "foreign")


def _labels(cell: str, *, but: str) -> tuple[str, ...]:
    """Each once, without the preferred one."""
    texts = (tidied(text) for text in _BETWEEN_LABELS.split(cell))
    return tuple(dict.fromkeys(text for text in texts if text and text != but))
