"""A firm of twelve asks for what nobody teaches and gets an answer; what they asked for shows to those who can help."""

from datetime import UTC, datetime, timedelta

import pytest

from journeys.conftest import SomeoneAt
from journeys.pages import NIELS, PALLE
from journeys.test_every_page import check_looks

pytestmark = pytest.mark.journey

TODAY = datetime.now(tz=UTC).date()
GRETHE = "grethe-bakholm"
WORDS = "Vi er tolv, der skal kunne købe bæredygtigt ind. Vi skal måle virksomhedens bæredygtighed for kunderne."


def test_a_firm_of_twelve_asks_for_what_nobody_teaches_and_gets_an_answer(someone: SomeoneAt) -> None:
    niels, grethe, palle = someone(NIELS), someone(GRETHE), someone(PALLE)

    niels.go(f"/behov/nyt/?ord={WORDS}")
    assert niels.sees("Købe bæredygtigt ind")
    assert niels.sees("Det nærmeste, der findes i dag")
    check_looks(niels, "da")
    niels.page.get_by_label("Brødal Maskinfabrik ApS").check()
    niels.page.get_by_label("Til hvor mange?").fill("12")
    niels.page.get_by_label("Branche").select_option(label="Industri")
    niels.press_on("Bed om det")
    assert niels.sees("Dit behov er noteret.")

    niels.press_on("Bed om et skræddersyet forløb")
    assert niels.sees("Underviser i 1 af jeres 2 kompetencer")
    check_looks(niels, "da")
    niels.page.get_by_label("Erhvervsakademi Fjord").check()
    niels.press_on("Spørg dem")
    need = niels.page.url.removeprefix(niels.site.url)

    assert niels.site.link_in_mail_to("grethe.bakholm@fjord.example").startswith(niels.site.url)
    grethe.go("/behov/forespoergsler/")
    grethe.click(grethe.page.get_by_role("link", name="Vi er tolv, der skal kunne købe bæredygtigt ind"))
    assert grethe.sees("En organisation i Region Midtjylland (Industri)")
    assert "Brødal" not in grethe.page.content()
    request = grethe.page.url.removeprefix(grethe.site.url)
    grethe.page.get_by_label("Din besked").fill("Køber I mest ind i Danmark?")
    grethe.press("Send")
    assert grethe.sees("Køber I mest ind i Danmark?")
    check_looks(grethe, "da")

    niels.go(request)
    niels.page.get_by_label("Din besked").fill("Halvt om halvt. Stålet kommer fra Tyskland.")
    niels.press("Send")
    assert niels.sees("Stålet kommer fra Tyskland.")

    grethe.go(request)
    grethe.press_on("Svar med et oplæg")
    grethe.page.get_by_label("Det, I tilbyder").fill("Fire onsdage hos jer, og imellem dem skriver I jeres egne krav.")
    grethe.page.locator("input[name=modules]").first.check()
    grethe.page.locator("input[name=new-0-title]").fill("Bæredygtigt indkøb i praksis")
    grethe.press("Send svaret")
    assert grethe.sees("Skriv både titel og ECTS, eller lad rækken være tom.")
    check_looks(grethe, "da")
    grethe.page.locator("input[name=new-0-ects]").fill("2.5")
    grethe.page.locator("input[name=new-0-competences]").first.check()
    grethe.page.get_by_label("Pris for det hele, i kroner").fill("48000")
    grethe.page.get_by_label("Første dag").fill((TODAY + timedelta(days=40)).isoformat())
    grethe.page.get_by_label("Sidste dag").fill((TODAY + timedelta(days=75)).isoformat())
    grethe.page.get_by_label("Sted").fill("Hos jer i Skive")
    grethe.press_on("Send svaret")
    assert grethe.sees("Jeres svar er sendt.")

    niels.go(f"{need}sammenlign/")
    assert niels.sees("Dækker 2 af jeres 2 kompetencer")
    assert niels.sees("48.000 kr.")
    check_looks(niels, "da")
    niels.page.get_by_label("Fjord må vide, at vi er Brødal Maskinfabrik ApS").check()
    niels.press_on("Sig ja")
    assert niels.sees("De får besked nu, og det gør de andre også.")
    niels.go(request)
    assert niels.sees("Holdene er oprettet og reserveret til jeres folk")
    assert niels.page.get_by_text("Bæredygtigt indkøb i praksis (skrives nu)").count()

    grethe.go(request)
    assert grethe.sees("Brødal Maskinfabrik ApS")
    assert grethe.sees("»Bæredygtigt indkøb i praksis« skal skrives.")
    palle.go("/behov/radar/")
    assert palle.sees("købe bæredygtigt ind")
    check_looks(palle, "da")
