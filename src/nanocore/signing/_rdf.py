"""From JSON-LD to the statements it makes, and their canonical form (RDFC-1.0), with nothing lost on the way.

PyLD does the work. Around it: only known contexts, no base address, no undefined word, no relative address, and a
budget for the step of canonicalisation that a hostile document could make run for ever.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any, NoReturn

from pyld.canon import URDNA2015
from pyld.identifier_issuer import IdentifierIssuer
from pyld.jsonld import JsonLdError, JsonLdProcessor

from ._codes import Code, Problem
from ._contexts import Contexts
from ._graph import Graph as Graph
from ._graph import Term
from ._json import JsonObject, as_list, walk

MAX_CONTEXT_MENTIONS = 64
MAX_WORK = 100_000  # blank nodes compared to tell alike ones apart: a third of a second; honest credentials need 100
MAX_CHAIN = 64  # alike blank nodes in a row: each is a level of recursion

_ABSOLUTE = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`]*')
_BLANK = re.compile(r"_:[A-Za-z0-9_][A-Za-z0-9_.-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?([eE][+-]?[0-9]{1,2})?")
_DOUBLE = "http://www.w3.org/2001/XMLSchema#double"
_ROOT = "_:root"


@dataclass
class Statements:
    """A document as RDF: the graph that facts are read from, and the canonical form that is signed."""

    graph: Graph
    _dataset: JsonObject = field(repr=False)

    @property
    def triples(self) -> list[JsonObject] | None:
        """The statements as PyLD has them, before they are canonical. None if some are in a graph of their own."""
        triples: list[JsonObject] = self._dataset["@default"]
        return triples if len(self._dataset) == 1 else None

    @cached_property
    def canonical_hash(self) -> bytes:
        """SHA-256 of the canonical N-Quads."""
        return sha256(self.canonical.encode()).digest()

    @cached_property
    def canonical(self) -> str:
        """Canonical N-Quads. Raises `Problem(SIGNATURE_TOO_COMPLEX)`.

        PyLD implements URDNA2015, which differs from RDFC-1.0 only in how control characters are escaped; `_json`
        refuses those.
        """
        quads: str = _guarded(_Canonicaliser().main, self._dataset, {"format": "application/n-quads"})
        return quads


def statements(document: JsonObject, contexts: Contexts) -> Statements:
    """`document` as RDF, nothing left out. Raises `Problem` with a `CONTEXTS_…` code."""
    check_contexts(document, contexts)
    expanded = _expand(document, contexts)
    _check_expanded(expanded)
    named = _name_root(expanded)
    issuer = IdentifierIssuer("_:b")
    dataset = _guarded(JsonLdProcessor().to_rdf, [named], options_for(contexts) | {"identifierIssuer": issuer})
    root = issuer.get_id(named["@id"]) if named["@id"].startswith("_:") else named["@id"]
    return Statements(Graph(root, _index(dataset["@default"])), dataset)


def check_contexts(document: JsonObject, contexts: Contexts) -> None:
    """Raise `Problem` unless every context that `document` names is known."""
    mentions = 0
    for value in walk(document):
        if not isinstance(value, dict) or "@context" not in value:
            continue
        for context in as_list(value["@context"]) or [None]:
            mentions += 1
            if mentions > MAX_CONTEXT_MENTIONS:
                raise Problem(Code.CONTEXTS_TOO_MANY, limit=str(MAX_CONTEXT_MENTIONS))
            if contexts.inline and isinstance(context, dict):
                continue
            if not isinstance(context, str):
                raise Problem(Code.CONTEXTS_INLINE)
            if context not in contexts:
                raise Problem(Code.CONTEXTS_UNKNOWN, context=context)


def options_for(contexts: Contexts) -> dict[str, Any]:
    """How PyLD is to read documents."""
    return {
        "base": None,  # PyLD's own default would turn a relative address into an absolute one
        "documentLoader": contexts.load,
        "contextResolver": contexts.resolver,
        "processingMode": "json-ld-1.1",
        "rdfDirection": "i18n-datatype",
    }


def _expand(document: JsonObject, contexts: Contexts) -> JsonObject:
    def refuse(word: str | None) -> NoReturn:
        raise Problem(Code.CONTEXTS_UNDEFINED, words=str(word))

    expanded = _guarded(JsonLdProcessor(on_property_dropped=refuse).expand, document, options_for(contexts))
    if len(expanded) != 1 or not isinstance(expanded[0], dict):
        raise Problem(Code.CONTEXTS_INVALID, reason="not one object")
    node: JsonObject = expanded[0]
    return node


def _guarded(work: Any, *arguments: Any) -> Any:
    """`work(*arguments)`, its complaints as `Problem`s. PyLD answers some malformed input with plain Python errors."""
    try:
        return work(*arguments)
    except JsonLdError as error:
        innermost: BaseException = error
        while isinstance(innermost.__cause__, JsonLdError | Problem):
            innermost = innermost.__cause__
        if isinstance(innermost, Problem):
            raise innermost from None
        reason = str(getattr(innermost, "code", None) or getattr(innermost, "type", "") or "invalid")
        redefined = reason in {"protected term redefinition", "invalid context nullification"}
        raise Problem(Code.CONTEXTS_REDEFINED if redefined else Code.CONTEXTS_INVALID, reason=reason) from None
    except (TypeError, ValueError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise Problem(Code.CONTEXTS_INVALID, reason=type(error).__name__) from None


def _check_expanded(node: object) -> None:
    """Refuse what would be lost between here and the statements (jsonld.js calls this safe mode)."""
    for value in walk(node):
        if not isinstance(value, dict):
            continue
        for lost in ("@included", "@reverse", "@index"):
            if lost in value:
                raise Problem(Code.CONTEXTS_CONSTRUCTION, keyword=lost)
        if "@value" in value:
            _check_literal(value)
        else:
            _check_node(value)


def is_absolute(address: str) -> bool:
    """Whether `address` is an absolute IRI that can be written in N-Quads."""
    return bool(_ABSOLUTE.fullmatch(address))


def is_language(tag: str) -> bool:
    """Whether `tag` is a well-formed language tag."""
    return bool(_LANGUAGE.fullmatch(tag))


def _check_literal(value: JsonObject) -> None:
    datatype = value.get("@type")
    if datatype is not None and datatype != "@json" and not _ABSOLUTE.fullmatch(str(datatype)):
        raise Problem(Code.CONTEXTS_UNDEFINED, words=str(datatype))
    if not _LANGUAGE.fullmatch(str(value.get("@language", "und"))):
        raise Problem(Code.CONTEXTS_INVALID, reason="invalid language-tagged string")
    if datatype == _DOUBLE and isinstance(text := value["@value"], str) and not _NUMBER.fullmatch(text):
        raise Problem(Code.CONTEXTS_INVALID, reason="invalid number")  # PyLD leaves it, jsonld.js makes it NaN


def _check_node(value: JsonObject) -> None:
    for address in [*as_list(value.get("@id")), *as_list(value.get("@type"))]:
        if not (_ABSOLUTE.fullmatch(str(address)) or _BLANK.fullmatch(str(address))):
            raise Problem(Code.CONTEXTS_UNDEFINED, words=str(address))
    for word in value:
        if not word.startswith("@") and not _ABSOLUTE.fullmatch(word):
            raise Problem(Code.CONTEXTS_UNDEFINED, words=word)


def _name_root(node: JsonObject) -> JsonObject:
    """Give a document without an id a blank one, to find it again among the statements."""
    return node if "@id" in node else {**node, "@id": _ROOT}


def _index(triples: list[JsonObject]) -> dict[tuple[str, str], list[Term]]:
    """The statements by subject and predicate; copied, because canonicalisation renames blank nodes in place."""
    index = defaultdict(list)
    for triple in triples:
        end = triple["object"]
        term = Term(end["type"], end["value"], end.get("datatype", ""), end.get("language", ""))
        index[triple["subject"]["value"], triple["predicate"]["value"]].append(term)
    return dict(index)


class _Canonicaliser(URDNA2015):  # type: ignore[misc]  # PyLD has no types
    """PyLD's canonicaliser, paying for each blank node it compares out of a fixed budget."""

    def __init__(self) -> None:
        super().__init__()
        self._left = MAX_WORK
        self._chain = 0

    def pay(self, amount: int) -> None:
        self._left -= amount
        if self._left < 0:
            raise Problem(Code.SIGNATURE_TOO_COMPLEX)

    def create_hash_to_related(self, id_: str, issuer: IdentifierIssuer) -> Any:
        self.pay(len(self.blank_node_info[id_]["quads"]))
        return super().create_hash_to_related(id_, issuer)

    def hash_n_degree_quads(self, id_: str, issuer: IdentifierIssuer) -> Any:
        self._chain += 1
        if self._chain > MAX_CHAIN:
            raise Problem(Code.SIGNATURE_TOO_COMPLEX)
        result = super().hash_n_degree_quads(id_, _PayingIssuer.of(issuer, self))
        self._chain -= 1
        return result


class _PayingIssuer(IdentifierIssuer):  # type: ignore[misc]  # PyLD has no types
    """Issues blank node labels. PyLD copies it once for each order it tries, so the copy is where to pay."""

    payer: _Canonicaliser

    @classmethod
    def of(cls, issuer: IdentifierIssuer, payer: _Canonicaliser) -> "_PayingIssuer":
        if isinstance(issuer, cls):
            return issuer
        copy = cls(issuer.prefix)
        copy.counter, copy.existing, copy.order = issuer.counter, dict(issuer.existing), list(issuer.order)
        copy.payer = payer
        return copy

    def __deepcopy__(self, _memo: object) -> "_PayingIssuer":
        self.payer.pay(1 + len(self.order))
        copy = _PayingIssuer(self.prefix)
        copy.counter, copy.existing, copy.order = self.counter, dict(self.existing), list(self.order)
        copy.payer = self.payer
        return copy
