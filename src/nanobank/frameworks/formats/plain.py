"""A plain list: one row a concept, in a spreadsheet's CSV, with Danish or English headings.

| heading | what |
|---|---|
| ``adresse`` / ``uri`` | the concept's own address; made from ``kode`` when empty |
| ``kode`` / ``code`` | short, unique in the list |
| ``art`` / ``kind`` | ``kompetence`` (usual), ``gruppe``, ``rolle``, ``rollegruppe`` |
| ``navn_da``, ``navn_en``, ``label_xx`` | the name in a language; ``navn`` and ``label`` are Danish |
| ``ogsaa_da``, ``alternative_xx`` | other names, divided by ``|`` or line breaks |
| ``beskrivelse_da``, ``description_xx`` | what it is |
| ``under`` / ``broader`` | addresses or codes of what it lies within |
| ``kraever`` / ``essential`` | of a role: addresses or codes of the competences that it always asks for |
| ``gavner`` / ``optional`` | of a role: those that it often asks for |
| ``udgaaet`` / ``retired`` | ``ja`` when it is not to be used any more |

A row with the address of a concept of another framework places it here and may name it unofficially; it never makes
one.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final, TypeAlias
from urllib.parse import quote

from django.utils.text import slugify

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
    is_address,
    tidied,
    wrong_with,
)
from nanobank.frameworks.models import Kind

_DANISH: Final = {
    "adresse": "uri", "kode": "code", "art": "kind", "navn": "label", "ogsaa": "alternative", "også": "alternative",
    "aliaser": "alternative", "aliases": "alternative", "beskrivelse": "description", "under": "broader",
    "kraever": "essential", "kræver": "essential", "gavner": "optional", "udgaaet": "retired", "udgået": "retired",
}  # fmt: skip
_TOLD: Final = ("label", "alternative", "description")
"""Columns that there is one of for each language: ``label_da``, ``label_en``; without a language they are Danish."""
_PLAIN: Final = ("uri", "code", "kind", "broader", "essential", "optional", "retired")
_KINDS: Final = {
    "": Kind.COMPETENCE, "kompetence": Kind.COMPETENCE, "competence": Kind.COMPETENCE, "skill": Kind.COMPETENCE,
    "gruppe": Kind.GROUP, "omraade": Kind.GROUP, "område": Kind.GROUP, "group": Kind.GROUP,
    "rolle": Kind.OCCUPATION, "stilling": Kind.OCCUPATION, "role": Kind.OCCUPATION, "occupation": Kind.OCCUPATION,
    "rollegruppe": Kind.OCCUPATION_GROUP, "occupation_group": Kind.OCCUPATION_GROUP,
}  # fmt: skip
_YES: Final = frozenset({"ja", "yes", "x", "1", "true", "sand"})
_NO: Final = frozenset({"", "nej", "no", "0", "false", "falsk"})
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_BETWEEN: Final = re.compile(r"\s*[|\r\n]\s*")
_DANISH_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})

_Reader: TypeAlias = Callable[[Row, Mapping[str, str], str], Line]


def read_package(files: Files, *, title: str, address: Callable[[str], str]) -> Package:
    """One list; ``title`` is what the framework is called, ``address`` gives its own by a slug.

    Raises CannotRead.
    """
    if len(files) != 1:
        raise CannotRead("several")
    table = Table(*next(iter(files.items())))
    columns = {heading: column for heading in table.headings if (column := _column(heading))}
    told = [column for column in columns.values() if column.startswith("label_")]
    if not told:
        raise CannotRead("missing", file=table.name, columns="navn_da / label_en")
    if not {"uri", "code"} & set(columns.values()):
        raise CannotRead("missing", file=table.name, columns="adresse / kode")
    twice = [column for column in columns.values() if list(columns.values()).count(column) > 1]
    if twice:
        raise CannotRead("twice", column=twice[0])
    slug = slugify(title.translate(_DANISH_LETTERS))[:60] or "ramme"
    about = About(uri=address(slug), slug=slug, title_da=title, title_en=title)
    read = partial(_rows, table, columns, about.uri)
    parts = (Part(table.name, partial(read, _concept)), Part(table.name, partial(read, _links)))
    unused = [heading for heading in table.headings if heading and heading not in columns]
    return Package(about, parts, tuple(sorted(column[6:] for column in told)), tuple(unused), frozenset(Kind))


def _column(heading: str) -> str:
    """``Navn_DA`` → ``label_da``; empty when it is none that we know."""
    name, _between, language = heading.strip().lower().replace(" ", "_").partition("_")
    name = _DANISH.get(name, name)
    if name in _TOLD:
        language = language or "da"
        return f"{name}_{language}" if _LANGUAGE.fullmatch(language) else ""
    return name if name in _PLAIN and not language else ""


def _rows(table: Table, columns: Mapping[str, str], address: str, read: _Reader) -> Iterator[Line]:
    for row in table.rows():
        if row.wrong:
            yield row.unreadable
        else:
            cells = {columns[heading]: cell.strip() for heading, cell in row.cells.items() if heading in columns}
            yield read(row, cells, address)


def _concept(row: Row, cells: Mapping[str, str], address: str) -> Line:
    """What the row says of the concept itself, in each of its languages."""
    kind, retired = _KINDS.get(cells.get("kind", "").lower()), cells.get("retired", "").lower()
    uri, wrong = _address_of(cells, address), list[Wrong]()
    if kind is None:
        wrong.append(Wrong("kind", cells["kind"], "kind"))
    if retired not in _YES | _NO:
        wrong.append(Wrong("retired", retired, "yes_or_no"))
    languages = [column[6:] for column in cells if column.startswith("label_")]
    terms = []
    for language in languages:
        term = Term(
            uri=uri,
            kind=kind or Kind.COMPETENCE,
            language=language,
            label=tidied(cells[f"label_{language}"]),
            alternatives=_several(cells.get(f"alternative_{language}", "")),
            description=cells.get(f"description_{language}", ""),
            code=tidied(cells.get("code", "")),
            retired=retired in _YES,
        )
        names = {"uri": "uri", "label": f"label_{language}", "alternatives": f"alternative_{language}", "code": "code"}
        wrong += [one for one in wrong_with(term, names) if one not in wrong]
        terms.append(term)
    named = [term for term in terms if term.label]
    return Line(row.number, wrong=tuple(wrong)) if wrong else Line(row.number, tuple(named or terms[:1]))


def _links(row: Row, cells: Mapping[str, str], address: str) -> Line:
    """What the row says of others: what the concept lies within, and what it asks for."""
    uri = _address_of(cells, address)
    items: list[Item] = [Placed(uri, of) for of in _others(cells.get("broader", ""), address)]
    for column, essential in (("essential", True), ("optional", False)):
        items += [Asks(uri, of, essential=essential) for of in _others(cells.get(column, ""), address)]
    if any(isinstance(item, Placed) and item.broader == uri for item in items):
        return Line(row.number, wrong=(Wrong("broader", uri, "itself"),))
    return Line(row.number, tuple(items))


def _address_of(cells: Mapping[str, str], address: str) -> str:
    return cells.get("uri", "") or (_of_code(cells["code"], address) if cells.get("code") else "")


def _others(cell: str, address: str) -> Iterator[str]:
    for one in _several(cell):
        yield one if is_address(one) else _of_code(one, address)


def _of_code(code: str, address: str) -> str:
    return f"{address}#{quote(code, safe='')}"


def _several(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for part in _BETWEEN.split(cell) if (text := tidied(part))))
