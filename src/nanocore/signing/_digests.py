"""Digests of resources that a credential points to (VC Data Model 2.0, section 5.3)."""

import base64
import binascii
import hashlib
from typing import Any, Final

from ._contexts import pinned_bytes
from ._json import JsonObject
from ._multibase import decode_base58, decode_base64url

_SRI: Final = ("sha256", "sha384", "sha512")
_MULTIHASH: Final = {b"\x12\x20": "sha256", b"\x20\x30": "sha384", b"\x13\x40": "sha512"}
_RAW: Final = {32: "sha256", 48: "sha384", 64: "sha512"}


def is_digested(resource: JsonObject) -> bool:
    """Whether a resource has a digest of a known kind, and the right one if the resource is among the pinned contexts.

    Nothing is fetched to find out: of any other resource only the form of the digest is known.
    """
    written = [read(resource[name]) for name, read in _READERS.items() if name in resource]
    if not written or None in written:
        return False
    data = pinned_bytes(str(resource.get("id")))
    return data is None or all(found and hashlib.new(found[0], data).digest() == found[1] for found in written)


def _read_sri(value: Any) -> tuple[str, bytes] | None:
    """Subresource Integrity: `sha384-` and base64."""
    name, _, digest = value.partition("-") if isinstance(value, str) else ("", "", "")
    if name not in _SRI:
        return None
    try:
        return name, base64.b64decode(digest, validate=True)
    except binascii.Error:
        return None


def _read_multibase(value: Any) -> tuple[str, bytes] | None:
    """A multihash in multibase, or, as some write it, the bare digest."""
    try:
        data = decode_base58(value) if str(value).startswith("z") else decode_base64url(value)
    except (TypeError, ValueError):
        return None
    if data[:2] in _MULTIHASH and len(data) == 2 + data[1]:
        return _MULTIHASH[data[:2]], data[2:]
    return (_RAW[len(data)], data) if len(data) in _RAW else None


_READERS: Final = {"digestSRI": _read_sri, "digestMultibase": _read_multibase}
