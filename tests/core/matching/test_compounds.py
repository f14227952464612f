"""Danish compounds and what they are found by."""

from hypothesis import given
from hypothesis import strategies as st

from nanocore.matching import Lexicon

LEXICON = Lexicon.of(
    [
        "uddannelse til sygeplejerske",
        "datajournalistik og journalistik",
        "kommunikation om sundhed i sundhedssektoren",
        "data til klima og regnskab",
        "projektledelse, projektstyring og projektplan",
        "ledelse styring plan leder",
        "pleje af ældre; hjem; barn og børnehave",
    ]
)


def test_a_compound_is_taken_apart_where_both_parts_are_words() -> None:
    assert LEXICON.parts("sygeplejerskeuddannelse") == ("sygeplejerske", "uddannelse")
    assert LEXICON.parts("datajournalistik") == ("data", "journalistik")
    assert LEXICON.parts("klimaregnskaber") == ("klima", "regnskaber")


def test_a_binding_letter_belongs_to_neither_part() -> None:
    assert LEXICON.parts("sundhedskommunikation") == ("sundhed", "kommunikation")


def test_what_only_begins_compounds_is_learnt_from_several() -> None:
    assert LEXICON.parts("projektleder") == ("projekt", "leder")


def test_a_word_that_is_no_compound_stays_whole() -> None:
    for word in ("sygeplejerske", "kommunikation", "journalistik", "uddannelse", "x", ""):
        assert LEXICON.parts(word) == ()


def test_question_and_text_meet_in_their_parts() -> None:
    asked = set(LEXICON.terms("sygeplejerskeuddannelse"))
    assert asked >= set(LEXICON.terms("sygeplejersker")) | set(LEXICON.terms("uddannelser"))
    assert set(LEXICON.terms("journalistik")) <= set(LEXICON.terms("Datajournalistik"))
    assert LEXICON.terms("og til en") == []


def test_a_lexicon_of_counts_is_that_of_texts() -> None:
    assert Lexicon.of_counts({"data": 1, "journalistik": 2}).parts("datajournalistik") == ("data", "journalistik")


@given(st.text(max_size=60))
def test_parts_are_in_the_word_in_order_whatever_the_word(word: str) -> None:
    rest = word.lower()
    for part in LEXICON.parts(word):
        assert part in rest or not word.isascii()
        rest = rest[rest.find(part) + len(part) :] if part in rest else rest
