"""Selective disclosure in tokens (RFC 9901): claims that the holder may show, and proof that the holder shows them."""

import hashlib
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

import orjson

from . import _jose
from ._case import ShownTo
from ._codes import Code, Problem
from ._json import MAX_BYTES, MAX_DEPTH, JsonObject, read_json
from ._keys import SigningKey
from ._public_keys import PublicKey

HASHES: Final = {"sha-256": hashlib.sha256, "sha-384": hashlib.sha384, "sha-512": hashlib.sha512}
MAX_DISCLOSURES: Final = 256
BINDING_AGE: Final = 600  # seconds; a presentation is made when it is asked for
_CLOCK_SKEW: Final = 300
_SALT: Final = 24  # base64url digits: 144 bits
RESERVED: Final = ("_sd", "_sd_alg", "...")
_CONTAINERS: Final = (dict, list)
_ALWAYS: Final = 8  # digests there are at least, so that their number does not tell what is kept back


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One claim, or one item of a list (`name` None), that the holder may show; `claim` is the topmost it is in."""

    text: bytes
    name: str | None
    value: Any
    claim: str


@dataclass(frozen=True, slots=True)
class SdJwt:
    """A token taken apart: what was signed, with what is disclosed put in its place. No signature is checked."""

    jws: _jose.Jws
    claims: JsonObject
    disclosures: tuple[Disclosure, ...]
    key_binding: bytes
    """The key binding JWT, empty if there is none."""
    algorithm: str
    """The hash function that claims are hidden by."""

    @property
    def shown(self) -> bytes:
        """What a key binding JWT is made over: the token and the disclosures, up to and with the last tilde."""
        signed = b"%b.%b" % (self.jws.message, _jose.encode(self.jws.signature))
        return b"~".join((signed, *(disclosure.text for disclosure in self.disclosures), b""))

    @property
    def hash(self) -> str:
        """The `sd_hash` of what is shown."""
        return _jose.encode(HASHES[self.algorithm](self.shown).digest()).decode()


def write(
    header: bytes,
    claims: JsonObject,
    hidden: Mapping[str, Any],
    items: Mapping[str, Sequence[Any]],
    key: SigningKey,
) -> str:
    """The token with `claims` for all to see; `hidden`, and each of the `items` of a list, only if the holder wants.

    Decoy digests fill up to at least eight. `claims` is not changed. Raises `RefusedToSign` and `ValueError` like
    `_jose.dumps`.
    """
    salts = _random_texts(len(hidden) + sum(map(len, items.values())), _SALT)
    written = [[next(salts), name, value] for name, value in hidden.items()]
    written += [[next(salts), value] for values in items.values() for value in values]
    texts = [_jose.encode(text) for text in _jose.dumps_all(written)]
    found = [_digest(text) for text in texts]
    digests, rest = found[: len(hidden)], iter(found[len(hidden) :])
    lists = {name: [{"...": next(rest)} for _ in values] for name, values in items.items()}
    digests += [_jose.encode(secrets.token_bytes(32)).decode() for _ in range(len(digests), _ALWAYS)]
    digests.sort()  # since the order of the claims would tell the decoys
    payload = _jose.dumps({**claims, **lists, "_sd": digests, "_sd_alg": "sha-256"})
    return b"~".join((_jose.write(header, payload, key), *texts, b"")).decode("ascii")


def read(token: bytes) -> SdJwt:
    """`token`, with or without key binding, taken apart (RFC 9901, section 7.1, but for signatures).

    Raises `Problem`: every digest once, every disclosure asked for by what was signed, no claim said twice.
    """
    if len(token) > MAX_BYTES:
        raise Problem(Code.READ_TOO_LARGE, limit=str(MAX_BYTES))
    if b"~" not in token:
        raise Problem(Code.READ_TOKEN_MALFORMED)
    jws = _jose.read(token.partition(b"~")[0])
    return _taken_apart(jws, token, read_json)


def open_sd_jwt(token: str | bytes, *, key: PublicKey, now: datetime, shown_to: ShownTo | None = None) -> JsonObject:
    """The claims of an SD-JWT by a known key, as disclosed: both signatures, every digest and the dates hold.

    For whoever has just made one or knows the issuer's key; `verify` looks at form, authority and status too. Raises
    `ValueError` when it does not hold.
    """
    written = token.encode() if isinstance(token, str) else token
    try:
        jws = _jose.read(written.partition(b"~")[0])
        _jose.check(jws, key)
        found = _taken_apart(jws, written, orjson.loads)
        if shown_to is not None and not found.key_binding:
            raise Problem(Code.SIGNATURE_HOLDER_MISSING)
        check_binding(found, shown_to, now)
        _jose.check_dates(found.claims, now.timestamp())
    except Problem as problem:
        raise ValueError(problem.code.value) from None
    return found.claims


def _taken_apart(jws: _jose.Jws, token: bytes, loads: Callable[[bytes], JsonObject]) -> SdJwt:
    """`loads` reads JSON: strictly, unless a known issuer has signed it."""
    _, *texts, key_binding = token.split(b"~")
    if len(texts) > MAX_DISCLOSURES:
        raise Problem(Code.READ_TOO_MANY_VALUES, limit=str(MAX_DISCLOSURES))
    payload = loads(jws.payload)
    algorithm = payload.pop("_sd_alg", "sha-256")
    if not isinstance(algorithm, str) or algorithm not in HASHES:
        raise Problem(Code.READ_HASH_UNKNOWN, hash=str(algorithm)[:50])
    new = HASHES[algorithm]
    digests = [_jose.encode(new(text).digest()).decode() for text in texts]
    hidden = dict(zip(digests, map(_disclosure, texts, _values(texts, loads)), strict=True))
    if len(hidden) != len(texts):
        raise Problem(Code.READ_DISCLOSURE)
    opening = _Opening(hidden)
    claims = opening.object(payload, "", 0)
    if len(opening.used) != len(hidden):
        raise Problem(Code.READ_DISCLOSURE)
    return SdJwt(jws, claims, tuple(opening.used[text] for text in texts), key_binding, algorithm)


def disclose(token: str, claims: Collection[str]) -> str:
    """`token` with the disclosures of these topmost claims alone, without key binding: what a holder shows.

    Raises `ValueError` for what is no such token, or for a claim that it does not have.
    """
    try:
        found = read(token.encode())
    except Problem as problem:
        raise ValueError(problem.code.value) from None
    if absent := set(claims) - found.claims.keys():
        raise ValueError(f"the token does not have {', '.join(sorted(absent))}")
    signed = token.partition("~")[0].encode()
    kept = (disclosure.text for disclosure in found.disclosures if disclosure.claim in claims)
    return b"~".join((signed, *kept, b"")).decode("ascii")


def bind(shown: str, *, key: SigningKey, to: ShownTo, now: datetime) -> str:
    """`shown`, from `disclose`, with a key binding JWT by its holder's `key` (RFC 9901, section 4.3).

    Raises `ValueError` for what is no such token.
    """
    try:
        found = read(shown.encode())
    except Problem as problem:
        raise ValueError(problem.code.value) from None
    claims = {"iat": int(now.timestamp()), "aud": to.audience, "nonce": to.nonce, "sd_hash": found.hash}
    header = _jose.header_part(key.algorithm, "kb+jwt", "")
    return shown + _jose.write(header, _jose.dumps(claims), key).decode("ascii")


def check_binding(token: SdJwt, to: ShownTo | None, now: datetime) -> None:
    """Raise `Problem` when the holder's key does not show exactly this, now, to whoever asked (RFC 9901, section 7.3).

    A token without a binding is left to `check_signatures`. Without `to`, whom it was meant for and when are not asked.
    """
    if not token.key_binding:
        return
    try:
        binding = _jose.read(token.key_binding)
        said = read_json(binding.payload)
        key = PublicKey.from_jwk(token.claims["cnf"]["jwk"])
    except (Problem, KeyError, TypeError, ValueError):
        raise Problem(Code.SIGNATURE_HOLDER_WRONG, property="cnf") from None
    expected: dict[str, tuple[object, object]] = {
        "typ": (binding.header.get("typ"), "kb+jwt"),
        "alg": (binding.header.get("alg"), key.algorithm),
        "crit": (binding.header.get("crit"), None),
        "sd_hash": (said.get("sd_hash"), token.hash),
    }
    if to is not None:
        expected |= {"nonce": (said.get("nonce"), to.nonce), "aud": (said.get("aud"), to.audience)}
    for name, (found, right) in expected.items():
        if found != right:
            raise Problem(Code.SIGNATURE_HOLDER_WRONG, property=name)
    if not key.verifies(binding.signature, binding.message):
        raise Problem(Code.SIGNATURE_HOLDER_WRONG, property="signature")
    made = said.get("iat")
    if not isinstance(made, int) or isinstance(made, bool) or made > now.timestamp() + _CLOCK_SKEW:
        raise Problem(Code.SIGNATURE_HOLDER_WRONG, property="iat")
    if to is not None and made < now.timestamp() - BINDING_AGE:
        raise Problem(Code.SIGNATURE_HOLDER_WRONG, property="iat")


def _random_texts(number: int, length: int) -> Iterator[str]:
    """So many texts of so many base64url digits, a multiple of four."""
    text = _jose.encode(secrets.token_bytes(number * length * 3 // 4)).decode()
    return (text[place : place + length] for place in range(0, len(text), length))


def _digest(text: bytes) -> str:
    return _jose.encode(hashlib.sha256(text).digest()).decode()


def read_disclosures(texts: Sequence[bytes]) -> "list[_Hidden]":
    """What each says. Raises `Problem`."""
    return list(map(_disclosure, texts, _values(texts, read_json)))


_Hidden: TypeAlias = tuple[bytes, str | None, Any]
"""A disclosure as it was written, and what it says: the name of a claim, None for an item of a list, and the value."""


def _values(texts: Sequence[bytes], loads: Callable[[bytes], JsonObject]) -> list[Any]:
    """What the disclosures say. All are read at once, which is quicker, if that is sure to come to the same."""
    try:
        written = [_jose.decode(text) for text in texts]
        each = [orjson.loads(text) for text in written]
        (values,) = loads(b'{"":[%b]}' % b",".join(written)).values()
    except ValueError:
        raise Problem(Code.READ_DISCLOSURE) from None
    if values != each:
        raise Problem(Code.READ_DISCLOSURE)
    found: list[Any] = values
    return found


def _disclosure(text: bytes, written: Any) -> _Hidden:
    if type(written) is list and written and type(written[0]) is str:
        if len(written) == 2:
            return text, None, written[1]
        if len(written) == 3 and type(written[1]) is str and written[1] not in RESERVED:
            return text, written[1], written[2]
    raise Problem(Code.READ_DISCLOSURE)


def is_open(value: Any) -> bool:
    """Whether nothing in it was hidden, so that it can stay as it is."""
    waiting = [value]
    for container in waiting:  # which grows meanwhile
        if type(container) is dict:
            if "_sd" in container or "..." in container:
                return False
            container = container.values()
        waiting += [item for item in container if type(item) in _CONTAINERS]
    return True


class _Opening:
    """Puts what is disclosed in its place, and sees to it that no digest comes twice."""

    def __init__(self, hidden: Mapping[str, _Hidden]) -> None:
        self.used: dict[bytes, Disclosure] = {}
        self._hidden = hidden
        self._seen: set[str] = set()

    def object(self, written: JsonObject, claim: str, depth: int) -> JsonObject:
        digests = written.get("_sd", [])
        if not isinstance(digests, list) or "..." in written:
            raise Problem(Code.READ_DISCLOSURE)
        opened = {
            name: self.value(value, claim or name, depth + 1) if type(value) in _CONTAINERS else value
            for name, value in written.items()
            if name != "_sd"
        }
        for disclosure in self._found(digests):
            name = disclosure[1]
            if name is None or name in opened:
                raise Problem(Code.READ_DISCLOSURE)
            opened[name] = self._open(disclosure, claim or name, depth + 1)
        return opened

    def value(self, written: Any, claim: str, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise Problem(Code.READ_TOO_DEEP, limit=str(MAX_DEPTH))
        if type(written) not in _CONTAINERS or is_open(written):
            return written
        if type(written) is dict:
            return self.object(written, claim, depth)
        opened = []
        for item in written:
            if type(item) is dict and "..." in item:
                if len(item) != 1:
                    raise Problem(Code.READ_DISCLOSURE)
                for disclosure in self._found([item["..."]]):
                    if disclosure[1] is not None:
                        raise Problem(Code.READ_DISCLOSURE)
                    opened.append(self._open(disclosure, claim, depth + 1))
            else:
                opened.append(self.value(item, claim, depth + 1))
        return opened

    def _open(self, disclosure: _Hidden, claim: str, depth: int) -> Any:
        text, name, value = disclosure
        self.used[text] = Disclosure(text, name, value, claim)
        return self.value(value, claim, depth)

    def _found(self, digests: Iterable[Any]) -> list[_Hidden]:
        """The disclosures with these digests; one that is not there was kept back, or is a decoy."""
        found = []
        for digest in digests:
            if not isinstance(digest, str) or digest in self._seen:
                raise Problem(Code.READ_DISCLOSURE)
            self._seen.add(digest)
            if digest in self._hidden:
                found.append(self._hidden[digest])
        return found
