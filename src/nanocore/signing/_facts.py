"""Reads the facts of a credential from its statements, by their addresses: what is shown is what was signed.

The JSON itself is never read for facts, because the same statements can be written under other words.
"""

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Final

from ._award import Alignment
from ._codes import Code, Problem
from ._rdf import Graph
from ._time import read_moment
from ._verdict import AchievementFacts, EvidenceFacts, Facts, PartyFacts, ResultFacts, TextFacts

CREDENTIAL: Final = "https://www.w3.org/2018/credentials#"
BADGE: Final = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
OURS: Final = "https://nanobanken.example/ns/v1#"
SCHEMA: Final = "https://schema.org/"

OPEN_BADGE: Final = BADGE + "OpenBadgeCredential"
ENDORSEMENT: Final = BADGE + "EndorsementCredential"

# Earlier versions of Open Badges 3.0 gave some words other addresses.
ACHIEVEMENT: Final = (BADGE + "achievement", BADGE + "achievement-0", BADGE + "Achievement")
_IMAGE: Final = (BADGE + "image", BADGE + "Image")

_FRACTION: Final = re.compile(r"-?\d{1,9}(\.\d{1,16})?E-?\d")

_DATES: Final = {
    "validFrom": CREDENTIAL + "validFrom",
    "issuanceDate": CREDENTIAL + "issuanceDate",
    "validUntil": CREDENTIAL + "validUntil",
    "expirationDate": CREDENTIAL + "expirationDate",
    "awardedDate": BADGE + "awardedDate",
}
STARTS: Final = (_DATES["validFrom"], _DATES["issuanceDate"])
ENDS: Final = (_DATES["validUntil"], _DATES["expirationDate"])


def read_facts(graph: Graph) -> Facts:
    """What the credential at the graph's root says. Dates that are not dates are left out; `dates` reports them."""
    root = graph.root
    subjects = nodes(graph, root, CREDENTIAL + "credentialSubject")
    return Facts(
        id="" if root.startswith("_:") else root,
        types=tuple(sorted(short(address) for address in graph.types(root))),
        name=text(graph, root, SCHEMA + "name"),
        description=text(graph, root, SCHEMA + "description"),
        issuer=_party(graph, nodes(graph, root, CREDENTIAL + "issuer")),
        recipient=_party(graph, subjects),
        awarded_at=_lenient(lambda: first_moment(graph, "awardedDate")),
        valid_from=_lenient(lambda: valid_from(graph)),
        valid_until=_lenient(lambda: valid_until(graph)),
        achievements=tuple(
            _achievement(graph, node) for subject in subjects for node in nodes(graph, subject, *ACHIEVEMENT)
        ),
        results=tuple(_result(graph, node) for subject in subjects for node in nodes(graph, subject, BADGE + "result")),
        evidence=tuple(
            EvidenceFacts(
                id=_address(node),
                name=text(graph, node, SCHEMA + "name"),
                narrative=text(graph, node, BADGE + "narrative"),
            )
            for node in nodes(graph, root, CREDENTIAL + "evidence")
        ),
    )


def valid_from(graph: Graph) -> datetime | None:
    """The moment from which it is valid, the latest if it names several. Raises `Problem`."""
    return max(_moments(graph, "validFrom") + _moments(graph, "issuanceDate"), default=None)


def valid_until(graph: Graph) -> datetime | None:
    """The moment until which it is valid, the earliest if it names several. Raises `Problem`."""
    return min(_moments(graph, "validUntil") + _moments(graph, "expirationDate"), default=None)


def first_moment(graph: Graph, name: str) -> datetime | None:
    """The earliest moment the credential gives under `name`. Raises `Problem`."""
    return min(_moments(graph, name), default=None)


def nodes(graph: Graph, subject: str, *predicates: str) -> list[str]:
    """The things, not texts, that `subject` points to by any of the predicates."""
    return [
        term.value for predicate in predicates for term in graph.objects(subject, predicate) if term.kind != "literal"
    ]


def texts(graph: Graph, subject: str, predicate: str) -> list[str]:
    """The texts that `subject` gives."""
    return [term.value for term in graph.objects(subject, predicate) if term.kind == "literal"]


def text(graph: Graph, subject: str, predicate: str) -> str:
    """The first text that `subject` gives, empty if none."""
    return next(iter(texts(graph, subject, predicate)), "")


