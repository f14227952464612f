"""COSE_Sign1 (RFC 9052) as VC JOSE COSE uses it, with as much of CBOR (RFC 8949) as that takes."""

import base64
import binascii
from typing import Any, Final

from interop.vc_api.curves import Key

_ALG, _CONTENT_TYPE, _KID, _TYP = 1, 3, 4, 16
_SIGN1: Final = 18
_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _LIST, _MAP, _TAG = range(7)


def write(payload: bytes, typ: str, key: Key) -> str:
    """`payload` signed, in base64. `typ` is the media type without `application/`: `vc+cose`."""
    head = _encode(
        {
            _ALG: key.names[1],
            _CONTENT_TYPE: f"application/{typ.partition('+')[0]}",
            _KID: key.kid.encode(),
            _TYP: f"application/{typ}",
        }
    )
    signature = key.sign(_signed(head, payload))
    written = _head(_TAG, _SIGN1) + _encode([head, {}, payload, signature])
    return base64.b64encode(written).decode().rstrip("=")


def read(text: str, typ: str, key: Key) -> bytes:
    """The payload. Raises `ValueError` unless `key` has signed it as of this type."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise ValueError("not in base64") from None
    content, end = _decode(data.removeprefix(_head(_TAG, _SIGN1)), 0)
    if end != len(data.removeprefix(_head(_TAG, _SIGN1))) or not isinstance(content, list) or len(content) != 4:
        raise ValueError("no COSE_Sign1")
    head, _, payload, signature = content
    said, _ = _decode(head, 0)
    if said.get(_ALG) != key.names[1] or said.get(_TYP) != f"application/{typ}":
        raise ValueError("of another kind")
    if not key.verifies(signature, _signed(head, payload)):
        raise ValueError("not signed by this key")
    found: bytes = payload
    return found


def _signed(head: bytes, payload: bytes) -> bytes:
    return _encode(["Signature1", head, b"", payload])


def _encode(value: Any) -> bytes:
    match value:
        case int():
            return _head(_UNSIGNED, value) if value >= 0 else _head(_NEGATIVE, -1 - value)
        case bytes():
            return _head(_BYTES, len(value)) + value
        case str():
            return _head(_TEXT, len(value.encode())) + value.encode()
        case list():
            return _head(_LIST, len(value)) + b"".join(map(_encode, value))
        case dict():
            return _head(_MAP, len(value)) + b"".join(_encode(name) + _encode(item) for name, item in value.items())
    raise TypeError(type(value).__name__)


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    size = next(size for size in (1, 2, 4, 8) if number < 1 << 8 * size)
    return bytes([kind << 5 | 23 + size.bit_length()]) + number.to_bytes(size)


def _decode(data: bytes, place: int) -> tuple[Any, int]:
    """The value at `place`, and where it ends. Raises `ValueError` for what is not made here."""
    kind, number, place = _read_head(data, place)
    if kind in (_UNSIGNED, _NEGATIVE):
        return number if kind == _UNSIGNED else -1 - number, place
    if kind in (_BYTES, _TEXT):
        end = place + number
        if end > len(data):
            raise ValueError("cut off")
        return data[place:end] if kind == _BYTES else data[place:end].decode(), end
    if kind not in (_LIST, _MAP):
        raise ValueError("of a kind not used here")
    items = []
    for _ in range(number if kind == _LIST else 2 * number):
        item, place = _decode(data, place)
        items.append(item)
    return items if kind == _LIST else dict(zip(items[::2], items[1::2], strict=True)), place


def _read_head(data: bytes, place: int) -> tuple[int, int, int]:
    """The kind of a value, its number (of bytes, of items, or itself), and where the rest begins."""
    if place >= len(data):
        raise ValueError("cut off")
    kind, number = data[place] >> 5, data[place] & 31
    if number < 24:
        return kind, number, place + 1
    if number > 27:
        raise ValueError("of no known length")
    end = place + 1 + (1 << number - 24)
    return kind, int.from_bytes(data[place + 1 : end]), end
