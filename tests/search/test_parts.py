"""A sentence that wants several things is read for each of them, and what gave nothing is said."""

import pytest

from factories import make_competence
from nanobank.search.reading import queries
from nanobank.search.reading.queries import read_need

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_reader_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader of a test before may know as many names with the same numbers."""
    monkeypatch.setattr(queries, "_readers", type(queries._readers)())


def _read(text: str) -> tuple[set[str], tuple[str, ...]]:
    read = read_need(text)
    return {one.competence.label_da for one in read.competences}, read.not_understood


def test_each_part_of_a_sentence_is_heard_and_what_gave_nothing_is_said() -> None:
    make_competence(label_da="beregne klimaaftryk", label_en="calculate footprints")
    make_competence(label_da="bruge regneark", label_en="use spreadsheets")
    found, left = _read("Du skal beregne klimaaftryk, bruge regneark, skrive klart og præsentere for ledelsen.")
    assert found == {"beregne klimaaftryk", "bruge regneark"}
    assert left == ("skrive klart", "præsentere for ledelsen")


def test_what_is_all_understood_leaves_nothing() -> None:
    make_competence(label_da="bruge regneark", label_en="use spreadsheets")
    assert _read("Vi skal kunne bruge regneark, så kunder og bank forstår tallene.") == ({"bruge regneark"}, ())


def test_of_a_language_that_is_not_read_nothing_is_said_not_to_be_understood() -> None:
    words = "Szukamy pracownika, który potrafi obsługiwać maszyny i rozmawiać z klientami po angielsku."
    assert _read(words) == (set(), ())


def test_a_text_of_nothing_but_letters_and_commas_is_read() -> None:
    assert _read("a, b, , og og ,,, og") == (set(), ())
