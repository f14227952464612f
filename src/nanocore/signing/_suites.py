"""How a Data Integrity proof turns a document into the bytes that are signed (W3C Data Integrity EdDSA 1.0).

A further suite (`ecdsa-rdfc-2019`, `Ed25519Signature2020`) is a further class in `SUITES`; nothing else changes.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final, Protocol

import rfc8785

from ._codes import Code, Problem
from ._contexts import Contexts
from ._json import JsonObject, as_list
from ._public_keys import Algorithm
from ._rdf import Statements, statements

DATA_INTEGRITY_PROOF: Final = "DataIntegrityProof"


@dataclass
class Unsecured:
    """A credential without its proof, as the suites see it. Its statements are worked out once."""

    document: JsonObject
    contexts: Contexts

    @cached_property
    def statements(self) -> Statements:
        """What the document says as RDF. Raises `Problem`."""
        return statements(self.document, self.contexts)

    @cached_property
    def canonical_hash(self) -> bytes:
        """SHA-256 of the canonical N-Quads."""
        return _sha256(self.statements.canonical.encode())


class Suite(Protocol):
    """One way of turning a document and the options of a proof into the bytes that are signed."""

    @property
    def name(self) -> str:
        """The `cryptosuite` of the proof."""

    @property
    def algorithms(self) -> frozenset[Algorithm]:
        """The kinds of key that it is for."""

    def options(self, unsecured: Unsecured, options: JsonObject) -> JsonObject:
        """The proof as it is published, but for its value."""

    def message(self, unsecured: Unsecured, options: JsonObject) -> bytes:
        """The bytes to sign, given the proof's `options` (all but its value). Raises `Problem`."""


class EddsaRdfc2022:
    """Section 3.2 of W3C Data Integrity EdDSA Cryptosuites 1.0: the statements are signed."""

    name = "eddsa-rdfc-2022"
    algorithms = frozenset({Algorithm.EDDSA})

    def options(self, unsecured: Unsecured, options: JsonObject) -> JsonObject:
        """As they are: the contexts are the document's."""
        return options

    def message(self, unsecured: Unsecured, options: JsonObject) -> bytes:
        """SHA-256 of the canonical options, then of the canonical document: 64 bytes."""
        return _sha256(self.canonical_options(unsecured, options).encode()) + unsecured.canonical_hash

    def canonical_options(self, unsecured: Unsecured, options: JsonObject) -> str:
        """The options as canonical N-Quads, read with the document's contexts."""
        read_as = {**options, "@context": unsecured.document.get("@context")}
        return statements(read_as, unsecured.contexts).canonical


class EddsaJcs2022:
    """Section 3.3 of W3C Data Integrity EdDSA Cryptosuites 1.0: the JSON text is signed (RFC 8785)."""

    name = "eddsa-jcs-2022"
    algorithms = frozenset({Algorithm.EDDSA})

    def options(self, unsecured: Unsecured, options: JsonObject) -> JsonObject:
        """With the document's contexts, which this suite repeats in the proof."""
        return {**options, "@context": unsecured.document.get("@context")}

    def message(self, unsecured: Unsecured, options: JsonObject) -> bytes:
        """SHA-256 of the options in canonical JSON, then of the document: 64 bytes."""
        document = unsecured.document
        if "@context" in options:
            signed_contexts = as_list(options["@context"])
            if as_list(document.get("@context"))[: len(signed_contexts)] != signed_contexts:
                raise Problem(Code.SIGNATURE_WRONG)
            document = {**document, "@context": options["@context"]}
        return _sha256(rfc8785.dumps(options)) + _sha256(rfc8785.dumps(document))


SUITES: Final = MappingProxyType({suite.name: suite for suite in (EddsaRdfc2022(), EddsaJcs2022())})


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
