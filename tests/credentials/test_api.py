import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from factories import make_member, make_person
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.credentials.models import Credential, IssuerKey
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db

REASON = "Opgaven viste sig at være skrevet af en anden."
DENIED = sorted(set(Role) - {Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD})


class Program:
    """A program with somebody's token."""

    def __init__(self, person: Person, language: str = "da") -> None:
        secret = create_token(person=person, name="Test", days=1, now=timezone.now() - timedelta(hours=1)).secret
        self.client = Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": language})

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}")

    def post(self, path: str, body: Any = None) -> Any:
        return self.client.post(f"/api/v1{path}", json.dumps(body or {}), content_type="application/json")


def test_a_program_lists_its_persons_credentials_and_nobody_elses() -> None:
    mine = make_credential()
    make_credential()
    answer = Program(mine.person).get("/credentials").json()
    assert answer["count"] == 1
    assert answer["items"][0]["uuid"] == str(mine.uuid)
    assert answer["items"][0]["revocation_reason"] is None


def test_a_list_has_pages() -> None:
    person = make_person()
    for _ in range(3):
        make_credential(person)
    program = Program(person)
    assert len(program.get("/credentials?limit=2").json()["items"]) == 2
    assert len(program.get("/credentials?limit=2&offset=2").json()["items"]) == 1
    assert program.get("/credentials?limit=101").status_code == 422


def test_anybody_with_the_uuid_sees_whether_it_is_genuine(client: Client) -> None:
    credential = make_credential()
    answer = client.get(f"/api/v1/credentials/{credential.uuid}").json()
    assert (answer["outcome"], answer["reason"]) == ("genuine", "issuer_ok")
    assert answer["credential"] == json.loads(credential.document)


def test_the_office_revokes_and_the_holder_reads_why() -> None:
    credential = make_credential()
    office, holder = Program(make_secretary(credential.issuer)), Program(credential.person)
    assert office.post(f"/credentials/{credential.uuid}/revoke", {"reason": "fordi"}).status_code == 422
    assert office.post(f"/credentials/{credential.uuid}/revoke", {"reason": REASON}).status_code == 200
    assert office.post(f"/credentials/{credential.uuid}/revoke", {"reason": REASON}).status_code == 409
    assert holder.get("/credentials").json()["items"][0]["revocation_reason"] == REASON
    assert holder.get(f"/credentials/{credential.uuid}").json()["reason"] == "status_revoked"


@pytest.mark.parametrize("role", DENIED)
def test_no_other_role_revokes_or_makes_keys(role: Role) -> None:
    credential = make_credential()
    program = Program(make_member(role, credential.issuer))
    assert program.post(f"/credentials/{credential.uuid}/revoke", {"reason": REASON}).status_code == 404
    assert program.post(f"/organisations/{credential.issuer.slug}/keys/rotate").status_code == 404
    assert not Credential.objects.revoked().exists()
    assert IssuerKey.objects.count() == 1


def test_neither_does_the_office_next_door_nor_a_visitor(client: Client) -> None:
    credential = make_credential()
    path = f"/credentials/{credential.uuid}/revoke"
    assert Program(make_secretary(make_issuer())).post(path, {"reason": REASON}).status_code == 404
    assert client.post(f"/api/v1{path}", {"reason": REASON}, content_type="application/json").status_code == 401


def test_the_office_makes_a_new_key_and_what_the_old_one_signed_is_genuine(client: Client) -> None:
    issuer = make_issuer()
    credential = make_credential(micro_credential=make_awardable(issuer))
    made = Program(make_secretary(issuer)).post(f"/organisations/{issuer.slug}/keys/rotate")
    assert made.status_code == 201
    published = client.get(f"/udbydere/{issuer.slug}/did.json").json()
    assert made.json()["id"] in published["assertionMethod"]
    assert len(published["verificationMethod"]) == 2
    assert client.get(f"/api/v1/credentials/{credential.uuid}").json()["outcome"] == "genuine"


@pytest.mark.parametrize(("language", "said"), [("da", "Beviset er ægte."), ("en", "The credential is genuine.")])
def test_a_check_answers_in_the_language_asked_for(client: Client, language: str, said: str) -> None:
    document = make_credential().document
    answer = client.post(
        "/api/v1/check", document, content_type="application/json", headers={"Accept-Language": language}
    ).json()
    assert answer["text"].startswith(said)
    assert answer["facts"]["recipient"]["name"] == "Alma Dalgaard"


def test_a_check_takes_a_link_a_text_or_the_credential_itself(client: Client) -> None:
    credential = make_credential()
    link = f"http://testserver/beviser/{credential.uuid}/"
    bodies = (json.dumps({"url": link}), json.dumps({"document": credential.document}), credential.document)
    answers = [client.post("/api/v1/check", body, content_type="application/json").json() for body in bodies]
    assert [answer["outcome"] for answer in answers] == ["genuine"] * 3


def test_every_endpoint_is_documented(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    ours = [
        ("/api/v1/credentials", "get"),
        ("/api/v1/credentials/{uuid}", "get"),
        ("/api/v1/credentials/{uuid}/revoke", "post"),
        ("/api/v1/check", "post"),
        ("/api/v1/organisations/{slug}/keys/rotate", "post"),
    ]
    assert all(paths[path][method]["description"] for path, method in ours)
    assert paths["/api/v1/check"]["post"]["requestBody"]["content"]["application/json"]["examples"]
