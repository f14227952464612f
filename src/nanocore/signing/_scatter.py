"""Which bit of a status list the *n*-th credential gets: as good as random, never twice, nothing remembered."""

from functools import lru_cache
from hashlib import blake2b
from typing import Final

_ROUNDS: Final = 6


def scattered(n: int, *, length: int, seed: bytes) -> int:
    """Where the `n`-th of a list of `length` entries lies: a permutation of 0 … length-1 that only `seed` gives away.

    Bitstring Status List 1.0 (section on privacy) asks for indexes that do not tell in which order credentials were
    issued. A Feistel network over the smallest even number of bits that holds `length`, walked until it lands inside
    (Black and Rogaway, "Ciphers with Arbitrary Finite Domains"), needs no table and no list of what is taken.
    `seed` has 16 to 64 bytes. Raises `ValueError` when `n` is not in the list or the seed is too short or long.
    """
    if not 0 <= n < length:
        raise ValueError(f"{n} is not in a list of {length}")
    if not 16 <= len(seed) <= 64:
        raise ValueError("a seed has 16 to 64 bytes")
    half = max((length - 1).bit_length() + 1, 2) // 2
    place = _mixed(n, half, seed)
    while place >= length:
        place = _mixed(place, half, seed)
    return place


def _mixed(place: int, half: int, seed: bytes) -> int:
    """One pass of the Feistel network over `2 * half` bits."""
    mask = (1 << half) - 1
    left, right = place >> half, place & mask
    for number in range(_ROUNDS):
        left, right = right, left ^ (_stirred(right, number, seed) & mask)
    return left << half | right


@lru_cache(maxsize=32_768)
def _stirred(right: int, number: int, seed: bytes) -> int:
    """What a round makes of one half. A list of usual length has 512 halves a round, so a class soon knows them all."""
    hashed = blake2b(right.to_bytes(8, "big"), digest_size=8, key=seed, salt=bytes([number]))
    return int.from_bytes(hashed.digest(), "big")
