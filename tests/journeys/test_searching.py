"""Finding what one needs: with a slip, a compound, in another language, and when there is nothing."""

import pytest
from django.utils.translation import gettext, override

from journeys.browsing import Visitor
from journeys.conftest import SomeoneAt
from journeys.pages import NADIA

pytestmark = pytest.mark.journey


def da(words: str) -> str:
    """What the site says in Danish."""
    with override("da"):
        return gettext(words)


def titles(visitor: Visitor) -> list[str]:
    return visitor.page.locator(".cat-result h3").all_inner_texts()


def test_somebody_types_and_takes_what_is_offered_by_keyboard_alone(someone: SomeoneAt) -> None:
    nadia = someone(NADIA)
    nadia.go("/katalog/")
    field = nadia.page.locator("#q")
    field.click()
    field.press_sequentially("datajur", delay=20)
    field.press_sequentially("nalistik", delay=20)
    nadia.page.locator("#q-list [role=option]").first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == "q-option-1"
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    field.press("Enter")
    nadia.page.get_by_text("datajournalistik", exact=True).first.wait_for()
    assert any("Datajournalistik" in title for title in titles(nadia))
    field.fill("")
    field.press_sequentially("sundhedsk", delay=20)
    nadia.page.locator("#q-list [role=option]").first.wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    nadia.page.wait_for_url(lambda url: "/katalog/" not in url)
    assert "undhed" in nadia.page.locator("h1").inner_text()


@pytest.mark.parametrize("words", ["journalistik", "data journalism", "undersøgende journalister"])
def test_parts_of_words_and_english_find_a_danish_module(someone: SomeoneAt, words: str) -> None:
    nadia = someone(NADIA)
    nadia.go(f"/katalog/?q={words}")
    assert any("atajournalistik" in title for title in titles(nadia))


def test_filters_live_in_the_address_and_survive_the_back_button(someone: SomeoneAt) -> None:
    nadia = someone(NADIA)
    nadia.go("/katalog/?q=sundhed")
    nadia.page.locator(".cat-filters summary").click()
    box = nadia.page.locator("input[name=form][value=online]")
    box.check()
    nadia.page.locator(".cat-chips").wait_for()
    assert "form=online" in nadia.page.url
    nadia.page.go_back()
    nadia.page.locator(".cat-chips").wait_for(state="detached")
    assert not box.is_checked()
    nadia.page.go_forward()
    nadia.page.locator(".cat-chips").wait_for()
    assert box.is_checked()


def test_where_there_is_nothing_one_can_ask_for_it_and_save_the_search(someone: SomeoneAt) -> None:
    nadia = someone(NADIA)
    nadia.go("/katalog/?q=svejsning")
    assert nadia.sees(da("Nothing in the catalogue comes near it. Ask for it below, and those who teach will see it."))
    nadia.press(da("Ask for this"))
    assert "ord=svejsning" in nadia.page.url
    assert nadia.page.locator("h1").is_visible()
    nadia.go("/katalog/?q=svejsning")
    nadia.press(da("Save this search"))
    nadia.press(da("Save, and write to me"))
    assert nadia.sees(da("The search is saved. You get an e-mail when something new fits."))
    nadia.press(da("Delete the search %(words)s") % {"words": "“svejsning”"})
    nadia.page.locator(".nb-empty").wait_for()
