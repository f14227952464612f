"""What the pages about wallets can do, a program can do."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from factories import make_member, make_organisation, make_person
from factories_credentials import make_credential
from factories_wallets import Wallet
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.credentials.models import Credential
from nanobank.organisations.models import Kind, Role
from nanobank.wallets.models import Format, Offer, PresentationRequest, ShownCredential

pytestmark = pytest.mark.django_db


class Program:
    """Somebody's program, with a token."""

    def __init__(self, person: Person) -> None:
        made = create_token(person=person, name="Mit program", days=1, now=timezone.now())
        self.headers = {"Authorization": f"Bearer {made.secret}"}
        self.client = Client()

    def __call__(self, method: str, path: str, **body: Any) -> Any:
        send = getattr(self.client, method)
        return send(
            f"/api/v1{path}", {} if method == "get" else body, content_type="application/json", headers=self.headers
        )


@pytest.fixture
def credential() -> Credential:
    return make_credential(now=timezone.now() - timedelta(days=2))


def test_a_program_holds_a_credential_out_to_a_wallet(credential: Credential) -> None:
    program, wallet = Program(credential.person), Wallet()
    made = program("post", f"/credentials/{credential.uuid}/wallet-offers", format="ldp_vc")
    assert made.status_code == 201
    offer = Offer.objects.get()
    assert made.json()["state"] == "waiting"
    token = wallet.token(offer, tx_code=made.json()["tx_code"]).json()["access_token"]
    wallet.fetch(token, wallet.proof(credential))
    assert program("get", f"/wallet-offers/{offer.uuid}").json()["state"] == "fetched"
    again = program("post", f"/credentials/{credential.uuid}/wallet-offers", format="jwt_vc_json").json()["uuid"]
    assert program("delete", f"/wallet-offers/{again}").status_code == 204
    assert program("get", f"/wallet-offers/{again}").json()["state"] == "over"


def test_an_employers_program_asks_and_only_its_own_token_is_told(credential: Credential) -> None:
    organisation = make_organisation(Kind.EMPLOYER)
    birthe = make_member(Role.EMPLOYER, organisation)
    program, wallet = Program(birthe), Wallet()
    made = program("post", "/wallet-requests", organisation=organisation.slug, purpose="Stillingen som teamleder")
    assert made.status_code == 201
    request = PresentationRequest.objects.get()
    wallet.shows(request, wallet.holds(credential, Format.SD_JWT))
    answered = program("get", f"/wallet-requests/{request.uuid}").json()
    assert (answered["state"], answered["shown"]["verdict"]["outcome"]) == ("answered", "genuine")
    assert answered["shown"]["bound"] is True
    assert Program(birthe)("get", f"/wallet-requests/{request.uuid}").status_code == 404
    shown = ShownCredential.objects.get().uuid
    assert Program(credential.person)("get", f"/shown-credentials/{shown}").status_code == 404
    assert program("delete", f"/shown-credentials/{shown}").status_code == 204
    assert program("get", f"/shown-credentials/{shown}").status_code == 404


def test_a_learners_program_shows_and_keeps(credential: Credential) -> None:
    program, wallet = Program(credential.person), Wallet()
    program("post", "/wallet-requests")
    wallet.shows(PresentationRequest.objects.get(), wallet.holds(credential, Format.JWT), Format.JWT)
    shown = ShownCredential.objects.get().uuid
    kept = program("post", f"/shown-credentials/{shown}/keep").json()
    assert (kept["delete_at"], bool(kept["kept_at"])) == (None, True)


def test_what_is_not_yours_is_not_there(credential: Credential) -> None:
    neighbour, employer = Program(make_person()), make_organisation(Kind.EMPLOYER)
    assert neighbour("post", f"/credentials/{credential.uuid}/wallet-offers").status_code == 404
    asked = neighbour("post", "/wallet-requests", organisation=employer.slug, purpose="Stillingen")
    assert asked.status_code == 404
    birthe = Program(make_member(Role.EMPLOYER, employer))
    short = birthe("post", "/wallet-requests", organisation=employer.slug, purpose="job")
    assert (short.status_code, short.json()["field"]) == (422, "purpose")
