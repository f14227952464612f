"""How a proof turns a document into the bytes that are signed (W3C Data Integrity 1.0, EdDSA and ECDSA suites).

A further suite is a further class in `SUITES`; nothing else changes.
"""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Protocol

import rfc8785

from ._codes import Code, Problem
from ._json import JsonObject, as_list
from ._public_keys import Algorithm
from ._unsecured import Unsecured as Unsecured

DATA_INTEGRITY_PROOF: Final = "DataIntegrityProof"


class Suite(Protocol):
    """One way of turning a document and the options of a proof into the bytes that are signed."""

    @property
    def name(self) -> str:
        """The `cryptosuite` of the proof, or its `type` where that says it all."""

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
        return unsecured.beside(options).canonical_hash + unsecured.canonical_hash

    def canonical_options(self, unsecured: Unsecured, options: JsonObject) -> str:
        """The options as canonical N-Quads, read with the document's contexts."""
        return unsecured.beside(options).statements.canonical


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


class Ed25519Signature2020(EddsaRdfc2022):
    """The forerunner of `eddsa-rdfc-2022`: the same bytes, of a proof that is a type of its own (W3C, appendix C)."""

    name = "Ed25519Signature2020"


class Eddsa2022(EddsaRdfc2022):
    """What `eddsa-rdfc-2022` was called in drafts of 2022 and 2023: for reading what was signed then."""

    name = "eddsa-2022"


class EcdsaRdfc2019:
    """Section 3.2 of W3C Data Integrity ECDSA Cryptosuites 1.0: the statements are signed, hashed as the key has it."""

    name = "ecdsa-rdfc-2019"
    algorithms = frozenset({Algorithm.ES256, Algorithm.ES384})

    def __init__(self, digest: str = "sha256") -> None:
        self._digest = digest

    def options(self, unsecured: Unsecured, options: JsonObject) -> JsonObject:
        """As they are: the contexts are the document's."""
        return options

    def message(self, unsecured: Unsecured, options: JsonObject) -> bytes:
        """The hash of the canonical options, then of the canonical document."""
        proof = unsecured.beside(options).statements.canonical
        return b"".join(
            hashlib.new(self._digest, part.encode()).digest() for part in (proof, unsecured.statements.canonical)
        )


_ALL: Final[tuple[Suite, ...]] = (EddsaRdfc2022(), EddsaJcs2022(), Ed25519Signature2020(), Eddsa2022(), EcdsaRdfc2019())
SUITES: Final[Mapping[str, Suite]] = MappingProxyType({suite.name: suite for suite in _ALL})
OLDER_PROOFS: Final = frozenset({Ed25519Signature2020.name})
"""The suites whose proof is of a type of its own and no `DataIntegrityProof`."""
DRAFTS: Final = frozenset({Eddsa2022.name})
"""The suites that are verified and no longer signed with."""

_USUAL: Final = MappingProxyType({Algorithm.EDDSA: "eddsa-rdfc-2022", Algorithm.ES256: "ecdsa-rdfc-2019"})
_LONGER: Final = EcdsaRdfc2019("sha384")


def usual_suite(algorithm: Algorithm) -> str:
    """The suite that a key of this kind signs with unless told otherwise."""
    return _USUAL[algorithm]


def suite_for(name: str, algorithm: Algorithm) -> Suite:
    """The suite of this name, for keys of this kind. Raises `KeyError` when there is none."""
    if algorithm not in SUITES[name].algorithms:
        raise KeyError(f"{name} is not for keys of {algorithm}")
    return _LONGER if algorithm is Algorithm.ES384 else SUITES[name]


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
