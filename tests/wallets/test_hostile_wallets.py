"""Whatever is sent, a wallet's endpoint answers with an error by name and never breaks."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwe
from joserfc.jwk import ECKey

from factories import make_member, make_organisation
from factories_credentials import make_credential
from factories_wallets import Wallet, authorization, make_offer
from nanobank.organisations.models import Kind, Role
from nanobank.wallets.models import PresentationRequest
from nanobank.wallets.requests import links_of
from nanobank.wallets.services import ask_for_credential

pytestmark = pytest.mark.django_db
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
MANY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def refused(response: Any) -> None:
    assert 400 <= response.status_code < 500, response.content
    assert response.json()["error"]


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried here in a second takes a wallet a day."""
    monkeypatch.setattr("nanobank.wallets.views.answering.ASKS_A_MINUTE", 1_000_000)


@pytest.fixture
def request_of_employer() -> PresentationRequest:
    organisation = make_organisation(Kind.EMPLOYER)
    return ask_for_credential(
        organisation=organisation,
        purpose="Stillingen som teamleder",
        with_name=False,
        with_grade=False,
        whole=True,
        session="x",
        by=make_member(Role.EMPLOYER, organisation),
        now=timezone.now(),
    )


def test_any_request_for_a_credential_is_answered() -> None:
    credential, wallet = make_credential(now=timezone.now()), Wallet()
    token = wallet.token(make_offer(credential)).json()["access_token"]
    right = {"credential_configuration_id": "open_badge_ldp_vc", "proofs": {"jwt": [wallet.proof(credential)]}}

    @MANY
    @given(
        st.sampled_from(["credential_configuration_id", "credential_identifier", "proofs", "jwt", "whole"]), ANYTHING
    )
    def tried(name: str, value: Any) -> None:
        body = value if name == "whole" else {**right, name: value}
        if name == "jwt":
            body = {**right, "proofs": {"jwt": [value]}}
        response = wallet.client.post(
            "/tegnebog/credential",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
        if response.status_code != 200:
            refused(response)

    tried()


def test_any_header_and_claim_of_a_key_proof_is_answered() -> None:
    credential, wallet = make_credential(now=timezone.now()), Wallet()
    token = wallet.token(make_offer(credential)).json()["access_token"]

    @MANY
    @given(st.sampled_from(["typ", "alg", "kid", "jwk"]), st.sampled_from(["aud", "iat", "iss", "nonce"]), ANYTHING)
    def tried(header: str, claim: str, value: Any) -> None:
        refused(wallet.fetch(token, wallet.proof(credential, header={header: value or 0})))
        claims: dict[str, Any] = {claim: value or 0}
        response = wallet.fetch(token, wallet.proof(credential, **claims))
        if response.status_code != 200:
            refused(response)

    tried()


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity", "1e999", "true", '"1"', "[]"])
def test_a_date_that_is_none_is_refused(written: str) -> None:
    credential, wallet = make_credential(now=timezone.now()), Wallet()
    token = wallet.token(make_offer(credential)).json()["access_token"]
    proof = wallet.proof(credential, iat=float("nan") if written == "NaN" else json.loads(written))
    assert wallet.fetch(token, proof).json()["error"] == "invalid_proof"


def test_any_word_in_a_request_for_a_token_is_answered() -> None:
    offer = make_offer(make_credential(now=timezone.now()))

    @MANY
    @given(st.sampled_from(["client_id", "tx_code", "pre-authorized_code"]), st.text(max_size=40))
    def tried(name: str, value: str) -> None:
        response = Wallet().token(offer, **{"tx_code": "", name: value})
        refused(response)

    tried()


def test_any_authorisation_request_is_answered() -> None:
    asked, _ = authorization(make_credential(now=timezone.now()))

    @MANY
    @given(st.sampled_from(sorted(asked)), st.text(max_size=40), ANYTHING)
    def tried(name: str, value: str, details: Any) -> None:
        right = {"type": "openid_credential", "credential_configuration_id": "open_badge_ldp_vc", "locations": details}
        for changed in ({name: value}, {"authorization_details": json.dumps(details)}):
            response = Client().post("/tegnebog/par", {**asked, **changed})
            if response.status_code != 201:
                refused(response)
        by_details = {**asked, "authorization_details": json.dumps([right])}
        assert Client().post("/tegnebog/par", by_details).status_code == 201

    tried()


def test_any_answer_to_a_request_is_refused(request_of_employer: PresentationRequest) -> None:
    wallet = Wallet()
    question = wallet.read(links_of(request_of_employer).elsewhere)

    @MANY
    @given(st.sampled_from(["sd_jwt", "jwt", "ldp", "whole", "state"]), ANYTHING)
    def tried(name: str, value: Any) -> None:
        if name == "state":
            refused(wallet.answer(question, {}, state=value))
        else:
            refused(wallet.answer(question, value if name == "whole" else {name: [value]}))

    tried()


def test_an_encrypted_answer_that_was_changed_on_the_way_is_refused(request_of_employer: PresentationRequest) -> None:
    wallet = Wallet()
    question = wallet.read(links_of(request_of_employer).elsewhere)
    key = ECKey.import_key(question["client_metadata"]["jwks"]["keys"][0])
    header = {"alg": "ECDH-ES", "enc": "A256GCM"}
    whole = jwe.encrypt_compact(header, b'{"state": "x"}', key, algorithms=["ECDH-ES", "A256GCM"])
    parts = whole.split(".")
    for place in (0, 2, 3, 4):
        changed = [*parts]
        changed[place] = ("A" if parts[place][0] != "A" else "B") + parts[place][1:]
        refused(wallet.client.post(f"/tegnebog/svar/{request_of_employer.uuid}", {"response": ".".join(changed)}))
    stranger = jwe.encrypt_compact(header, b"{}", ECKey.generate_key("P-256"), algorithms=["ECDH-ES", "A256GCM"])
    refused(wallet.client.post(f"/tegnebog/svar/{request_of_employer.uuid}", {"response": stranger}))


def test_a_body_that_is_far_too_large_is_not_read() -> None:
    response = Client().post("/tegnebog/credential", "x" * 300_000, content_type="application/json")
    assert response.status_code == 413
