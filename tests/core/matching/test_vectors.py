"""The nearest vectors, roughly and exactly."""

import numpy as np
import pytest
from numpy.typing import NDArray

from nanocore.matching import Shelf, nearest, unit

Floats = NDArray[np.float32]


def _many(n: int, d: int = 384, seed: int = 1) -> Floats:
    """Directions that differ most along a few axes, as those of sentences do."""
    rng = np.random.default_rng(seed)
    scale = 1 / np.sqrt(1 + np.arange(d))
    return unit((rng.normal(size=(n, d)) * scale).astype(np.float32))


def test_the_nearest_come_first_and_equals_in_the_order_of_their_rows() -> None:
    vectors = np.array([[1, 0], [0, 1], [1, 0], [0.6, 0.8]], dtype=np.float32)
    rows, scores = nearest(vectors, np.array([1, 0], dtype=np.float32), 3)
    assert rows.tolist() == [0, 2, 3]
    assert scores.tolist() == pytest.approx([1, 1, 0.6])


@pytest.mark.parametrize("k", [0, 1, 4, 9])
def test_no_more_are_given_than_there_are(k: int) -> None:
    rows, _scores = nearest(_many(4, 8), _many(1, 8)[0], k)
    assert len(rows) == min(k, 4)


def test_a_small_shelf_is_exact() -> None:
    vectors, queries = _many(500), _many(5, seed=2)
    shelf = Shelf(vectors)
    for query in queries:
        assert shelf.nearest(query, 10)[0].tolist() == nearest(vectors, query, 10)[0].tolist()


def test_a_large_shelf_misses_few_and_its_scores_are_exact() -> None:
    vectors, queries = _many(30_000), _many(20, seed=2)
    shelf = Shelf(vectors)
    found = 0
    for query in queries:
        rows, scores = shelf.nearest(query, 10)
        assert scores == pytest.approx(vectors[rows] @ query, abs=1e-5)
        found += len(set(rows.tolist()) & set(nearest(vectors, query, 10)[0].tolist()))
    assert found >= 190


@pytest.mark.parametrize("n", [300, 25_000])
def test_only_those_that_may_be_found_are(n: int) -> None:
    vectors = _many(n)
    among = np.zeros(n, dtype=bool)
    among[[7, 100, 250]] = True
    rows, _scores = Shelf(vectors).nearest(vectors[100], 10, among)
    assert rows[0] == 100
    assert set(rows.tolist()) == {7, 100, 250}


def test_what_is_put_on_a_shelf_is_found_and_what_is_replaced_is_not() -> None:
    vectors = _many(21_000)
    shelf = Shelf(vectors[:20_500])
    shelf.put(np.arange(20_500, 21_000), vectors[20_500:])
    assert shelf.nearest(vectors[20_900], 1)[0].tolist() == [20_900]
    shelf.put(np.array([20_900]), np.zeros((1, 384), dtype=np.float32))
    assert shelf.nearest(vectors[20_900], 1)[0].tolist() != [20_900]


def test_an_empty_shelf_finds_nothing_and_grows() -> None:
    shelf = Shelf(np.zeros((0, 4), dtype=np.float32))
    assert shelf.nearest(np.ones(4, dtype=np.float32), 3)[0].tolist() == []
    shelf.put(np.array([2]), np.ones((1, 4), dtype=np.float32))
    assert shelf.size == 3
    assert shelf.nearest(np.ones(4, dtype=np.float32), 1)[0].tolist() == [2]
