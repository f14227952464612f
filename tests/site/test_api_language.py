"""Whatever goes wrong in the API is said in JSON, in the language that the program asks for."""

from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from pydantic import BaseModel, Field, ValidationError

from factories import NOW, make_module, make_person
from nanobank.accounts.models import PersonalToken
from nanobank.site.api import api
from nanobank.site.api_errors import inputs_at_fault

DA, EN = "da", "en-GB,en;q=0.9"


@pytest.fixture
def token(db: None) -> dict[str, str]:
    secret = "nb_a-token-for-tests"
    digest = sha256(secret.encode()).digest()
    PersonalToken.objects.create(person=make_person(), name="test", digest=digest, hint="ests", created_at=NOW)
    return {"Authorization": f"Bearer {secret}"}


def _ask(client: Client, method: str, path: str, body: Any = "", **options: Any) -> Any:
    language = {"Accept-Language": options.pop("language")} if "language" in options else {}
    headers = {**options.pop("headers", {}), **language}
    kind = options.pop("content_type", "application/json")
    return client.generic(method, f"/api/v1{path}", body, content_type=kind, headers=headers)


@pytest.mark.parametrize(("language", "said"), [(DA, "Her er ikke noget"), (EN, "nothing here"), ("fr", "Her er")])
@pytest.mark.parametrize("path", ["/modules/findes-ikke", "/findes/ikke", "/enrolments/ikke-et-uuid"])
def test_what_is_not_there_is_said_in_the_language_asked_for(
    client: Client, token: dict[str, str], path: str, language: str, said: str
) -> None:
    answer = _ask(client, "GET", path, language=language, headers=token)
    assert answer.status_code == 404
    assert said in answer.json()["detail"]
    assert answer.headers["Content-Language"] == ("en" if language == EN else "da")
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.django_db
def test_without_a_language_the_answer_is_danish(client: Client) -> None:
    answer = _ask(client, "GET", "/me")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "gyldig nøgle" in answer.json()["detail"]


@pytest.mark.parametrize("language", [DA, EN])
def test_a_rule_that_says_no_says_so_in_the_language_asked_for(
    client: Client, token: dict[str, str], language: str
) -> None:
    answer = _ask(client, "POST", "/tokens", '{"name": " "}', language=language, headers=token)
    assert answer.status_code == 422
    assert answer.json()["field"] == "name"
    assert ("nøglen" in answer.json()["detail"]) is (language == DA)


@pytest.mark.parametrize(
    ("language", "said"), [(DA, "»limit« skal være højst 100."), (EN, "“limit” must be at most 100.")]
)
@pytest.mark.parametrize("path", ["/modules", "/organisations", "/competences"])
@pytest.mark.django_db
def test_an_input_that_is_wrong_is_named_as_the_sender_knows_it(
    client: Client, path: str, language: str, said: str
) -> None:
    answer = _ask(client, "GET", f"{path}?limit=101", language=language)
    assert answer.status_code == 422
    assert answer.json() == {"detail": said, "field": "limit", "errors": [{"field": "limit", "message": said}]}


def test_each_input_that_is_wrong_is_told_of(client: Client, token: dict[str, str]) -> None:
    answer = _ask(client, "POST", "/tokens", '{"days": 400}', headers=token).json()
    assert [error["message"] for error in answer["errors"]] == ["»name« mangler.", "»days« skal være højst 365."]
    assert _ask(client, "POST", "/tokens", '{"name": ""}', headers=token).json()["detail"] == (
        "»name« skal have mindst 1 tegn."
    )


