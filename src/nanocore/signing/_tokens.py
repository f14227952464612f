"""A signature over the bytes of a token (JWS, RFC 7515) as a seal: whose key it names, and whether it holds.

Where a key is looked for (VC JOSE COSE, section 4; SD-JWT VC, section 3.5; Open Badges 3.0, section 8.2): behind an
absolute `kid`; else in the JWK set that an https issuer publishes; else in the issuer's own document. A key that the
token brings along (`jwk`) is believed only when the issuer publishes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from ._case import Case, Signer
from ._codes import Code, Problem
from ._did import Method, did_web_to_url, is_key_did, method_of_key_did, methods_for
from ._json import JsonObject, as_list
from ._proofs import find_key
from ._public_keys import Algorithm, PublicKey, UnknownKeyKind
from ._resolve import Asker

ALGORITHMS: Final = {
    "EdDSA": Algorithm.EDDSA,
    "Ed25519": Algorithm.EDDSA,  # RFC 9864
    "ES256": Algorithm.ES256,
    "ES384": Algorithm.ES384,
    "RS256": Algorithm.RS256,
}
_MAX_KEYS_TRIED: Final = 8


@dataclass(frozen=True)
class TokenSeal:
    """A JWS, read but not yet checked: its protected header, the bytes that are signed, and the signature."""

    header: JsonObject
    message: bytes
    signature: bytes
    issuer: str
    created: datetime | None = None
    expires: datetime | None = None
    purpose: str = "assertionMethod"

    @property
    def name(self) -> str:
        """The algorithm, as JOSE calls it."""
        return str(self.header.get("alg"))[:100]

    def check(self, case: Case) -> Signer:
        """By a key of the issuer's, or of whoever `kid` names."""
        algorithm = self._algorithm()
        problems = []
        for method, vouched in self._candidates(case.asker):
            if method.key.algorithm is not algorithm:
                problems.append(Problem(Code.SIGNATURE_KEY_OTHER_KIND, method=method.id))
            elif method.key.verifies(self.signature, self.message):
                return Signer(
                    method.id, method.controller, self.purpose, self.created, method.revoked_at, vouched=vouched
                )
            else:
                problems.append(Problem(Code.SIGNATURE_WRONG))
        wrong = [problem for problem in problems if problem.code is Code.SIGNATURE_WRONG]
        raise (wrong or problems or [Problem(Code.SIGNATURE_KEY_NOT_FOUND, method=self._kid or self.issuer)])[0]

    def times(self) -> tuple[datetime | None, datetime | None]:
        """As its reader has read them from the claims."""
        return self.created, self.expires

    def _algorithm(self) -> Algorithm:
        if self.name == "none":
            raise Problem(Code.SIGNATURE_MISSING)
        if self.name not in ALGORITHMS:
            raise Problem(Code.SIGNATURE_KIND_UNKNOWN, kind=self.name)
        if "crit" in self.header:
            raise Problem(Code.SIGNATURE_KIND_UNKNOWN, kind="crit")
        return ALGORITHMS[self.name]

    @property
    def _kid(self) -> str:
        kid = self.header.get("kid", "")
        if not isinstance(kid, str):
            raise Problem(Code.SIGNATURE_MALFORMED, property="kid")
        return kid

    def _candidates(self, asker: Asker) -> Iterator[tuple[Method, bool]]:
        """The keys it may have been signed with, and whether each was found among the issuer's published ones."""
        kid = self._kid
        if kid.startswith("did:"):
            yield find_key(kid, asker), False
        elif kid.startswith("https://"):
            yield _at_address(kid, self.issuer, asker)
        elif is_key_did(self.issuer):
            name = kid.removeprefix("#") if kid != _key_in_name(self.issuer) else ""
            yield method_of_key_did(f"{self.issuer}#{name}" if name else self.issuer), False
        elif self.issuer.startswith("did:web:"):
            yield from self._of_document(asker)
        elif self.issuer.startswith("https://"):
            yield from self._of_https(asker)
        else:
            raise Problem(Code.SIGNATURE_METHOD_UNKNOWN, method=kid or self.issuer)

    def _of_document(self, asker: Asker) -> Iterator[tuple[Method, bool]]:
        if self._kid:
            yield find_key(f"{self.issuer}#{self._kid.removeprefix('#')}", asker), False
            return
        document = asker.controller_document(self.issuer)
        if document.get("id") == self.issuer:
            methods = (method for method in methods_for(document, self.purpose) if self._brings(method.key))
            yield from ((method, False) for _, method in zip(range(_MAX_KEYS_TRIED), methods, strict=False))

    def _of_https(self, asker: Asker) -> Iterator[tuple[Method, bool]]:
        """The issuer's JWK set; where it has none, its controlled identifier document."""
        try:
            keys = _keys_of(self.issuer, asker)
        except Problem as problem:
            if problem.code is not Code.SIGNATURE_KEY_UNREACHABLE:
                raise
            yield from self._of_document(asker)
            return
        for jwk in keys[:_MAX_KEYS_TRIED]:
            if self._kid in ("", jwk.get("kid")):
                method = _method(jwk, self.issuer, str(jwk.get("kid", self.issuer)))
                if method is not None and self._brings(method.key):
                    yield method, True

    def _brings(self, key: PublicKey) -> bool:
        """Whether `key` is the one that the token brings along, if it brings one."""
        brought = self.header.get("jwk")
        try:
            return brought is None or (isinstance(brought, dict) and PublicKey.from_jwk(brought) == key)
        except ValueError:
            return False


