"""Reads a JSON Web Token that a wallet made, strictly. Whose it is and whether to believe it is for others to say."""

import binascii
import json
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from typing import Any, Final

MAX_CHARACTERS: Final = 64 * 1024


class NotAToken(ValueError):
    """It is not a compact JWS with a JSON object as header and as payload."""


@dataclass(frozen=True)
class Token:
    """A token taken apart, its signature not yet checked."""

    header: dict[str, Any]
    payload: dict[str, Any]
    signed: bytes
    signature: bytes


def read_token(written: object) -> Token:
    """The token taken apart. Raises NotAToken."""
    if not isinstance(written, str) or len(written) > MAX_CHARACTERS or written.count(".") != 2:
        raise NotAToken("not a compact JWS")
    signed, _, signature = written.rpartition(".")
    header, _, payload = signed.partition(".")
    return Token(_object(header), _object(payload), signed.encode(), _bytes(signature))


def _object(part: str) -> dict[str, Any]:
    try:
        read = json.loads(_bytes(part), object_pairs_hook=_unique, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NotAToken("a part is not JSON") from None
    if not isinstance(read, dict):
        raise NotAToken("a part is not a JSON object")
    return read


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name comes twice, since two readers could choose differently."""
    read = dict(pairs)
    if len(read) != len(pairs):
        raise NotAToken("a name comes twice")
    return read


def _no_number(written: str) -> Any:
    """``NaN`` and ``Infinity``, which are no JSON and compare with nothing."""
    raise NotAToken(f"{written} is not JSON")


def _bytes(part: str) -> bytes:
    if not part.isascii() or "=" in part or "+" in part or "/" in part:
        raise NotAToken("not base64url without padding")
    try:
        return urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except (binascii.Error, ValueError):
        raise NotAToken("not base64url") from None
