"""The statements of a document as facts are read from them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

RDF_FIRST: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first"
RDF_REST: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest"
RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

BLANK: Final = "blank node"


@dataclass(frozen=True, slots=True)
class Term:
    """One end of a statement: an address, a blank node, or a text with its datatype and language."""

    kind: str
    value: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True)
class Graph:
    """The statements of a document about itself, seen from `root`: what a signature covers, and nothing else."""

    root: str
    _objects: Mapping[tuple[str, str], Sequence[Term]] = field(repr=False)

    def objects(self, subject: str, predicate: str) -> list[Term]:
        """What `subject` says by `predicate`, lists unrolled, sorted where the order is not itself signed."""
        terms = self._objects.get((subject, predicate), ())
        found: list[Term] = []
        for term in sorted(terms, key=_place) if len(terms) > 1 else terms:
            found += self._list(term.value) if self._is_list(term) else [term]
        return found

    def types(self, subject: str) -> frozenset[str]:
        """The addresses of the classes that `subject` belongs to."""
        return frozenset(term.value for term in self._objects.get((subject, RDF_TYPE), ()))

    def _is_list(self, term: Term) -> bool:
        return term.kind == BLANK and (term.value, RDF_FIRST) in self._objects

    def _list(self, head: str) -> Iterator[Term]:
        seen = set()
        while head not in seen and (head, RDF_FIRST) in self._objects:
            seen.add(head)
            yield self._objects[head, RDF_FIRST][0]
            head = self._objects[head, RDF_REST][0].value if (head, RDF_REST) in self._objects else ""


def _place(term: Term) -> tuple[str, int, str]:
    """Where a term stands among others: blank nodes in the order in which they were numbered (`_:b2`, `_:b10`)."""
    number = term.value.removeprefix("_:b")
    if term.kind == BLANK and number.isdecimal():
        return "_:", int(number), ""
    return term.value, 0, term.language
