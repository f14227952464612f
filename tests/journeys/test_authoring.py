"""An educator writes a module: in a tunnel, with a colleague in the same text, and by the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from journeys.browsing import DESKTOP, Visitor
from journeys.conftest import SomeoneAt
from journeys.pages import ASTRID
from journeys.test_every_page import check_looks

pytestmark = pytest.mark.journey


def is_saved(writer: Visitor) -> None:
    expect(writer.page.locator("[data-save-status]")).to_have_attribute("data-state", "saved", timeout=20_000)


def path_of(writer: Visitor) -> str:
    return writer.page.url.removeprefix(writer.site.url)


def test_an_educator_writes_a_module_and_nothing_is_lost(someone: SomeoneAt) -> None:
    astrid = someone(ASTRID, size=DESKTOP)
    page = astrid.page
    astrid.go("/undervisning/nyt-modul/")
    page.get_by_label("Hvad hedder det, indtil videre?").fill("Kilder på nettet")
    astrid.press_on("Begynd at skrive")
    page.locator("textarea[name=description]").fill("For dig, der vil **vide**, hvem der taler.")
    is_saved(astrid)
    expect(page.locator("[data-preview-of=description] strong")).to_have_text("vide")

    astrid.press_on("+ Tekst")
    step = path_of(astrid)
    page.wait_for_load_state("networkidle")
    with page.expect_response(re.compile("/maal/")):  # what is measured of the text has come before the tunnel
        page.get_by_label("Trinnets titel").fill("Hvem taler?")
    is_saved(astrid)
    text = page.locator("textarea[name=body]")
    with astrid.without_connection():
        text.fill("Skrevet i en tunnel.")
        expect(page.locator("[data-save-status]")).to_have_attribute("data-state", "waiting", timeout=20_000)
    is_saved(astrid)
    astrid.go(step)
    expect(text).to_have_value("Skrevet i en tunnel.")

    colleague = someone(ASTRID)
    colleague.go(step)
    text.fill("Min tekst.")
    is_saved(astrid)
    colleague.page.locator("textarea[name=body]").fill("Kollegaens tekst.")
    expect(colleague.page.locator(".ed-clash")).to_contain_text("Min tekst.", timeout=20_000)
    check_looks(colleague, "da")
    colleague.press("Behold min")
    is_saved(colleague)

    astrid.press_on("+ Quiz")
    page.get_by_label("Trinnets titel").fill("Prøv dig selv")
    is_saved(astrid)
    astrid.click(page.get_by_role("button", name="+ Ét svar"))
    question = page.locator(".ed-question form[data-autosave]")
    question.get_by_label("Spørgsmål").fill("Hvem ejer siden?")
    question.get_by_label("Svarmulighed 1", exact=True).fill("Den, der står nederst")
    question.get_by_label("Svarmulighed 2", exact=True).fill("Det ved man aldrig")
    question.get_by_label("Forklaring, som vises efter rettelsen").focus()
    expect(question).to_contain_text("Markér præcis én svarmulighed", timeout=20_000)
    question.get_by_label("Svarmulighed 1 er rigtig").check()
    expect(question.locator(".form-error-message")).to_have_count(0, timeout=20_000)

    names = page.locator(".ed-steps [data-name]")
    expect(names).to_have_text(["Hvem taler?", "Prøv dig selv"])
    page.locator(".ed-steps a[aria-current]").press("Alt+ArrowUp")
    expect(names).to_have_text(["Prøv dig selv", "Hvem taler?"])
    expect(page.locator("[data-order-status]")).to_have_text("Flyttet til plads 1.")
    grips = page.locator("[data-grip]")
    grips.nth(1).drag_to(grips.nth(0), target_position={"x": 5, "y": 2})
    expect(names).to_have_text(["Hvem taler?", "Prøv dig selv"])

    astrid.click(page.get_by_role("link", name=re.compile("Overblik og udgivelse")))
    assert astrid.sees("Før det kan udgives")