def _at_address(kid: str, issuer: str, asker: Asker) -> tuple[Method, bool]:
    """The key at an https address: in a controller's document, in a JWK set, or a JSON Web Key by itself.

    A key by itself does not say whose it is. Kept below the issuer's own address it is the issuer's; elsewhere,
    even on the same server, it may be anybody's.
    """
    base, _, fragment = kid.partition("#")
    document = asker.controller_document(base)
    if document.get("id") == base and "kty" not in document:
        return find_key(kid, asker), False
    if not f"{base}/".startswith(_home(issuer)):
        raise Problem(Code.SIGNATURE_METHOD_UNKNOWN, method=kid)
    keys = [key for key in as_list(document.get("keys", document)) if isinstance(key, dict)]
    found = [key for key in keys if not fragment or key.get("kid") == fragment]
    method = _method(found[0], issuer, kid) if len(found) == 1 else None
    if method is None:
        raise Problem(Code.SIGNATURE_KEY_NOT_FOUND, method=kid)
    return method, True


def _keys_of(issuer: str, asker: Asker) -> list[JsonObject]:
    """The JWK set of an https issuer (SD-JWT VC, section 4), found by the document at its well-known address."""
    try:
        parts = urlsplit(issuer)
    except ValueError:
        raise Problem(Code.SIGNATURE_METHOD_UNKNOWN, method=issuer) from None
    place = f"https://{parts.netloc}/.well-known/jwt-vc-issuer{parts.path.rstrip('/')}"
    document = asker.controller_document(place)
    if document.get("issuer") != issuer:
        raise Problem(Code.SIGNATURE_KEY_NOT_FOUND, method=issuer)
    found: Any = document.get("jwks")
    address = document.get("jwks_uri")
    if found is None and isinstance(address, str) and address.startswith("https://"):
        found = asker.controller_document(address)
    keys = found.get("keys") if isinstance(found, dict) else None
    return [key for key in as_list(keys) if isinstance(key, dict)]


def _method(jwk: JsonObject, controller: str, name: str) -> Method | None:
    """A key of a set as a method of whoever publishes it; None for one that is not there to check signatures."""
    if jwk.get("use", "sig") != "sig" or "verify" not in as_list(jwk.get("key_ops", ["verify"])):
        return None
    try:
        return Method(name, controller, PublicKey.from_jwk(jwk))
    except UnknownKeyKind:
        return None
    except ValueError:
        raise Problem(Code.SIGNATURE_KEY_MALFORMED, method=name) from None


def _home(issuer: str) -> str:
    """The address below which all is the issuer's own."""
    if issuer.startswith("did:web:"):
        try:
            issuer = did_web_to_url(issuer).removesuffix("/did.json").removesuffix("/.well-known")
        except ValueError:
            raise Problem(Code.SIGNATURE_METHOD_UNKNOWN, method=issuer) from None
    return issuer.rstrip("/") + "/"


def _key_in_name(did: str) -> str:
    return did.split(":", 2)[2]
