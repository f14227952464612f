"""The plan in a real browser: the journalist whose hours change, the communications graduate, and their mentors."""

import pytest
from playwright.sync_api import expect

from journeys.browsing import DESKTOP, Visitor
from journeys.conftest import SomeoneAt
from journeys.pages import JONAS, NADIA, TORKIL
from journeys.test_every_page import check_looks

pytestmark = pytest.mark.journey


def wait_for_plan(visitor: Visitor) -> None:
    """Until the planner is done, and the page has loaded itself anew."""
    expect(visitor.page.locator(".pw-picture")).to_be_visible(timeout=60_000)
    expect(visitor.page.locator("#progress")).to_have_count(0, timeout=60_000)


def bars(visitor: Visitor) -> list[str]:
    """The hours that the bars say, month by month."""
    return [str(one.get_attribute("aria-valuenow")) for one in visitor.page.get_by_role("slider").all()[:-1]]


def test_a_journalist_goes_from_ten_hours_to_three_and_back_and_the_plan_follows(someone: SomeoneAt) -> None:
    jonas = someone(JONAS)
    jonas.go("/bank/")
    jonas.press_on("Læg en plan")
    jonas.page.get_by_label("Med dine egne ord").fill("statistik")
    jonas.press("Find kompetencerne")
    expect(jonas.page.get_by_text("Vi læser det som de her kompetencer")).to_be_visible()
    jonas.press_on("Videre til, hvad der er plads til")
    check_looks(jonas, "da")

    month = jonas.page.get_by_role("slider").first
    month.focus()
    month.press("End")
    assert month.get_attribute("aria-valuenow") == "30"
    for _hour in range(20):
        month.press("ArrowDown")
    month.press("Shift+ArrowRight")
    assert bars(jonas)[:2] == ["10", "10"]
    well = jonas.page.locator(".pw-month__well").nth(4).bounding_box()
    assert well is not None
    jonas.page.mouse.move(well["x"] + 5, well["y"] + well["height"] - 2)
    jonas.page.mouse.down()
    jonas.page.mouse.up()
    assert jonas.page.get_by_role("slider").nth(4).get_attribute("aria-valuetext") == "orlov"
    jonas.press_on("Læg planen")
    wait_for_plan(jonas)
    assert jonas.sees("Bevist bedst")
    check_looks(jonas, "da")

    before = jonas.page.locator(".pw-figures strong").first.inner_text()
    jonas.page.get_by_label("Intensitet").fill("30")
    jonas.press("Læg planen igen")
    expect(jonas.page.locator(".pw-figures strong").first).not_to_have_text(before, timeout=60_000)
    wait_for_plan(jonas)
    jonas.press("Følg den her plan")
    assert jonas.sees("Det er den plan, du følger nu.")
    jonas.press("Læg det hele i min nanobank")
    jonas.go("/bank/")
    assert jonas.sees("Planlagt")


def test_a_cancelled_module_is_repaired_and_the_mentor_has_a_word(someone: SomeoneAt) -> None:
    jonas, torkil = someone(JONAS, size=DESKTOP), someone(TORKIL)
    jonas.go("/forloeb/")
    jonas.press_on("Data og lyd ved siden af jobbet")
    address = jonas.page.url.removeprefix(jonas.site.url)
    torkil.go(address)
    step = torkil.page.locator(".pw-step").filter(has=torkil.page.get_by_text("Skriv eller foreslå noget")).last
    step.get_by_text("Skriv eller foreslå noget").click()
    step.get_by_label("Et ord om det her modul").fill("Ring til mig, inden du begynder på det her.")
    torkil.click(step.get_by_role("button", name="Skriv det her"))
    check_looks(torkil, "da")

    jonas.page.reload()
    assert jonas.sees("Ring til mig, inden du begynder på det her.")
    step = jonas.page.locator(".pw-step[id]").last
    step.get_by_text("Lav om, eller sig, hvad der skete").click()
    step.get_by_label("Hvad skete der?").select_option("cancelled")
    jonas.click(step.get_by_role("button", name="Læg planen om"))
    expect(jonas.page.locator("#progress")).to_have_count(0, timeout=60_000)
    assert (
        jonas.sees("Planen er lagt om")
        or jonas.sees("Det kan ikke lade sig gøre, som det er nu")
        or jonas.sees("Alle de her ønsker kan ikke opfyldes på én gang")
    )


def test_a_graduate_compares_with_the_whole_degree_and_slides_among_plans_without_a_script(someone: SomeoneAt) -> None:
    nadia, plain = someone(NADIA), someone(NADIA, javascript=False)
    nadia.go("/forloeb/")
    nadia.press_on("Se planen")
    nadia.press_on("Ved siden af hele uddannelsen")
    assert nadia.sees("210 ECTS")
    check_looks(nadia, "da")
    nadia.page.go_back()
    nadia.press_on("Planer at vælge imellem")
    check_looks(nadia, "da")

    plain.go(nadia.page.url.removeprefix(nadia.site.url))
    choices = plain.page.locator("input[type=radio]")
    if choices.count():
        choices.last.check()
        plain.press("Følg den her plan")
        assert plain.sees("Det er den plan, du følger nu.")
    plain.go("/forloeb/nyt/?maade=rolle")
    plain.page.get_by_label("Datajournalist").check()
    plain.press("Videre til, hvad der er plads til")
    assert plain.page.get_by_label("Intensitet").is_visible()
    plain.page.get_by_label("Timer").first.is_visible()
    plain.press("Læg planen")
    assert plain.page.get_by_role("heading", level=1).inner_text() == "Datajournalist"
