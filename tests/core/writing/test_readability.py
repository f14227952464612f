"""LIX as published, sentences told apart, and the words that stand in the way."""

import pytest

from nanocore.writing import band_of, jargon, readability, running_text, sentences, speaks_to, word_count

DANISH = "Katten sover. Hunden løber hurtigt efter bolden i haven."
"""9 words in 2 sentences; only *hurtigt* has more than six letters."""


def test_lix_is_words_a_sentence_plus_the_share_of_long_words() -> None:
    found = readability(DANISH, "da")
    assert (found.words, found.sentences, found.long_words) == (9, 2, 1)
    assert found.lix == pytest.approx(9 / 2 + 100 * 1 / 9)
    assert found.band == "very_easy"
    assert not found.is_certain


def test_a_word_of_six_letters_is_short_and_of_seven_long() -> None:
    assert readability("Bogstav.", "da").long_words == 1
    assert readability("Skolen.", "da").long_words == 0
    assert readability("E-bøger.", "da").long_words == 0


@pytest.mark.parametrize(
    ("lix", "band"),
    [
        (24.9, "very_easy"),
        (25, "easy"),
        (34.9, "easy"),
        (35, "medium"),
        (45, "hard"),
        (54.9, "hard"),
        (55, "very_hard"),
    ],
)
def test_the_bands_are_those_lix_is_read_by(lix: float, band: str) -> None:
    assert band_of(lix) == band


def test_an_empty_text_has_no_lix() -> None:
    assert readability("", "da").lix == 0
    assert readability("![](x.png)\n\n---", "en").words == 0


def test_the_hardest_sentences_are_shown_and_only_those_that_are_hard() -> None:
    hard = (
        "Tværprofessionelle kompetenceudviklingsaktiviteter forudsætter organisatorisk forankring samt ledelsesmæssig "
        "prioritering og kontinuerlig evaluering af indsatserne."
    )
    found = readability(f"{DANISH} {hard} {DANISH}", "da")
    assert [span.text for span in found.hardest] == [hard]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Vi bruger bl.a. Excel. Det går, dvs. Næsten altid.", 2),
        ("Mød kl. 8.30 på nr. 5. Tag f.eks. Anna med.", 2),
        ("H.C. Andersen skrev. Han rejste.", 2),
        ("Kaffe, te osv. Bagefter går vi.", 2),
        ("Kaffe, te osv. og kage.", 1),
        ("Hør her: Det er let. Husk: brød.", 3),
        ("See e.g. Smith et al. Then stop!", 1),
        ("It is 3.5 km away. Really? Yes…", 3),
        ("Den 3. maj kl. 10 er fin.", 1),
    ],
)
def test_a_point_that_shortens_a_word_ends_no_sentence(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_a_heading_and_each_item_of_a_list_are_sentences_of_their_own() -> None:
    assert sentences(running_text("# Om modulet\n\nVi går\ni gang.\n\n- Læs\n- Skriv")) == (
        "Om modulet",
        "Vi går i gang.",
        "Læs",
        "Skriv",
    )


def test_code_and_addresses_are_not_read_and_tables_only_counted() -> None:
    text = "Se https://example.dk/a-b.\n\n```\nfor x in y\n```\n\n| Ord | Tal |\n|---|---|\n| et | to |"
    assert running_text(text) == "Se"
    assert word_count(text) == 5


def test_heavy_words_get_plainer_ones_in_all_their_endings() -> None:
    found = {one.words: one for one in jargon("Såfremt du påbegynder forløbet, skal rapporten fremsendes.", "da")}
    assert found["såfremt"].plainer == "hvis"
    assert found["påbegynder"].plainer == "begynde"
    assert found["fremsendes"].kind == "heavy"


def test_a_passive_is_told_but_not_a_verb_that_only_ends_like_one() -> None:
    found = jargon("Opgaven skal afleveres til den, der findes på kontoret.", "da")
    assert [(one.words, one.kind) for one in found] == [("afleveres", "passive")]
    assert jargon("The form was sent to you.", "en")[0].words == "was sent"


def test_english_has_words_of_offices_too() -> None:
    found = jargon("In order to utilise the tool, leverage your stakeholders prior to commencement.", "en")
    assert {one.words: one.plainer for one in found}["utilise"] == "use"
    assert {"in order to", "leverage", "stakeholders", "prior to"} <= {one.words for one in found}


def test_a_short_form_is_told_until_it_is_spelled_out() -> None:
    assert [one.words for one in jargon("Vi bruger CSRD.", "da")] == ["CSRD"]
    assert jargon("Vi bruger reglerne om rapportering (CSRD). CSRD gælder nu.", "da") == ()
    assert jargon("AI i EU.", "da") == ()


def test_a_text_for_formal_leaders_misses_those_who_lead_without_the_title() -> None:
    found = speaks_to("Modulet er for ledere og mellemledere.", "da")
    assert found.roles[0].code == "formal_leaders"
    assert "tovholder" in found.missed
    assert speaks_to("For ledere, koordinatorer og tovholdere.", "da").missed == ()
    assert speaks_to("For managers.", "en").missed
    assert speaks_to("Journalister og konsulenter spørger en leder.", "da").missed == ()


def test_who_leads_something_is_not_read_as_a_leader() -> None:
    assert speaks_to("Du leder et møde.", "da").roles == ()


def test_a_text_that_names_nobody_and_says_you_to_nobody_speaks_to_nobody() -> None:
    assert speaks_to("Demokrati er svært.", "da").is_to_nobody
    assert not speaks_to("Du lærer om demokrati.", "da").is_to_nobody
