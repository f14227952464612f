"""The certificate: one page of PDF/A-3 with the signed credential inside, looked at with a reader we did not write."""

import io
import json
import struct
from dataclasses import replace
from datetime import date
from typing import Any

import pikepdf
import pytest

from core.signing.world import achievement, award, signed_badge
from nanocore import signing
from nanocore.documents import CannotTypeset, certificate, certificate_picture
from nanocore.documents._certificate import _said
from nanocore.signing import Award, Language, Text

SHOWN: dict[str, Any] = {
    "colour": "#1b4965",
    "issued_on": date(2026, 2, 28),
    "check_at": "https://bank.example/kontroller/",
}
SIGNED = json.dumps(signed_badge(), ensure_ascii=False, indent=2)


def made(given: Award, language: Language = Language.DANISH, credential: str = SIGNED) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(certificate(given, credential, language=language, **SHOWN)))


def outcomes(count: int, length: int) -> tuple[signing.LearningOutcome, ...]:
    text = ("Tilrettelægge sammenhængende undervisningsforløb " * 20)[:length]
    return tuple(signing.LearningOutcome(text=Text(da=f"{number} {text}")) for number in range(count))


@pytest.mark.parametrize("language", Language)
def test_it_is_pdf_a_3_in_its_language(language: Language) -> None:
    pdf = made(award(), language)
    metadata = pdf.open_metadata()
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
    assert metadata["pdfuaid:part"] == "1"
    assert str(pdf.Root.Lang) == language.value
    assert "Ida Afprøvning" in metadata["dc:title"]
    assert pdf.Root.MarkInfo.Marked
    assert len(pdf.Root.OutputIntents) == 1
    assert "/Encrypt" not in pdf.trailer


@pytest.mark.parametrize(("language", "name"), [(Language.DANISH, "bevis.json"), (Language.ENGLISH, "credential.json")])
def test_the_signed_credential_is_attached_to_the_letter(language: Language, name: str) -> None:
    pdf = made(award(), language)
    (attached,) = pdf.attachments.values()
    assert attached.filename == name
    assert attached.get_file().read_bytes().decode() == SIGNED
    assert attached.get_file().mime_type == "application/vc+ld+json"
    assert attached.relationship == "/Source"
    assert [str(file.F) for file in pdf.Root.AF] == [name]


def test_every_font_is_embedded() -> None:
    pdf = made(award())
    fonts = list(pdf.pages[0].resources.Font.values())
    assert fonts
    for font in fonts:
        (descendant,) = font.DescendantFonts
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descendant.FontDescriptor.keys())
        assert "Libertinus" in str(font.BaseFont) or "DejaVu" in str(font.BaseFont)


HARD = [
    {"achievement": achievement(outcomes=outcomes(10, 160), name=Text(da="Forskningsbaseret kvalitetsudvikling " * 5))},
    {"achievement": achievement(outcomes=outcomes(10, 30))},
    {"achievement": achievement(outcomes=outcomes(40, 300), description=Text(da="Et langt ord om indholdet. " * 15))},
    {"achievement": achievement(outcomes=outcomes(1, 900))},
    {"achievement": achievement(level=None, workload=None, quality_assurance=()), "grade": None},
    {"recipient": signing.Recipient(name="Ann-Kathrine Højgaard Schmidt-Rasmussen Bjerregaard af Ærø")},
    {"recipient": signing.Recipient(name="X" * 120)},
    {"achievement": achievement(outcomes=())},
]


@pytest.mark.parametrize("changes", HARD)
@pytest.mark.parametrize("language", Language)
def test_it_is_one_page_however_much_there_is_to_say(changes: dict[str, Any], language: Language) -> None:
    assert len(made(award(**changes), language).pages) == 1


@pytest.mark.parametrize("language", Language)
def test_every_mandatory_element_of_annex_i_is_on_it(language: Language) -> None:
    days = {"date": date(2026, 2, 28), "until": None}
    said = _said(award(), language, days, colour="#1b4965", check_at="https://bank.example/")
    danish = language is Language.DANISH
    told = {one["label"]: one["value"] for one in said["particulars"]}
    figures = {one["label"]: one["value"] for one in said["figures"]}
    assert said["holder"] == "Ida Afprøvning"
    assert said["title"] == ("Teknologiforståelse i skolen" if danish else "Technology comprehension in school")
    assert said["issuer"] == "Professionshøjskolen Eksempel"
    assert said["dates"][0]["value"] == ("28. februar 2026" if danish else "28 February 2026")
    assert len(said["outcomes"]) == 2
    assert figures["ECTS"] == ("2,5" if danish else "2.5")
    assert figures["Niveau (EQF)" if danish else "Level (EQF)"] == "6"
    assert told["Udstederens land" if danish else "Country of the issuer"] == ("Danmark" if danish else "Denmark")
    assert told["Bedømmelse" if danish else "Assessment"].startswith("Mundtlig" if danish else "Oral")
    assert told["Deltagelse" if danish else "Form of participation"].startswith("Dels" if danish else "Partly")
    assert told["Kvalitetssikring" if danish else "Quality assurance"] == "Institutionsakkreditering"


def test_one_that_runs_out_says_when() -> None:
    until = date(2031, 12, 31)
    pdf = certificate(award(), SIGNED, language=Language.DANISH, **SHOWN, valid_until=until)
    said = _said(award(), Language.DANISH, {"date": date(2026, 2, 28), "until": until}, colour="", check_at="")
    assert said["dates"][1] == {"label": "Gælder til", "value": "31. december 2031"}
    assert pdf != certificate(award(), SIGNED, language=Language.DANISH, **SHOWN)


def test_nothing_that_is_said_is_read_as_markup() -> None:
    said = '#panic("x") *fed* $x$ `kode` <mærke> @henvisning \\ " // nej'
    given = award(recipient=signing.Recipient(name=said), achievement=achievement(name=Text(da=said)))
    pdf = made(given, credential=said)
    assert len(pdf.pages) == 1
    assert pdf.attachments["bevis.json"].get_file().read_bytes().decode() == said


@pytest.mark.parametrize("name", ["Åse Ærø-Østergård", "Łukasz Żółć", "Đặng Thị Hoa", "Παναγιώτης", "Наталія"])
def test_names_from_all_over_europe_can_be_written(name: str) -> None:
    assert len(made(award(recipient=signing.Recipient(name=name))).pages) == 1


def test_a_letter_that_no_font_has_is_said_and_not_left_out() -> None:
    with pytest.raises(CannotTypeset):
        made(award(recipient=signing.Recipient(name="山田花子")))


def test_a_strange_colour_is_not_used() -> None:
    assert certificate(award(), SIGNED, language=Language.DANISH, **{**SHOWN, "colour": "red;"})


def test_the_same_award_always_makes_the_same_file() -> None:
    first, second = (certificate(award(), SIGNED, language=Language.DANISH, **SHOWN) for _ in range(2))
    assert first == second


def test_the_picture_of_it_is_a_png_of_an_a4_page() -> None:
    picture = certificate_picture(replace(award(), grade=None), language=Language.ENGLISH, **SHOWN)
    width, height = struct.unpack(">II", picture[16:24])
    assert picture.startswith(b"\x89PNG")
    assert (width, height) == (909, 1286)
