"""A list of people is told row by row, and taken in whole or not at all."""

import io
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from openpyxl import Workbook

from factories import NOW, make_member, make_person
from factories_employers import confirm, make_colleague, make_cost_centre, make_employer, people_csv, read_list
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.employers import services
from nanobank.employers.models import Colleague, ListState, PeopleRow
from nanobank.notices.models import Notice
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db


def test_ten_thousand_rows_with_three_hundred_bad_ones_are_told_row_by_row_and_nothing_is_half_taken_in() -> None:
    organisation, boss = make_employer()
    lines = [f"Person Nummer{n};person{n}@firma.dk;Lager;Pakker;" for n in range(9_700)]
    lines[100:100] = [f"Uden{n};;Lager;;" for n in range(300)]
    handed = read_list(organisation, boss, *lines)
    assert (handed.state, handed.rows_read, handed.with_problems) == (ListState.READY, 10_000, 300)
    bad = PeopleRow.objects.filter(people_list=handed, fit=False).order_by("number")
    assert [row.number for row in bad] == list(range(102, 402))
    assert {tuple(problem[:2]) for problem in bad[0].problems} == {
        ("name", "name_one_word"),
        ("email", "email_missing"),
    }
    assert not Colleague.objects.of(organisation).exists()
    assert services.take_in(people_list=handed, invites=False, by=boss, now=NOW) == 9_700
    assert Colleague.objects.of(organisation).here().count() == 9_700
    assert not PeopleRow.objects.exists()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Ida;ida@firma.dk;;;", ("name", "name_one_word")),
        (";ida@firma.dk;;;", ("name", "name_missing")),
        ("Ida Holm;ida(at)firma.dk;;;", ("email", "email_wrong")),
        ("Ida Holm;ida@firma.dk;;;0815", ("cost_centre", "cost_centre_unknown")),
        (f"Ida Holm;ida@firma.dk;{'x' * 81};;", ("team", "long")),
    ],
)
def test_what_is_wrong_with_a_line_is_said(line: str, problem: tuple[str, str]) -> None:
    organisation, boss = make_employer()
    handed = read_list(organisation, boss, line)
    assert [tuple(one[:2]) for one in PeopleRow.objects.get(people_list=handed).problems] == [problem]


def test_the_same_address_twice_is_said_with_the_line_of_the_first() -> None:
    organisation, boss = make_employer()
    handed = read_list(organisation, boss, "Ida Holm;ida@firma.dk", "Bo Holm;IDA@firma.dk")
    assert PeopleRow.objects.get(people_list=handed, number=3).problems == [["email", "twice", {"line": "2"}]]


def test_whoever_is_here_gets_new_details_and_keeps_what_the_list_does_not_say() -> None:
    organisation, boss = make_employer()
    colleague = make_colleague(organisation, boss, team="Lager", job_role="Pakker")
    centre = make_cost_centre(organisation, boss)
    handed = read_list(organisation, boss, f"{colleague.name};{colleague.email};Kontor;;4711")
    assert (handed.known, handed.new) == (1, 0)
    services.take_in(people_list=handed, invites=True, by=boss, now=NOW)
    colleague.refresh_from_db()
    assert (colleague.team, colleague.job_role, colleague.cost_centre) == ("Kontor", "Pakker", centre)


@pytest.mark.django_db(transaction=True)
def test_those_who_are_new_can_be_asked_in_by_mail() -> None:
    organisation, boss = make_employer()
    handed = read_list(organisation, boss, "Ida Holm;ida@firma.dk")
    services.take_in(people_list=handed, invites=True, by=boss, now=NOW)
    assert [one.to for one in mail.outbox] == [["ida@firma.dk"]]
    assert "/arbejdsplads/" in mail.outbox[0].body


