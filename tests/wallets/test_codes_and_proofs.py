"""The pre-authorised code, the key proof and the credential endpoint: what is refused, and by which name."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from factories_credentials import make_credential, make_secretary
from factories_wallets import Wallet, make_offer
from nanobank.credentials.bridge import Code, Outcome
from nanobank.credentials.checking import check_document
from nanobank.credentials.models import Credential
from nanobank.credentials.services import reinstate, revoke, suspend
from nanobank.wallets import codes
from nanobank.wallets.metadata import PRE_AUTHORIZED
from nanobank.wallets.models import AccessToken, Format, Offer, UsedNonce, WalletCopy
from nanobank.wallets.services import sweep
from nanocore.signing import Algorithm, SigningKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential() -> Credential:
    return make_credential(now=timezone.now() - timedelta(days=2))


@pytest.fixture
def wallet() -> Wallet:
    return Wallet()


def let_in(wallet: Wallet, credential: Credential) -> str:
    return str(wallet.token(make_offer(credential)).json()["access_token"])


def refused(response: Any, error: str, status: int = 400) -> None:
    assert (response.status_code, response.json()["error"]) == (status, error)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("algorithm", [Algorithm.EDDSA, Algorithm.ES256])
@pytest.mark.parametrize("by", ["jwk", "did", "did_jwk"])
def test_the_copy_names_the_wallets_key_and_is_genuine(credential: Credential, algorithm: Algorithm, by: str) -> None:
    wallet = Wallet(SigningKey.generate(algorithm))
    public = wallet.key.public
    named = {"jwk": (public.did_jwk, {}), "did": (public.did, {"kid": public.verification_method(), "jwk": None})}
    named["did_jwk"] = (public.did_jwk, {"kid": f"{public.did_jwk}#0", "jwk": None})
    holder, header = named[by]
    answer = wallet.fetch(let_in(wallet, credential), wallet.proof(credential, header=header)).json()
    got = answer["credentials"][0]["credential"]
    assert got["credentialSubject"]["id"] == holder
    assert got["credentialSubject"]["name"] == credential.person.name
    assert check_document(str_of(got), now=timezone.now()).outcome is Outcome.GENUINE
    copy = WalletCopy.objects.get()
    assert (str(copy.uuid), copy.holder) == (answer["notification_id"], public.thumbprint)


def str_of(document: Any) -> str:
    return document if isinstance(document, str) else json.dumps(document)


@pytest.mark.parametrize("as_format", list(Format))
def test_revoking_the_credential_revokes_what_lies_in_the_wallet(
    credential: Credential, wallet: Wallet, as_format: Format
) -> None:
    held, office = str_of(wallet.holds(credential, as_format)), make_secretary(credential.issuer)
    token = let_in(wallet, credential)
    assert check_document(held, now=timezone.now()).outcome is Outcome.GENUINE
    revoke(credential=credential, reason="Givet ved en fejl.", by=office, now=timezone.now())
    assert check_document(held, now=timezone.now()).reason.code is Code.STATUS_REVOKED
    refused(wallet.fetch(token, wallet.proof(credential)), "credential_request_denied")


def test_suspending_it_suspends_the_tokens_too_until_it_is_reinstated(credential: Credential, wallet: Wallet) -> None:
    held, office = wallet.holds(credential, Format.SD_JWT), make_secretary(credential.issuer)
    suspend(credential=credential, reason="Undersøges nærmere.", by=office, now=timezone.now())
    assert check_document(held, now=timezone.now()).reason.code is Code.STATUS_SUSPENDED
    reinstate(credential=credential, reason="Undersøgt og i orden.", by=office, now=timezone.now())
    assert check_document(held, now=timezone.now()).outcome is Outcome.GENUINE


def test_the_codes_work_once(credential: Credential, wallet: Wallet) -> None:
    offer = make_offer(credential)
    assert wallet.token(offer).status_code == 200
    refused(wallet.token(offer), "invalid_grant")
    assert AccessToken.objects.count() == 1


def test_the_codes_run_out(credential: Credential, wallet: Wallet) -> None:
    offer = make_offer(credential, now=timezone.now() - timedelta(minutes=11))
    refused(wallet.token(offer), "invalid_grant")
    link = f"/tegnebog/tilbud/{codes.code_for('offer', offer.uuid)}.json"
    assert wallet.client.get(link).status_code == 404


def test_a_new_offer_closes_the_one_before(credential: Credential, wallet: Wallet) -> None:
    first = make_offer(credential)
    make_offer(credential)
    refused(wallet.token(first), "invalid_grant")


def test_five_wrong_transaction_codes_close_the_offer(credential: Credential, wallet: Wallet) -> None:
    offer = make_offer(credential)
    wrong = "000000" if codes.tx_code_for(offer.uuid) != "000000" else "000001"
    for _ in range(5):
        refused(wallet.token(offer, tx_code=wrong), "invalid_grant")
    refused(wallet.token(offer), "invalid_grant")
    assert Offer.objects.get().wrong_codes == 5


def test_what_is_missing_or_unknown_is_named(credential: Credential, wallet: Wallet) -> None:
    offer = make_offer(credential)
    refused(wallet.token(offer, tx_code=""), "invalid_request")
    refused(wallet.token(offer, grant_type="password"), "unsupported_grant_type")
    for code in ("", "x", "é" * 40, f"{offer.uuid.hex}.{'0' * 64}", codes.code_for("issuer_state", offer.uuid)):
        refused(wallet.token(offer, **{"pre-authorized_code": code}), "invalid_grant")


def test_no_secret_is_in_the_database(credential: Credential, wallet: Wallet) -> None:
    offer = make_offer(credential)
    token = wallet.token(offer).json()["access_token"]
    said = [codes.code_for("pre-authorized_code", offer.uuid), codes.tx_code_for(offer.uuid), token]
    kept = [str(value) for model in (Offer, AccessToken) for row in model.objects.values() for value in row.values()]
    assert not [secret for secret in said if any(secret == value for value in kept)]


def test_a_proof_that_does_not_hold_is_refused(credential: Credential, wallet: Wallet) -> None:
    token = let_in(wallet, credential)
    other = Wallet()
    hour = 3600
    moment = int(timezone.now().timestamp())
    bad = [
        wallet.proof(credential, header={"jwk": other.jwk}),
        wallet.proof(credential, header={"typ": "JWT"}),
        wallet.proof(credential, header={"alg": "none"}),
        wallet.proof(credential, header={"alg": "EdDSA"}),
        wallet.proof(credential, header={"jwk": {**wallet.jwk, "d": "AAAA"}}),
        wallet.proof(credential, header={"kid": wallet.key.public.verification_method()}),
        wallet.proof(credential, header={"jwk": None}),
        wallet.proof(credential, header={"jwk": None, "kid": "did:web:other.example#1"}),
        wallet.proof(credential, header={"crit": ["x"]}),
        wallet.proof(credential, aud="https://other.example"),
        wallet.proof(credential, iat=moment - hour),
        wallet.proof(credential, iat=moment + hour),
        wallet.proof(credential, iat=None),
        wallet.proof(credential, iss="somebody-else"),
        wallet.proof(credential)[:-4] + "AAAA",
        "not.a.token",
        "",
    ]
    for proof in bad:
        refused(wallet.fetch(token, proof), "invalid_proof")
    refused(wallet.fetch(token, None), "invalid_proof")
    refused(wallet.fetch(token, None, proofs={"jwt": [wallet.proof(credential)] * 2}), "invalid_proof")
    refused(wallet.fetch(token, None, proofs={"ldp_vp": [{}]}), "invalid_proof")
    assert not WalletCopy.objects.exists()


def test_a_nonce_is_ours_fresh_and_used_once(credential: Credential, wallet: Wallet) -> None:
    token = let_in(wallet, credential)
    proof = wallet.proof(credential)
    assert wallet.fetch(token, proof).status_code == 200
    refused(wallet.fetch(token, proof), "invalid_nonce")
    old = codes.new_nonce(timezone.now() - timedelta(minutes=6))
    for nonce in (old, "their-own", codes.new_nonce(timezone.now())[:-1] + "_", None):
        refused(wallet.fetch(token, wallet.proof(credential, nonce=nonce)), "invalid_nonce")


def test_the_nonce_endpoint_gives_one_that_works(credential: Credential, wallet: Wallet) -> None:
    nonce = wallet.client.post("/tegnebog/nonce").json()["c_nonce"]
    assert wallet.fetch(let_in(wallet, credential), wallet.proof(credential, nonce=nonce)).status_code == 200


def test_a_token_is_for_one_credential_in_one_form(credential: Credential, wallet: Wallet) -> None:
    token = let_in(wallet, credential)
    proof = wallet.proof(credential)
    refused(wallet.fetch("nonsense", proof), "invalid_token", 401)
    refused(wallet.fetch(token, proof, credential_configuration_id="other"), "unknown_credential_configuration")
    refused(wallet.fetch(token, proof, credential_configuration_id=None), "invalid_credential_request")
    refused(wallet.fetch(token, proof, credential_identifier="x"), "invalid_credential_request")
    refused(
        wallet.fetch(token, proof, credential_configuration_id=None, credential_identifier="x"),
        "invalid_credential_request",
    )
    refused(wallet.fetch(token, proof, credential_response_encryption={}), "invalid_encryption_parameters")
    AccessToken.objects.update(expires_at=timezone.now())
    refused(wallet.fetch(token, proof), "invalid_token", 401)


def test_the_wallet_tells_what_became_of_its_copy(credential: Credential, wallet: Wallet) -> None:
    token = let_in(wallet, credential)
    told = wallet.fetch(token, wallet.proof(credential)).json()["notification_id"]

    def tell(token: str, **said: str) -> Any:
        return wallet.client.post(
            "/tegnebog/notification",
            said,
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )

    assert tell(token, notification_id=told, event="credential_deleted").status_code == 204
    assert WalletCopy.objects.get().event == WalletCopy.Event.DELETED
    refused(tell(token, notification_id=told, event="eaten"), "invalid_notification_request")
    refused(tell(token, notification_id="x", event="credential_accepted"), "invalid_notification_id")
    others = let_in(wallet, make_credential(now=timezone.now()))
    refused(tell(others, notification_id=told, event="credential_accepted"), "invalid_notification_id")


def test_a_wallet_may_ask_from_any_origin_but_only_what_the_endpoint_is_for(client: Client) -> None:
    for path in ("/tegnebog/token", "/tegnebog/nonce", "/tegnebog/credential", "/tegnebog/par"):
        asked = client.options(path)
        assert asked.headers["Access-Control-Allow-Origin"] == "*"
        assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
        assert client.get(path).status_code == 405
    assert client.post("/tegnebog/token").headers["Access-Control-Allow-Origin"] == "*"


def test_no_cookie_of_ours_opens_anything_for_a_wallet(credential: Credential, wallet: Wallet) -> None:
    wallet.client.force_login(credential.person)
    refused(wallet.fetch("", wallet.proof(credential)), "invalid_token", 401)


def test_somebody_who_tries_all_the_time_is_made_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = timezone.now()
    monkeypatch.setattr("nanobank.common.clock.now", lambda: stopped)
    answers = [client.post("/tegnebog/token", {"grant_type": PRE_AUTHORIZED}).status_code for _ in range(121)]
    assert set(answers[:120]) == {400}
    assert answers[120] == 429


def test_what_has_run_out_is_swept_out(credential: Credential, wallet: Wallet) -> None:
    wallet.fetch(let_in(wallet, credential), wallet.proof(credential))
    make_offer(credential)
    later = timezone.now() + timedelta(days=2)
    sweep(now=later)
    assert not UsedNonce.objects.exists()
    assert not AccessToken.objects.exists()
    assert Offer.objects.count() == 1  # the one that was taken up: the page of the holder tells of it
