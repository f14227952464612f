"""The demo's people from goal to checked credential, each in a browser of their own, on a phone's width."""

import re
from pathlib import Path

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import expect

from journeys.browsing import DESKTOP, Visitor
from journeys.conftest import SomeoneAt
from journeys.pages import ASTRID, MALENE, NADIA, PIPALUK, SEVGI, YUSUF
from journeys.quizzes import answer_rightly
from journeys.running_site import Site

pytestmark = pytest.mark.journey

GROUNDS = "En klar besvarelse, der bygger på egne data og gør rede for, hvor de slipper op."
ANSWER = "Jeg har gennemgået 214 afgørelser og fundet, at svartiden er fordoblet på tre år. Her er metoden."


def da(words: str) -> str:
    """What the site says in Danish."""
    with override("da"):
        return gettext(words)


def assess(examiner: Visitor, learner: str, grade: str) -> None:
    examiner.go("/min-side/")
    examiner.click(examiner.page.locator("a[href='/eksamen/bedoem/']").first)
    examiner.click(examiner.page.get_by_role("link", name=learner).first)
    examiner.page.locator("[name=shown]").first.check()
    examiner.page.locator("[name=grounds]").fill(GROUNDS)
    examiner.page.locator(f"[name=grade][value='{grade}']").check()
    examiner.press(da("Note the assessment"))
    assert examiner.sees(da("Your assessment is noted."))


def downloaded(visitor: Visitor, press: str) -> str:
    with visitor.page.expect_download() as download:
        visitor.press(press)
    return Path(download.value.path()).read_text()


def check_by_pasting(visitor: Visitor, document: str) -> None:
    visitor.go("/kontroller/")
    visitor.page.locator("[name=document]").fill(document)
    visitor.press(da("Check the credential"))


def complete_all_steps(learner: Visitor) -> None:
    """From the first step shown to the module's page that says that it is completed."""
    for _ in range(30):
        if learner.page.locator("fieldset.nb-question:not([disabled])").count():
            answer_rightly(learner.page)
            learner.press(da("Mark my answers"))
            learner.page.locator(".nb-verdict").first.wait_for()
            learner.click(
                learner.page.get_by_role("link", name=re.compile(rf"^({da('Next')}|{da('All steps')})$")).first
            )
        elif learner.page.get_by_role("button", name=da("Done, go on")).count():
            learner.press_on(da("Done, go on"))
        else:
            break
    assert learner.sees(da("You have completed this module"))


def test_a_working_journalist_gets_from_a_search_to_a_credential_that_anybody_can_check(someone: SomeoneAt) -> None:
    jonas, astrid, ninna, stranger = someone(), someone(ASTRID), someone("ninna-ravnkilde"), someone()
    jonas.go("/")
    jonas.page.locator("main [name=q]").fill("datajournalistik")
    jonas.click(jonas.page.locator("main").get_by_role("button", name=da("Search")))
    jonas.click(jonas.page.locator(".cat-result").get_by_role("link", name="Undersøgende datajournalistik", exact=True))
    jonas.press(da("Sign in to see how far you are"))
    jonas.click(jonas.page.get_by_role("button", name="Jonas Revsgaard"))
    jonas.press(da("Put yourself forward now"))
    jonas.page.locator("[name=text]").fill(ANSWER)
    jonas.press(da("Hand in"))
    assert ANSWER in jonas.text()
    exam = jonas.page.url.removeprefix(jonas.site.url)

    assess(astrid, "Jonas Revsgaard", "10")
    assess(ninna, "Jonas Revsgaard", "10")
    ninna.press(da("Publish the result"))

    jonas.go(exam)
    assert GROUNDS in jonas.text()
    jonas.press(da("See your credential"))
    assert jonas.page.locator(".cr-verdict--genuine").is_visible()
    address = jonas.page.url.removeprefix(jonas.site.url)
    check_by_pasting(stranger, downloaded(jonas, da("Download JSON")))
    assert stranger.page.locator(".cr-result--genuine").is_visible()

    stranger.go(address)
    assert stranger.page.locator(".cr-verdict--genuine").is_visible()
    sevgi = someone(SEVGI)
    sevgi.go("/beviser/kontor/")
    sevgi.click(sevgi.page.get_by_role("link", name=re.compile(f"{da('Revoke')}.*Jonas Revsgaard")))
    sevgi.page.locator("textarea, [name=reason]").first.fill("Besvarelsen viste sig at bygge på opdigtede data.")
    sevgi.press(da("Revoke the credential"))
    stranger.page.reload()
    assert stranger.page.locator(".cr-verdict--genuine").count() == 0
    assert stranger.page.locator("[class*='cr-verdict--']").is_visible()


