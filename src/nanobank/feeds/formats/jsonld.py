"""Offers in JSON-LD: schema.org's Course and ItemList, and learning opportunities of the European Learning Model.

Read by the names of their properties, not by expanding contexts: a stranger's context is never fetched. See
https://schema.org/Course and the LOQ profile of ELM 3 (elm:LearningOpportunity, elm:LearningAchievementSpecification).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, Final

from nanobank.feeds.formats.items import Row, Wrong
from nanobank.feeds.formats.streams import objects_in
from nanobank.feeds.formats.values import BETWEEN

_OFFERS: Final = frozenset(
    ("Course", "EducationEvent", "EducationalOccupationalProgram", "LearningOpportunity", "Product", "LearningResource")
)
_HOLDERS: Final = frozenset(("ItemList", "DataFeed", "OfferCatalog", "Dataset", "CollectionPage"))
_HELD: Final = ("itemListElement", "dataFeedElement", "@graph", "mainEntity", "hasPart", "learningOpportunities")
_MOST_NODES: Final = 20_000
_DEEPEST: Final = 6
Node = Mapping[str, Any]


class JsonLd:
    """A file of JSON-LD; or objects that were found somewhere else, in a page's scripts."""

    headings: tuple[str, ...] = ()

    def __init__(self, file: IO[bytes] | None = None, objects: Iterable[Any] = ()) -> None:
        self._file, self._objects = file, list(objects)
        self._nodes: dict[str, Node] | None = None

    def rows(self) -> Iterator[Row]:
        """Each offer; what is no offer (organisations, specifications) is what offers refer to."""
        if self._nodes is None:
            self._nodes = dict(self._named())
        number = 0
        for offer in self._all():
            if isinstance(offer, str) or _is_offer(offer):
                number += 1
                yield self._row(number, offer)

    def _all(self) -> Iterator[Node | str]:
        for found in objects_in(self._file) if self._file is not None else self._objects:
            yield from _flat(found)

    def _named(self) -> Iterator[tuple[str, Node]]:
        """What can be referred to, by its name, as far as there is room for it."""
        room = _MOST_NODES
        for node in self._all():
            name = "" if isinstance(node, str) else _text(node.get("@id") or node.get("id"))
            if name and room and isinstance(node, Mapping) and not _is_offer(node):
                room -= 1
                yield name, node

    def _row(self, number: int, offer: Node | str) -> Row:
        if isinstance(offer, str):
            return Row(number, wrong=(Wrong("", offer[:200], "only_address"),))
        return Row(number, said_of(offer, self._nodes or {}))


def said_of(offer: Node, nodes: Mapping[str, Node]) -> dict[str, str]:
    """What one offer says, by our names. ``nodes``: what it may refer to."""
    spec = _first(offer.get("learningAchievementSpecification") or offer.get("learningActivitySpecification"), nodes)
    instance = _first(offer.get("hasCourseInstance"), nodes)
    price = _first(offer.get("offers"), nodes) or _first(offer.get("priceDetail"), nodes)
    named = _text(offer.get("@id") or offer.get("id"))
    amount = price.get("price", price.get("amount"))
    if isinstance(amount, Mapping):
        price, amount = {**price, "priceCurrency": amount.get("unit")}, amount.get("value")
    return {
        "id": _identifier(offer, nodes) or ("" if named.startswith("_:") else named),
        "url": _address(offer, nodes) or (named if named.startswith("http") else ""),
        "title": _text(offer.get("name") or offer.get("title") or spec.get("title")),
        "provider": _provider(offer, instance, nodes),
        "description": _text(offer.get("description") or spec.get("description") or offer.get("abstract")),
        "language": _language(offer, instance, spec, nodes),
        "workload": _text(
            offer.get("timeRequired")
            or instance.get("courseWorkload")
            or spec.get("volumeOfLearning")
            or offer.get("duration")
        ),
        "ects": _credits(offer, spec, nodes),
        "level": _code(offer.get("educationalLevel") or spec.get("EQFLevel") or spec.get("eqfLevel"), nodes),
        "price": _text(amount),
        "currency": _code(price.get("priceCurrency"), nodes),
        "form": BETWEEN.join(_each_code(instance.get("courseMode") or offer.get("mode") or spec.get("mode"), nodes)),
        "start": _text(instance.get("startDate") or offer.get("startDate") or _temporal(offer, nodes)),
        "competences": BETWEEN.join(_competences(offer, spec, nodes)),
    }


def _flat(found: Any, depth: int = 0) -> Iterator[Node | str]:
    """Offers and what they refer to, out of the lists and list items that they lie in."""
    if depth > _DEEPEST:
        return
    if isinstance(found, list):
        for one in found:
            yield from _flat(one, depth + 1)
    elif isinstance(found, Mapping):
        item = found.get("item")
        held = [found[name] for name in _HELD if name in found] if not _is_offer(found) else []
        if "ListItem" in _types(found) or "DataFeedItem" in _types(found):
            address = item if isinstance(item, str) else found.get("url") if item is None else None
            if isinstance(address, str):
                yield address
            else:
                yield from _flat(item, depth + 1)
        elif held:
            for one in held:
                yield from _flat(one, depth + 1)
        else:
            yield found


def _types(node: Node) -> set[str]:
    """The last part of each of its types: ``schema:Course`` and ``https://schema.org/Course`` are ``Course``."""
    said = node.get("@type") or node.get("type") or ()
    return {
        str(one).replace("#", "/").replace(":", "/").rsplit("/", 1)[-1]
        for one in (said if isinstance(said, list) else [said])
    }


