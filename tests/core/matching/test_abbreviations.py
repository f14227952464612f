"""The kept table of abbreviations."""

from nanocore.matching import spelled_out, stands_for, words
from nanocore.matching._abbreviation_table import TABLE


def test_each_abbreviation_is_one_word_with_a_meaning_in_both_languages_and_a_source() -> None:
    shorts = [one.short for one in TABLE]
    assert len(set(shorts)) == len(shorts) > 50
    for one in TABLE:
        assert words(one.short) == [one.short]
        assert all((one.danish, one.english, one.source))


def test_a_text_is_spelled_out_in_its_own_language_and_others_are_left_alone() -> None:
    assert spelled_out("en ny CSRD-rapport") == "en ny CSRD-rapport (bæredygtighedsrapportering)"
    assert spelled_out("a CSRD report", "en") == "a CSRD report (sustainability reporting)"
    assert spelled_out("en ny rapport") == "en ny rapport"


def test_the_meanings_of_one_word_come_apart() -> None:
    assert stands_for("gdpr") == ("databeskyttelse", "personoplysninger")
    assert stands_for("rapport") == ()
