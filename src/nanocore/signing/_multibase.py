"""Multibase text for bytes: base58btc (`z…`) for keys and proofs, base64url (`u…`) for status lists."""

import base64
import binascii
import re
from functools import lru_cache
from typing import Final

_ALPHABET: Final = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_TO_DIGITS: Final = _ALPHABET + bytes(256 - len(_ALPHABET))
_NO_DIGIT: Final = 255
_TO_VALUES: Final = bytes(_ALPHABET.index(code) if code in _ALPHABET else _NO_DIGIT for code in range(256))
_AT_ONCE: Final = 32  # digits that are split off together when a number is written
_LANE: Final = 16  # bits for each digit while it is being found
_BASE64URL: Final = re.compile(r"u[A-Za-z0-9_-]*")
_MAX_BASE58: Final = 1_500  # decoding is quadratic, and no key or signature is longer (RSA with 8192 bits)


def encode_base58(data: bytes) -> str:
    """`z` and the base58btc digits of `data` (Multibase, draft-multiformats-multibase)."""
    number = int.from_bytes(data, "big")
    lanes = groups = 0
    while number:
        number, group = divmod(number, 58**_AT_ONCE)
        lanes |= group << groups * _AT_ONCE * _LANE
        groups += 1
    for reciprocal, shift, mask, factor in _halvings(groups):
        lanes += (lanes * reciprocal >> shift & mask) * factor
    digits = lanes.to_bytes(groups * _AT_ONCE * _LANE // 8, "big")[1::2].translate(_TO_DIGITS)
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + "1" * zeros + digits.lstrip(b"1").decode("ascii")


def decode_base58(text: str) -> bytes:
    """The bytes behind `z…`. Raises `ValueError` unless it is base58btc multibase of a sensible length."""
    if not text.startswith("z") or len(text) > _MAX_BASE58 or not text.isascii():
        raise ValueError("not base58btc multibase")
    values = text[1:].encode("ascii").translate(_TO_VALUES)
    if _NO_DIGIT in values:
        raise ValueError("not a base58btc digit")
    number = int.from_bytes(values, "big")
    for width, mask, factor in _joinings(len(values).bit_length()):
        number = (number & mask) + (number >> width & mask) * factor
    zeros = len(values) - len(values.lstrip(b"\0"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


@lru_cache(maxsize=64)
def _halvings(groups: int) -> tuple[tuple[int, int, int, int], ...]:
    """How `groups` of digits, side by side in one large number, become single digits: all are halved at once.

    A lane with a number below `58**(2 * half)` becomes two, with quotient and remainder by `58**half`. The quotient
    is found by multiplying with a reciprocal, rounded up, that is exact for numbers of this size.
    """
    found = []
    half = _AT_ONCE // 2
    while half:
        base, width = 58**half, half * _LANE
        shift = (base**2).bit_length() + base.bit_length()
        reciprocal = -(-(1 << shift) // base)
        mask = _repeated(base.bit_length(), 2 * width, groups * _AT_ONCE // (2 * half))
        found.append((reciprocal, shift, mask, (1 << width) - base))
        half //= 2
    return tuple(found)


@lru_cache(maxsize=64)
def _joinings(levels: int) -> tuple[tuple[int, int, int], ...]:
    """How fewer than `2**levels` digits, a byte each, become a number: all neighbours are joined at once."""
    widths = [8 << level for level in range(levels)]
    return tuple(
        (width, _repeated(width, 2 * width, (8 << levels) // (2 * width)), 58 ** (width // 8)) for width in widths
    )


def _repeated(ones: int, width: int, times: int) -> int:
    """A number with the lowest so many bits set in each lane of `width` bits."""
    return sum((1 << ones) - 1 << width * lane for lane in range(times))


def encode_base64url(data: bytes) -> str:
    """`u` and `data` in base64url without padding."""
    return "u" + base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode_base64url(text: str) -> bytes:
    """The bytes behind `u…`. Raises `ValueError` unless it is base64url multibase without padding."""
    if not _BASE64URL.fullmatch(text):
        raise ValueError("not base64url multibase")
    try:
        return base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    except binascii.Error:
        raise ValueError("not base64url multibase") from None
