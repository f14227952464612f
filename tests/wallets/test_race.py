"""Two at once: a code, a nonce and a request each count once. On both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from factories import make_member, make_organisation
from factories_credentials import make_credential
from factories_wallets import Wallet, make_offer
from nanobank.organisations.models import Kind, Role
from nanobank.wallets.models import AccessToken, Format, ShownCredential, UsedNonce, VerifierKey, WalletCopy
from nanobank.wallets.requests import links_of
from nanobank.wallets.services import ask_for_credential, verifier_key

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(task: Callable[[Client], Any], *, times: int = 4) -> list[int]:
    """The status that each of so many clients gets who ask in the same moment."""
    together = Barrier(times)

    def run(_number: int) -> int:
        together.wait()
        try:
            return int(task(Client()).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(run, range(times)))


def test_the_codes_of_an_offer_are_traded_once() -> None:
    offer = make_offer(make_credential(now=timezone.now()))
    assert at_once(lambda client: Wallet(client=client).token(offer)) == [200, 400, 400, 400]
    assert AccessToken.objects.count() == 1


def test_a_nonce_counts_once() -> None:
    credential, wallet = make_credential(now=timezone.now()), Wallet()
    token = wallet.token(make_offer(credential)).json()["access_token"]
    proof = wallet.proof(credential)
    assert at_once(lambda client: Wallet(wallet.key, client).fetch(token, proof)) == [200, 400, 400, 400]
    assert (UsedNonce.objects.count(), WalletCopy.objects.count()) == (1, 1)


def test_a_request_is_answered_once() -> None:
    credential, wallet = make_credential(now=timezone.now()), Wallet()
    organisation = make_organisation(Kind.EMPLOYER)
    request = ask_for_credential(
        organisation=organisation,
        purpose="Stillingen som teamleder",
        with_name=False,
        with_grade=False,
        whole=False,
        session="x",
        by=make_member(Role.EMPLOYER, organisation),
        now=timezone.now(),
    )
    question = wallet.read(links_of(request).elsewhere)
    shown = wallet.shown(question, wallet.holds(credential, Format.SD_JWT), Format.SD_JWT)
    answers = at_once(lambda client: Wallet(wallet.key, client).answer(question, {"sd_jwt": [shown]}))
    assert answers == [200, 400, 400, 400]
    assert ShownCredential.objects.count() == 1


def test_the_first_requests_at_once_share_a_key() -> None:
    def first(client: Client) -> Any:
        verifier_key(now=timezone.now())
        return client.get("/.well-known/did.json")

    assert at_once(first) == [200] * 4
    assert VerifierKey.objects.count() == 1