def test_a_teacher_learns_on_two_devices_and_through_a_lost_connection(someone: SomeoneAt, tmp_path: Path) -> None:
    malene, computer = someone(MALENE), someone(MALENE, size=DESKTOP)
    malene.go("/bank/")
    malene.click(malene.page.get_by_role("link", name=re.compile(f"^{da('Go on')}.*didaktik", re.IGNORECASE)))
    course = malene.page.url.removeprefix(malene.site.url)
    if malene.page.locator("a.nb-go").count():
        malene.click(malene.page.locator("a.nb-go"))
    course = re.sub(r"/\d+/$", "/", course)
    malene.press_on(da("Done, go on"))

    computer.go(course)
    left_off = str(computer.page.locator("a.nb-go").get_attribute("href"))
    assert malene.page.url.endswith(left_off)

    with malene.without_connection():
        malene.press(da("Done, go on"))
        malene.page.get_by_text(da("Saved here, and sent when you are online again.")).wait_for()
    malene.page.get_by_text(da("You are online again. Everything is saved.")).wait_for()
    computer.page.reload()
    assert computer.page.locator("a.nb-go").get_attribute("href") != left_off

    malene.go(course)
    malene.click(malene.page.locator("a.nb-go"))
    complete_all_steps(malene)
    malene.go("/moduler/midtvest-makerspace/")
    malene.press(da("Start"))
    malene.press(da("Begin"))
    malene.click(malene.page.locator("a.nb-go"))
    complete_all_steps(malene)

    malene.go("/micro-credentials/groen-omstilling-i-skolen/")
    malene.press(da("Put yourself forward now"))
    portfolio = tmp_path / "portfolio.pdf"
    portfolio.write_bytes(b"%PDF-1.4\n" + b"tre nedslag " * 200)
    malene.page.locator("[name=text]").fill("Tre nedslag fra min egen undervisning.")
    malene.page.locator("[name=file]").set_input_files(portfolio)
    malene.press(da("Hand in"))
    exam = malene.page.url.removeprefix(malene.site.url)

    examiner = someone("huong-nguyen-dam")
    assess(examiner, "Malene Hvilsted", "passed")
    with examiner.page.expect_download() as download:
        examiner.page.locator("a[href$='/fil/']").click()
    assert Path(download.value.path()).read_bytes() == portfolio.read_bytes()
    examiner.press(da("Publish the result"))
    malene.go(exam)
    malene.press(da("See your credential"))
    assert malene.page.locator(".cr-verdict--genuine").is_visible()


def test_a_graduate_plans_anew_and_has_an_old_credential_checked(someone: SomeoneAt, tmp_path: Path) -> None:
    nadia, employer = someone(NADIA), someone("birthe-langvad")
    nadia.go("/katalog/?q=sundhed")
    found = nadia.page.locator(".cat-head h2").inner_text()
    nadia.page.locator(".cat-filters summary").click()
    nadia.page.locator(".cat-filters input[name=form][value=online]").check()
    nadia.page.locator(".cat-chips").wait_for()
    assert nadia.page.locator(".cat-head h2").inner_text() != found
    nadia.go("/moduler/oresund-demensfaglig-vejledning/")
    title = nadia.page.locator("h1").inner_text()
    nadia.press(da("Put it in my bank"))
    nadia.go("/bank/")
    assert title in nadia.text()
    nadia.press(da("The story of my bank"))
    story = nadia.text()
    assert [word for word in (da("Documented illness at exam"), "Ikke bestået", "Bestået") if word not in story] == []

    nadia.go("/bank/")
    nadia.click(nadia.page.locator("main a[href^='/beviser/']").first)
    document = downloaded(nadia, da("Download JSON"))
    nadia.page.locator(".nb-menu summary").click()
    nadia.press("English")
    assert nadia.page.locator("html").get_attribute("lang") == "en"
    assert nadia.page.locator(".cr-verdict--genuine").is_visible()
    file = tmp_path / "bevis.json"
    file.write_text(document)
    employer.go("/kontroller/")
    employer.page.locator("[name=file]").set_input_files(file)
    employer.press(da("Check the credential"))
    expect(employer.page.locator(".cr-result")).to_have_class("cr-result cr-result--genuine")
    check_by_pasting(employer, document.replace("Nadia", "Nadja"))
    assert employer.page.locator(".cr-result--not_genuine").is_visible()