def address(graph: Graph, subject: str, *predicates: str) -> str:
    """The first address that `subject` gives, whether as a thing or as a text; empty if none."""
    found = (term.value for predicate in predicates for term in graph.objects(subject, predicate))
    return next((value for value in found if not value.startswith("_:")), "")


def short(iri: str) -> str:
    """The last part of an address: `…#OpenBadgeCredential` is `OpenBadgeCredential`."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _moments(graph: Graph, name: str) -> list[datetime]:
    try:
        return [read_moment(term.value) for term in graph.objects(graph.root, _DATES[name])]
    except ValueError:
        raise Problem(Code.DATES_MALFORMED, property=name) from None


def _lenient(read: Callable[[], datetime | None]) -> datetime | None:
    try:
        return read()
    except Problem:
        return None


def _address(node: str) -> str:
    return "" if node.startswith("_:") else node


def _party(graph: Graph, found: list[str]) -> PartyFacts:
    if not found:
        return PartyFacts()
    node = found[0]
    places = nodes(graph, node, BADGE + "address")
    return PartyFacts(
        id=_address(node),
        name=text(graph, node, SCHEMA + "name"),
        url=address(graph, node, SCHEMA + "url"),
        email=text(graph, node, SCHEMA + "email"),
        country=text(graph, places[0], BADGE + "CountryCode") if places else "",
        image=address(graph, node, *_IMAGE),
        identities=tuple(
            (text(graph, identity, BADGE + "identityType"), text(graph, identity, BADGE + "identityHash"))
            for identity in nodes(graph, node, BADGE + "identifier")
            if text(graph, identity, BADGE + "hashed") == "false"
        ),
    )


def _achievement(graph: Graph, node: str) -> AchievementFacts:
    return AchievementFacts(
        id=_address(node),
        kind=text(graph, node, BADGE + "achievementType"),
        text=_texts(graph, node),
        translations=tuple(_texts(graph, other) for other in nodes(graph, node, OURS + "translation")),
        image=address(graph, node, *_IMAGE),
        credits=_plain_number(text(graph, node, BADGE + "creditsAvailable")),
        workload=tuple(
            (text(graph, load, OURS + "amount"), text(graph, load, OURS + "unit"))
            for load in nodes(graph, node, OURS + "workload")
        ),
        levels=tuple(
            sorted(
                (text(graph, level, OURS + "framework"), text(graph, level, OURS + "levelCode"))
                for level in nodes(graph, node, OURS + "educationLevel")
            )
        ),
        participation=text(graph, node, OURS + "participation"),
        supervision=text(graph, node, OURS + "supervision"),
        further_information=address(graph, node, OURS + "furtherInformation"),
        alignments=tuple(
            sorted(
                (_alignment(graph, other) for other in nodes(graph, node, BADGE + "alignment")),
                key=lambda alignment: (alignment.kind, alignment.name),
            )
        ),
    )


def _texts(graph: Graph, node: str) -> TextFacts:
    criteria = nodes(graph, node, BADGE + "Criteria")
    return TextFacts(
        language=text(graph, node, SCHEMA + "inLanguage"),
        name=text(graph, node, SCHEMA + "name"),
        description=text(graph, node, SCHEMA + "description"),
        criteria=text(graph, criteria[0] if criteria else node, BADGE + "narrative"),
        outcomes=tuple(texts(graph, node, OURS + "learningOutcome")),
        assessment_type=text(graph, node, OURS + "assessmentType"),
        prerequisites=text(graph, node, OURS + "prerequisite"),
        stackability=text(graph, node, OURS + "stackability"),
    )


def _alignment(graph: Graph, node: str) -> Alignment:
    return Alignment(
        name=text(graph, node, SCHEMA + "targetName"),
        url=address(graph, node, SCHEMA + "targetUrl"),
        framework=text(graph, node, SCHEMA + "targetFramework"),
        code=text(graph, node, BADGE + "targetCode"),
        kind=text(graph, node, BADGE + "targetType"),
        description=text(graph, node, SCHEMA + "targetDescription"),
    )


def _plain_number(written: str) -> str:
    """`2.5E0`, as RDF writes a fraction, as `2.5`; anything else as it is."""
    return format(Decimal(written).normalize(), "f") if _FRACTION.fullmatch(written) else written


def _result(graph: Graph, node: str) -> ResultFacts:
    scale = address(graph, node, BADGE + "resultDescription")
    return ResultFacts(
        value=text(graph, node, SCHEMA + "value"),
        status=text(graph, node, BADGE + "status"),
        scale=text(graph, scale, SCHEMA + "name"),
    )