def test_an_excel_workbook_will_do() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Fornavn", "Efternavn", "Mail"])
    book.active.append(["Ida", "Holm", "ida@firma.dk"])
    content = io.BytesIO()
    book.save(content)
    organisation, boss = make_employer()
    file = ContentFile(content.getvalue(), name="folk.xlsx")
    handed = services.hand_in(organisation=organisation, file=file, by=boss, now=NOW)
    services.read(people_list=handed, clock=lambda: NOW)
    handed.refresh_from_db()
    assert (handed.rows_read, handed.fit) == (1, 1)


@pytest.mark.parametrize(
    ("headings", "code"), [("Navn;Noget", "missing"), ("Navn;E-mail;Mail", "twice"), ("", "empty")]
)
def test_a_list_that_cannot_be_read_says_why(headings: str, code: str) -> None:
    organisation, boss = make_employer()
    handed = read_list(
        organisation, boss, *(["Ida Holm;ida@firma.dk"] if headings else [" "]), headings=headings or " "
    )
    assert (handed.state, handed.trouble["code"]) == (ListState.UNREADABLE, code)


def test_another_kind_of_file_is_refused() -> None:
    organisation, boss = make_employer()
    with pytest.raises(Refused) as refused:
        services.hand_in(organisation=organisation, file=ContentFile(b"x", name="folk.pdf"), by=boss, now=NOW)
    assert refused.value.field == "file"


def test_a_list_whose_worker_died_is_read_from_the_start_by_another() -> None:
    organisation, boss = make_employer()
    handed = services.hand_in(organisation=organisation, file=people_csv("Ida Holm;ida@firma.dk"), by=boss, now=NOW)
    assert services.take_up_abandoned(now=NOW) == []
    later = NOW + timedelta(minutes=3)
    assert services.take_up_abandoned(now=later) == [handed]
    services.read(people_list=handed, clock=lambda: later)
    services.read(people_list=handed, clock=lambda: later)
    assert PeopleRow.objects.filter(people_list=handed).count() == 1


def test_what_stood_in_a_withdrawn_list_is_forgotten() -> None:
    organisation, boss = make_employer()
    handed = read_list(organisation, boss, "Ida Holm;ida@firma.dk")
    services.withdraw(people_list=handed, by=boss, now=NOW)
    assert not PeopleRow.objects.exists()
    with pytest.raises(Conflict):
        services.take_in(people_list=handed, invites=False, by=boss, now=NOW)


def test_an_employer_cannot_take_in_anothers_list() -> None:
    organisation, boss = make_employer()
    _other, neighbour = make_employer()
    handed = read_list(organisation, boss, "Ida Holm;ida@firma.dk")
    with pytest.raises(NotYours):
        services.take_in(people_list=handed, invites=False, by=neighbour, now=NOW)


def test_whoever_works_there_already_need_not_be_asked_in() -> None:
    organisation, boss = make_employer()
    here = confirm(make_member(Role.EMPLOYEE, organisation))
    unconfirmed, elsewhere = make_member(Role.EMPLOYEE, organisation), confirm(make_person())
    lines = [f"{one.name};{one.email}" for one in (here, unconfirmed, elsewhere)]
    handed = read_list(organisation, boss, *lines)
    services.take_in(people_list=handed, invites=True, by=boss, now=NOW)
    joined = Colleague.objects.of(organisation).here().exclude(membership=None)
    assert {one.membership.person for one in joined if one.membership} == {here}
    assert Notice.objects.get().person == elsewhere
    assert {tuple(one.to) for one in mail.outbox} == {(unconfirmed.email,), (elsewhere.email,)}


def test_a_cpr_number_in_any_cell_is_a_problem_and_is_not_kept() -> None:
    organisation, boss = make_employer()
    handed = read_list(
        organisation, boss, "Jens Krog 010180-1234;jens@firma.dk", "Ida Holm;ida@firma.dk;Hold 010180 1234"
    )
    rows = list(handed.rows.order_by("number"))
    assert [[column for column, _code, _params in row.problems] for row in rows] == [["name"], ["team"]]
    assert "1234" not in str([(row.given_name, row.family_name, row.team, row.cells) for row in rows])
