from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils.translation import override
from openpyxl import Workbook

from factories import NOW, make_member, make_person
from factories_awards import clock, make_batch, make_list, people_list, problems_of
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from nanobank.awards import services
from nanobank.awards.lists.checking import words_of
from nanobank.awards.lists.columns import Column, layout_of
from nanobank.awards.models import Batch, Source, State, Step
from nanobank.awards.queries import first_faults
from nanobank.awards.texts import trouble_text
from nanobank.catalogue.models import Grading, MicroCredential
from nanobank.common.errors import NotYours, Refused
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db

HEAD = "navn;e-mail;karakter\n"


@pytest.fixture
def oral() -> MicroCredential:
    return make_awardable(required=[], title_da="Undersøgende datajournalistik", title_en="Investigative journalism")


def workbook(*rows: tuple[str | float | datetime, ...]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("navn;e-mail;karakter\nSøren Ærø;s@x.example;7\n", "utf-8"),
        ("navn;e-mail;karakter\nSøren Ærø;s@x.example;7\n", "utf-8-sig"),
        ("navn;e-mail;karakter\r\nSøren Ærø;s@x.example;7\r\n", "cp1252"),
        ("Name,Email,Grade\nSøren Ærø,s@x.example,7\n", "utf-8"),
        ("Navn\tE-mail\tKarakter\r\nSøren Ærø\ts@x.example\t7\r\n", "utf-16"),
        ('"Fornavn";"Efternavn";"E-mailadresse";"Resultat"\n"Søren";"Ærø";"S@X.example";"07"\n', "utf-8"),
    ],
)
def test_a_list_is_read_whoever_wrote_it(oral: MicroCredential, text: str, encoding: str) -> None:
    batch = make_list(text.encode(encoding), micro_credential=oral)
    row = batch.rows.get()
    assert (row.given_name, row.family_name, row.email, row.grade) == ("Søren", "Ærø", "s@x.example", "7")
    assert (batch.fit, batch.with_problems, row.cells) == (1, 0, {})


def test_an_excel_workbook_is_read_with_its_dates_and_numbers(oral: MicroCredential) -> None:
    book = workbook(("Navn", "E-mail", "Karakter", "Dato"), ("Alma Dal", "a@x.example", 7.0, NOW.replace(tzinfo=None)))
    batch = make_list(book, name="hold.xlsx", micro_credential=oral)
    row = batch.rows.get()
    assert (row.grade, str(row.awarded_on), batch.source) == ("7", "2026-11-21", Source.XLSX)


