from datetime import timedelta

import pytest
from django.test import Client

from factories import NOW, make_person
from nanobank.accounts import services
from nanobank.accounts.models import PersonalToken
from nanobank.common import clock
from nanobank.common.errors import NotYours, Refused

pytestmark = pytest.mark.django_db


def test_a_token_acts_as_its_person_and_only_its_digest_is_kept() -> None:
    person = make_person()
    made = services.create_token(person=person, name="Regneark", days=30, now=NOW)
    assert services.token_with(secret=made.secret, now=NOW) == made.token
    assert made.token.person == person
    assert made.secret.encode() not in bytes(PersonalToken.objects.get().digest)


@pytest.mark.parametrize("days_later", [30, 31])
def test_an_expired_token_acts_as_nobody(days_later: int) -> None:
    made = services.create_token(person=make_person(), name="Regneark", days=30, now=NOW)
    assert services.token_with(secret=made.secret, now=NOW + timedelta(days=days_later)) is None


def test_a_withdrawn_token_acts_as_nobody() -> None:
    person = make_person()
    made = services.create_token(person=person, name="Regneark", days=None, now=NOW)
    services.withdraw_token(person=person, uuid=made.token.uuid, now=NOW)
    assert services.token_with(secret=made.secret, now=NOW) is None


def test_nobody_withdraws_another_persons_token() -> None:
    made = services.create_token(person=make_person(), name="Regneark", days=None, now=NOW)
    with pytest.raises(NotYours):
        services.withdraw_token(person=make_person(), uuid=made.token.uuid, now=NOW)


def test_the_twenty_first_token_is_refused() -> None:
    person = make_person()
    for _ in range(services.MOST_TOKENS):
        services.create_token(person=person, name="Regneark", days=None, now=NOW)
    with pytest.raises(Refused):
        services.create_token(person=person, name="Regneark", days=None, now=NOW)


def test_an_inactive_persons_token_acts_as_nobody() -> None:
    person = make_person(is_active=False)
    made = services.create_token(person=person, name="Regneark", days=None, now=NOW)
    assert services.token_with(secret=made.secret, now=NOW) is None


def test_the_page_shows_a_new_secret_once(client: Client) -> None:
    client.force_login(make_person())
    made = client.post("/konto/api-noegler/", {"name": "Regneark", "days": "30"})
    assert b'value="nb_' in made.content
    assert b'value="nb_' not in client.get("/konto/api-noegler/").content


def test_a_token_without_a_name_is_asked_for_one_and_nothing_typed_is_lost(client: Client) -> None:
    client.force_login(make_person())
    answer = client.post("/konto/api-noegler/", {"name": "", "days": "365"})
    assert 'id="id_name_error"' in answer.content.decode()
    assert '<option value="365" selected' in answer.content.decode()


def test_a_visitor_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/konto/api-noegler/").headers["Location"].startswith("/konto/login/")


def test_the_api_says_who_i_am_and_refuses_a_stranger(client: Client) -> None:
    made = services.create_token(person=make_person("Maja", "Brandt"), name="x", days=None, now=NOW)
    mine = client.get("/api/v1/me", headers={"Authorization": f"Bearer {made.secret}"})
    assert mine.json()["given_name"] == "Maja"
    assert client.get("/api/v1/me", headers={"Authorization": "Bearer nb_guess"}).status_code == 401
    assert client.get("/api/v1/me").status_code == 401


def test_the_api_makes_lists_and_withdraws_tokens(client: Client) -> None:
    made = services.create_token(person=make_person(), name="x", days=None, now=NOW)
    headers = {"Authorization": f"Bearer {made.secret}"}
    second = client.post("/api/v1/tokens", {"name": "y"}, content_type="application/json", headers=headers)
    assert second.status_code == 201
    assert {token["name"] for token in client.get("/api/v1/tokens", headers=headers).json()} == {"x", "y"}
    assert client.delete(f"/api/v1/tokens/{second.json()['uuid']}", headers=headers).status_code == 204
    neighbour = services.create_token(person=make_person(), name="z", days=None, now=NOW)
    assert client.delete(f"/api/v1/tokens/{neighbour.token.uuid}", headers=headers).status_code == 404


def test_a_stolen_token_makes_none_that_outlives_it(client: Client) -> None:
    person = make_person()
    stolen = services.create_token(person=person, name="x", days=2, now=clock.now())
    headers = {"Authorization": f"Bearer {stolen.secret}"}
    asked = {"name": "y", "days": 365}
    child = client.post("/api/v1/tokens", asked, content_type="application/json", headers=headers)
    headers = {"Authorization": f"Bearer {child.json()['secret']}"}
    grandchild = client.post("/api/v1/tokens", asked, content_type="application/json", headers=headers)
    assert grandchild.status_code == 201
    assert set(PersonalToken.objects.values_list("expires_at", flat=True)) == {stolen.token.expires_at}


def test_a_token_may_make_one_that_ends_before_it() -> None:
    person = make_person()
    maker = services.create_token(person=person, name="x", days=30, now=NOW).token
    made = services.create_token(person=person, name="y", days=3, now=NOW, maker=maker)
    assert made.token.expires_at == NOW + timedelta(days=3)
