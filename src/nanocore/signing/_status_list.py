"""Bitstring Status List 1.0: one bit for each credential, in a list so long that nobody can tell whose is whose."""

import gzip
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ._contexts import CREDENTIALS_V2
from ._json import JsonObject
from ._multibase import decode_base64url, encode_base64url
from ._time import write_moment

MIN_ENTRIES: Final = 131_072
MAX_ENTRIES: Final = 16 * 1024 * 1024  # 2 MB unpacked: no gzip bomb passes


class StatusPurpose(StrEnum):
    """What a set bit means: `revocation` is for good, `suspension` for the time being."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """Where a credential's status is to be found: bit `index` of the list published at `list_url`."""

    list_url: str
    index: int
    purpose: StatusPurpose = StatusPurpose.REVOCATION


class StatusList:
    """The bits of one list, the left-most first. Raises `ValueError` for a length the standard does not allow."""

    __slots__ = ("_bits",)

    def __init__(self, entries: int = MIN_ENTRIES) -> None:
        if not MIN_ENTRIES <= entries <= MAX_ENTRIES or entries % 8:
            raise ValueError(f"a status list has {MIN_ENTRIES} to {MAX_ENTRIES} entries, in whole bytes")
        self._bits = bytearray(entries // 8)

    @classmethod
    def of(cls, indexes: Iterable[int], *, entries: int = MIN_ENTRIES) -> "StatusList":
        """A list with these bits set. Raises `IndexError` for one outside it."""
        status_list = cls(entries)
        for index in indexes:
            status_list[index] = True
        return status_list

    @classmethod
    def decode(cls, encoded: str) -> "StatusList":
        """The list in an `encodedList`: multibase base64url of GZIP. Raises `ValueError` for anything else.

        Never unpacks more than `MAX_ENTRIES` bits, whatever the text claims to hold.
        """
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            bits = unpacker.decompress(decode_base64url(encoded), MAX_ENTRIES // 8 + 1)
        except zlib.error:
            raise ValueError("not GZIP") from None
        if not unpacker.eof:
            raise ValueError("a GZIP stream that is too long or breaks off")
        status_list = cls(len(bits) * 8)
        status_list._bits[:] = bits
        return status_list

    def encode(self) -> str:
        """The `encodedList`: the same bits always give the same text."""
        return encode_base64url(gzip.compress(bytes(self._bits), mtime=0))

    def __len__(self) -> int:
        return len(self._bits) * 8

    def __getitem__(self, index: int) -> bool:
        """The bit for the credential with this index. Raises `IndexError` outside the list."""
        byte, mask = self._place(index)
        return bool(self._bits[byte] & mask)

    def __setitem__(self, index: int, value: bool) -> None:
        """Set or clear the bit. Raises `IndexError` outside the list."""
        byte, mask = self._place(index)
        if value:
            self._bits[byte] |= mask
        else:
            self._bits[byte] &= ~mask

    def _place(self, index: int) -> tuple[int, int]:
        if not 0 <= index < len(self):
            raise IndexError("outside the status list")
        return index // 8, 0x80 >> index % 8


def status_list_credential(
    status_list: StatusList,
    *,
    list_url: str,
    issuer: str,
    purpose: StatusPurpose,
    valid_from: datetime,
    valid_until: datetime | None = None,
    ttl: timedelta | None = None,
) -> JsonObject:
    """The unsigned credential that publishes `status_list` at `list_url`. Raises `ValueError` for naive moments.

    It must be signed by the same issuer as the credentials that point to it. `ttl` is how long a verifier may keep it
    (five minutes when nothing is said).
    """
    credential: JsonObject = {
        "@context": [CREDENTIALS_V2],
        "id": list_url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": write_moment(valid_from),
    }
    if valid_until is not None:
        credential["validUntil"] = write_moment(valid_until)
    credential["credentialSubject"] = {
        "id": f"{list_url}#list",
        "type": "BitstringStatusList",
        "statusPurpose": purpose.value,
        "encodedList": status_list.encode(),
    }
    if ttl is not None:
        credential["credentialSubject"]["ttl"] = ttl // timedelta(milliseconds=1)
    return credential
