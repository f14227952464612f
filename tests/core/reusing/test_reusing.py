"""What licences allow, what changed, where one's own stands, and how a family is drawn."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanocore.reusing import (
    Licence,
    Place,
    Standing,
    StepText,
    What,
    allowed_for_adaptation,
    is_wider,
    laid_out,
    may_adapt,
    may_sell,
    standing,
    step_changes,
    word_changes,
)

TEXTS = st.lists(st.sampled_from(["find", "kilden", "\n\n", "spørg", "igen.", "  "]), max_size=30).map(" ".join)


def step(key: str, title: str = "", body: str = "", rest: str = "") -> StepText:
    return StepText(key, "text", title or key, body, rest)


def test_share_alike_is_inherited() -> None:
    assert allowed_for_adaptation(Licence.BY_SA) == (Licence.BY_SA,)
    assert allowed_for_adaptation(Licence.BY_NC_SA) == (Licence.BY_NC_SA,)


@pytest.mark.parametrize("closed", [Licence.ALL_RIGHTS, Licence.BY_ND, Licence.BY_NC_ND])
def test_what_may_not_be_adapted_has_no_licence_for_an_adaptation(closed: Licence) -> None:
    assert not may_adapt(closed)
    assert allowed_for_adaptation(closed) == ()


def test_an_adaptation_never_allows_the_selling_that_its_source_does_not() -> None:
    for source in Licence:
        if not may_sell(source):
            assert not any(may_sell(one) for one in allowed_for_adaptation(source))


def test_what_was_given_cannot_be_taken_back() -> None:
    assert is_wider(Licence.BY, Licence.BY_SA)
    assert not is_wider(Licence.BY_NC, Licence.BY)
    assert not is_wider(Licence.ALL_RIGHTS, Licence.BY_NC_ND)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_the_pieces_put_together_are_both_texts(old: str, new: str) -> None:
    pieces = word_changes(old, new)
    assert "".join(piece.text for piece in pieces if piece.what is not What.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.what is not What.REMOVED) == new


def test_a_changed_word_is_shown_alone() -> None:
    pieces = word_changes("Ring til kilden i dag.", "Skriv til kilden i dag.")
    assert [(piece.what, piece.text) for piece in pieces] == [
        (What.REMOVED, "Ring"), (What.ADDED, "Skriv"), (What.SAME, " til kilden i dag."),
    ]  # fmt: skip


def test_steps_that_came_went_changed_and_moved_are_told_apart() -> None:
    old = [step("a"), step("b", body="gammel"), step("c"), step("d")]
    new = [step("a"), step("b", body="ny"), step("e", body="helt ny"), step("d"), step("a2", "A2")]
    told = [(one.what, one.key) for one in step_changes(old, new)]
    assert told == [
        (What.SAME, "a"), (What.CHANGED, "b"), (What.ADDED, "e"), (What.REMOVED, "c"), (What.SAME, "d"),
        (What.ADDED, "a2"),
    ]  # fmt: skip


def test_one_step_that_is_moved_up_is_the_one_that_moved() -> None:
    changes = step_changes([step("a"), step("b"), step("c")], [step("c"), step("a"), step("b")])
    assert {one.key: one.what for one in changes} == {"c": What.MOVED, "a": What.SAME, "b": What.SAME}


def test_steps_without_a_shared_key_are_known_by_kind_and_title() -> None:
    (change,) = step_changes([step("old", "Kilder", "før")], [step("new", "Kilder", "nu")])
    assert (change.what, change.was, change.now) == (What.CHANGED, 1, 1)


def test_where_ones_own_step_stands() -> None:
    base, theirs = step("a", body="før"), step("a", body="nu")
    assert standing(base, theirs, theirs) is Standing.TAKEN
    assert standing(base, theirs, base) is Standing.CLEAN
    assert standing(base, theirs, step("a", body="mit eget")) is Standing.OWN
    assert standing(base, theirs, None) is Standing.ABSENT
    assert standing(base, None, None) is Standing.TAKEN
    assert standing(base, None, base) is Standing.CLEAN


def test_a_family_stands_in_columns_by_generation() -> None:
    assert laid_out({1: None, 2: 1, 3: 2, 4: 1, 5: 99}) == {
        1: Place(0, 0), 2: Place(1, 0), 3: Place(2, 0), 4: Place(1, 1), 5: Place(0, 2),
    }  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.integers(1, 12), st.one_of(st.none(), st.integers(1, 14))))
def test_everybody_has_a_place_of_their_own_even_in_a_tangled_family(parents: dict[int, int | None]) -> None:
    places = laid_out(parents)
    assert set(places) == set(parents)
    assert len(set(places.values())) == len(places)