@pytest.mark.parametrize(
    ("body", "kind", "status", "said"),
    [
        ("{", "application/json", 400, "Kroppen er ikke gyldig JSON."),
        ("[" * 100_000, "application/json", 400, "Kroppen er ikke gyldig JSON."),
        ('{"name": ' + "[" * 40 + "]" * 40 + "}", "application/json", 400, "for mange niveauer"),
        (b"\xff\xfe{", "application/json", 400, "Kroppen er ikke gyldig JSON."),
        ('{"name": "a\\u0000b"}', "application/json", 400, "tegn, der ikke kan gemmes"),
        ('{"name": "\\ud800"}', "application/json", 400, "tegn, der ikke kan gemmes"),
        ('{"name": "x", "days": NaN}', "application/json", 400, "for stort"),
        ('{"name": "x", "days": 1e999}', "application/json", 400, "for stort"),
        ('{"name": "x", "days": %s}' % ("9" * 400), "application/json", 400, "for stort"),
        ("", "application/json", 422, "Kroppen skal være et JSON-objekt."),
        ("[]", "application/json", 400, "Kroppen skal være et JSON-objekt."),
        ("null", "application/json", 400, "Kroppen skal være et JSON-objekt."),
        ("name=x", "application/x-www-form-urlencoded", 415, "Send JSON"),
        ("<name/>", "text/xml", 415, "Send JSON"),
        ("x" * 7_000_000, "application/json", 413, "for stort"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_body_that_cannot_be_read_is_refused_in_plain_words(
    client: Client, token: dict[str, str], body: str | bytes, kind: str, status: int, said: str
) -> None:
    answer = _ask(client, "POST", "/tokens", body, content_type=kind, headers=token)
    assert answer.status_code == status
    assert said in answer.json()["detail"]


def test_a_method_that_an_address_does_not_take_is_refused_in_json(client: Client, token: dict[str, str]) -> None:
    answer = _ask(client, "PATCH", "/me", headers=token)
    assert answer.status_code == 405
    assert answer.headers["Allow"]
    assert answer.json()["detail"] == "Denne adresse tager ikke imod den metode."


def test_what_went_wrong_on_our_side_is_json_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("nanobank.organisations.api.Organisation", None)
    answer = _ask(client, "GET", "/organisations", language=EN)
    assert answer.status_code == 500
    assert answer.json()["detail"].startswith("Something went wrong on our side")


class _Everything(BaseModel):
    short: str = Field(default="", min_length=2, max_length=3)
    one: list[int] = Field(default=[], max_length=1)
    choice: str | int | list[int] = 0


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"short": "a"}, "»short« skal have mindst 2 tegn."),
        ({"short": "abcd"}, "»short« kan højst have 3 tegn."),
        ({"one": [1, 2]}, "»one« kan højst indeholde 1 element."),
        ({"one": ["a"]}, "»one.0« skal være et helt tal."),
        ({"choice": {}}, "»choice« kan ikke læses."),
    ],
)
def test_the_alternatives_of_an_input_are_one_sentence(sent: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        _Everything(**sent)
    assert [one["message"] for one in inputs_at_fault([dict(error) for error in wrong.value.errors()])] == [said]


def test_a_kind_of_error_that_nobody_has_met_is_still_a_sentence() -> None:
    assert inputs_at_fault([{"type": "from_the_future", "loc": ("limit",)}])[0]["message"] == "»limit« kan ikke læses."
    assert inputs_at_fault([{"type": "enum", "loc": ("limit",)}])[0]["message"] == "»limit« kan ikke læses."


def test_the_document_tells_of_every_error_that_can_be_answered() -> None:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for operation in methods.values():
            told = set(operation["responses"])
            assert not operation.get("security") or 401 in told, path
            assert not operation.get("requestBody") or {400, 413, 415, 422} <= told, path
            assert "{" not in path or 404 in told, path


@pytest.mark.django_db
def test_a_version_that_no_database_can_count_to_is_not_there(client: Client) -> None:
    module, number = make_module(), "9" * 40
    assert _ask(client, "GET", f"/modules/{module.slug}/versions/{number}").status_code == 404
    assert client.get(f"/moduler/{module.slug}/v{number}/").status_code == 404
