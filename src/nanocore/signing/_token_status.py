"""Token Status List (draft-ietf-oauth-status-list): the same bits as a Bitstring list, for credentials that are tokens.

Its bits are counted from the right of each byte, and it is packed with ZLIB; the Bitstring list has it the other way.
"""

import zlib
from datetime import datetime
from typing import Final

from . import _jose
from ._case import Case
from ._claims import moment_of
from ._codes import Code, Problem, Step
from ._json import JsonObject, read_json
from ._keys import SigningKey
from ._proofs import check_authority
from ._resolve import CannotResolve
from ._status_list import MAX_ENTRIES
from ._tokens import TokenSeal
from ._verdict import Finding

TYP: Final = "statuslist+jwt"
_VALID, _INVALID, _SUSPENDED = 0, 1, 2
_MEANS: Final = {_INVALID: Code.STATUS_REVOKED, _SUSPENDED: Code.STATUS_SUSPENDED}
_MAX_BYTES: Final = MAX_ENTRIES // 8 * 2  # two bits for each: still no bomb


def token_status_list(
    revoked: "frozenset[int] | set[int]",
    suspended: "frozenset[int] | set[int]" = frozenset(),
    *,
    entries: int,
    address: str,
    issuer: str,
    key: SigningKey,
    kid: str,
    issued: datetime,
    expires: datetime,
) -> str:
    """The signed list that is published at `address`: two bits for each of `entries`, a multiple of four.

    Raises `ValueError` for a number outside the list, or for another number of entries.
    """
    if entries % 4 or not 0 < entries <= MAX_ENTRIES:
        raise ValueError("a token status list has whole bytes")
    bits = bytearray(entries // 4)
    for indexes, value in ((suspended, _SUSPENDED), (revoked - suspended, _INVALID), (revoked & suspended, _INVALID)):
        for index in indexes:
            if not 0 <= index < entries:
                raise ValueError("outside the status list")
            byte, shift = index // 4, index % 4 * 2
            bits[byte] = bits[byte] & ~(3 << shift) | value << shift
    claims = {
        "sub": address,
        "iss": issuer,
        "iat": int(issued.timestamp()),
        "exp": int(expires.timestamp()),
        "status_list": {"bits": 2, "lst": _jose.encode(zlib.compress(bytes(bits), 9)).decode()},
    }
    return _jose.write(_jose.header_part(key.algorithm, TYP, kid), _jose.dumps(claims), key).decode("ascii")


def check_token_status(case: Case) -> Finding:
    """What the list that the claim `status` points to says. Raises `Problem` with a `STATUS_…` code."""
    status = case.document.get("status")
    if status is None:
        return Finding(Step.STATUS, Code.STATUS_NONE)
    match status:
        case {"status_list": {"idx": int(index), "uri": str(address)}} if _is_place(index, address):
            value = _entry(_fetch(case, address), index, address)
        case {"status_list": _}:
            raise Problem(Code.STATUS_MALFORMED)
        case _:
            kinds = ", ".join(sorted(status)) if isinstance(status, dict) else ""
            raise Problem(Code.STATUS_KIND_UNKNOWN, kind=kinds[:100])
    if value in _MEANS:
        raise Problem(_MEANS[value])
    if value != _VALID:
        raise Problem(Code.STATUS_PURPOSE_UNKNOWN, purpose=str(value))
    return Finding(Step.STATUS, Code.STATUS_OK)


def _is_place(index: int, address: str) -> bool:
    return not isinstance(index, bool) and index >= 0 and address.startswith(("https://", "http://"))


def _fetch(case: Case, address: str) -> JsonObject:
    """The claims of the list, once it is known to be the issuer's own, unchanged and in force."""
    try:
        jws = _jose.read(case.asker.ask(address).strip())
        claims = read_json(jws.payload)
    except CannotResolve as error:
        raise Problem(Code.STATUS_LIST_UNREACHABLE, address=address, reason=error.reason.value) from None
    except Problem as problem:
        raise Problem(Code.STATUS_LIST_NOT_GENUINE, address=address, because=problem.code.value) from None
    issued, expires = moment_of(claims, "iat"), moment_of(claims, "exp")
    if jws.header.get("typ") != TYP or claims.get("sub") != address or issued is None:
        raise Problem(Code.STATUS_LIST_MALFORMED, address=address)
    if claims.get("iss", case.issuer) != case.issuer:
        raise Problem(Code.STATUS_LIST_OTHER_ISSUER, address=address, issuer=str(claims["iss"])[:200])
    if expires is not None and case.now > expires:
        raise Problem(Code.STATUS_LIST_NOT_GENUINE, address=address, because=Code.DATES_EXPIRED.value)
    try:
        signer = TokenSeal(jws.header, jws.message, jws.signature, case.issuer, issued).check(case)
        check_authority(signer, case.issuer, case.asker)
    except Problem as problem:
        if problem.code is Code.ISSUER_OTHER_SIGNER:
            raise Problem(Code.STATUS_LIST_OTHER_ISSUER, address=address, issuer=signer.controller) from None
        raise Problem(Code.STATUS_LIST_NOT_GENUINE, address=address, because=problem.code.value) from None
    return claims


def _entry(claims: JsonObject, index: int, address: str) -> int:
    match claims.get("status_list"):
        case {"bits": int(size), "lst": str(packed)} if size in (1, 2, 4, 8):
            bits = _unpacked(packed, address)
        case _:
            raise Problem(Code.STATUS_LIST_MALFORMED, address=address)
    byte, place = divmod(index * size, 8)
    if byte >= len(bits):
        raise Problem(Code.STATUS_OUTSIDE_LIST, address=address)
    return bits[byte] >> place & (1 << size) - 1


def _unpacked(packed: str, address: str) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        bits = unpacker.decompress(_jose.decode(packed.encode()), _MAX_BYTES + 1)
    except (ValueError, zlib.error):
        raise Problem(Code.STATUS_LIST_MALFORMED, address=address) from None
    if not unpacker.eof or len(bits) > _MAX_BYTES:
        raise Problem(Code.STATUS_LIST_MALFORMED, address=address)
    return bits