def sign_up(newcomer: Visitor, address: str) -> None:
    newcomer.go("/konto/signup/")
    answers = {"given_name": "Silke", "family_name": "Mosegård", "email": address}
    passwords = dict.fromkeys(("password1", "password2"), "blå cykler i regnvejr")
    for name, value in (answers | passwords).items():
        newcomer.page.locator(f"[name={name}]").fill(value)
    newcomer.click(newcomer.page.locator("main form button").first)
    newcomer.go(newcomer.site.link_in_mail_to(address).removeprefix(newcomer.site.url))
    newcomer.click(newcomer.page.locator("main form button").first)
    if newcomer.page.locator("[name=password]").count():
        newcomer.page.locator("[name=login]").fill(address)
        newcomer.page.locator("[name=password]").fill(passwords["password1"])
        newcomer.click(newcomer.page.locator("form:has([name=password]) button").first)
    newcomer.go("/min-side/")
    assert "Silke" in newcomer.page.locator("h1").inner_text()


def test_a_newcomer_gets_a_bank_by_confirming_an_address(someone: SomeoneAt) -> None:
    newcomer = someone()
    sign_up(newcomer, "silke@postkassen.example")
    newcomer.press(da("Search the catalogue"))
    newcomer.page.locator(".cat-result a").first.wait_for()


def test_whoever_comes_second_to_the_last_time_is_told_kindly(someone: SomeoneAt) -> None:
    first, second = someone(YUSUF), someone(PIPALUK)
    for learner in (first, second):
        learner.go("/eksamen/")
        learner.click(learner.page.locator("main a[href^='/eksamen/tilmelding/']").first)
    slot = second.page.locator("button[name=slot]").first.get_attribute("value")
    first.click(first.page.locator(f"button[name=slot][value='{slot}']"))
    first.page.get_by_text(da("Your time is booked.")).wait_for()
    second.click(second.page.locator(f"button[name=slot][value='{slot}']"))
    assert second.page.get_by_role("alert").first.inner_text()
    assert second.page.locator("button[name=slot]").count() > 0


def test_everything_with_a_form_works_without_javascript(someone: SomeoneAt, site: Site) -> None:
    visitor, learner = someone(javascript=False), someone("line-overby-rahbek", javascript=False)
    visitor.go("/")
    visitor.page.locator("main [name=q]").fill("kildekritik")
    visitor.click(visitor.page.locator("main").get_by_role("button", name=da("Search")))
    assert visitor.page.locator(".cat-result").count() > 0
    check_by_pasting(visitor, '{"type": "VerifiableCredential"}')
    assert visitor.page.locator(".cr-result--genuine").count() == 0
    assert visitor.page.locator("[class*='cr-result--'], .form-error-message, [role=alert]").count() > 0
    sign_up(visitor, "silke.uden@postkassen.example")
    visitor.go("/moduler/klarsprog-klart-sprog/")
    visitor.press(da("Start"))
    visitor.press(da("Begin"))
    visitor.click(visitor.page.locator("a.nb-go"))
    visitor.press(da("Done, go on"))
    learner.go("/eksamen/")
    learner.click(learner.page.locator("main a[href^='/eksamen/tilmelding/']").first)
    learner.page.locator("[name=text]").fill(ANSWER)
    learner.press(da("Hand in"))
    assert ANSWER in learner.text()