def test_rows_of_a_program_are_read_as_a_list_is(oral: MicroCredential) -> None:
    batch = services.make_batch_of_rows(
        organisation=oral.provider,
        rows=[
            {
                Column.NAME: "Alma Dal",
                Column.EMAIL: "a@x.example",
                Column.GRADE: "12",
                Column.MICRO_CREDENTIAL: oral.slug,
            }
        ],
        name="Hold 3",
        micro_credential=None,
        tells=False,
        by=make_secretary(oral.provider),
        now=NOW,
    )
    services.read(batch=batch, clock=clock)
    batch.refresh_from_db()
    assert (batch.state, batch.fit, batch.name) == (State.READY, 1, "Hold 3")


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (";a@x.example;7", "name", "name_missing"),
        ("Alma;a@x.example;7", "name", "name_one_word"),
        ("Al\x01ma Dal;a@x.example;7", "name", "characters"),
        ("Al\u202ema Dal;a@x.example;7", "name", "characters"),
        ("Alma Dal;;7", "email", "email_missing"),
        ("Alma Dal;a(at)x.example;7", "email", "email_wrong"),
        ("Alma Dal;a@x.example;", "grade", "grade_missing"),
        ("Alma Dal;a@x.example;8", "grade", "grade_unknown"),
        ("Alma Dal;a@x.example;00", "grade", "grade_not_passed"),
        ("Alma Dal;a@x.example;bestået", "grade", "grade_by_scale"),
        ("Alma Dal;a@x.example;7;32.1.2026", "awarded_on", "date_wrong"),
        ("Alma Dal;a@x.example;7;22.11.2026", "awarded_on", "date_to_come"),
        ("Alma Dal;a@x.example;7;1.1.1999", "awarded_on", "date_long_ago"),
        ("Alma Dal;a@x.example;7;;javascript:alert(1)", "evidence", "evidence_wrong"),
        ("Alma Dal;a@x.example;7;;;Findes ikke", "micro_credential", "micro_credential_unknown"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column(oral: MicroCredential, line: str, column: str, code: str) -> None:
    head = "navn;e-mail;karakter;dato;dokumentation;micro-credential\n"
    batch = make_list(head + "Bo Dal;b@x.example;7\n" + line, micro_credential=oral)
    assert problems_of(batch) == [(3, column, code)]
    for language in ("da", "en"):
        with override(language):
            assert first_faults(batch)[0].text.endswith((".", "?"))


def test_bytes_that_no_encoding_has_are_named_and_not_awarded(oral: MicroCredential) -> None:
    batch = make_list((HEAD + "S\x81ren Dal;s@x.example;7").encode("latin-1"), micro_credential=oral)
    assert problems_of(batch) == [(2, "name", "characters")]


def test_a_micro_credential_is_named_by_slug_or_by_title_in_either_language(oral: MicroCredential) -> None:
    names = (oral.slug, "undersøgende  DATAJOURNALISTIK", "Investigative journalism")
    lines = [f"Alma Dal;a{number}@x.example;7;{name}" for number, name in enumerate(names)]
    batch = make_list("\n".join(["navn;e-mail;karakter;micro-credential", *lines]), organisation=oral.provider)
    assert (batch.fit, problems_of(batch)) == (3, [])


def test_passed_and_nothing_else_is_a_grade_where_there_is_no_scale() -> None:
    passing = make_awardable(required=[], grading=Grading.PASS_FAIL)
    lines = ["Alma Dal;a@x.example;Bestået", "Bo Dal;b@x.example;", "Carl Dal;c@x.example;12"]
    batch = make_list(HEAD + "\n".join(lines), micro_credential=passing)
    assert list(batch.rows.fit().values_list("grade", flat=True)) == ["passed", "passed"]
    assert problems_of(batch) == [(4, "grade", "grade_without_scale")]


def test_the_same_award_twice_in_a_list_is_found_across_stretches(
    oral: MicroCredential, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nanobank.awards.services._reading._STRETCH", 2)
    batch = make_list(people_list(5) + "\nPerson B;PERSON-1@cohort.example;10", micro_credential=oral)
    assert problems_of(batch) == [(7, "email", "twice")]
    assert batch.rows.unfit().get().problems[0][2] == {"line": "3"}


def test_who_holds_it_already_is_known_and_told(oral: MicroCredential) -> None:
    make_credential(make_person("Alma", "Dal", email="a@x.example"), oral)
    batch = make_list(HEAD + "Alma Dal;a@x.example;7", micro_credential=oral)
    assert problems_of(batch) == [(2, "email", "held")]


def test_a_shifted_list_does_not_reach_other_people(oral: MicroCredential) -> None:
    person = make_person("Alma", "Dalgaard", email="a@x.example", last_login=NOW)
    assert problems_of(make_list(HEAD + "Bo Krog;a@x.example;7", micro_credential=oral)) == [(2, "name", "other_name")]
    assert make_list(HEAD + "Alma Sofie Dalgård;a@x.example;7", micro_credential=oral).known == 1
    assert words_of("Élodie Næss-Dahl") == {"elodie", "næss", "dahl"}
    assert person.name == "Alma Dalgaard"


def test_nobody_awards_something_to_themselves(oral: MicroCredential) -> None:
    secretary = make_secretary(oral.provider, email="bente@x.example")
    batch = make_list(HEAD + "Bente Lund;bente@x.example;12", micro_credential=oral, by=secretary)
    assert problems_of(batch) == [(2, "email", "own")]


def test_a_micro_credential_that_lacks_something_is_not_awarded() -> None:
    unready = make_awardable(required=[], quality_assurance_da="", quality_assurance_en="")
    batch = make_list(people_list(1), micro_credential=unready)
    assert problems_of(batch) == [(2, "micro_credential", "micro_credential_unready")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("navn;e-mail;karakter\n", "empty"),
        ("navn;karakter\nAlma Dal;7", "missing"),
        ("navn;name;e-mail\nAlma Dal;Alma Dal;a@x.example", "twice"),
        ("\x00\x01\x02;x", "csv"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(oral: MicroCredential, text: str, code: str) -> None:
    batch = make_list(text or " ", micro_credential=oral)
    assert (batch.state, batch.trouble["code"]) == (State.UNREADABLE, code)
    assert trouble_text(batch.trouble)


def test_a_list_that_says_nowhere_what_is_awarded_says_so() -> None:
    assert make_list(people_list(1)).trouble["code"] == "no_micro_credential"


def test_what_is_no_workbook_says_so(oral: MicroCredential) -> None:
    batch = make_list(b"PK\x03\x04" + b"x" * 200, name="hold.xlsx", micro_credential=oral)
    assert batch.trouble["code"] == "xlsx"


def test_other_columns_are_told_of_and_nothing_of_them_is_kept(oral: MicroCredential) -> None:
    batch = make_list("CPR;navn;e-mail;karakter;Hold\n010190-1234;Alma;a@x.example;7;3", micro_credential=oral)
    assert batch.trouble == {"unknown": ["CPR", "Hold"]}
    assert "010190" not in str(list(batch.rows.values()))


def test_the_file_is_gone_once_it_has_been_read(
    oral: MicroCredential, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        batch = make_list(people_list(1), micro_credential=oral)
    assert not batch.file
    assert not batch.file.storage.exists(f"lister/{batch.uuid}.csv")


def test_a_list_whose_reading_was_broken_off_is_read_on(oral: MicroCredential, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nanobank.awards.services._reading._STRETCH", 2)
    batch = make_list(people_list(5), micro_credential=oral, read=False)
    stale = Batch.objects.get(pk=batch.pk)
    batch.file.open("rb")
    services.read(batch=batch, clock=clock)
    services.read(batch=stale, clock=clock)  # a second worker that began at the same time
    batch.refresh_from_db()
    assert (batch.rows_read, batch.rows.count(), batch.state) == (5, 5, State.READY)
    assert batch.steps.filter(kind=Step.Kind.READ).count() == 1


def test_only_the_office_hands_in(oral: MicroCredential) -> None:
    for stranger in (make_secretary(make_issuer()), make_member(Role.EDUCATOR, oral.provider)):
        with pytest.raises(NotYours):
            make_list(people_list(1), micro_credential=oral, by=stranger)


def test_another_institutions_micro_credential_cannot_be_chosen(oral: MicroCredential) -> None:
    other = make_issuer()
    with pytest.raises(Refused):
        services.make_batch(
            organisation=other,
            file=ContentFile(people_list(1).encode(), name="x.csv"),
            micro_credential=oral,
            tells=False,
            by=make_secretary(other),
            now=NOW,
        )


def test_headings_mean_the_same_however_they_are_written() -> None:
    layout = layout_of([" E_Mail ", "NAVN", "Micro credential", "Alder"])
    assert layout.places == {Column.EMAIL: 0, Column.NAME: 1, Column.MICRO_CREDENTIAL: 2}
    assert layout.unknown == ("Alder",)


def test_a_batch_counts_whom_it_knows(oral: MicroCredential) -> None:
    make_person("Person", "A", email="person-0@cohort.example")
    batch = make_batch(3, micro_credential=oral)
    assert (batch.fit, batch.known, batch.unknown) == (3, 1, 2)


def test_what_is_copied_along_unseen_is_left_out(oral: MicroCredential) -> None:
    row = make_list(HEAD + "Al\u00adma\u200b Dal;\ufeffa@x.example;7", micro_credential=oral).rows.get()
    assert (row.given_name, row.family_name, row.email, row.fit) == ("Alma", "Dal", "a@x.example", True)
