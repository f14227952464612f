"""Texts read into competences by their words."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from nanocore.matching import Heard, Label, Labels, Reader, sentences

READER = Reader(
    Labels(
        [
            Label(1, "lede projekter", "da", is_preferred=True),
            Label(2, "planlægge digital markedsføring", "da", is_preferred=True),
            Label(3, "kommunikation om sundhed", "da", is_preferred=True),
            Label(4, "manage budgets", "en", is_preferred=True),
            Label(5, "regneark", "da", is_preferred=True),
        ]
    )
)
AD = """Projektleder til kommunen

Vi søger en kollega, der har styr på bl.a. regneark.
- Du leder projekter, f.eks. i sundhedssektoren
- Sundhedskommunikation er din kernekompetence

Send din ansøgning!"""


def test_each_competence_comes_with_the_sentence_that_says_it() -> None:
    found = {reading.competence: reading for reading in READER.read(AD)}
    assert found.keys() == {1, 3, 5}
    assert found[3].sentence == "Sundhedskommunikation er din kernekompetence"
    assert AD[found[5].start : found[5].end] == "Vi søger en kollega, der har styr på bl.a. regneark."
    assert all(reading.is_mentioned for reading in found.values())


def test_an_english_text_is_read_by_english_names() -> None:
    assert [reading.competence for reading in READER.read("You will be managing a budget of 5 million.")] == [4]


def test_no_more_are_read_than_asked_for() -> None:
    assert len(READER.read(AD, most=1)) == 1
    assert READER.read(AD, most=0) == ()


def test_nothing_is_read_out_of_nothing() -> None:
    assert READER.read("") == ()
    assert READER.read("og i at den det") == ()
    assert Reader(Labels([])).read(AD) == ()


def test_a_shortened_word_ends_no_sentence_and_a_wrapped_line_goes_on() -> None:
    told = [
        each.text for each in sentences("Det er bl.a. Anders, der\nkommer kl. 8. Han går igen.\n• Et punkt\n• Et til")
    ]
    assert told == ["Det er bl.a. Anders, der kommer kl. 8.", "Han går igen.", "Et punkt", "Et til"]


@given(st.text(max_size=2_000))
def test_sentences_have_their_place_in_any_text(whole: str) -> None:
    end = 0
    for each in sentences(whole):
        assert end <= each.start < each.end <= len(whole)
        assert each.end - each.start <= 281
        end = each.end


@given(st.text(max_size=1_000))
def test_only_competences_that_exist_are_read_out_of_any_text(whole: str) -> None:
    assert {reading.competence for reading in READER.read(whole)} <= {1, 2, 3, 4, 5}


class _Counting:
    """An embedder that only counts how often and of how much it is asked."""

    name, dimensions = "counting", 2

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def queries(self, texts: list[str]) -> NDArray[np.float32]:
        self.asked.append(texts)
        return np.array([[1.0, len(text) % 7] for text in texts], dtype=np.float32)

    passages = queries


def _of_one_label(embedder: _Counting) -> Reader:
    return Reader(
        Labels([Label(1, "bruge regneark", "da", is_preferred=True)], np.eye(1, 2, dtype=np.float32)), embedder
    )


def test_sentences_and_their_parts_are_embedded_together() -> None:
    embedder = _Counting()
    _of_one_label(embedder).hear("Du skal bruge regneark, skrive klart og præsentere for ledelsen.", language="da")
    assert len([texts for texts in embedder.asked if any("regneark" in text for text in texts)]) == 1


def test_of_a_long_need_so_much_is_read_and_the_rest_is_counted() -> None:
    embedder = _Counting()
    told = [f"Opgave {n} handler om noget andet end de forrige." for n in range(50)]
    heard = _of_one_label(embedder).hear("\n".join([*told, "Du skal bruge regneark."]), language="da", letters=500)
    embedded = next(texts for texts in embedder.asked if any("regneark" in text for text in texts))
    assert sum(map(len, embedded)) <= 500
    assert heard.passed_over == 51 - len(embedded) > 30


def test_what_there_was_no_room_for_is_counted() -> None:
    heard = READER.hear("Du leder projekter og sundhedskommunikation i regneark.", language="da", most=1)
    assert (len(heard.readings), heard.left_out) == (1, 2)


def test_one_word_that_gives_nothing_is_told() -> None:
    assert READER.hear("Kvanteteleportering", language="da") == Heard(not_understood=("Kvanteteleportering",))


@given(st.text(max_size=1_000))
def test_what_was_not_understood_stands_in_the_text(whole: str) -> None:
    heard = READER.hear(whole)
    assert all("".join(part.split()) in "".join(whole.split()) for part in heard.not_understood)
