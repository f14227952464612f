"""What may be told of groups: never fewer than five, and nothing from which fewer could be worked out."""

from hypothesis import given
from hypothesis import strategies as st

from nanocore.tailoring import FEWEST, told, told_crosswise

GROUPS = st.dictionaries(st.integers(0, 8), st.integers(0, 12), min_size=1, max_size=8)
CELLS = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(0, 12), min_size=1, max_size=20)


def test_small_groups_are_withheld_and_so_is_what_would_give_the_only_one_away() -> None:
    assert told({"Q1": 9, "Q2": 5, "Q3": 3}) == {"Q1": 9, "Q2": None, "Q3": None}
    assert told({"Q1": 9, "Q2": 2, "Q3": 3, "Q4": 0}) == {"Q1": 9, "Q2": None, "Q3": None, "Q4": 0}
    assert told({"Q1": 4, "Q2": 0}) == {"Q1": None, "Q2": 0}
    assert told({"Q1": 5, "Q2": 0}) == {"Q1": 5, "Q2": 0}


@given(GROUPS)
def test_no_group_of_one_to_four_is_told_nor_can_be_worked_out(groups: dict[int, int]) -> None:
    shown = told(groups)
    assert all(size is None or size == 0 or size >= FEWEST for size in shown.values())
    assert all(size is None or size == groups[key] for key, size in shown.items())
    withheld = [key for key, size in shown.items() if size is None]
    total = sum(groups.values())
    if total >= FEWEST and withheld:  # the total is told: what is left of it must lie in at least two groups
        assert len(withheld) >= 2
        assert sum(groups[key] for key in withheld) >= 2


@given(CELLS)
def test_a_cell_of_a_table_is_told_only_when_its_row_and_column_are(cells: dict[tuple[int, int], int]) -> None:
    shown = told_crosswise(cells)
    for (row, column), size in shown.items():
        if size:
            assert size >= FEWEST
            for line in (
                {key: cells[key] for key in cells if key[0] == row},
                {key: cells[key] for key in cells if key[1] == column},
            ):
                withheld = [key for key in line if shown[key] is None]
                assert len(withheld) != 1 or cells[withheld[0]] == 0 or cells[withheld[0]] >= FEWEST
