"""CASE 1.1 (1EdTech Competencies and Academic Standards Exchange): a CFPackage in JSON, also as version 1.0 has it.

An item is a competence unless its *CFItemType* is that of a heading or, where it has no type, others lie within it.
``isChildOf`` places an item; an item that is ``replacedBy`` another, or whose *statusEndDate* has passed, is retired.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, Final

import orjson
from django.utils.text import slugify

from nanobank.frameworks.formats.files import Files
from nanobank.frameworks.formats.items import (
    About,
    CannotRead,
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
from nanobank.frameworks.models import LONGEST_LABEL, Kind

_MOST_MEGABYTES: Final = 100
_HEADINGS: Final = frozenset(
    {
        "area", "category", "chapter", "cluster", "component", "course", "domain", "group", "heading", "section",
        "strand", "subject", "theme", "topic", "unit",
    }
)  # fmt: skip
_COLUMNS: Final = {
    "uri": "uri",
    "label": "fullStatement",
    "alternatives": "alternativeLabel",
    "code": "humanCodingScheme",
}
_SHORTENED: Final = 160


def is_case(files: Files) -> bool:
    """Whether it is one JSON file."""
    return len(files) == 1 and next(iter(files)).lower().endswith((".json", ".jsonld"))


def read_package(files: Files, *, today: date) -> Package:
    """The one package in the file; it is held in memory as a whole. Raises CannotRead."""
    name, opener = next(iter(files.items()))
    with opener() as file:
        content = file.read(_MOST_MEGABYTES * 1_000_000 + 1)
    if len(content) > _MOST_MEGABYTES * 1_000_000:
        raise CannotRead("large")
    try:
        package = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        raise CannotRead("json", file=name) from None
    document = package.get("CFDocument") if isinstance(package, dict) else None
    if not isinstance(document, dict) or not isinstance(package.get("CFItems"), list):
        raise CannotRead("not_case", file=name)
    items, associations = package["CFItems"], package.get("CFAssociations") or []
    language = _language(document, "en")
    holders, replaced = _ends_of(associations, "isChildOf", 1), _ends_of(associations, "replacedBy", 0)
    reads = partial(_items, items, language, holders=holders, replaced=replaced, today=today)
    languages = {_language(item, language) for item in items if isinstance(item, dict)}
    itself = frozenset({str(document.get("uri")), str(document.get("identifier"))})
    parts = (Part("CFItems", reads), Part("CFAssociations", partial(_associations, associations, itself)))
    kinds = frozenset({Kind.COMPETENCE, Kind.GROUP})
    return Package(_about(document), parts, tuple(sorted(languages or {language})), kinds=kinds)


def _about(document: Mapping[str, Any]) -> About:
    uri = str(document.get("uri") or document.get("officialSourceURL") or "")
    title = tidied(document.get("title"))[:200]
    if not is_address(uri) or not title:
        raise CannotRead("no_document")
    publisher = tidied(document.get("publisher") or document.get("creator"))[:200]
    homepage = str(document.get("officialSourceURL") or "")
    return About(
        uri=uri,
        slug=slugify(title)[:60] or "ramme",
        title_da=title,
        title_en=title,
        publisher=publisher,
        version=tidied(document.get("version"))[:60],
        homepage=homepage if is_address(homepage) else "",
    )


def _items(
    items: list[Any], language: str, *, holders: frozenset[str], replaced: frozenset[str], today: date
) -> Iterator[Line]:
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            yield Line(number, wrong=(Wrong("", str(item), "cells", {"have": "1", "want": "1"}),))
            continue
        uri, statement = str(item.get("uri") or "").strip(), str(item.get("fullStatement") or "").strip()
        label, description = _named(item, statement)
        term = Term(
            uri=uri,
            kind=_kind(item, is_holder=uri in holders),
            language=_language(item, language),
            label=label,
            alternatives=tuple(filter(None, [tidied(item.get("alternativeLabel"))])),
            description=description,
            code=tidied(item.get("humanCodingScheme")),
            retired=uri in replaced or _ended(item, today),
        )
        wrong = tuple(wrong_with(term, _COLUMNS))
        if not label:
            wrong += (Wrong("fullStatement", "", "no_label"),)
        yield Line(number, wrong=wrong) if wrong else Line(number, (term,))


def _named(item: Mapping[str, Any], statement: str) -> tuple[str, str]:
    """A name that is short enough to be shown, and what says more: a statement may be whole paragraphs."""
    short, whole = tidied(item.get("abbreviatedStatement")), tidied(statement)
    notes = str(item.get("notes") or "").strip()
    if short and len(short) <= LONGEST_LABEL:
        return short, "\n\n".join(filter(None, [statement if whole != short else "", notes]))
    if len(whole) <= LONGEST_LABEL:
        return whole, notes
    return whole[:_SHORTENED].rsplit(" ", 1)[0] + " …", "\n\n".join(filter(None, [statement, notes]))


def _kind(item: Mapping[str, Any], *, is_holder: bool) -> Kind:
    words = set(str(item.get("CFItemType") or "").lower().split())
    if words:
        return Kind.GROUP if words & _HEADINGS else Kind.COMPETENCE
    return Kind.GROUP if is_holder else Kind.COMPETENCE


def _language(thing: Mapping[str, Any], otherwise: str) -> str:
    code = str(thing.get("language") or "").strip().lower().partition("-")[0]
    return code if 2 <= len(code) <= 3 and code.isalpha() else otherwise


def _ended(item: Mapping[str, Any], today: date) -> bool:
    try:
        return date.fromisoformat(str(item.get("statusEndDate") or "")[:10]) < today
    except ValueError:
        return False


def _ends_of(associations: list[Any], kind: str, end: int) -> frozenset[str]:
    """What stands at one end (0 origin, 1 destination) of the associations of a kind."""
    found = (_ends(one) for one in associations if isinstance(one, dict) and one.get("associationType") == kind)
    return frozenset(ends[end] for ends in found)


def _ends(association: Mapping[str, Any]) -> tuple[str, str]:
    origin, destination = (association.get(name) or {} for name in ("originNodeURI", "destinationNodeURI"))
    uris = [str(node.get("uri") or "").strip() if isinstance(node, dict) else "" for node in (origin, destination)]
    return uris[0], uris[1]


def _associations(associations: list[Any], itself: frozenset[str]) -> Iterator[Line]:
    """Those that place an item in another; ``itself`` is the document, and what lies right in it stands at the top."""
    for number, one in enumerate(associations, start=1):
        if not isinstance(one, dict):
            yield Line(number, wrong=(Wrong("", str(one), "cells", {"have": "1", "want": "1"}),))
        elif one.get("associationType") == "isChildOf" and not _names(one.get("destinationNodeURI"), itself):
            yield _placed(number, *_ends(one))


def _placed(number: int, uri: str, broader: str) -> Line:
    if not uri or not broader:
        return Line(number, wrong=(Wrong("destinationNodeURI" if uri else "originNodeURI", "", "no_uri"),))
    if uri == broader:
        return Line(number, wrong=(Wrong("destinationNodeURI", broader, "itself"),))
    return Line(number, (Placed(uri, broader),))


def _names(node: Any, itself: frozenset[str]) -> bool:
    return isinstance(node, dict) and bool({str(node.get("uri")), str(node.get("identifier"))} & itself)
