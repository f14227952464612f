"""A price for all seats together, as the price of each seat in each module."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanocore.tailoring import seat_prices

MONEY = st.decimals(min_value=0, max_value=1_000_000, places=2)
ECTS = st.decimals(min_value=Decimal("0.01"), max_value=10, places=2)


def test_a_seat_is_shared_by_ects() -> None:
    shared = seat_prices(Decimal(48_000), seats=12, ects=[Decimal(2), Decimal(1), Decimal(1)])
    assert shared == (Decimal(2_000), Decimal(1_000), Decimal(1_000))


@given(MONEY, st.integers(1, 500), st.lists(ECTS, min_size=1, max_size=20))
def test_all_seats_come_to_the_price_and_never_to_more(price: Decimal, seats: int, ects: list[Decimal]) -> None:
    shared = seat_prices(price, seats=seats, ects=ects)
    assert len(shared) == len(ects)
    assert min(shared) >= 0
    assert price - Decimal("0.01") * seats < sum(shared) * seats <= price


@pytest.mark.parametrize(("seats", "ects"), [(0, [Decimal(1)]), (3, [Decimal(0)])])
def test_no_seats_or_no_ects_is_no_sharing(seats: int, ects: list[Decimal]) -> None:
    with pytest.raises(ValueError, match="shared"):
        seat_prices(Decimal(1), seats=seats, ects=ects)