def _is_offer(node: Node | str) -> bool:
    if isinstance(node, str):
        return False
    types = _types(node)
    return bool(types & _OFFERS) or ("learningAchievementSpecification" in node and "title" in node)


def _each(value: Any, nodes: Mapping[str, Node]) -> Iterator[Any]:
    """Each of one or several values, references followed once."""
    for one in value if isinstance(value, list) else [] if value is None else [value]:
        name = one if isinstance(one, str) else _text(one.get("@id") or one.get("id")) if _is_reference(one) else ""
        yield nodes.get(name, one) if name else one


def _is_reference(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) <= {"@id", "id", "@type", "type"}


def _first(value: Any, nodes: Mapping[str, Node]) -> Node:
    return next((one for one in _each(value, nodes) if isinstance(one, Mapping)), {})


def _text(value: Any, depth: int = 0) -> str:
    """A text, whichever way it is said: plain, with its language, by language, the first of several. Danish first."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None or depth > _DEEPEST:
        return ""
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        return _of_several(value, depth)
    if isinstance(value, Mapping):
        for name in ("@value", "da", "dan", "en", "eng", "name", "value", "noteLiteral", "prefLabel"):
            if name in value:
                return _text(value[name], depth + 1)
        return next((_text(one, depth + 1) for name, one in value.items() if len(name) in (2, 3)), "")
    return ""


def _of_several(values: list[Any], depth: int) -> str:
    spoken = [one for one in values if isinstance(one, Mapping) and str(one.get("@language", "")).startswith("da")]
    return next((text for one in (*spoken, *values) if (text := _text(one, depth + 1))), "")


def _identifier(offer: Node, nodes: Mapping[str, Node]) -> str:
    """The source's own number for it."""
    for one in _each(offer.get("identifier") or offer.get("courseCode") or offer.get("sku"), nodes):
        said = _text(one.get("value") or one.get("notation")) if isinstance(one, Mapping) else _text(one)
        if said:
            return said
    return ""


def _address(offer: Node, nodes: Mapping[str, Node]) -> str:
    for one in _each(offer.get("url") or offer.get("homepage") or offer.get("mainEntityOfPage"), nodes):
        if isinstance(one, Mapping):
            one = _text(one.get("contentUrl") or one.get("contentURL") or one.get("@id") or one.get("id"))
        if isinstance(one, str) and one:
            return one
    return ""


def _provider(offer: Node, instance: Node, nodes: Mapping[str, Node]) -> str:
    for said in (offer.get("provider"), offer.get("providedBy"), instance.get("organizer"), offer.get("publisher")):
        for one in _each(said, nodes):
            if isinstance(one, Mapping):
                one = _text(one.get("legalName") or one.get("name") or one.get("prefLabel"))
            if isinstance(one, str) and one and not one.startswith(("http", "_:", "#", "urn:")):
                return one
    return ""


def _code(value: Any, nodes: Mapping[str, Node]) -> str:
    return next(_each_code(value, nodes), "")


def _each_code(value: Any, nodes: Mapping[str, Node]) -> Iterator[str]:
    """Codes as the end of their address or as they are called."""
    for one in _each(value, nodes):
        if isinstance(one, Mapping):
            said = one.get("@id") or one.get("id") or one.get("uri") or one.get("alternateName") or one.get("name")
            one = _text(said or one.get("termCode") or one.get("prefLabel"))
        if isinstance(one, str) and one:
            yield one


def _language(offer: Node, instance: Node, spec: Node, nodes: Mapping[str, Node]) -> str:
    for said in (
        offer.get("inLanguage"),
        instance.get("inLanguage"),
        spec.get("language"),
        offer.get("defaultLanguage"),
    ):
        found = _code(said, nodes)
        if found:
            return found
    return ""


def _credits(offer: Node, spec: Node, nodes: Mapping[str, Node]) -> str:
    said = offer.get("numberOfCredits")
    for one in _each(said if said is not None else spec.get("creditPoint"), nodes):
        if not isinstance(one, Mapping):
            return _text(one)
        system = f"{one.get('unitText', '')}{one.get('unitCode', '')}{_code(one.get('framework'), nodes)}".casefold()
        if not system or "ects" in system or system.endswith("/6fcec5c5af"):
            return _text(one.get("value", one.get("point")))
    return ""


def _temporal(offer: Node, nodes: Mapping[str, Node]) -> Any:
    return _first(offer.get("temporal"), nodes).get("startDate")


def _competences(offer: Node, spec: Node, nodes: Mapping[str, Node]) -> Iterator[str]:
    """The competences that are named: ESCO's addresses, or words."""
    for one in _each(offer.get("teaches") or offer.get("assesses") or offer.get("about"), nodes):
        yield _term(one)
    for outcome in _each(spec.get("learningOutcome"), nodes):
        if isinstance(outcome, Mapping):
            skills = list(_each(outcome.get("relatedESCOSkill") or outcome.get("relatedSkill"), nodes))
            yield from map(_term, skills)
            yield _text(outcome.get("title"))


def _term(one: Any) -> str:
    if not isinstance(one, Mapping):
        return _text(one)
    address = _text(one.get("@id") or one.get("id") or one.get("url") or one.get("uri"))
    return address if address.startswith("http") else _text(one.get("name") or one.get("prefLabel") or one.get("title"))
