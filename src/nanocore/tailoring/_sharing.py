"""What a seat costs in each module of an outline that was offered at one price for all seats together."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal
from itertools import accumulate
from typing import Final

_OERE: Final = Decimal("0.01")


def seat_prices(price: Decimal, *, seats: int, ects: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """The price of a seat (DKK, whole øre) in each module, by its share of the ECTS, in the order given.

    All seats of all modules together come to no more than ``price``, and to less than an øre a seat below it.
    Raises ValueError without seats, or without ECTS.
    """
    if seats < 1 or any(one <= 0 for one in ects):
        raise ValueError("a seat is shared by modules with ECTS")
    each = (price / seats).quantize(_OERE, rounding=ROUND_DOWN)
    whole = sum(ects, Decimal(0))
    so_far = [(each * part / whole).quantize(_OERE, rounding=ROUND_DOWN) for part in accumulate(ects)]
    return tuple(now - before for now, before in zip(so_far, [Decimal(0), *so_far], strict=False))
