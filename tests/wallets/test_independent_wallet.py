"""@openid4vc/openid4vci, which we did not write, plays the wallet against the running site."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from factories_credentials import make_credential
from nanobank.credentials.bridge import Outcome
from nanobank.credentials.checking import check_document
from nanobank.credentials.models import Credential
from nanobank.wallets.formats import FORMS
from nanobank.wallets.models import Format, WalletCopy
from nanobank.wallets.offers import ShownOffer, shown_offer
from nanobank.wallets.services import offer_credential

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


def wallet(**given: object) -> dict[str, Any]:
    """What the wallet got."""
    if not (ROOT / "node_modules/@openid4vc/openid4vci").is_dir():
        pytest.skip("npm packages are not installed")
    answer = subprocess.run(
        ["node", NODE / "wallet.mjs"], input=json.dumps(given), capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.returncode == 0, answer.stderr
    got: dict[str, Any] = json.loads(answer.stdout)
    return got


def judged(got: dict[str, Any]) -> Outcome:
    written = got["credential"] if isinstance(got["credential"], str) else json.dumps(got["credential"])
    return check_document(written, now=timezone.now()).outcome


@pytest.mark.parametrize("as_format", list(FORMS))
@pytest.mark.parametrize(("algorithm", "by"), [("EdDSA", "jwk"), ("ES256", "did:jwk")])
def test_it_fetches_each_form_by_the_codes_on_the_page(
    credential: Credential, as_format: Format, algorithm: str, by: str
) -> None:
    shown = offered(credential, as_format)
    got = wallet(offer=shown.by_reference, txCode=shown.tx_code, algorithm=algorithm, by=by)
    assert got["format"] == as_format
    assert judged(got) is Outcome.GENUINE
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
