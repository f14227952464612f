"""Lists that a spreadsheet opens, and does not run."""

from nanobank.common.downloads import attached, spreadsheet


def test_a_list_opens_in_a_danish_spreadsheet_and_no_text_in_it_is_a_formula() -> None:
    answer = spreadsheet([["Navn", "Antal"], ["=cmd()", -3], ["Bo; Ida", 2]], name="liste.csv")
    assert answer.getvalue().decode() == '\ufeffNavn;Antal\r\n\'=cmd();-3\r\n"Bo; Ida";2\r\n'
    assert answer.headers["Content-Disposition"] == 'attachment; filename="liste.csv"'


def test_a_file_is_saved_under_its_name() -> None:
    answer = attached(b"%PDF", kind="application/pdf", name="rapport.pdf")
    assert (answer.content, answer.headers["Content-Type"]) == (b"%PDF", "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="rapport.pdf"'
