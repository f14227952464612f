"""JSON Web Signatures in compact form (RFC 7515), written quickly and read strictly."""

import binascii
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import orjson

from ._codes import Code, Problem
from ._json import MAX_BYTES, JsonObject, check_values, read_json
from ._keys import SigningKey
from ._sign import RefusedToSign

_DIGITS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_TO_URL: Final = bytes.maketrans(b"+/", b"-_")
_FROM_URL: Final = bytes.maketrans(b"-_+/=", b"+/***")  # what is not of this alphabet becomes what is of none
# A last digit stands for fewer than six bits; the rest of it must be zero, or one text could be written in many ways.
_LAST: Final = {2: frozenset(_DIGITS[::16]), 3: frozenset(_DIGITS[::4])}
_MAX_HEADER: Final = 16_384

# What is refused in a text (see `_json`), as it looks in UTF-8, by its first byte: one look for the byte is quick.
_HIDDEN: Final = tuple(
    (re.compile(pattern).search, first)
    for pattern, first in (
        (rb"(?<!\\)(?:\\\\)*\\(?:[bf]|u00)", b"\\"),
        (b"\x7f", b"\x7f"),
        (b"\xc2[\x80-\x9f]", b"\xc2"),
        (b"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])", b"\xe2"),
        (b"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])", b"\xef"),
        *((lead + b"[\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]", lead) for lead in (b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")),
    )
)


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
    try:
        data = orjson.dumps(value)
    except orjson.JSONEncodeError as error:
        raise ValueError(str(error)) from None
    if any(first in data and search(data) for search, first in _HIDDEN):
        try:
            check_values({"": orjson.loads(data)})
        except Problem as problem:
            raise RefusedToSign(problem.code, **problem.params) from None
    return data


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
