"""The catalogue for programs."""

from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from factories import NOW, make_competence, make_member, make_organisation, make_person
from factories_catalogue import published_bundle, published_micro_credential, published_module
from nanobank.accounts.models import Person, PersonalToken
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db


def as_person(person: Person) -> dict[str, str]:
    secret = f"nb_{person.pk}"
    PersonalToken.objects.create(
        person=person, name="test", digest=sha256(secret.encode()).digest(), hint="nb", created_at=NOW
    )
    return {"Authorization": f"Bearer {secret}"}


def send(client: Client, method: str, path: str, headers: dict[str, str], **payload: Any) -> Any:
    call = getattr(client, method)
    return call(f"/api/v1{path}", payload, content_type="application/json", headers=headers)


def test_modules_are_searched_with_the_pages_own_filters(client: Client) -> None:
    published_module(title_da="Datajournalistik")
    answer = client.get("/api/v1/modules?q=datajour&level=7&level=6&price_max=5000").json()
    assert (answer["count"], answer["more"]) == (1, False)
    assert answer["items"][0]["title_da"] == "Datajournalistik"
    assert client.get("/api/v1/modules?level=5").json()["count"] == 0
    assert client.get("/api/v1/modules?offset=40").json()["items"] == []
    assert client.get("/api/v1/modules?limit=101").status_code == 422


def test_each_thing_can_be_read_by_anybody(client: Client) -> None:
    provider = make_organisation(slug="fjord")
    competence = make_competence(slug="grave")
    modules = tuple(published_module(provider, competences=(competence,)) for _ in range(2))
    published_micro_credential(provider, required=modules, competences=(competence,))
    published_bundle(modules)
    module = client.get(f"/api/v1/modules/{modules[0].slug}").json()
    assert module["version"]["competences"] == ["grave"]
    assert module["leads_to"] == ["bevis"]
    assert client.get(f"/api/v1/modules/{modules[0].slug}/versions/1").json() == module
    assert client.get("/api/v1/micro-credentials/bevis").json()["required"] == [m.slug for m in modules]
    assert client.get("/api/v1/bundles/pakke").json()["separately"] == "6400.00"
    assert client.get("/api/v1/micro-credentials").json()["count"] == 1
    assert client.get("/api/v1/bundles").json()["count"] == 1
    assert client.get("/api/v1/providers").json()["items"][0]["slug"] == "fjord"
    assert client.get("/api/v1/competences").json()["items"][0]["slug"] == "grave"
    assert client.get("/api/v1/competences/grave").json()["uri"] == competence.uri


@pytest.mark.parametrize(
    "path", ["modules/x", "modules/x/versions/1", "micro-credentials/x", "bundles/x", "competences/x"]
)
def test_what_does_not_exist_is_404(client: Client, path: str) -> None:
    assert client.get(f"/api/v1/{path}").status_code == 404


def test_an_educator_writes_a_module_offers_it_and_withdraws_it(client: Client) -> None:
    provider = make_organisation(slug="fjord")
    headers = as_person(make_member(Role.EDUCATOR, provider))
    draft = {"ects": "2.5", "level": 6, "form": "online", "title_da": "Solceller"}
    made = send(client, "post", "/modules", headers, provider="fjord", **draft)
    assert (made.status_code, made.json()["number"]) == (201, 1)
    assert send(client, "post", "/modules/solceller/offerings", headers, seats=10).json()["seats_left"] == 10
    module = published_module(provider)
    assert send(client, "post", f"/modules/{module.slug}/withdraw", headers).status_code == 204
    assert client.get("/api/v1/modules").json()["count"] == 0


def test_a_slug_that_nobody_knows_is_named(client: Client) -> None:
    headers = as_person(make_member(Role.EDUCATOR, make_organisation(slug="fjord")))
    answer = send(
        client, "post", "/modules", headers, provider="fjord", ects="1", level=6, form="online", competences=["nope"]
    )
    assert answer.status_code == 422
    assert answer.json()["field"] == "competences"
    assert "nope" in answer.json()["detail"]


def test_writing_needs_a_token_and_a_neighbours_module_is_not_there(client: Client) -> None:
    module = published_module(make_organisation(slug="fjord"))
    for path in ("draft", "publish", "withdraw", "offerings"):
        assert send(client, "post", f"/modules/{module.slug}/{path}", {}).status_code == 401
    for person in (make_member(Role.EDUCATOR), make_person(), make_member(Role.STUDY_SECRETARY, module.provider)):
        headers = as_person(person)
        for path in ("draft", "publish", "withdraw", "offerings"):
            assert send(client, "post", f"/modules/{module.slug}/{path}", headers).status_code == 404
        made = send(client, "post", "/modules", headers, provider="fjord", ects="1", level=6, form="online")
        assert made.status_code == 404
