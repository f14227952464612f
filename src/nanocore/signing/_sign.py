"""Secures a document with a Data Integrity proof, and refuses what could be read in two ways."""

from datetime import datetime
from enum import Enum
from typing import Any, Final, NamedTuple
from uuid import UUID

from ._codes import Code, Problem
from ._contexts import Contexts, pinned
from ._json import JsonObject, check_values, plain_number
from ._keys import SigningKey
from ._multibase import encode_base58
from ._shapes import Shelf
from ._suites import DATA_INTEGRITY_PROOF, DRAFTS, OLDER_PROOFS, EddsaRdfc2022, Suite, suite_for, usual_suite
from ._time import write_moment
from ._unsecured import Unsecured, known_to_be_fit

_HASH: Final = 32  # bytes
_MAX_BEFORE: Final = 64


class RefusedToSign(ValueError):
    """The document is not fit to be signed; `code` and `params` say why, as in a verdict."""

    def __init__(self, code: Code, **params: str) -> None:
        super().__init__(f"{code.value} {params}" if params else code.value)
        self.code = code
        self.params = params


def sign(
    document: JsonObject,
    *,
    key: SigningKey,
    verification_method: str,
    created: datetime,
    cryptosuite: str = "",
    contexts: Contexts | None = None,
) -> JsonObject:
    """A copy of `document` with a `DataIntegrityProof` by `key`, whose id in the issuer's did document is given.

    `cryptosuite` is by default `eddsa-rdfc-2022` or `ecdsa-rdfc-2019`, after the kind of key; it can be
    `eddsa-jcs-2022` too, or `Ed25519Signature2020`, for which the document must name that suite's context. `created`
    is aware and kept to the second; `contexts` are those that may be named (by default the pinned ones). Raises
    `RefusedToSign` when the document already has a proof or when a word, address, number or character in it would be
    lost or be read differently by others; `ValueError` for a suite that is unknown or not for this key, or a moment
    without a time zone.
    """
    suite, known = _suite(cryptosuite, key), contexts or pinned()
    rendering = None if "proof" in document else known_to_be_fit(document, known)
    like = suite, created, verification_method
    if rendering and (before := rendering.mould.signed_with.get(like)):
        known.shapes.used(rendering)
        signature = key.sign(before.options_hash + rendering.canonical_hash)
        return {**rendering.document(), "proof": {**before.options, "proofValue": encode_base58(signature)}}
    try:
        unsecured = Unsecured.rendered(rendering, known) if rendering else _unsecured(document, known)
        options = suite.options(
            unsecured,
            {
                **_kind(suite),
                "created": write_moment(created),
                "verificationMethod": verification_method,
                "proofPurpose": "assertionMethod",
            },
        )
        _ = unsecured.statements  # the JSON suite signs bytes, yet nothing is issued that RDF would lose
        message = suite.message(unsecured, options)
    except Problem as problem:
        raise RefusedToSign(problem.code, **problem.params) from None
    unsecured.learn(Shelf.ISSUED)
    if rendering and isinstance(suite, EddsaRdfc2022):
        _remember(rendering.mould.signed_with, like, _Before(options, message[:_HASH]))
    return {**unsecured.document, "proof": {**options, "proofValue": encode_base58(key.sign(message))}}


def canonical_form(document: JsonObject, *, contexts: Contexts | None = None) -> str:
    """The canonical N-Quads (RDFC-1.0) of `document`: what an rdfc proof signs. Raises `RefusedToSign`."""
    try:
        return Unsecured(_plain(document), contexts or pinned(), twice=True).statements.canonical
    except Problem as problem:
        raise RefusedToSign(problem.code, **problem.params) from None


class _Before(NamedTuple):
    """The options of a proof as they were before, by the same key in the same second, and their hash."""

    options: JsonObject
    options_hash: bytes


def _remember(store: dict[Any, Any], like: Any, before: _Before) -> None:
    if len(store) >= _MAX_BEFORE:
        store.clear()
    store[like] = before


def _suite(name: str, key: SigningKey) -> Suite:
    if name in DRAFTS:
        raise ValueError(f"{name} was a draft; nothing is signed with it any more")
    try:
        return suite_for(name or usual_suite(key.algorithm), key.algorithm)
    except KeyError:
        raise ValueError(f"unknown cryptosuite {name!r} for a key of {key.algorithm}") from None


def _kind(suite: Suite) -> JsonObject:
    if suite.name in OLDER_PROOFS:
        return {"type": suite.name}
    return {"type": DATA_INTEGRITY_PROOF, "cryptosuite": suite.name}


def _unsecured(document: JsonObject, contexts: Contexts) -> Unsecured:
    """A copy of `document`, fit to be signed. Raises `Problem`."""
    plain = _plain(document)
    check_values(plain)
    if "proof" in plain:
        raise Problem(Code.FORM_WRONG, property="proof")
    return Unsecured(plain, contexts, twice=True)


def _plain(value: Any) -> Any:
    """A deep copy in plain JSON values, integral floats as integers. An empty value says nothing: refused."""
    match value:
        case dict() if all(isinstance(key, str) for key in value):
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case str() | bool():
            return value
        case int() | float():
            return plain_number(value)
        case Enum():
            return _plain(value.value)
        case UUID():
            return str(value)
    raise Problem(Code.FORM_WRONG, property=type(value).__name__)
