from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanocore.signing import scattered

SEED = b"only the bank knows"


@given(length=st.integers(1, 600), seed=st.binary(min_size=16, max_size=64))
def test_every_entry_is_given_once(length: int, seed: bytes) -> None:
    assert sorted(scattered(n, length=length, seed=seed) for n in range(length)) == list(range(length))


def test_a_list_of_the_shortest_allowed_length_is_filled_once() -> None:
    length = 131_072
    assert len({scattered(n, length=length, seed=SEED) for n in range(length)}) == length


def test_neighbours_are_not_neighbours() -> None:
    places = [scattered(n, length=131_072, seed=SEED) for n in range(4096)]
    steps = Counter(abs(one - other) for one, other in pairwise(places))
    assert steps.most_common(1)[0][1] < 8
    quarters = Counter(place // 32_768 for place in places)
    assert all(900 < count < 1150 for count in quarters.values())


def test_a_list_that_is_in_use_goes_on_as_it_began() -> None:
    assert [scattered(n, length=131_072, seed=SEED) for n in range(5)] == [21_092, 10_930, 75_587, 10_956, 64_150]


def test_another_seed_gives_another_order() -> None:
    other = [scattered(n, length=1000, seed=SEED[::-1]) for n in range(1000)]
    same = sum(scattered(n, length=1000, seed=SEED) == other[n] for n in range(1000))
    assert same < 12


@pytest.mark.parametrize(("n", "length", "seed"), [(-1, 8, SEED), (8, 8, SEED), (0, 0, SEED), (0, 8, b"short")])
def test_what_makes_no_sense_is_refused(n: int, length: int, seed: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        scattered(n, length=length, seed=seed)
