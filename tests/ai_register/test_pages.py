"""The register's pages: who sees them, what they refuse, and the report."""

import io
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from clients import signed_in
from factories import NOW, make_member, make_module, make_organisation, make_person
from factories_ai_register import TODAY, Employer, make_wording
from nanobank.ai_register import services
from nanobank.ai_register.models import AiSystem, StaffGroup, Training, Wording
from nanobank.ai_register.queries import register_of
from nanobank.organisations.models import Kind, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def pages_of(employer: Employer) -> list[str]:
    slug = employer.organisation.slug
    system, group = employer.system(), employer.group()
    training = employer.training(employer.memberships[:1])
    return [
        reverse("ai_register_of", args=[slug]),
        reverse("ai_register_pdf", args=[slug]),
        reverse("ai_register_xlsx", args=[slug]),
        reverse("ai_system_new", args=[slug]),
        reverse("ai_system", args=[slug, system.uuid]),
        reverse("ai_group_new", args=[slug]),
        reverse("ai_group", args=[slug, group.uuid]),
        reverse("ai_training_new", args=[slug]) + f"?gruppe={group.uuid}",
        reverse("ai_training", args=[slug, training.uuid]),
    ]


def test_whoever_keeps_the_register_sees_every_page() -> None:
    employer = Employer()
    client = signed_in(employer.keeper)
    assert [client.get(page).status_code for page in pages_of(employer)] == [200] * 9


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.EDUCATOR, Role.FUNDER, Role.PROGRAMME_LEAD])
def test_no_other_role_in_the_house_sees_any(role: Role) -> None:
    employer = Employer()
    client = signed_in(make_member(role, employer.organisation))
    assert {client.get(page).status_code for page in pages_of(employer)} == {404}


def test_a_neighbouring_employer_sees_nothing_and_a_visitor_is_asked_to_sign_in() -> None:
    employer = Employer()
    pages = pages_of(employer)
    neighbour = signed_in(make_member(Role.EMPLOYER, make_organisation(Kind.EMPLOYER)))
    assert {neighbour.get(page).status_code for page in pages} == {404}
    assert {signed_in(None).get(page).status_code for page in pages} == {302}


def test_one_employers_things_are_not_found_under_anothers_address() -> None:
    employer, other = Employer(), Employer()
    strange = reverse("ai_system", args=[employer.organisation.slug, other.system().uuid])
    assert signed_in(employer.keeper).get(strange).status_code == 404


def test_the_way_in_leads_to_the_register_or_to_what_is_said_of_one() -> None:
    employer = Employer()
    way_in = reverse("ai_register")
    kept = reverse("ai_register_of", args=[employer.organisation.slug])
    assert signed_in(employer.keeper).get(way_in)["Location"] == kept
    assert signed_in(employer.employees[0]).get(way_in)["Location"] == reverse("ai_register_mine")


def test_a_system_is_entered_and_what_is_wrong_is_said_beside_the_field_with_the_rest_kept() -> None:
    employer = Employer()
    client = signed_in(employer.keeper)
    address = reverse("ai_system_new", args=[employer.organisation.slug])
    given = {"name": "Prøvetjek", "purpose": "Bedømmer stile", "part": "deployer", "risk": "high"}
    answer = client.post(address, {**given, "review_on": str(TODAY)})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"risk_grounds"}
    assert "Bedømmer stile" in answer.content.decode()
    assert client.post(address, {**given, "review_on": str(TODAY), "risk_grounds": "Bilag III"}).status_code == 302
    assert AiSystem.objects.get().risk == "high"


def test_a_group_gets_what_it_must_have_learnt_by_a_modules_address() -> None:
    employer = Employer()
    client = signed_in(employer.keeper)
    slug, module = employer.organisation.slug, make_module(title_da="AI i praksis")
    answer = client.post(
        reverse("ai_group_new", args=[slug]),
        {"name": "Lærere", "knowledge": "none", "members": [str(one.uuid) for one in employer.memberships]},
    )
    group = StaffGroup.objects.get()
    assert answer["Location"] == reverse("ai_group", args=[slug, group.uuid])
    address = reverse("ai_requirement_new", args=[slug, group.uuid])
    assert client.post(address, {"module": "Findes ikke"}).status_code == 422
    client.post(address, {"module": f"https://bank.example/moduler/{module.slug}/", "months": "24"})
    (requirement,) = group.requirements.all()
    assert (requirement.title, requirement.module, requirement.months) == ("AI i praksis", module, 24)
    client.post(reverse("ai_requirement_drop", args=[slug, requirement.uuid]))
    assert not group.requirements.exists()


