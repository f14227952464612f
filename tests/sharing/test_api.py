import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from factories import make_person
from factories_credentials import make_credential
from factories_sharing import make_share
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.sharing.models import Share

pytestmark = pytest.mark.django_db


def program(person: Person) -> Client:
    secret = create_token(person=person, name="Test", days=1, now=timezone.now() - timedelta(hours=1)).secret
    return Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": "da"})


def make(client: Client, **body: Any) -> Any:
    body = {"last_day": str(timezone.localdate() + timedelta(days=9))} | body
    return client.post("/api/v1/shares", json.dumps(body), content_type="application/json")


def test_a_program_makes_a_link_shows_it_and_stops_it(client: Client) -> None:
    credential = make_credential()
    mine = program(credential.person)
    made = make(mine, credentials=[str(credential.uuid)], title="Til jer", shows={"name": False, "grade": True})
    assert made.status_code == 201
    link = made.json()
    assert link["shows"] == {"name": False, "grade": True, "outcomes": True, "evidence": False, "document": False}
    secret = link["address"].rstrip("/").rpartition("/")[2]
    assert client.get(f"/delt/{secret}/").status_code == 200
    assert mine.get("/api/v1/shares").json()["count"] == 1
    shown = mine.get(f"/api/v1/shares/{link['uuid']}").json()
    assert (shown["opened"], shown["is_open"], shown["title"]) == (1, True, "Til jer")
    assert mine.delete(f"/api/v1/shares/{link['uuid']}").status_code == 204
    assert mine.delete(f"/api/v1/shares/{link['uuid']}").status_code == 404
    assert client.get(f"/delt/{secret}/").status_code == 410
    assert mine.get(f"/api/v1/shares/{link['uuid']}").json()["is_open"] is False


def test_a_neighbours_program_finds_nothing() -> None:
    share = make_share(make_credential())
    neighbour = program(make_person())
    assert neighbour.get("/api/v1/shares").json()["count"] == 0
    assert neighbour.get(f"/api/v1/shares/{share.uuid}").status_code == 404
    assert neighbour.delete(f"/api/v1/shares/{share.uuid}").status_code == 404
    assert neighbour.get(f"/api/v1/credentials/{share.credentials.get().uuid}/badge").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"credentials": []}, "credentials"),
        ({"credentials": [str(uuid4())]}, "credentials"),
        ({"last_day": "2020-01-01"}, "last_day"),
        ({"shows": {"document": True}}, "document"),
    ],
)
def test_what_is_wrong_is_said_of_the_input_it_is_about(wrong: dict[str, Any], field: str) -> None:
    credential = make_credential()
    answer = make(program(credential.person), **{"credentials": [str(credential.uuid)]} | wrong)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert not Share.objects.exists()


def test_somebody_elses_credential_is_not_there_to_share() -> None:
    credential = make_credential()
    answer = make(program(make_person()), credentials=[str(credential.uuid)])
    assert answer.status_code == 422
    assert not Share.objects.exists()


def test_a_program_is_told_where_the_badge_of_its_persons_credential_is() -> None:
    credential = make_credential()
    mine = program(credential.person)
    answer = mine.get(f"/api/v1/credentials/{credential.uuid}/badge").json()
    assert mine.get(answer["png"].removeprefix("http://testserver")).headers["Content-Type"] == "image/png"
    assert answer["linkedin"].startswith("https://www.linkedin.com/profile/add?")


def test_a_link_answered_as_data_is_kept_nowhere(client: Client) -> None:
    share = make_share(make_credential())
    assert client.get(f"/api/v1/shared/{share.secret}").headers["Cache-Control"] == "no-store"
