"""The language of short texts."""

import pytest

from nanocore.matching import UNKNOWN, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("jeg vil kunne arbejde med sundhedskommunikation", "da"),
        ("vi får en ny CSRD-rapport, og ingen kan læse den", "da"),
        ("sygeplejerske", "da"),
        ("klimaregnskab", "da"),
        ("health communication for nurses", "en"),
        ("machine learning", "en"),
        ("project management", "en"),
        ("Szukamy pielęgniarki z doświadczeniem do naszego oddziału", "pl"),
        ("Wir suchen eine Krankenschwester für unsere Abteilung", "de"),
        ("Vi söker en sjuksköterska till vår avdelning", "sv"),
        ("Vi søker en sykepleier som liker å jobbe med mennesker", "no"),
        ("Nous recherchons une infirmière pour notre service", "fr"),
        ("Wij zoeken een verpleegkundige voor onze afdeling", "nl"),
        ("Buscamos una enfermera para nuestro departamento", "es"),
    ],
)
def test_a_language_is_told_by_its_letters(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "  ", "123 456", "CV", "Нужна медсестра в отделение", "!?", "看護師を募集"])
def test_what_has_too_few_letters_or_others_than_ours_is_undetermined(text: str) -> None:
    assert language_of(text) == UNKNOWN
