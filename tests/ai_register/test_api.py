"""The register by API: what its pages do, and who gets nothing."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from factories import make_member, make_module, make_organisation, make_person
from factories_ai_register import Employer, make_wording
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.organisations.models import Kind, Role

pytestmark = pytest.mark.django_db


class Program:
    """A program with somebody's personal token."""

    def __init__(self, person: Person) -> None:
        secret = create_token(person=person, name="Test", days=1, now=timezone.now() - timedelta(hours=1)).secret
        self.client = Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": "da"})

    def send(self, method: str, path: str, **body: Any) -> Any:
        return self.client.generic(method, f"/api/v1{path}", json.dumps(body), content_type="application/json")


def test_a_program_keeps_a_register_from_the_first_system_to_the_report() -> None:
    employer, module = Employer(), make_module(slug="ai-i-praksis")
    at = f"/organisations/{employer.organisation.slug}/ai-register"
    keeper = Program(employer.keeper)
    review = str(timezone.localdate() + timedelta(days=90))
    system = keeper.send("POST", f"{at}/systems", name="Chat", purpose="Svar", review_on=review)
    assert system.status_code == 201
    staff = keeper.send("GET", f"{at}/staff").json()
    assert staff["count"] == 4
    members = [one["member"] for one in staff["items"]]
    group = keeper.send("POST", f"{at}/groups", name="Alle", systems=[system.json()["uuid"]], members=members).json()
    required = keeper.send("POST", f"{at}/groups/{group['uuid']}/requirements", module=module.slug, months=12)
    assert required.json()["module"] == "ai-i-praksis"
    training = keeper.send(
        "POST",
        f"{at}/trainings",
        title="Eftermiddag",
        content="Regler",
        held_on=str(timezone.localdate()),
        hours="2.5",
        meets=[required.json()["uuid"]],
        attended=members[:3],
    )
    assert training.status_code == 201
    register = keeper.send("GET", at).json()
    assert (register["people"], register["people_ready"]) == (4, 3)
    assert sorted(register["trainings"][0]["attended"]) == sorted(members[:3])
    assert keeper.send("GET", f"{at}/report.pdf").content.startswith(b"%PDF")
    assert keeper.send("DELETE", f"{at}/requirements/{required.json()['uuid']}").status_code == 204
    assert keeper.send("DELETE", f"{at}/systems/{system.json()['uuid']}").status_code == 204
    assert keeper.send("DELETE", f"{at}/systems/{system.json()['uuid']}").status_code == 409


def test_what_is_wrong_is_named() -> None:
    employer = Employer()
    at = f"/organisations/{employer.organisation.slug}/ai-register"
    wrong = Program(employer.keeper).send("POST", f"{at}/systems", name="Chat", purpose="Svar", review_on="2020-01-01")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "review_on")


def test_nobody_else_reads_or_writes_it() -> None:
    employer = Employer()
    at = f"/organisations/{employer.organisation.slug}/ai-register"
    others = [
        employer.employees[0],
        make_member(Role.EMPLOYER, make_organisation(Kind.EMPLOYER)),
        make_member(Role.PROGRAMME_LEAD),
        make_person(is_staff=True),
    ]
    for person in others:
        program = Program(person)
        assert program.send("GET", at).status_code == 404
        assert program.send("GET", f"{at}/report.pdf").status_code == 404
        assert program.send("GET", f"{at}/staff").status_code == 404
        body = {"name": "Chat", "purpose": "Svar", "review_on": str(timezone.localdate())}
        assert program.send("POST", f"{at}/systems", **body).status_code == 404


def test_an_employee_reads_what_is_said_of_them_and_decides_what_more_is_seen() -> None:
    employer = Employer()
    employer.group()
    employee = Program(employer.employees[0])
    (mine,) = employee.send("GET", "/me/ai-registers").json()
    assert (mine["groups"], mine["consents"]) == (["Alle"], False)
    consent = f"/me/ai-registers/{mine['member']}/consent"
    assert employee.send("PUT", consent).status_code == 204
    assert employee.send("GET", "/me/ai-registers").json()[0]["consents"] is True
    assert employee.send("DELETE", consent).status_code == 204
    assert Program(employer.employees[1]).send("PUT", consent).status_code == 404


def test_the_banks_staff_reword_the_law() -> None:
    make_wording("duty")
    body = {"text_da": "Ny", "text_en": "New", "source": "EU"}
    assert Program(make_person()).send("PUT", "/ai-wordings/duty", **body).status_code == 404
    assert Program(make_person(is_staff=True)).send("PUT", "/ai-wordings/duty", **body).json() == body
