"""Identifiers of issuers: where a `did:web` document lives, what it says, and which keys it vouches for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

from ._codes import Code, Problem
from ._json import JsonObject, as_list, read_json
from ._multibase import decode_base64url
from ._public_keys import PublicKey, UnknownKeyKind
from ._time import read_moment, write_moment

_DID_CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?")


class KeyState(StrEnum):
    """What became of an issuer's key. See `did_document` for what each means to a verifier."""

    CURRENT = "current"
    RETIRED = "retired"
    COMPROMISED = "compromised"


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A key as an issuer publishes it. From the aware moment `revoked_at` a compromised key counts for nothing."""

    public: PublicKey
    state: KeyState = KeyState.CURRENT
    revoked_at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.state is KeyState.COMPROMISED) != (self.revoked_at is not None):
            raise ValueError("a compromised key, and no other, has the moment it was revoked")


@dataclass(frozen=True, slots=True)
class Method:
    """A verification method found in a controller's document."""

    id: str
    controller: str
    key: PublicKey
    revoked_at: datetime | None = None


def did_document(did: str, keys: Sequence[IssuerKey], *, also_known_as: Iterable[str] = ()) -> JsonObject:
    """The did document of an issuer (W3C Controlled Identifiers 1.0), keys as Multikey with ids `did#z6Mk…`.

    Every key that ever signed stays in `verificationMethod` and in `assertionMethod`, because a verifier accepts a
    credential only while the issuer's document still names its key there: a retired key signs nothing new, and what
    it signed stays valid. A compromised key carries `revoked`: this package then accepts only proofs dated before
    it, most other verifiers none - so re-issue what it signed.
    """
    methods = []
    for key in keys:
        method = {
            "id": key.public.verification_method(did),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.public.multibase,
        }
        if key.revoked_at is not None:
            method["revoked"] = write_moment(key.revoked_at)
        methods.append(method)
    document: JsonObject = {"@context": _DID_CONTEXTS, "id": did}
    if names := list(also_known_as):
        document["alsoKnownAs"] = names
    document["verificationMethod"] = methods
    document["assertionMethod"] = [method["id"] for method in methods]
    return document


def did_web_to_url(did: str) -> str:
    """Where the document of a `did:web` is published. `did:web:a.dk%3A8000:x` is `https://a.dk:8000/x/did.json`.

    Raises `ValueError` for anything that is not a well-formed did:web (did:web Method Specification, section 2.5).
    """
    method, _, rest = did.partition("did:web:")
    host, *path = rest.split(":")
    host = unquote(host)
    if method or not _HOST.fullmatch(host) or not all(_is_segment(segment) for segment in path):
        raise ValueError("not a did:web")
    return f"https://{host}/{'/'.join(path) if path else '.well-known'}/did.json"


def url_to_did_web(url: str) -> str:
    """The `did:web` whose document is published at `url` (`https://…/did.json`). Raises `ValueError` for others."""
    parts = urlsplit(url)
    segments = parts.path.split("/")[1:]
    if (
        parts.scheme != "https"
        or not _HOST.fullmatch(parts.netloc)
        or parts.query
        or parts.fragment
        or segments[-1:] != ["did.json"]
        or len(segments) < 2
        or not all(_is_segment(segment) for segment in segments)
    ):
        raise ValueError("not the address of a did:web document")
    path = [] if segments[:-1] == [".well-known"] else segments[:-1]
    return ":".join(["did:web", quote(parts.netloc, safe=""), *path])


def method_of_key_did(method_id: str) -> Method:
    """The verification method of a did that is nothing but a key (`did:key`, `did:jwk`), by its id or by the did.

    Raises `Problem` when the key cannot be read, or when the id names another than the did's one.
    """
    did, _, fragment = method_id.partition("#")
    try:
        key, name = _key_of_did(did)
    except UnknownKeyKind:
        raise Problem(Code.SIGNATURE_KEY_KIND_UNKNOWN, method=method_id) from None
    except (ValueError, Problem):
        raise Problem(Code.SIGNATURE_KEY_MALFORMED, method=method_id) from None
    if fragment and fragment != name:
        raise Problem(Code.SIGNATURE_KEY_NOT_FOUND, method=method_id)
    return Method(method_id, did, key)


