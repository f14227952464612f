"""*Læg i tegnebog*: the holder's pages, and nobody else's."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from conftest import CountQueries
from factories import make_member, make_person
from factories_credentials import make_credential, make_secretary
from factories_wallets import Wallet, make_offer
from nanobank.credentials.models import Credential
from nanobank.credentials.services import revoke
from nanobank.organisations.models import Role
from nanobank.wallets import codes
from nanobank.wallets.models import Offer, WalletCopy

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential() -> Credential:
    return make_credential(now=timezone.now() - timedelta(days=2))


def signed_in(credential: Credential) -> Client:
    client = Client()
    client.force_login(credential.person)
    return client


def test_the_button_is_on_the_holders_own_page_alone(credential: Credential) -> None:
    page = f"/beviser/{credential.uuid}/"
    link = f"/beviser/{credential.uuid}/tegnebog/"
    assert link in signed_in(credential).get(page).content.decode()
    assert link not in Client().get(page).content.decode()


def test_the_holder_gets_a_qr_code_a_link_and_the_code_to_type(credential: Credential) -> None:
    client = signed_in(credential)
    sent = client.post(f"/beviser/{credential.uuid}/tegnebog/", {"format": "ldp_vc"})
    offer = Offer.objects.get()
    assert sent.headers["Location"] == f"/tegnebog/tilbud/{offer.uuid}/"
    response = client.get(sent.headers["Location"])
    page = response.content.decode()
    code = codes.tx_code_for(offer.uuid)
    assert f"{code[:3]} {code[3:]}" in page
    assert 'src="data:image/svg+xml' in page
    assert 'href="openid-credential-offer://?credential_offer=' in page
    assert response.headers["Cache-Control"] == "no-store"


def test_the_page_tells_how_far_it_has_come(credential: Credential) -> None:
    client, wallet = signed_in(credential), Wallet()
    offer = make_offer(credential)
    page = f"/tegnebog/tilbud/{offer.uuid}/"
    token = wallet.token(offer).json()["access_token"]
    assert "er ved at hente" in client.get(page).content.decode()
    assert client.get(f"{page}?seen=taken", headers={"HX-Request": "true"}).status_code == 204
    wallet.fetch(token, wallet.proof(credential))
    part = client.get(f"{page}?seen=taken", headers={"HX-Request": "true"}).content.decode()
    assert "Hentet i din tegnebog" in part
    assert "<html" not in part
    assert "hx-get" not in part


def test_it_can_be_closed_before_its_time(credential: Credential) -> None:
    client, offer = signed_in(credential), make_offer(credential)
    assert client.post(f"/tegnebog/tilbud/{offer.uuid}/luk/").status_code == 302
    assert Wallet().token(offer).json()["error"] == "invalid_grant"
    assert "Lav nye koder" in client.get(f"/tegnebog/tilbud/{offer.uuid}/").content.decode()


def test_a_revoked_credential_cannot_be_put_into_a_wallet(credential: Credential) -> None:
    revoke(credential=credential, reason="Givet ved en fejl.", by=make_secretary(credential.issuer), now=timezone.now())
    response = signed_in(credential).post(f"/beviser/{credential.uuid}/tegnebog/", {"format": "ldp_vc"})
    assert response.status_code == 422
    assert "Kun et bevis, der gælder" in response.content.decode()


def test_one_that_a_newer_has_replaced_cannot_either(credential: Credential) -> None:
    Credential.objects.filter(pk=credential.pk).update(replaced_at=timezone.now())
    response = signed_in(credential).post(f"/beviser/{credential.uuid}/tegnebog/", {"format": "ldp_vc"})
    assert response.status_code == 422


def test_a_form_that_is_not_offered_is_not_taken(credential: Credential) -> None:
    response = signed_in(credential).post(f"/beviser/{credential.uuid}/tegnebog/", {"format": "mso_mdoc"})
    assert response.status_code == 422
    assert not Offer.objects.exists()


@pytest.mark.parametrize("role", [None, *Role])
def test_to_everybody_else_the_pages_are_not_there(credential: Credential, role: Role | None) -> None:
    offer = make_offer(credential)
    neighbour = make_member(role, credential.issuer) if role else make_person()
    client = Client()
    client.force_login(neighbour)
    for path in (f"/beviser/{credential.uuid}/tegnebog/", f"/tegnebog/tilbud/{offer.uuid}/"):
        assert client.get(path).status_code == 404
    assert client.post(f"/beviser/{credential.uuid}/tegnebog/", {"format": "ldp_vc"}).status_code == 404
    assert client.post(f"/tegnebog/tilbud/{offer.uuid}/luk/").status_code == 404
    assert Client().get(f"/tegnebog/tilbud/{offer.uuid}/").status_code == 302
    assert client.get(f"/tegnebog/tilbud/{uuid4()}/").status_code == 404


def test_more_copies_cost_no_more_queries(credential: Credential, count_queries: CountQueries) -> None:
    client = signed_in(credential)
    page = f"/beviser/{credential.uuid}/tegnebog/"

    def copies(n: int) -> None:
        WalletCopy.objects.bulk_create(
            WalletCopy(credential=credential, format="ldp_vc", holder="x", issued_at=timezone.now()) for _ in range(n)
        )

    client.get(page)
    copies(1)
    few = count_queries(lambda: client.get(page))
    copies(10)
    assert count_queries(lambda: client.get(page)) == few
