"""The plan in a real browser: the journalist whose hours change, the communications graduate, and their mentors."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from journeys.browsing import DESKTOP, Visitor
from journeys.conftest import SomeoneAt
from journeys.pages import JONAS, NADIA, TORKIL
from journeys.test_every_page import check_looks
from nanobank.pathways.wording import short

pytestmark = pytest.mark.journey


def wait_for_plan(visitor: Visitor) -> None:
    """Until the planner is done, and the page has loaded itself anew."""
    expect(visitor.page.locator(".pw-picture")).to_be_visible(timeout=60_000)
    expect(visitor.page.locator("#progress")).to_have_count(0, timeout=60_000)


def bars(visitor: Visitor) -> list[str]:
    """The hours that the bars say, month by month."""
    return [str(one.get_attribute("aria-valuenow")) for one in visitor.page.get_by_role("slider").all()[:-1]]


def done_on(visitor: Visitor) -> date:
    """The day on which the plan that is shown is done."""
    told = visitor.page.locator(".pw-figures strong").first.inner_text()
    days = (timezone.localdate() + timedelta(days=ahead) for ahead in range(3000))
    with override("da"):
        return next(day for day in days if short(day) == told)


def study_at(visitor: Visitor, percent: int) -> None:
    """Turn all hours up or down, and go by the plan that comes of it."""
    visitor.page.get_by_label("Intensitet").fill(str(percent))
    visitor.press("Læg planen igen")
    wait_for_plan(visitor)
    expect(visitor.page.get_by_role("heading", name="Planen er lagt om")).to_be_visible(timeout=60_000)
    visitor.press("Brug den nye plan")
    assert visitor.sees("Det er den plan, du følger nu.")


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
    for _month in bars(jonas)[1:]:
        jonas.page.keyboard.press("Shift+ArrowRight")
    assert set(bars(jonas)) == {"10"}
    well = jonas.page.locator(".pw-month__well").nth(4).bounding_box()
    assert well is not None
    jonas.page.mouse.click(well["x"] + 5, well["y"] + well["height"] - 2)
    assert jonas.page.get_by_role("slider").nth(4).get_attribute("aria-valuetext") == "orlov"
    jonas.press_on("Læg planen")
    wait_for_plan(jonas)
    assert jonas.sees("Bevist bedst")
    check_looks(jonas, "da")
    jonas.press("Følg planen")
    at_ten = done_on(jonas)

    study_at(jonas, 30)
    at_three = done_on(jonas)
    assert at_three > at_ten
    study_at(jonas, 100)
    assert done_on(jonas) == at_ten
    assert jonas.sees("Ligger i din nanobank")
    jonas.press_on("Alle planer, der har været")
    assert jonas.page.locator(".nb-timeline .nb-tag--good, .nb-timeline .nb-tag:text-is('blev fulgt')").count() == 3
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
    bar = jonas.page.locator(".pw-picture").get_by_role("slider").last
    bar.focus()
    bar.press("ArrowRight")
    bar.press("ArrowRight")
    bar.press("Enter")
    expect(jonas.page.get_by_role("heading", name="Planen er lagt om")).to_be_visible(timeout=60_000)
    assert jonas.sees("Flyttes")
    jonas.press("Behold den, jeg havde")
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


def test_a_graduate_gets_what_she_needs_and_not_a_whole_nursing_degree(someone: SomeoneAt) -> None:
    nadia = someone(NADIA)
    nadia.go("/forloeb/nyt/?maade=rolle")
    nadia.page.get_by_label("Sundhedskommunikatør").check()
    nadia.press_on("Videre til, hvad der er plads til")
    nadia.press_on("Læg planen")
    wait_for_plan(nadia)
    assert nadia.sees("Bevist bedst")
    assert nadia.page.locator(".pw-step").first.get_by_role("link", name=re.compile("Kvalitetssikret|vurderet")).count()
    done = done_on(nadia)

    nadia.press_on("Ved siden af hele uddannelsen")
    assert nadia.sees("Professionsbachelor i sygepleje")
    assert nadia.sees("210 ECTS")
    assert nadia.sees("42 måneder")
    assert nadia.page.get_by_text(re.compile(r"Du slipper for \d+(,\d+)? ECTS")).is_visible()
    check_looks(nadia, "da")
    nadia.page.go_back()

    nadia.press_on("Se hurtigere og billigere planer")
    expect(nadia.page.locator("#progress")).to_have_count(0, timeout=60_000)
    check_looks(nadia, "da")
    slider = nadia.page.locator("[data-plans-slider]")
    if slider.count():
        slider.focus()
        slider.press("End")
        assert nadia.page.locator("input[type=radio]").last.is_checked()
        nadia.press("Følg planen")
        assert done_on(nadia) >= done


def test_plans_are_laid_and_chosen_among_without_a_script(someone: SomeoneAt) -> None:
    plain = someone(NADIA, javascript=False)
    plain.go("/forloeb/")
    plain.press("Se planen")
    plain.press("Planer at vælge imellem")
    choices = plain.page.locator("input[type=radio]")
    if choices.count():
        choices.last.check()
        plain.press("Følg planen")
        assert plain.sees("Det er den plan, du følger nu.")
    plain.go("/forloeb/nyt/?maade=rolle")
    plain.page.get_by_label("Datajournalist").check()
    plain.press("Videre til, hvad der er plads til")
    assert plain.page.get_by_label("Intensitet").is_visible()
    plain.page.get_by_label("Timer").first.is_visible()
    plain.press("Læg planen")
    assert plain.page.get_by_role("heading", level=1).inner_text() == "Datajournalist"
