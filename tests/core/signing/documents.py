"""Documents of random shapes, in a vocabulary that has a word for everything JSON-LD can do with a value."""

import random
from typing import Any, Final

from nanocore.signing import Contexts, JsonObject

ADDRESS: Final = "https://words.example/v1"
CONTEXT: Final[JsonObject] = {
    "@context": {
        "@version": 1.1,
        "@protected": True,
        "id": "@id",
        "type": "@type",
        "kind": "type",
        "ex": "https://words.example/#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "Thing": {"@id": "ex:Thing", "@context": {"near": {"@id": "ex:near", "@type": "@id"}}},
        "Other": {"@id": "ex:Other", "@context": {"near": {"@id": "ex:near", "@type": "xsd:anyURI"}}},
        "name": "ex:name",
        "alias": "ex:name",
        "title": {"@id": "ex:title", "@language": "da"},
        "when": {"@id": "ex:when", "@type": "xsd:dateTime"},
        "size": {"@id": "ex:size", "@type": "xsd:double"},
        "count": {"@id": "ex:count", "@type": "xsd:integer"},
        "link": {"@id": "ex:link", "@type": "@id"},
        "word": {"@id": "ex:word", "@type": "@vocab"},
        "data": {"@id": "ex:data", "@type": "@json"},
        "steps": {"@id": "ex:steps", "@container": "@list"},
        "links": {"@id": "ex:links", "@type": "@id", "@container": "@list"},
        "tags": {"@id": "ex:tags", "@container": "@set"},
        "labels": {"@id": "ex:labels", "@container": "@language"},
        "part": {"@id": "ex:part", "@type": "@id"},
        "proofs": {"@id": "ex:proofs", "@container": "@graph"},
        "scoped": {"@id": "ex:scoped", "@context": {"name": {"@id": "ex:innerName", "@protected": True}}},
    }
}
CONTEXTS: Final = Contexts({ADDRESS: CONTEXT})

TEXTS: Final = (
    "a", "b", "c", "a", "Ida", "æøå", "𝕏 👩‍🏫", 'he said "no"', "back\\slash", "line\nbreak\r\ttab", "\\\\", '\\"',
    "\u2028", "2.5", "INF", "12", "true", "name", "Thing", "ex:name", "_:b0", "", " ", "\\u0041", "a\\", '"',
    "@id", "/x", "<x>",
    "https://a.example/", "did:web:a.example",
)  # fmt: skip
ADDRESSES: Final = (
    "https://a.example/", "https://a.example/1", "https://a.example/12", "http://b.example/x?y=z#1", "urn:uuid:1",
    "did:web:a.example", "did:web:a.example#key", "mailto:ida@example.dk", "https://words.example/#Thing",
    "https://c.example/æ", "tag:x", "https://a.example/%C3%A6", "https://d.example/(x)",
)  # fmt: skip
ODD_ADDRESSES: Final = ("ex:name", "relative", "_:b1", "https://a.example/ x", "https://a.example/<", "name", "ex://x")
DATES: Final = ("2026-03-01T12:00:00Z", "2026-03-01T12:00:01Z", "2020-02-29T00:00:00+01:00", "whenever")
NUMBERS: Final = (0, 1, -7, 2.5, 12, 1e-7, 0.1, 123456789, True, False)


class Maker:
    """Makes shapes, and documents of a shape."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  # nothing secret

    def shape(self) -> Any:
        """A document with a kind of value in place of each value."""
        return {"@context": ADDRESS, **self._thing(3)}

    def document(self, shape: Any) -> Any:
        """A document of this shape. Now and then something in it is odd."""
        if isinstance(shape, dict):
            return {name: self.document(item) for name, item in shape.items()}
        if isinstance(shape, list):
            return [self.document(item) for item in shape]
        match shape:
            case "<text>":
                return self.random.choice(TEXTS)
            case "<address>":
                odd = self.random.random() < 0.03
                return self.random.choice(ODD_ADDRESSES if odd else ADDRESSES)
            case "<date>":
                return self.random.choice(DATES)
        return shape

    def _thing(self, depth: int) -> JsonObject:
        thing: JsonObject = {}
        if self.random.random() < 0.6:
            thing["id"] = "<address>"
        if self.random.random() < 0.7:
            thing[self.random.choice(["type", "kind"])] = self.random.choice(["Thing", ["Other"], ["Thing", "Other"]])
        makers = self._makers(depth)
        for name in self.random.sample(sorted(makers), self.random.randint(1, 5)):
            thing[name] = makers[name]()
        return thing

    def _makers(self, depth: int) -> dict[str, Any]:
        choice, several = self.random.choice, self._several
        makers = {
            "name": lambda: choice(["<text>", several("<text>")]),
            "alias": lambda: "<text>",
            "title": lambda: choice(["<text>", several("<text>"), {"@value": "<text>", "@language": "en"}]),
            "when": lambda: "<date>",
            "size": lambda: choice([*NUMBERS, "<text>"]),
            "count": lambda: choice([*NUMBERS, "<text>"]),
            "link": lambda: choice(["<address>", several("<address>")]),
            "near": lambda: "<address>",
            "word": lambda: choice(["Thing", "name", "https://a.example/"]),
            "data": lambda: {"x": choice(TEXTS), "y": [1, 2.5, None], "@id": "z"},
            "steps": lambda: several(choice(["<text>", 1, {"name": "<text>"}])),
            "links": lambda: several("<address>"),
            "tags": lambda: several(choice(["<text>", "<date>"])),
            "labels": lambda: {"da": "<text>", "en": several("<text>")},
            "https://words.example/#name": lambda: choice(["<text>", 2.5, True]),
            "ex:other": lambda: {"@value": "<text>", "@type": choice(["xsd:token", "xsd:double", "@json"])},
        }
        if depth:
            makers |= {
                "part": lambda: choice([self._thing(depth - 1), self._things(depth - 1)]),
                "scoped": lambda: self._thing(depth - 1),
            }
            if self.random.random() < 0.1:
                makers["proofs"] = lambda: self._thing(depth - 1)
        return makers

    def _several(self, kind: Any) -> list[Any]:
        return [kind] * self.random.randint(1, 3)

    def _things(self, depth: int) -> list[JsonObject]:
        return [self._thing(depth) for _ in range(self.random.randint(1, 3))]
