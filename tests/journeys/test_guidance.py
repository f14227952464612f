"""A learner asks both mentors about a module, gets an answer and takes a time; what is not shown is not seen."""

import re

import pytest

from journeys.conftest import SomeoneAt
from journeys.pages import HANNE, JONAS, TORKIL

pytestmark = pytest.mark.journey


def test_a_learner_asks_their_mentors_about_a_module_and_takes_a_time(someone: SomeoneAt) -> None:
    jonas, torkil, hanne = someone(JONAS), someone(TORKIL), someone(HANNE)
    jonas.go("/moduler/sydvest-datajournalistik/")
    jonas.press_on("Spørg mine mentorer")
    for mentor in ("Torkil Espegaard", "Hanne Vestergren"):
        jonas.page.get_by_label(mentor).check()
    jonas.page.get_by_label("Din besked").fill("Skal jeg kunne **SQL** først?")
    jonas.press("Send")
    assert jonas.sees("Du har ventet på svar siden")
    talk = jonas.page.url.removeprefix(jonas.site.url)

    torkil.go("/beskeder/")
    torkil.click(torkil.page.get_by_role("link", name="Jonas Revsgaard har skrevet til dig: Datajournalistik").first)
    assert torkil.page.url.endswith(talk)
    assert torkil.sees("Det er din tur")
    torkil.page.get_by_label("Din besked").fill("Nej, regneark er nok.")
    torkil.press("Send")
    hanne.go(talk)
    assert hanne.sees("Nej, regneark er nok.")

    jonas.go("/vejledning/")
    jonas.click(jonas.page.get_by_role("link", name="Torkil Espegaard"))
    jonas.press_on("Find en tid")
    jonas.click(jonas.page.get_by_role("button", name=re.compile(r"^\d\d:\d\d–")).last)
    assert jonas.sees("Det er aftalt. I får begge besked.")

    jonas.page.get_by_label("Mine forløb og planer").uncheck()
    jonas.press("Gem")
    torkil.go("/vejledning/")
    assert "Kan jeg nå det inden sommer?" not in torkil.page.content()
    jonas.page.get_by_label("Mine forløb og planer").check()
    jonas.press("Gem")
