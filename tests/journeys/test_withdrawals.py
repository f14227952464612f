"""A masterclass in investigative journalism becomes examined, counted ECTS."""

from datetime import UTC, datetime, timedelta

import pytest

from journeys.conftest import SomeoneAt
from journeys.pages import ASTRID
from journeys.test_every_page import check_looks
from journeys.test_stories import assess, da

pytestmark = pytest.mark.journey

LEARNER, SECOND = "linh-pham-andersen", "ninna-ravnkilde"
LAST_MONTH = (datetime.now(tz=UTC).date() - timedelta(days=30)).isoformat()
GROUNDS = "Masterclassen er grundig, men opgaverne er ikke bedømt. Vis det til eksamen hos os, så tæller det hele."


def test_a_masterclass_in_investigative_journalism_becomes_examined_counted_ects(someone: SomeoneAt) -> None:
    learner = someone(LEARNER)
    learner.go("/udtraek/ny/")
    learner.page.get_by_label("Mine egne ord").check()
    learner.page.get_by_label("Hvad hed det?").fill("Masterclass i graverjournalistik")
    learner.page.get_by_label("Hvem skal se på det?").select_option(label="Sydvest Universitet")
    check_looks(learner, "da")
    learner.press_on("Fortsæt")
    mine = learner.page.url.removeprefix(learner.site.url)
    learner.page.get_by_label("Hvem udbyder det?").fill("Gravergruppen")
    learner.page.get_by_label("Hvad du lærte").fill("At planlægge en undersøgelse og efterprøve kilder og data.")
    learner.page.get_by_label("Hvor mange timers arbejde").fill("80")
    learner.page.get_by_label("Hvordan det blev bedømt").fill("Kommentarer til to opgaver.")
    learner.page.get_by_label("Hvornår du gennemførte det").fill(LAST_MONTH)
    learner.press("Send det ind")
    assert learner.sees("Det er sendt ind.")
    check_looks(learner, "da")

    judge = someone("dorthe-skovlyst")
    judge.go("/udtraek/bedoem/")
    judge.click(judge.page.get_by_role("link", name="Masterclass i graverjournalistik"))
    *judged, overlap = judge.page.locator(".wd-criterion").all()[:6]
    for group in judged:
        group.get_by_label("Stærkt nok", exact=True).check()
    overlap.get_by_label("Lidt eller intet").check()
    judge.page.get_by_label("Skal til eksamen her").check()
    judge.page.get_by_label("Eksamineres i").select_option(label="Undersøgende datajournalistik")
    judge.page.get_by_label("Begrundelse").fill(GROUNDS)
    check_looks(judge, "da")
    judge.press("Afgør, og giv den lærende besked")
    assert judge.sees("Det er afgjort, og den lærende har fået besked.")

    learner.go(mine)
    assert learner.sees(GROUNDS)
    learner.press("Indstil dig til eksamen")
    learner.page.locator("[name=text]").fill("Min undersøgelse af spildevandet, med data og metode.")
    learner.press(da("Hand in"))
    for examiner in (someone(ASTRID), someone(SECOND)):
        assess(examiner, "Linh Pham Andersen", "10")
    examiner.press(da("Publish the result"))

    learner.go("/bank/")
    assert learner.sees("Udefra")
    assert learner.sees("Masterclass i graverjournalistik – Gravergruppen")
    learner.go(mine)
    learner.press_on("Se beviset")
    assert learner.sees("Undersøgende datajournalistik")
