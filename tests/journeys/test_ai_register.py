"""A municipality documents AI literacy for forty teachers, from a list to seats to the report it is asked for."""

import io
import tomllib
from pathlib import Path

import pytest
from openpyxl import load_workbook

from journeys.conftest import SomeoneAt
from journeys.pages import BIRTHE, MALENE
from journeys.test_every_page import check_looks

pytestmark = pytest.mark.journey
DEMO = Path(__file__).parents[2] / "src" / "nanobank" / "demo" / "data"
PLAIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", " ": "."})
COURSE = "AI i praksis og AI-forordningen"


def teachers_csv() -> str:
    """The forty teachers as the municipality's spreadsheet has them, and a line that somebody typed wrong."""
    (listed,) = tomllib.loads((DEMO / "ai_register.toml").read_text())["teachers"]
    rows = [f"{name};{name.lower().translate(PLAIN)}@aalose.example;Alle skoler;Lærer" for name in listed["names"]]
    assert len(rows) == 40
    return "\n".join(["Navn;E-mail;Afdeling;Stilling", *rows, "Ukendt Vikar;vikar(at)aalose.example;;Lærer"])


def test_a_municipality_documents_ai_literacy_for_forty_teachers(someone: SomeoneAt, tmp_path: Path) -> None:
    birthe, malene = someone(BIRTHE), someone(MALENE)

    birthe.go("/arbejdsplads/aalose/lister/")
    people = tmp_path / "laerere.csv"
    people.write_text(teachers_csv())
    birthe.page.get_by_label("Listen").set_input_files(people)
    birthe.press_on("Læs listen")
    assert birthe.sees("Linje 42, E-mail")
    check_looks(birthe, "da")
    birthe.press_on("Optag 40 personer")
    assert birthe.sees("40 personer er registreret.")

    birthe.go("/arbejdsplads/aalose/omkostningssteder/")
    birthe.page.get_by_label("Nummer eller kode").fill("4120")
    birthe.page.get_by_label("Bestillinger op til så mange kroner kræver ingen godkendelse").fill("250.000")
    birthe.press("Tilføj")
    birthe.go("/arbejdsplads/aalose/behov/nyt/")
    birthe.page.get_by_label("Hvad har I brug for?").fill(
        "Alle lærere skal respektere databeskyttelse og se huller i digitale kompetencer."
    )
    birthe.press_on("Læs det")
    birthe.page.locator("input[name=colleague]").evaluate_all("all => all.forEach(one => { one.checked = true })")
    birthe.page.get_by_label("Personer, du ikke har nævnt ved navn").fill("0")
    birthe.press_on("Find de bedste fagpakker")
    check_looks(birthe, "da")
    bundle = birthe.page.get_by_role("region").filter(has_text=COURSE).filter(has_text="Bestil disse pladser").first
    birthe.click(bundle.get_by_role("link", name="Bestil disse pladser"))
    birthe.page.get_by_label("Omkostningssted").select_option(label="4120 4120")
    birthe.press_on("Bestil disse pladser")
    assert birthe.page.get_by_text("Venter på medarbejderens svar").count() >= 30

    malene.go("/arbejdsplads/")
    malene.press("Ja tak")
    assert malene.sees("Du er tilmeldt, og din arbejdsplads betaler.")

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
    lacking = birthe.page.get_by_role("listitem").filter(has_text=COURSE).filter(has_text="mangler det")
    birthe.click(lacking.get_by_role("link", name="Find pladser til dem"))
    ticked = birthe.page.locator("input[name=person]:checked")
    assert 1 <= ticked.count() < 40  # the others have a seat already
    labels = birthe.page.locator("label:has(input[name=person]:checked)").all_inner_texts()
    names = {label.strip().splitlines()[0] for label in labels}
    check_looks(birthe, "da")
    birthe.page.get_by_label("Omkostningssted").select_option(label="4120 4120")
    birthe.press_on("Bestil disse pladser")
    assert birthe.page.get_by_text("Venter på medarbejderens svar").count() == len(names)
    assert all(birthe.sees(name) for name in names)

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
