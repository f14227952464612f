"""Whom to ask: those who teach most of it, then those with something near it, then those close by."""

from hypothesis import given
from hypothesis import strategies as st

from nanocore.tailoring import Institution, suggested

INSTITUTIONS = st.lists(
    st.builds(
        Institution,
        id=st.integers(1, 10_000),
        teaches=st.dictionaries(st.integers(1, 6), st.integers(0, 4)),
        near=st.lists(st.integers(1, 9), max_size=3).map(tuple),
        regions=st.frozensets(st.sampled_from(["DK-81", "DK-82"])),
        is_online=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


def test_whoever_teaches_most_of_it_comes_first_and_says_what() -> None:
    near_by = Institution(1, {10: 1}, regions=frozenset({"DK-82"}))
    covers_all = Institution(2, {10: 1, 11: 2})
    beside = Institution(3, {}, near=(7,))
    nothing = Institution(4, {12: 9})
    found = suggested((11, 10), "DK-82", [nothing, beside, near_by, covers_all])
    assert [(one.id, one.covers, one.modules, one.in_region) for one in found] == [
        (2, (11, 10), 3, False),
        (1, (10,), 1, True),
        (3, (), 0, False),
    ]


@given(st.lists(st.integers(1, 6), unique=True, max_size=6), INSTITUTIONS)
def test_nobody_is_suggested_without_a_reason_and_none_covers_less_than_the_next(
    wanted: list[int], institutions: list[Institution]
) -> None:
    found = suggested(wanted, "DK-82", institutions, most=5)
    assert len(found) <= 5
    assert all(one.covers or one.near for one in found)
    covered = [len(one.covers) for one in found]
    assert covered == sorted(covered, reverse=True)
    teaches = {one.id: one.teaches for one in institutions}
    assert all(teaches[one.id].get(competence) for one in found for competence in one.covers)