def key_of_did(method_id: str) -> PublicKey:
    """The key that a `did:key` or `did:jwk` is, by the did or by its method's id. Raises `ValueError` for others."""
    if not is_key_did(method_id):
        raise ValueError("not a did that is nothing but a key")
    try:
        return method_of_key_did(method_id).key
    except Problem as problem:
        raise ValueError(problem.code.value) from None


def is_key_did(identifier: str) -> bool:
    """Whether an identifier is nothing but a key, so that nobody need be asked for it."""
    return identifier.startswith(("did:key:", "did:jwk:"))


def find_method(document: JsonObject, method_id: str) -> Method:
    """The verification method `method_id` in a controller's document. Raises `Problem` when it is not there."""
    for candidate in _methods(document):
        if _absolute(candidate.get("id"), document) == method_id:
            return _read_method(candidate, method_id)
    raise Problem(Code.SIGNATURE_KEY_NOT_FOUND, method=method_id)


def methods_for(document: JsonObject, purpose: str) -> Iterator[Method]:
    """The methods that a controller's document lists for `purpose` and whose keys can be read."""
    for candidate in _methods(document):
        method_id = _absolute(candidate.get("id"), document)
        if allows(document, method_id, purpose):
            try:
                yield _read_method(candidate, method_id)
            except Problem:
                continue


def allows(document: JsonObject, method_id: str, purpose: str) -> bool:
    """Whether a controller's document lists `method_id` for `purpose`.

    `assertionMethod` is for signing credentials, `authentication` for showing them.
    """
    listed = (entry.get("id") if isinstance(entry, dict) else entry for entry in as_list(document.get(purpose)))
    return any(_absolute(entry, document) == method_id for entry in listed)


def _key_of_did(did: str) -> tuple[PublicKey, str]:
    """The key, and the fragment that names it."""
    written = did.split(":", 2)[2]
    if did.startswith("did:key:"):
        return PublicKey.from_multibase(written), written
    jwk = read_json(decode_base64url("u" + written))
    if jwk.get("use", "sig") != "sig" or "d" in jwk:
        raise ValueError("not a public key for signatures")
    return PublicKey.from_jwk(jwk), "0"


def _is_segment(segment: str) -> bool:
    return bool(re.fullmatch(r"(?:[A-Za-z0-9._~!$&'()*+,;=@-]|%[0-9A-Fa-f]{2})+", segment)) and segment not in {
        ".",
        "..",
    }


def _methods(document: JsonObject) -> Iterator[JsonObject]:
    for name in ("verificationMethod", "assertionMethod", "authentication"):
        yield from (entry for entry in as_list(document.get(name)) if isinstance(entry, dict))


def _absolute(entry: object, document: JsonObject) -> str:
    text = entry if isinstance(entry, str) else ""
    return f"{document.get('id')}{text}" if text.startswith("#") else text


def _read_method(method: JsonObject, method_id: str) -> Method:
    controller = method.get("controller")
    if not isinstance(controller, str):
        raise Problem(Code.SIGNATURE_KEY_MALFORMED, method=method_id)
    try:
        revoked_at = read_moment(method["revoked"]) if "revoked" in method else None
        return Method(method_id, controller, _read_key(method), revoked_at)
    except UnknownKeyKind:
        raise Problem(Code.SIGNATURE_KEY_KIND_UNKNOWN, method=method_id) from None
    except ValueError:
        raise Problem(Code.SIGNATURE_KEY_MALFORMED, method=method_id) from None


def _read_key(method: JsonObject) -> PublicKey:
    match method:
        case {"publicKeyMultibase": str(), "publicKeyJwk": dict()}:
            raise ValueError("two keys in one method")
        case {
            "type": "Multikey" | "Ed25519VerificationKey2020" | "EcdsaSecp256r1VerificationKey2019",
            "publicKeyMultibase": str(text),
        }:
            return PublicKey.from_multibase(text)
        case {"publicKeyJwk": dict(jwk)}:
            return PublicKey.from_jwk(jwk)
    raise UnknownKeyKind("a verification method of a kind not known here")
