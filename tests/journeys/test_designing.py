"""A finished design goes through the gates, is published, and is found by somebody who would learn it."""

import pytest

from journeys.conftest import SomeoneAt
from journeys.pages import DORTHE, JONAS, TORKIL
from journeys.test_every_page import check_looks

pytestmark = pytest.mark.journey
TITLE = "Aktindsigt og digital kildekritik"


def test_a_finished_design_is_reviewed_and_published_and_a_learner_finds_it(someone: SomeoneAt) -> None:
    dorthe, torkil, jonas = someone(DORTHE), someone(TORKIL), someone(JONAS)

    dorthe.go("/undervisning/design/")
    dorthe.click(dorthe.page.get_by_role("link", name=TITLE))
    dorthe.press("Videre til udgivelse")
    gates = dorthe.page.url
    check_looks(dorthe, "da")
    dorthe.press("Udgiv")
    assert dorthe.sees("Det kan ikke udgives endnu.")
    dorthe.go(gates.removeprefix(dorthe.site.url))
    for box in dorthe.page.locator("input[name=items]").all():
        box.check()
    dorthe.press("Gem krydserne")
    dorthe.page.get_by_label("Hvem skal bedømme det?").select_option(label="Torkil Espegaard")
    dorthe.press("Bed om en bedømmelse")

    torkil.go("/kvalitet/")
    torkil.click(torkil.page.get_by_role("link", name=TITLE).first)
    torkil.page.locator("input[name=has_interest][value=no]").check()
    torkil.press("Fortsæt")
    for radio in torkil.page.locator("input[type=radio][name$=_points][value='4']").all():
        radio.check()
    for text in torkil.page.locator("textarea").all():
        text.fill("Kravene er klare, og eksamen ligner arbejdet.")
    torkil.page.locator("input[name=verdict][value=approved]").check()
    torkil.press("Afgiv bedømmelsen")

    dorthe.go(gates.removeprefix(dorthe.site.url))
    dorthe.press("Udgiv")
    assert dorthe.sees("Kvalitetssikret af Sydvest Universitet")
    jonas.go("/katalog/?q=aktindsigt+kildekritik")
    jonas.click(jonas.page.get_by_role("link", name=TITLE).first)
    check_looks(jonas, "da")
    assert jonas.sees("2.400 kr.")
