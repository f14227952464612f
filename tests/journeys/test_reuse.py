"""A module from one house is adapted in another, and what another made better goes back to where it came from."""

import pytest

from journeys.conftest import SomeoneAt
from journeys.pages import ASTRID, MARIANNE
from journeys.test_every_page import check_looks

pytestmark = pytest.mark.journey


def test_a_module_from_one_house_is_adapted_in_another_and_improved_back(someone: SomeoneAt) -> None:
    astrid, marianne = someone(ASTRID), someone(MARIANNE)

    astrid.go("/genbrug/?q=klart+sprog")
    astrid.click(astrid.page.get_by_role("link", name="Klart sprog i breve og beslutninger"))
    assert astrid.sees("har lavet sit eget:")
    astrid.press_on("Lav jeres eget ud af det")
    astrid.page.get_by_label("Titel på dansk").fill("Klart sprog på redaktionen")
    astrid.page.get_by_label("Titel på engelsk").fill("Plain language in the newsroom")
    check_looks(astrid, "da")
    astrid.press("Lav udkastet")
    assert astrid.sees("Udkastet er jeres.")
    assert astrid.sees("Tilpasset fra »Klart sprog i breve og beslutninger«")

    marianne.go("/genbrug/vores/")
    marianne.click(marianne.page.get_by_role("link", name="Se på den"))
    assert marianne.sees("Det læses på en telefon")
    marianne.press("Tag det afkrydsede ind i mit udkast")
    assert marianne.sees("Det er i jeres udkast nu.")
    marianne.go("/genbrug/vores/")
    assert not marianne.sees("Forbedringer, der venter på jeres svar")
