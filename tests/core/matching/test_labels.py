"""Short texts linked to names, in letters and in meaning."""

import numpy as np
import pytest

from nanocore.matching import Label, Labels, fused, unit

NAMES = [
    Label(1, "sygeplejerske", "da", is_preferred=True),
    Label(1, "nurse", "en", is_preferred=True),
    Label(2, "økonomichef", "da", is_preferred=True),
    Label(3, "regnskabschef", "da", is_preferred=True),
    Label(3, "økonomichef", "da"),
    Label(4, "nurseryman", "en", is_preferred=True),
]


def test_the_name_itself_is_linked_first() -> None:
    assert Labels(NAMES).link("Sygeplejersker")[0].competence == 1


def test_a_first_name_goes_before_the_same_word_as_another_name() -> None:
    assert [one.competence for one in Labels(NAMES).link("økonomichef", most=2)] == [2, 3]


def test_each_competence_is_linked_once() -> None:
    linked = [one.competence for one in Labels(NAMES).link("chef for økonomi")]
    assert sorted(linked) == sorted(set(linked))


def test_meaning_carries_across_languages_where_letters_mislead() -> None:
    vectors = unit(np.array([[1, 0.1, 0], [1, 0, 0.1], [0, 1, 0], [0, 1, 0.1], [0, 1, 0], [0, 0, 1]], dtype=np.float32))
    labels = Labels(NAMES, vectors)
    assert labels.link("nursey", np.array([0, 0, 1], dtype=np.float32), language="da")[0].competence == 4
    assert labels.link("nursey", np.array([1, 0, 0], dtype=np.float32), language="da")[0].competence == 1


def test_vectors_may_be_of_some_names_only() -> None:
    labels = Labels(NAMES, np.eye(2, 3, dtype=np.float32), rows=[0, 2])
    assert labels.has_meaning
    near = labels.meaning(np.eye(1, 3, dtype=np.float32), "da")[0]
    assert near[3] == near[5] == 0


def test_a_name_without_a_vector_means_what_the_competences_first_does() -> None:
    labels = Labels(NAMES, np.eye(2, 3, dtype=np.float32), rows=[0, 3])
    near = labels.meaning(np.eye(1, 3, dtype=np.float32), "da")[0]
    assert near[1] == near[0] != 0
    assert near[4] == near[3] != near[0]


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_is_linked_to_nothing(text: str) -> None:
    assert Labels(NAMES).link(text) == ()
    assert Labels([]).link("sygeplejerske") == ()


def test_vectors_must_fit_the_names() -> None:
    with pytest.raises(ValueError, match="one vector"):
        Labels(NAMES, np.zeros((2, 3), dtype=np.float32))


def test_what_words_and_meaning_both_find_comes_first_and_says_which_part_each_played() -> None:
    found = fused([(1, 9.0), (2, 8.0), (5, 1.0)], [(3, 0.9), (2, 0.85), (4, 0.3)], same_language=True)
    assert found[0].id == 2
    assert found[0].words > 0
    assert found[0].meaning > 0
    assert {one.id for one in found if one.words == 0} == {3, 4}


def test_what_gives_the_competences_asked_for_comes_before_what_is_found_as_well_without() -> None:
    found = fused([(1, 9.0), (2, 9.0)], [(1, 0.9), (2, 0.9)], same_language=True, covering={2: 0.5})
    assert [one.id for one in found] == [2, 1]
    assert found[0].cover > 0 == found[1].cover


def test_across_languages_meaning_weighs_more_than_words() -> None:
    words, meaning = [(1, 9.0), (2, 1.0)], [(2, 0.9), (1, 0.1)]
    assert fused(words, meaning, same_language=False)[0].id == 2
    alike = fused(words, meaning, same_language=True)
    apart = fused(words, meaning, same_language=False)
    assert next(o.words for o in apart if o.id == 1) < next(o.words for o in alike if o.id == 1)


def test_one_list_alone_keeps_its_order() -> None:
    assert [one.id for one in fused([(5, 3.0), (6, 3.0), (7, 1.0)], [], same_language=True)] == [5, 6, 7]
    assert fused([], [], same_language=True) == ()
