import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from factories import make_person
from nanobank.accounts.models import Person

pytestmark = pytest.mark.django_db

PASSWORD = "korrekt-hest-batteri-9"
NEWCOMER = {
    "given_name": "Naja",
    "family_name": "Petersen",
    "email": "Naja@example.dk",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def test_a_newcomer_signs_up_confirms_the_address_and_signs_in(client: Client) -> None:
    client.post("/konto/signup/", NEWCOMER)
    person = Person.objects.get()
    assert (person.name, person.email) == ("Naja Petersen", "naja@example.dk")
    link = re.search(r"http://testserver(/\S+)", str(mail.outbox[0].body))
    assert link is not None
    client.post(link.group(1))
    client.post("/konto/login/", {"login": "naja@example.dk", "password": PASSWORD})
    assert client.get("/min-side/").status_code == 200


def test_an_unconfirmed_address_does_not_get_in(client: Client) -> None:
    client.post("/konto/signup/", NEWCOMER)
    client.post("/konto/login/", {"login": "naja@example.dk", "password": PASSWORD})
    assert client.get("/min-side/").status_code == 302


def test_a_sign_up_with_mistakes_keeps_what_was_typed_and_says_what_in_danish(client: Client) -> None:
    page = client.post("/konto/signup/", {**NEWCOMER, "password2": "noget andet"}).content.decode()
    assert 'value="Naja"' in page
    assert "adgangskode" in page.lower()
    assert not Person.objects.exists()


def test_a_forgotten_password_is_reset_by_mail(client: Client) -> None:
    person = make_person(email="naja@example.dk")
    person.set_password("gammel-og-glemt-4")
    person.save()
    client.post("/konto/password/reset/", {"email": "naja@example.dk"})
    link = re.search(r"http://testserver(/\S+)", str(mail.outbox[0].body))
    assert link is not None
    page = client.get(link.group(1), follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize("path", ["/konto/2fa/", "/konto/2fa/webauthn/", "/konto/2fa/totp/activate/", "/konto/email/"])
def test_a_signed_in_person_can_look_after_their_sign_in(client: Client, path: str) -> None:
    person = make_person()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.force_login(person)
    assert client.get(path, follow=True).status_code == 200


def test_the_sign_in_page_offers_a_passkey(client: Client) -> None:
    assert b'id="passkey_login"' in client.get("/konto/login/").content


def test_whoever_signs_out_is_out_in_every_process(client: Client) -> None:
    client.force_login(make_person())
    assert client.get("/min-side/").status_code == 200
    Session.objects.all().delete()  # as signing out in another process does
    assert client.get("/min-side/").status_code == 302
