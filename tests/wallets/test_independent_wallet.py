"""@openid4vc/openid4vci, which we did not write, plays the wallet against the running site."""

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from core.signing.world import node
from factories import make_member, make_organisation
from factories_credentials import make_credential
from nanobank.credentials.bridge import Outcome
from nanobank.credentials.checking import check_document
from nanobank.credentials.models import Credential
from nanobank.credentials.tokens.bridge import token_list_address
from nanobank.organisations.models import Kind, Role
from nanobank.wallets.formats import FORMS
from nanobank.wallets.models import Format, PresentationRequest, ShownCredential, WalletCopy
from nanobank.wallets.offers import ShownOffer, shown_offer
from nanobank.wallets.requests import links_of
from nanobank.wallets.services import offer_credential
from nanocore.signing import PublicKey, pinned

pytestmark = pytest.mark.django_db(transaction=True)
NODE = Path(__file__).parent / "node"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def credential(live_server: LiveServer, settings: Settings) -> Credential:
    """An awarded credential, on a site that can be reached."""
    settings.BASE_URL = live_server.url
    return make_credential(now=timezone.now())


def offered(credential: Credential, as_format: Format) -> ShownOffer:
    now = timezone.now()
    offer = offer_credential(credential=credential, as_format=as_format, by=credential.person, now=now)
    return shown_offer(offer, now=now)


def wallet(script: str = "wallet.mjs", **given: object) -> dict[str, Any]:
    """What the wallet got."""
    if not (ROOT / "node_modules/@openid4vc/openid4vci").is_dir():
        pytest.skip("npm packages are not installed")
    answer = subprocess.run(
        ["node", NODE / script], input=json.dumps(given), capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.returncode == 0, answer.stderr
    got: dict[str, Any] = json.loads(answer.stdout)
    return got


def judged(got: dict[str, Any]) -> Outcome:
    written = got["credential"] if isinstance(got["credential"], str) else json.dumps(got["credential"])
    return check_document(written, now=timezone.now()).outcome


def others_accept(credential: Credential, got: dict[str, Any]) -> bool:
    """What @digitalbazaar/vc, jose or @sd-jwt/sd-jwt-vc says of it, by what is published and nothing else."""
    client = Client()
    did = client.get(f"/udbydere/{credential.issuer.slug}/did.json").json()
    now = timezone.now().isoformat()
    if isinstance(got["credential"], dict):
        entry = got["credential"]["credentialStatus"]
        lists = [one["statusListCredential"] for one in (entry if isinstance(entry, list) else [entry])]
        published = {address: client.get(urlsplit(address).path).json() for address in lists}
        documents = {address: pinned()[address] for address in pinned()} | published | {did["id"]: did}
        payload = {"documents": documents, "now": now, "credentials": [got["credential"]]}
        return bool(node("verify.mjs", payload)[0]["verified"])
    keys = {
        method["id"]: PublicKey.from_multibase(method["publicKeyMultibase"]).jwk for method in did["verificationMethod"]
    }
    address = token_list_address(credential.status_list)
    lists_of_tokens = {address: client.get(urlsplit(address).path).content.decode()}
    kind = "sd-jwt" if "~" in got["credential"] else "jwt"
    asked = {"now": now, "keys": keys, "lists": lists_of_tokens, "verify": [{"kind": kind, "token": got["credential"]}]}
    return "claims" in node("tokens.mjs", asked)["verified"][0]


@pytest.mark.parametrize("as_format", list(FORMS))
@pytest.mark.parametrize(("algorithm", "by"), [("EdDSA", "jwk"), ("ES256", "did:jwk")])
def test_it_fetches_each_form_by_the_codes_on_the_page(
    credential: Credential, as_format: Format, algorithm: str, by: str
) -> None:
    shown = offered(credential, as_format)
    got = wallet(offer=shown.by_reference, txCode=shown.tx_code, algorithm=algorithm, by=by)
    assert got["format"] == as_format
    assert judged(got) is Outcome.GENUINE
    assert others_accept(credential, got)
    assert WalletCopy.objects.get().event == WalletCopy.Event.ACCEPTED


@pytest.mark.parametrize("as_format", list(FORMS))
def test_it_fetches_each_form_when_its_owner_says_yes_on_our_page(
    credential: Credential, as_format: Format, client: Client
) -> None:
    client.force_login(credential.person)
    session = f"sessionid={client.cookies['sessionid'].value}"
    got = wallet(offer=offered(credential, as_format).by_value, algorithm="ES256", by="jwk", session=session)
    assert got["format"] == as_format
    assert judged(got) is Outcome.GENUINE


def test_another_wallet_shows_what_it_has_fetched_to_an_employer(credential: Credential, client: Client) -> None:
    shown = offered(credential, Format.SD_JWT)
    held = wallet(offer=shown.by_reference, txCode=shown.tx_code, algorithm="ES256", by="jwk")
    employer = make_member(Role.EMPLOYER, make_organisation(Kind.EMPLOYER))
    client.force_login(employer)
    slug = client.get("/tegnebog/bed-om-et-bevis/").context["form"]["organisation"].initial
    given = {"organisation": slug, "purpose": "Stillingen som teamleder", "with_grade": "on"}
    page = client.post("/tegnebog/bed-om-et-bevis/", given).headers["Location"]
    got = wallet(
        "present.mjs",
        link=links_of(PresentationRequest.objects.get()).elsewhere,
        credential=held["credential"],
        privateJwk=held["privateJwk"],
        claims=["grade"],
    )
    assert (got["status"], got["answer"]) == (200, {})
    assert "Beviset er ægte" in client.get(page).content.decode()
    kept = json.dumps(ShownCredential.objects.get().verdict)
    assert credential.person.name not in kept
    assert '"10"' in kept