def test_training_is_written_down_for_those_who_were_there() -> None:
    employer = Employer()
    group = employer.group()
    requirement = services.require(group=group, title="Regler", by=employer.keeper, now=NOW)
    address = reverse("ai_training_new", args=[employer.organisation.slug])
    client = signed_in(employer.keeper)
    shown = client.get(f"{address}?gruppe={group.uuid}").context["form"]
    assert len(shown.initial["attended"]) == 3
    answer = client.post(
        address,
        {
            "title": "Eftermiddag",
            "held_on": str(TODAY),
            "hours": "2,5",
            "content": "Regler",
            "meets": [str(requirement.uuid)],
            "attended": [str(employer.memberships[0].uuid)],
        },
    )
    assert answer.status_code == 302
    assert Training.objects.get().attendance.count() == 1
    assert register_of(employer.organisation, now=NOW).people_ready == 1


def test_a_yes_is_given_and_taken_back_on_ones_own_page() -> None:
    employer = Employer(employees=1)
    services.require(group=employer.group(), title="Regler", by=employer.keeper, now=NOW)
    (membership,) = employer.memberships
    client = signed_in(employer.employees[0])
    client.post(reverse("ai_register_consent", args=[membership.uuid]))
    assert client.get(reverse("ai_register_mine")).context["said"][0][0].consents
    client.post(reverse("ai_register_withdraw", args=[membership.uuid]))
    assert not client.get(reverse("ai_register_mine")).context["said"][0][0].consents
    neighbour = signed_in(make_person())
    assert neighbour.post(reverse("ai_register_consent", args=[membership.uuid])).status_code == 404


def test_the_report_says_it_all_and_takes_no_formula_from_a_name() -> None:
    employer = Employer(employees=1)
    system = employer.system(name="=1+1", purpose="Breve")
    group = employer.group(systems=[system.uuid], name="Lærere")
    services.require(group=group, title="Regler", by=employer.keeper, now=NOW)
    client, slug = signed_in(employer.keeper), employer.organisation.slug
    assert client.get(reverse("ai_register_pdf", args=[slug])).content.startswith(b"%PDF")
    book = load_workbook(io.BytesIO(client.get(reverse("ai_register_xlsx", args=[slug])).content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    said = {cell.value for cell in cells}
    assert {"=1+1", "Lærere", "Regler", "Asta Holt", "Mangler"} <= said


def test_the_pages_ask_the_database_as_often_for_many_as_for_few(django_assert_max_num_queries: Any) -> None:
    small, large = Employer(employees=2), Employer(employees=8)
    counted = []
    for employer in (small, large):
        requirement = services.require(group=employer.group(), title="Regler", by=employer.keeper, now=NOW)
        employer.training(employer.memberships[:1], meets=[requirement.uuid])
        client = signed_in(employer.keeper)
        with django_assert_max_num_queries(30) as captured:
            client.get(reverse("ai_register_of", args=[employer.organisation.slug]))
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_only_the_banks_staff_change_the_wording_of_the_law() -> None:
    make_wording("duty")
    address = reverse("ai_wording", args=["duty"])
    assert signed_in(Employer().keeper).get(address).status_code == 404
    staff = signed_in(make_person(is_staff=True))
    assert staff.get(reverse("ai_wordings")).status_code == 200
    assert staff.post(address, {"text_da": "Ny ordlyd", "text_en": "", "source": "EU"}).status_code == 422
    staff.post(address, {"text_da": "Ny ordlyd", "text_en": "New wording", "source": "EU"})
    employer = Employer()
    page = signed_in(employer.keeper).get(reverse("ai_register_of", args=[employer.organisation.slug]))
    assert "Ny ordlyd" in page.content.decode()
    assert Wording.objects.get(key="duty").changed_by is not None
