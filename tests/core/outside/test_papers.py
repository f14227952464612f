"""What a diploma says of itself is told; what it does not say, or says in two ways, is not guessed."""

from datetime import date
from decimal import Decimal

import pytest

from nanocore.outside import PaperFacts, read_paper

TODAY = date(2026, 11, 21)
DIPLOMA = """Kursusbevis

Patientkommunikation i praksis
Amina har gennemført kurset (5 ECTS) ved Professionshøjskolen Eksempel, 3. feb. - 28. apr. 2025.
Omfang: 135 arbejdstimer. Karakter 10. Niveau 6 (EQF 6). Svarer til 5 ECTS. Gyldigt til 1. maj 2030."""


def test_a_danish_certificate_says_what_whose_how_much_and_when() -> None:
    assert read_paper(DIPLOMA, today=TODAY) == PaperFacts(
        "Patientkommunikation i praksis",
        "Professionshøjskolen Eksempel",
        Decimal(5),
        Decimal(135),
        6,
        date(2025, 4, 28),
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Completed May 2, 2025", date(2025, 5, 2)),
        ("den 2. maj 2025", date(2025, 5, 2)),
        ("02.05.2025", date(2025, 5, 2)),
        ("2/5-2025", date(2025, 5, 2)),
        ("Issued 2025-05-02, valid until 2030-01-01", date(2025, 5, 2)),
        ("31. februar 2025 eller 2. juli 2999", None),
    ],
)
def test_a_day_is_read_as_people_write_it_and_none_to_come(text: str, day: date | None) -> None:
    assert read_paper(text, today=TODAY).completed_on == day


def test_what_is_said_in_two_ways_is_left_to_the_learner() -> None:
    found = read_paper(
        "Transcript of Records: A 5 ECTS, B 10 ECTS, level 6 and level 7, 20 hours, 30 hours", today=TODAY
    )
    assert (found.ects, found.hours, found.level, found.provider) == (None, None, None, "")
    assert read_paper("", today=TODAY) == PaperFacts()
    school = read_paper("Diploma from the Copenhagen School of Journalism in 7,5 ECTS", today=TODAY)
    assert (school.provider, school.ects) == ("Copenhagen School of Journalism", Decimal("7.5"))


def test_a_text_made_to_take_long_does_not() -> None:
    assert read_paper("A " * 30_000 + "1" * 30_000, today=TODAY).ects is None
