"""What something to learn says of itself, by our names, each as a text that nobody has judged yet.

schema.org ``Course`` and its kin, learning opportunities and achievements of the European Learning Model, Open Badges.
"""

from collections.abc import Iterator
from typing import Any, Final

from nanocore.outside._nodes import Known, Node, code, codes, each, first, id_of, pick, text

BETWEEN: Final = "\n"
"""What stands between several of a kind."""
_SPECIFIED: Final = ("learningAchievementSpecification", "learningActivitySpecification", "specifiedBy")
_GIVEN_BY: Final = ("provider", "providedBy", "publisher")
_PROVEN_BY: Final = ("creator", "issuer", "recognizedBy", "offeredBy", "awardedBy", "author")
_TAUGHT: Final = ("teaches", "assesses", "competencyRequired", "learningOutcomeSummary", "alignment", "alignments")
_ECTS: Final = "/6fcec5c5af"
"""The end of the European Union's address for ECTS."""


def said_of(thing: Node, known: Known) -> dict[str, str]:
    """All of it; ``known`` is what it may refer to. Empty where nothing is said."""
    spec, instance = first(pick(thing, *_SPECIFIED), known), first(thing.get("hasCourseInstance"), known)
    price = first(thing.get("offers"), known) or first(thing.get("priceDetail"), known)
    named = id_of(thing)
    amount = price.get("price", price.get("amount"))
    if isinstance(amount, dict):
        price, amount = {**price, "priceCurrency": amount.get("unit")}, amount.get("value")
    return {
        "id": _identifier(thing, known) or ("" if named.startswith("_:") else named),
        "url": _address(thing, known) or (named if named.startswith("http") else ""),
        "title": text(pick(thing, "name", "title") or spec.get("title")),
        "provider": _provider(thing, instance, known),
        "country": country_of(thing, known),
        "description": text(
            thing.get("description") or spec.get("description") or pick(thing, "abstract", "definition")
        ),
        "language": _language(thing, instance, spec, known),
        "workload": _workload(thing, instance, spec),
        "ects": _credits(thing, spec, known),
        "level": code(pick(thing, *_LEVELS) or pick(spec, *_LEVELS), known),
        "assessment": text(pick(thing, "assessment", "educationalCredentialAwarded", "provenBy", "criteria")),
        "price": text(amount),
        "currency": code(price.get("priceCurrency"), known),
        "form": BETWEEN.join(codes(instance.get("courseMode") or thing.get("mode") or spec.get("mode"), known)),
        "start": text(pick(instance, "startDate") or thing.get("startDate") or _temporal(thing, known)),
        "competences": BETWEEN.join(one for one in _competences(thing, spec, known) if one),
    }


_LEVELS: Final = ("EQFLevel", "eqfLevel", "educationalLevel")


def _identifier(thing: Node, known: Known) -> str:
    """The source's own number for it."""
    for one in each(pick(thing, "identifier", "courseCode", "sku"), known):
        said = text(pick(one, "value", "notation")) if isinstance(one, dict) else text(one)
        if said:
            return said
    return ""


def _address(thing: Node, known: Known) -> str:
    for one in each(pick(thing, "url", "homepage", "mainEntityOfPage"), known):
        if isinstance(one, dict):
            one = text(pick(one, "contentUrl", "contentURL", "@id", "id"))
        if isinstance(one, str) and one:
            return one
    return ""


def _provider(thing: Node, instance: Node, known: Known) -> str:
    return (
        _named(thing, _GIVEN_BY, known) or _named(instance, ("organizer",), known) or _named(thing, _PROVEN_BY, known)
    )


def provider_around(node: Node, known: Known) -> str:
    """Who gives what lies within this node, where it does not say so itself."""
    return _named(node, (*_GIVEN_BY, *_PROVEN_BY), known)


def _named(node: Node, names: tuple[str, ...], known: Known) -> str:
    for name in names:
        for one in _awarding(each(node.get(name), known), known):
            if isinstance(one, dict):
                one = text(pick(one, "legalName", "name", "prefLabel"))
            if isinstance(one, str) and one and "://" not in one and not one.startswith(("_:", "#", "urn:", "did:")):
                return one
    return ""


def _awarding(found: Iterator[Any], known: Known) -> Iterator[Any]:
    """An awarding process stands for its body."""
    for one in found:
        if isinstance(one, dict) and one.get("awardingBody"):
            yield from each(one["awardingBody"], known)
        else:
            yield one


def country_of(thing: Node, known: Known) -> str:
    """Two capital letters, of whoever gives it."""
    for name in (*_GIVEN_BY, *_PROVEN_BY):
        for one in _awarding(each(thing.get(name), known), known):
            found = _country(one) if isinstance(one, dict) else ""
            if found:
                return found
    return ""


def _country(node: Node, depth: int = 0) -> str:
    said = text(pick(node, "addressCountry", "addressCountryCode", "countryCode"))
    if len(said) == 2 and said.isascii() and said.isalpha():
        return said.upper()
    within = node.get("address") or node.get("location")
    for one in within if isinstance(within, list) else [within]:
        if isinstance(one, dict) and depth < 3 and (found := _country(one, depth + 1)):
            return found
    return ""


def _language(thing: Node, instance: Node, spec: Node, known: Known) -> str:
    said = (thing.get("inLanguage"), instance.get("inLanguage"), spec.get("language"))
    rest = pick(thing, "defaultLanguage", "instructionLanguage", "language")
    return next((found for one in (*said, rest) if (found := code(one, known))), "")


def _workload(thing: Node, instance: Node, spec: Node) -> str:
    return text(
        pick(thing, "timeRequired", "volumeOfLearning", "learningWorkload")
        or instance.get("courseWorkload")
        or spec.get("volumeOfLearning")
        or pick(thing, "courseWorkload", "duration")
    )


def _credits(thing: Node, spec: Node, known: Known) -> str:
    """Of ECTS: a number without a unit is taken for that, one of another system is not."""
    said = thing.get("numberOfCredits")
    said = (
        said
        if said is not None
        else pick(spec, "creditPoint") or pick(thing, "creditPoint", "creditsAvailable", "ects")
    )
    for one in each(said, known):
        if not isinstance(one, dict):
            return text(one)
        units = [text(one.get(name)) for name in ("unitText", "unitCode", "creditType")]
        system = "".join((*units, code(one.get("framework"), known))).casefold()
        if not system or "ects" in system or system.endswith(_ECTS):
            return text(pick(one, "value", "point", "credits"))
    return ""


def _temporal(thing: Node, known: Known) -> Any:
    return first(thing.get("temporal"), known).get("startDate")


def _competences(thing: Node, spec: Node, known: Known) -> Iterator[str]:
    """The competences that are named: ESCO's addresses, or words."""
    taught = [one for name in _TAUGHT for one in each(thing.get(name), known)]
    yield from map(_term, taught or each(thing.get("about"), known))
    for node in (thing, spec):
        for outcome in each(node.get("learningOutcome"), known):
            if isinstance(outcome, dict):
                yield from map(_term, each(pick(outcome, "relatedESCOSkill", "relatedSkill"), known))
            yield text(outcome)


def _term(one: Any) -> str:
    if not isinstance(one, dict):
        return text(one)
    address = text(pick(one, "@id", "id", "url", "uri", "targetUrl"))
    return address if address.startswith("http") else text(one)
