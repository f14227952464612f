"""Who else teaches this, and which modules are twins."""

import numpy as np

from nanocore.matching import Overlaps, Taught

DATA = Taught(1, "Datajournalistik: find historien i et regneark", frozenset({10, 11}))
TABLES = Taught(2, "Historier i regneark for journalister", frozenset({10}))
PUMPS = Taught(3, "Varmepumper: princip, valg og drift", frozenset({12}))
TWIN = Taught(4, "Datajournalistik: find historien i et regneark", frozenset({13}))


def test_what_shares_competences_and_words_comes_first_and_what_shares_nothing_is_left_out() -> None:
    found = Overlaps([DATA, TABLES, PUMPS]).like(DATA, most=5)
    assert [(one.id, one.shared) for one in found] == [(2, (10,))]


def test_a_draft_that_is_not_among_them_can_be_asked_about() -> None:
    found = Overlaps([DATA, TABLES, PUMPS]).like(Taught(99, "Drift af varmepumper", frozenset()), most=5)
    assert [one.id for one in found] == [3]


def test_meaning_counts_where_it_is_known() -> None:
    overlaps = Overlaps([DATA, TABLES, PUMPS])
    near = overlaps.like(DATA, most=5, meaning={3: 1.0})
    assert {one.id: one.meaning for one in near} == {2: 0.0, 3: 1.0}


def test_what_changes_is_compared_anew() -> None:
    overlaps = Overlaps([DATA, TABLES, PUMPS])
    overlaps.put([Taught(3, DATA.text, frozenset({10, 11})), Taught(5, DATA.text, frozenset())])
    overlaps.take_out([2])
    assert [one.id for one in overlaps.like(DATA, most=5)] == [3, 5]


def test_twins_are_found_without_comparing_all_with_all() -> None:
    assert Overlaps([DATA, TABLES, PUMPS, TWIN]).twins() == ((1, 4, 1.0),)


def test_twins_among_many_are_those_that_a_plain_scan_finds() -> None:
    random = np.random.default_rng(3)
    words = [f"ord{number}" for number in range(400)]
    texts = [" ".join(random.choice(words, 20)) for _ in range(300)]
    texts += [f"{text} tilføjet" for text in texts[:40]]
    overlaps = Overlaps(Taught(number, text, frozenset()) for number, text in enumerate(texts))
    scores = overlaps.vectors @ overlaps.vectors.T
    plain = {(int(a), int(b)) for a, b in np.argwhere(np.triu(scores >= 0.95, 1))}
    found = {tuple(sorted((a, b))) for a, b, _score in overlaps.twins(least=0.95)}
    assert len(plain) >= 30
    assert found == plain
