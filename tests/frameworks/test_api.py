"""Frameworks in the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factories import NOW, make_competence, make_member, make_organisation, make_person
from factories_frameworks import hand_over, skill, skills_csv, small_esco, take_in, zipped
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.frameworks.models import Framework, ImportRun
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db


def _api(person: Person) -> Client:
    secret = create_token(person=person, name="test", days=None, now=NOW).secret
    return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "da"})


def test_a_framework_is_handed_over_looked_through_and_taken_in() -> None:
    staff = _api(make_person(is_staff=True))
    files = [
        SimpleUploadedFile("esco.zip", zipped(small_esco())),
        SimpleUploadedFile("skills_de.csv", skills_csv(skill(1, "Gesundheit vermitteln"), skill(1, "noch einmal"))),
    ]
    made = staff.post("/api/v1/framework-imports", {"files": files, "whole": "true"})
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["state"], told["format"], told["languages"], told["faulty"]) == (
        "ready",
        "esco",
        ["da", "de", "en"],
        1,
    )
    address = f"/api/v1/framework-imports/{told['uuid']}"
    fault = staff.get(f"{address}/faults").json()["items"][0]
    assert (fault["file"], fault["line"]) == ("skills_de.csv", 3)
    assert fault["text"] == "Det samme begreb står allerede i linje 2, på det samme sprog."
    assert not Framework.objects.exists()
    assert staff.post(f"{address}/begin").json()["state"] == "finished"
    assert staff.get(address).json()["added"] == 6
    assert staff.post(f"{address}/begin").status_code == 409
    assert staff.get("/api/v1/framework-imports").json()["count"] == 1


def test_an_import_is_given_up() -> None:
    staff = _api(make_person(is_staff=True))
    run = hand_over(zipped(small_esco()), "esco.zip")
    assert staff.delete(f"/api/v1/framework-imports/{run.uuid}").status_code == 204
    assert staff.post(f"/api/v1/framework-imports/{run.uuid}/begin").status_code == 409


@pytest.mark.parametrize("role", Role)
def test_nobody_else_takes_frameworks_in(role: Role) -> None:
    somebody = _api(make_member(role, make_organisation()))
    run = hand_over(zipped(small_esco()), "esco.zip")
    address = f"/api/v1/framework-imports/{run.uuid}"
    answers = [
        somebody.get("/api/v1/framework-imports"),
        somebody.post("/api/v1/framework-imports", {"files": [SimpleUploadedFile("esco.zip", zipped(small_esco()))]}),
        somebody.get(address),
        somebody.get(f"{address}/faults"),
        *(somebody.post(f"{address}/{verb}") for verb in ("begin", "stop", "continue")),
        somebody.delete(address),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert ImportRun.objects.count() == 1


def test_what_cannot_be_used_is_refused_beside_its_input() -> None:
    staff = _api(make_person(is_staff=True))
    answer = staff.post(
        "/api/v1/framework-imports", {"files": [SimpleUploadedFile("liste.csv", b"kode;navn\r\nx;y\r\n")]}
    )
    assert (answer.status_code, answer.json()["field"]) == (422, "title")


def test_everybody_reads_how_competences_hang_together(client: Client) -> None:
    take_in(zipped(small_esco()), "esco.zip")
    esco = client.get("/api/v1/frameworks").json()[0]
    assert (esco["slug"], esco["competences"], esco["occupations"]) == ("esco", 2, 1)
    relations = client.get("/api/v1/competences/check-sources/relations").json()
    assert [one["label_en"] for one in relations["broader"]] == ["communication"]
    assert [one["slug"] for one in relations["essential_for"]] == ["journalist"]
    assert relations["roles"] == 1
    top = client.get("/api/v1/concepts").json()
    assert [one["slug"] for one in top["items"]] == ["communication"]
    assert client.get("/api/v1/concepts/communication/narrower").json()["count"] == 2
    found = client.get("/api/v1/concepts?q=skribent&kind=occupation").json()
    assert [one["slug"] for one in found["items"]] == ["journalist"]


def test_a_role_tells_what_it_takes(client: Client) -> None:
    take_in(zipped(small_esco()), "esco.zip")
    told = client.get("/api/v1/roles/journalist").json()
    assert [(one["slug"], one["essential"], one["taught"]) for one in told["competences"]] == [
        ("check-sources", True, False), ("communicate-about-health", False, False),
    ]  # fmt: skip
    assert client.get("/api/v1/roles/communication").status_code == 404


def test_a_competence_that_no_framework_brought_has_no_relations(client: Client) -> None:
    make_competence(slug="ours")
    told = client.get("/api/v1/competences/ours/relations").json()
    assert (told["framework"], told["broader"], told["roles"]) == (None, [], 0)
