"""A learner shows a credential without their name, takes it back, and hands out a badge that anybody can check."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from journeys.conftest import SomeoneAt
from journeys.pages import BIRTHE, NADIA, SEVGI, ULLA
from journeys.test_every_page import check_looks

pytestmark = pytest.mark.journey


def test_a_link_shows_what_was_chosen_until_it_is_stopped(someone: SomeoneAt) -> None:
    nadia, employer = someone(NADIA), someone()

    nadia.go("/bank/")
    nadia.click(nadia.page.locator("a[href^='/beviser/']").first)
    nadia.press_on("Del")
    nadia.press_on("Lav et link")
    nadia.page.get_by_label("Overskrift").fill("Til jobsamtalen")
    nadia.page.get_by_label("Mit navn").uncheck()
    nadia.press_on("Lav linket")
    check_looks(nadia, "da")
    link = nadia.page.get_by_label("Linket").input_value().removeprefix(nadia.site.url)

    employer.go(link)
    assert employer.sees("Ægte i dag")
    assert employer.sees("vises ikke")
    assert "Nadia" not in employer.page.content()
    check_looks(employer, "da")

    nadia.page.reload()
    assert nadia.sees("1 gang")
    nadia.press_on("Stands linket")
    assert employer.go(link).status == 410
    assert employer.sees("Linket virker ikke længere")
    check_looks(employer, "da")


def test_a_badge_that_was_handed_out_is_checked_by_who_gets_it(someone: SomeoneAt, tmp_path: Path) -> None:
    nadia, birthe = someone(NADIA), someone(BIRTHE)

    nadia.go("/bank/")
    nadia.click(nadia.page.locator("a[href^='/beviser/']").first)
    nadia.press_on("Del")
    with nadia.page.expect_download() as download:
        nadia.press("Hent PNG")
    badge = tmp_path / "badge.png"
    download.value.save_as(badge)

    birthe.go("/kontroller/")
    birthe.page.get_by_label("Vælg filen").set_input_files(badge)
    birthe.press("Kontrollér beviset")
    expect(birthe.page.locator(".cr-result")).to_have_class("cr-result cr-result--genuine")
    assert birthe.sees("Hvordan vi ved det:")


def test_an_office_proposes_an_issuer_and_the_banks_staff_confirms_it(someone: SomeoneAt) -> None:
    sevgi, ulla = someone(SEVGI), someone(ULLA)

    sevgi.go("/tillid/kontor/")
    sevgi.press_on("Foreslå en udsteder")
    sevgi.page.get_by_label("Udstederens kendetegn").fill("did:web:proevehoejskolen.example")
    sevgi.page.get_by_label("Navn").fill("Prøvehøjskolen")
    sevgi.page.get_by_label("Står på en officiel liste").check()
    sevgi.page.get_by_label("Hvad blev gjort eller læst?").fill("Fundet på ministeriets liste over højskoler")
    sevgi.page.get_by_label("Hvornår blev det kontrolleret?").fill("2026-01-15")
    sevgi.press("Foreslå")
    assert sevgi.sees("Skriv listens adresse.")
    check_looks(sevgi, "da")
    sevgi.page.get_by_label("Listens eller registrets adresse").fill("https://liste.example/")
    sevgi.press_on("Foreslå")

    ulla.go("/tillid/kontor/")
    ulla.click(
        ulla.page.get_by_role("listitem").filter(has_text="Prøvehøjskolen").get_by_role("button", name="Bekræft")
    )
    assert ulla.sees("Prøvehøjskolen er kendt fra nu af.")
    ulla.go("/tillid/?q=Prøvehøjskolen")
    assert ulla.sees("Fundet på ministeriets liste over højskoler")
