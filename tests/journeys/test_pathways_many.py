"""Plans for many in a real browser: an employer's team, and a programme lead's terms."""

import pytest
from playwright.sync_api import expect

from journeys.browsing import DESKTOP
from journeys.conftest import SomeoneAt
from journeys.pages import BIRTHE, DORTHE, MALENE
from journeys.test_every_page import check_looks

pytestmark = pytest.mark.journey


def test_an_employer_plans_for_a_team_and_one_of_them_says_yes(someone: SomeoneAt) -> None:
    birthe, malene = someone(BIRTHE), someone(MALENE)
    birthe.go("/forloeb/")
    birthe.press_on("Planer for et hold")
    birthe.press_on("Læg en plan for et hold")
    birthe.page.get_by_label("Hvad skal I kunne?").fill("håndtere konflikter")
    birthe.press("Find kompetencer og mikroeksamensbeviser")
    for name in ("Malene Hvilsted", "Katrine Egelykke", "Anne Dorte Fuglebjerg"):
        birthe.page.get_by_label(name, exact=True).check()
    birthe.page.get_by_label("Timer om ugen til hver").fill("10")
    birthe.page.get_by_label("Hvor mange kan I undvære på én gang?").fill("1")
    birthe.page.get_by_label("Hvad kalder I det?").fill("Når det spidser til")
    check_looks(birthe, "da")
    birthe.press_on("Læg planen")
    expect(birthe.page.locator("#progress")).to_have_count(0, timeout=60_000)
    expect(birthe.page.get_by_role("heading", name="Hvem tager hvad hvornår")).to_be_visible(timeout=60_000)
    check_looks(birthe, "da")
    birthe.press("Send den til holdet")
    assert birthe.sees("Har ikke svaret endnu")

    malene.go("/forloeb/")
    assert malene.sees("Når det spidser til")
    malene.press_on("Se den, og svar")
    malene.page.get_by_label("Et ord til din arbejdsgiver").fill("Det glæder jeg mig til.")
    malene.press("Ja, gør det til mit forløb")
    assert malene.sees("Nu er det dit eget forløb")
    birthe.page.reload()
    assert birthe.sees("Det glæder jeg mig til.")


def test_a_programme_lead_sees_demand_and_drags_a_module_to_another_term(someone: SomeoneAt) -> None:
    dorthe = someone(DORTHE, size=DESKTOP)
    dorthe.go("/forloeb/")
    dorthe.press_on("Hvad der bliver brug for")
    assert dorthe.sees("under 5")
    dorthe.press_on("Moduler over terminer")
    dorthe.press_on("Fordel moduler over terminer")
    dorthe.page.get_by_label("Over hvor mange terminer?").fill("3")
    for box in dorthe.page.locator("input[name=modules]").all()[:6]:
        box.check()
    dorthe.press_on("Fordel dem")
    block = dorthe.page.locator(".pw-block").first
    expect(block).to_be_visible(timeout=60_000)
    assert dorthe.sees("Bevist lettest")
    phone = someone(DORTHE)
    phone.go(dorthe.page.url.removeprefix(dorthe.site.url))
    check_looks(phone, "da")
    block.drag_to(dorthe.page.locator(".pw-term").last, source_position={"x": 40, "y": 6})
    expect(dorthe.page.locator(".pw-block--pinned")).to_have_count(1, timeout=60_000)
