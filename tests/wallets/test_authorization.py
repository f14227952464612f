"""The authorisation code: a person says yes or no on our own page, and the wallet trades the answer."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from factories import make_person
from factories_credentials import make_credential
from factories_wallets import Wallet, authorization, make_offer
from nanobank.credentials.models import Credential
from nanobank.wallets import codes
from nanobank.wallets.addresses import credential_issuer_of
from nanobank.wallets.formats import FORMS
from nanobank.wallets.models import AccessToken, AuthorizationCode, Format

pytestmark = pytest.mark.django_db
PAGE = "/tegnebog/tilladelse/"


@pytest.fixture
def credential() -> Credential:
    return make_credential(now=timezone.now() - timedelta(days=2))


@pytest.fixture
def holder(credential: Credential) -> Client:
    client = Client()
    client.force_login(credential.person)
    return client


def answered(client: Client, asked: dict[str, str], **said: object) -> Any:
    form = client.get(PAGE, asked).context["form"]
    given = {"asked": form.initial["asked"], "credential": form["credential"].initial or "", **said}
    return client.post(PAGE, given)


def said_to_wallet(response: Any) -> dict[str, str]:
    assert response.status_code == 302
    assert response.headers["Location"].startswith("https://wallet.example/back?")
    return {name: values[0] for name, values in parse_qs(urlsplit(response.headers["Location"]).query).items()}


def trade(code: str, verifier: str, **changed: str) -> Any:
    given = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": "wallet.example",
        "redirect_uri": "https://wallet.example/back",
        "code_verifier": verifier,
    }
    return Client().post("/tegnebog/token", {**given, **changed})


def test_yes_lets_the_wallet_fetch_the_credential(credential: Credential, holder: Client) -> None:
    asked, verifier = authorization(credential)
    said = said_to_wallet(answered(holder, asked))
    assert (said["state"], said["iss"]) == ("its-own-state", "http://testserver")
    token = trade(said["code"], verifier).json()
    assert token["scope"] == FORMS[Format.LDP].scope
    wallet = Wallet()
    got = wallet.fetch(token["access_token"], wallet.proof(credential, iss="wallet.example")).json()
    assert got["credentials"][0]["credential"]["credentialSubject"]["id"] == wallet.key.public.did_jwk


def test_by_authorization_details_the_credential_has_an_identifier(credential: Credential, holder: Client) -> None:
    configuration = FORMS[Format.LDP].configuration
    details = (
        f'[{{"type": "openid_credential", "credential_configuration_id": "{configuration}",'
        f' "locations": ["{credential_issuer_of(credential.issuer)}"]}}]'
    )
    asked, verifier = authorization(credential, authorization_details=details, scope="", resource="")
    token = trade(said_to_wallet(answered(holder, asked))["code"], verifier).json()
    identifier = token["authorization_details"][0]["credential_identifiers"][0]
    wallet = Wallet()
    named = {"credential_configuration_id": None, "credential_identifier": identifier}
    assert wallet.fetch(token["access_token"], wallet.proof(credential), **named).status_code == 200
    assert wallet.fetch(token["access_token"], wallet.proof(credential)).json()["error"] == "invalid_credential_request"


def test_no_gives_nothing(credential: Credential, holder: Client) -> None:
    asked, _ = authorization(credential)
    assert said_to_wallet(answered(holder, asked, refuse="1"))["error"] == "access_denied"
    assert not AuthorizationCode.objects.exists()


def test_a_pushed_request_says_the_same(credential: Credential, holder: Client) -> None:
    asked, verifier = authorization(credential)
    pushed = Client().post("/tegnebog/par", asked)
    assert pushed.status_code == 201
    named = {"client_id": "wallet.example", "request_uri": pushed.json()["request_uri"]}
    said = said_to_wallet(answered(holder, named))
    assert trade(said["code"], verifier).status_code == 200
    assert holder.get(PAGE, {**named, "client_id": "another"}).status_code == 400
    assert holder.get(PAGE, {**named, "request_uri": "urn:x"}).status_code == 400


def test_the_code_is_for_that_wallet_and_works_once(credential: Credential, holder: Client) -> None:
    asked, verifier = authorization(credential)
    code = said_to_wallet(answered(holder, asked))["code"]
    for changed in (
        {"client_id": "another"},
        {"redirect_uri": "https://wallet.example/other"},
        {"code_verifier": "x" * 43},
    ):
        assert trade(code, verifier, **changed).json()["error"] == "invalid_grant"
    assert trade("unknown", verifier).json()["error"] == "invalid_grant"
    token = trade(code, verifier).json()["access_token"]
    assert trade(code, verifier).json()["error"] == "invalid_grant"
    assert not AccessToken.objects.filter(token_hash=codes.hash_of(token)).exists()  # it came twice: somebody took it


def test_the_code_runs_out(credential: Credential, holder: Client) -> None:
    asked, verifier = authorization(credential)
    code = said_to_wallet(answered(holder, asked))["code"]
    AuthorizationCode.objects.update(expires_at=timezone.now())
    assert trade(code, verifier).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": "http://wallet.example/back"},
        {"redirect_uri": "https://wallet.example/back#x"},
        {"redirect_uri": "https://a b/"},
        {"redirect_uri": "http://["},
        {"redirect_uri": ""},
        {"redirect_uri": "https://x.example/" + "a" * 1000},
        {"response_type": "token"},
        {"code_challenge_method": "plain"},
        {"code_challenge": "short"},
        {"client_id": ""},
        {"scope": "openid"},
        {"scope": "", "authorization_details": "{"},
        {"scope": "", "authorization_details": '[{"type": "openid_credential"}]'},
        {"scope": "", "authorization_details": "[1]"},
    ],
)
def test_a_request_that_cannot_be_answered_is_explained_and_sent_nowhere(
    credential: Credential, holder: Client, changed: dict[str, str]
) -> None:
    asked, _ = authorization(credential, **changed)
    response = holder.get(PAGE, asked)
    assert response.status_code == 400
    assert "Tegnebogens ønske kan ikke besvares" in response.content.decode()
    assert Client().post("/tegnebog/par", asked).status_code == 400


def test_one_must_sign_in_first(credential: Credential) -> None:
    asked, _ = authorization(credential)
    response = Client().get(PAGE, asked)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/konto/")


def test_nobody_can_answer_for_another(credential: Credential, holder: Client) -> None:
    asked, _ = authorization(credential)
    form = holder.get(PAGE, asked).context["form"]
    neighbour = make_credential(make_person("Bo", "Ravn"), credential.micro_credential, now=timezone.now()).person
    other = Client()
    other.force_login(neighbour)
    given = {"asked": form.initial["asked"], "credential": str(credential.uuid)}
    assert other.post(PAGE, given).status_code == 400
    own = other.get(PAGE, asked).context["form"].initial["asked"]
    assert other.post(PAGE, {**given, "asked": own}).status_code == 422
    assert not AuthorizationCode.objects.exists()


def test_the_offer_of_another_person_is_not_found(credential: Credential) -> None:
    state = codes.code_for("issuer_state", make_offer(credential).uuid)
    other = Client()
    other.force_login(make_person())
    assert other.get(PAGE, authorization(credential, issuer_state=state)[0]).status_code == 404


def test_the_page_may_send_its_answer_to_the_wallet_and_nowhere_else(credential: Credential, holder: Client) -> None:
    asked, _ = authorization(credential)
    policy = holder.get(PAGE, asked).headers["Content-Security-Policy"]
    assert "form-action 'self' https://wallet.example;" in policy
    app, _ = authorization(credential, redirect_uri="org.example.wallet:/back")
    policy = holder.get(PAGE, app).headers["Content-Security-Policy"]
    assert "form-action 'self' org.example.wallet:;" in policy
