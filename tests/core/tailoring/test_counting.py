"""How many a need is for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanocore.tailoring import people_in


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("Vores 40 lærere skal kunne bruge AI forsvarligt i undervisningen", 40),
        ("Vi har tolv nye lærere", 12),
        ("Tolv af vores medarbejdere skal svejse", 12),
        ("Twelve of our employees must weld", 12),
        ("Vi skal kunne læse en CSRD-rapport inden 2027", None),
        ("Stillingen er på 37 timer om ugen, og lærere er med", None),
        ("0 medarbejdere", None),
    ],
)
def test_a_number_counts_when_it_counts_people(words: str, people: int | None) -> None:
    assert people_in(words) == people


@given(st.text(max_size=300))
def test_any_text_has_a_number_of_people_or_none(words: str) -> None:
    found = people_in(words)
    assert found is None or 0 < found < 10_000
