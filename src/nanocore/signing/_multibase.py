"""Multibase text for bytes: base58btc (`z…`) for keys and proofs, base64url (`u…`) for status lists."""

import base64
import binascii
import re

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# Two digits at a time, and eight for each division of a large number: every credential has a signature to write.
_PAIRS = [high + low for high in _ALPHABET for low in _ALPHABET]
_VALUES = str.maketrans({digit: value for value, digit in enumerate(_ALPHABET)})
_TWO, _FOUR, _EIGHT = 58**2, 58**4, 58**8
_BASE64URL = re.compile(r"u[A-Za-z0-9_-]*")
_MAX_BASE58 = 1_500  # decoding is quadratic, and no key or signature is longer (RSA with 8192 bits)


def encode_base58(data: bytes) -> str:
    """`z` and the base58btc digits of `data` (Multibase, draft-multiformats-multibase)."""
    number = int.from_bytes(data, "big")
    digits = ""
    while number:
        number, eight = divmod(number, _EIGHT)
        high, low = divmod(eight, _FOUR)
        digits = _PAIRS[high // _TWO] + _PAIRS[high % _TWO] + _PAIRS[low // _TWO] + _PAIRS[low % _TWO] + digits
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + _ALPHABET[0] * zeros + digits.lstrip(_ALPHABET[0])


def decode_base58(text: str) -> bytes:
    """The bytes behind `z…`. Raises `ValueError` unless it is base58btc multibase of a sensible length."""
    if not text.startswith("z") or len(text) > _MAX_BASE58:
        raise ValueError("not base58btc multibase")
    digits = text[1:]
    zeros = len(digits) - len(digits.lstrip(_ALPHABET[0]))
    if digits.strip(_ALPHABET):
        raise ValueError("not a base58btc digit")
    values = (_ALPHABET[0] * (-len(digits) % 8) + digits).translate(_VALUES).encode("ascii")
    number = 0
    for a, b, c, d, e, f, g, h in zip(*[iter(values)] * 8, strict=True):
        high, low = ((a * 58 + b) * 58 + c) * 58 + d, ((e * 58 + f) * 58 + g) * 58 + h
        number = number * _EIGHT + high * _FOUR + low
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


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
