"""A municipality documents AI literacy for forty teachers, and one of them decides what it sees."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from journeys.conftest import SomeoneAt
from journeys.pages import BIRTHE, MALENE
from journeys.test_every_page import check_looks

pytestmark = pytest.mark.journey


def test_a_municipality_documents_ai_literacy_for_forty_teachers(someone: SomeoneAt, tmp_path: Path) -> None:
    birthe = someone(BIRTHE)

    birthe.go("/ai-register/")
    assert birthe.sees("Det næste at gøre")
    birthe.press_on("Nyt system")
    birthe.page.get_by_label("Hvad hedder systemet?").fill("Læsehjælperen")
    birthe.page.get_by_label("Hvad bruger I det til?").fill("Læser op og forklarer svære ord.")
    birthe.page.get_by_label("Begrænset risiko (åbenhed)").check()
    birthe.press("Gem")
    assert birthe.sees("Skriv, hvorfor det står, hvor det står, så andre kan følge det.")
    check_looks(birthe, "da")
    birthe.page.get_by_label("Hvorfor står det dér?").fill("Eleverne ved, at det er en maskine.")
    birthe.press_on("Gem")

    birthe.press_on("Ny gruppe")
    birthe.page.get_by_label("Hvad kalder I dem?").fill("Alle lærere")
    birthe.page.get_by_label("Læsehjælperen").check()
    everybody = birthe.page.get_by_role("group", name="Hvem er med i gruppen?").get_by_role("checkbox")
    assert everybody.count() >= 40
    for one in everybody.all():
        one.check()
    birthe.press_on("Gem")
    birthe.page.get_by_label("Et modul fra kataloget").fill("AI i praksis og AI-forordningen")
    birthe.press("Sæt på listen")
    assert birthe.sees("Gruppen har fået én ting mere at lære.")
    check_looks(birthe, "da")

    birthe.go("/ai-register/")
    row = birthe.page.get_by_role("listitem").filter(has_text="Alle lærere").filter(has_text="er klar")
    birthe.click(row.get_by_role("link", name="Skriv uddannelse ned"))
    birthe.page.get_by_label("Hvad var det?").fill("Fælles kursusdag")
    birthe.page.get_by_label("Hvor mange timer?").fill("6")
    birthe.page.get_by_label("Hvad handlede det om?").fill("Hele kurset, med øvelser.")
    check_looks(birthe, "da")
    birthe.press_on("Gem")
    assert birthe.sees("Fælles kursusdag")

    with birthe.page.expect_download() as download:
        birthe.press("Som regneark (XLSX)")
    book = tmp_path / "rapport.xlsx"
    download.value.save_as(book)
    learnt = load_workbook(io.BytesIO(book.read_bytes()))["Hvem har lært hvad"]
    standings = [row[2] for row in learnt.iter_rows(min_row=2, values_only=True) if "AI i praksis" in str(row[1])]
    assert len(standings) >= 80
    assert set(standings) == {"Har det"}
    with birthe.page.expect_download() as download:
        birthe.press("Som PDF")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_a_teacher_sees_what_is_written_and_says_what_more_may_be_seen(someone: SomeoneAt) -> None:
    malene = someone(MALENE)

    malene.go("/ai-register/mit/")
    assert malene.sees("Åløse Kommune")
    malene.press("Ja, lad dem se det")
    assert malene.sees("De ser også de krævede moduler, du gennemfører her")
    check_looks(malene, "da")
    malene.press("Lad dem ikke længere se det")
    assert malene.sees("Din arbejdsgiver ser ikke længere, hvad du gennemfører på egen hånd.")
