"""JSON Web Signatures in compact form (RFC 7515), written quickly and read strictly."""

import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import orjson

from ._codes import Code, Problem
from ._json import MAX_BYTES, JsonObject, check_values, hides_something, read_json
from ._keys import SigningKey
from ._public_keys import PublicKey
from ._sign import RefusedToSign

_DIGITS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_TO_URL: Final = bytes.maketrans(b"+/", b"-_")
_FROM_URL: Final = bytes.maketrans(b"-_+/=", b"+/***")  # what is not of this alphabet becomes what is of none
# A last digit stands for fewer than six bits; the rest of it must be zero, or one text could be written in many ways.
_LAST: Final = {2: frozenset(_DIGITS[::16]), 3: frozenset(_DIGITS[::4])}
_MAX_HEADER: Final = 16_384
_LEEWAY: Final = 300  # seconds that the signer's clock may be ahead

_PRINTABLE: Final = bytes(range(0x20, 0x7F))


@dataclass(frozen=True, slots=True)
class Jws:
    """A compact JWS taken apart, its signature not checked."""

    header: JsonObject
    payload: bytes
    message: bytes
    """What is signed: the first two parts and the dot between them."""
    signature: bytes


def encode(data: bytes) -> bytes:
    """`data` in base64url without padding."""
    return binascii.b2a_base64(data, newline=False).translate(_TO_URL).rstrip(b"=")


def decode(text: bytes) -> bytes:
    """The bytes behind unpadded base64url. Raises `ValueError` for anything that `encode` would not have written."""
    rest = len(text) % 4
    if rest == 1 or (rest and text[-1] not in _LAST[rest]):
        raise ValueError("not base64url")
    return binascii.a2b_base64(text.translate(_FROM_URL) + b"=="[: -rest % 4], strict_mode=True)


def dumps(value: Any) -> bytes:
    """`value` as compact JSON. Raises `RefusedToSign` for what `verify` would refuse, `ValueError` for no JSON."""
    (data,) = dumps_all([value])
    return data


def dumps_all(values: Iterable[Any]) -> list[bytes]:
    """Each of `values` as by `dumps`, looked through at once."""
    try:
        written = [orjson.dumps(value) for value in values]
    except orjson.JSONEncodeError as error:
        raise ValueError(str(error)) from None
    if _may_hide(b"".join(written)):
        try:
            for data in written:
                check_values({"": orjson.loads(data)})
        except Problem as problem:
            raise RefusedToSign(problem.code, **problem.params) from None
    return written


def _may_hide(data: bytes) -> bool:
    """Whether there may be a character that is refused: looked at again before it is called one."""
    for piece in data.split(b"\\")[1:]:
        if piece.startswith((b"u00", b"b", b"f")):
            return True
    return hides_something(data.translate(None, _PRINTABLE).decode())


def write(header: bytes, payload: bytes, key: SigningKey) -> bytes:
    """The compact JWS. `header` is encoded already, see `header_part`; `payload` is not."""
    message = b"%b.%b" % (header, encode(payload))
    return b"%b.%b" % (message, encode(key.sign(message)))


@lru_cache(maxsize=256)
def header_part(alg: str, typ: str, kid: str) -> bytes:
    """The encoded protected header; the same for all that one key signs of one kind."""
    return encode(orjson.dumps({"alg": alg, "typ": typ, "kid": kid} if kid else {"alg": alg, "typ": typ}))


def read(token: bytes) -> Jws:
    """`token` taken apart, its header read. Raises `Problem` with a `READ_…` or a `SIGNATURE_…` code."""
    if len(token) > MAX_BYTES:
        raise Problem(Code.READ_TOO_LARGE, limit=str(MAX_BYTES))
    message, _, signature = token.rpartition(b".")
    header, _, payload = message.partition(b".")
    try:
        return Jws(_header(header), decode(payload), message, decode(signature))
    except ValueError:
        raise Problem(Code.READ_TOKEN_MALFORMED) from None


@lru_cache(maxsize=256)
def _header(part: bytes) -> JsonObject:
    """Kept, as an issuer's header is the same on all it signs. Nobody changes what is returned."""
    if len(part) > _MAX_HEADER:
        raise Problem(Code.READ_TOKEN_MALFORMED)
    return read_json(decode(part))


def check(jws: Jws, key: PublicKey) -> None:
    """Raise `Problem` unless `jws` is signed by `key`, in the way that its header says."""
    if jws.header.get("alg") != key.algorithm or "crit" in jws.header:
        raise Problem(Code.SIGNATURE_WRONG)
    if not key.verifies(jws.signature, jws.message):
        raise Problem(Code.SIGNATURE_WRONG)


def check_dates(claims: Mapping[str, Any], now: float) -> None:
    """Raise `Problem` unless `nbf` and `exp` let the claims hold now, in seconds since 1970 (RFC 7519)."""
    if now < _seconds(claims, "nbf", now) - _LEEWAY:
        raise Problem(Code.DATES_NOT_YET)
    if now > _seconds(claims, "exp", now):
        raise Problem(Code.DATES_EXPIRED)


def _seconds(claims: Mapping[str, Any], name: str, default: float) -> float:
    value = claims.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Problem(Code.DATES_MALFORMED, property=name)
    return value
