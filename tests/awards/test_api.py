from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factories import NOW
from factories_awards import make_batch, people_list
from factories_credentials import make_awardable, make_issuer, make_secretary
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.awards.models import Batch
from nanobank.catalogue.models import MicroCredential
from nanobank.credentials.models import Credential

pytestmark = pytest.mark.django_db


def api(person: Person) -> Client:
    secret = create_token(person=person, name="test", days=None, now=NOW).secret
    return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "da"})


@pytest.fixture
def oral() -> MicroCredential:
    return make_awardable(required=[])


def rows(*given: dict[str, Any], organisation: str, micro_credential: str | None = None) -> dict[str, Any]:
    return {"organisation": organisation, "rows": list(given), "micro_credential": micro_credential, "tells": False}


def test_rows_are_handed_in_looked_through_and_awarded(oral: MicroCredential) -> None:
    office = api(make_secretary(oral.provider))
    good = {"name": "Alma Dal", "email": "a@x.example", "grade": "10"}
    bad = {"name": "Bo", "email": "b@x.example", "grade": "10"}
    given = rows(good, bad, organisation=oral.provider.slug, micro_credential=oral.slug)
    made = office.post("/api/v1/award-batches", given, content_type="application/json")
    assert (made.status_code, made.json()["state"], made.json()["fit"], made.json()["with_problems"]) == (
        201,
        "ready",
        1,
        1,
    )
    address = f"/api/v1/award-batches/{made.json()['uuid']}"
    problems = office.get(f"{address}/problems").json()
    assert (problems["count"], problems["items"][0]["line"]) == (1, 3)
    assert problems["items"][0]["text"] == "Skriv både fornavn og efternavn."
    assert not Credential.objects.exists()
    office.post(f"{address}/submit")
    assert office.get(address).json()["awarded"] == 1
    assert office.get("/api/v1/award-batches").json()["count"] == 1


def test_a_file_is_handed_in_and_above_the_limit_a_colleague_approves(oral: MicroCredential) -> None:
    office, colleague = api(make_secretary(oral.provider)), api(make_secretary(oral.provider))
    file = SimpleUploadedFile("hold.csv", people_list(26).encode())
    given = {"organisation": oral.provider.slug, "micro_credential": oral.slug, "tells": "false", "file": file}
    made = office.post("/api/v1/award-batches/upload", given).json()
    address = f"/api/v1/award-batches/{made['uuid']}"
    assert made["needs_approval"]
    assert office.post(f"{address}/submit").json()["state"] == "waiting"
    assert office.post(f"{address}/approve").status_code == 404
    back = colleague.post(f"{address}/refuse", {"note": "Linje 4 er forkert."}, content_type="application/json")
    assert back.json()["steps"][-1]["note"] == "Linje 4 er forkert."
    office.post(f"{address}/submit")
    colleague.post(f"{address}/approve")
    assert colleague.get(address).json()["state"] == "finished"
    assert office.post(f"{address}/stop").status_code == 409


def test_a_batch_is_withdrawn(oral: MicroCredential) -> None:
    batch = make_batch(1, micro_credential=oral)
    assert api(batch.made_by).delete(f"/api/v1/award-batches/{batch.uuid}").status_code == 204
    assert not batch.rows.exists()


def test_the_office_next_door_gets_nothing(oral: MicroCredential) -> None:
    batch, stranger = make_batch(1, micro_credential=oral), api(make_secretary(make_issuer()))
    address = f"/api/v1/award-batches/{batch.uuid}"
    assert stranger.get(address).status_code == stranger.get(f"{address}/problems").status_code == 404
    for action in ("submit", "approve", "stop", "continue"):
        assert stranger.post(f"{address}/{action}").status_code == 404
    assert stranger.delete(address).status_code == 404
    given = rows({"name": "Alma Dal", "email": "a@x.example"}, organisation=oral.provider.slug)
    assert stranger.post("/api/v1/award-batches", given, content_type="application/json").status_code == 404
    assert Batch.objects.count() == 1


def test_no_rows_are_no_list(oral: MicroCredential) -> None:
    answer = api(make_secretary(oral.provider)).post(
        "/api/v1/award-batches", rows(organisation=oral.provider.slug), content_type="application/json"
    )
    assert (answer.status_code, answer.json()["field"]) == (422, "rows")
