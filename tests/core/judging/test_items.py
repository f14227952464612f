"""What the answers to a quiz say about its questions, held against scipy."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nanocore.judging import ENOUGH, Telling, items


@given(
    st.integers(2, 6).flatmap(
        lambda width: st.lists(
            st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=width, max_size=width), min_size=2, max_size=60
        )
    )
)
def test_discrimination_is_the_correlation_that_scipy_finds(rows: list[list[float]]) -> None:
    for place, item in enumerate(items(rows)):
        own = [row[place] for row in rows]
        rest = [sum(row) - row[place] for row in rows]
        assert item.difficulty == pytest.approx(sum(own) / len(own))
        if item.discrimination is None:
            assert len(set(own)) == 1 or len(set(rest)) == 1
        else:
            assert item.discrimination == pytest.approx(stats.pearsonr(own, rest).statistic, abs=1e-9)


def test_right_and_wrong_give_the_point_biserial_coefficient() -> None:
    chance = Random(1)  # noqa: S311  # nothing secret
    rows = [[float(chance.random() < 0.6) for _ in range(5)] for _ in range(200)]
    own, rest = [row[0] for row in rows], [sum(row[1:]) for row in rows]
    expected = stats.pointbiserialr([bool(one) for one in own], rest).statistic
    assert items(rows)[0].discrimination == pytest.approx(expected)


def _answers(ability: float, chance: Random) -> list[float]:
    """Six honest ones, one that all know, one that none knows, a guess, and a misleading one."""
    able = ability > 0.5
    honest = [float(chance.random() < (0.9 if able else 0.3)) for _ in range(6)]
    guess = float(chance.random() < 0.5)
    misleading = float(chance.random() < (0.1 if able else 0.8))
    return [*honest, 1.0, 0.0, guess, misleading]


def test_each_kind_of_question_is_told_from_the_others() -> None:
    chance = Random(7)  # noqa: S311  # nothing secret
    found = [one.telling for one in items([_answers(chance.random(), chance) for _ in range(400)])]
    assert found[:6] == [Telling.TELLS] * 6
    assert found[6:8] == [Telling.TOO_EASY, Telling.TOO_HARD]
    assert found[8] in {Telling.TELLS_LITTLE, Telling.MISLEADS}
    assert found[9] is Telling.MISLEADS


def test_few_answers_say_nothing_and_none_is_no_fault() -> None:
    assert {one.telling for one in items([[1.0, 0.0]] * (ENOUGH - 1))} == {Telling.TOO_FEW}
    assert items([]) == ()
    assert items([[1.0], [0.0]] * ENOUGH)[0].discrimination is None
    with pytest.raises(ValueError, match="argument"):
        items([[1.0, 0.0], [1.0]])
