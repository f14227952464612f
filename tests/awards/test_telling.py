import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from factories import NOW, make_person
from factories_awards import awarded, clock, make_batch, make_list
from factories_credentials import make_awardable
from nanobank.accounts.models import Person
from nanobank.awards import services
from nanobank.awards.models import Chunk
from nanobank.credentials.models import Credential
from nanobank.notices.models import Notice, NoticeKind, Way
from nanobank.notices.services import choose

pytestmark = pytest.mark.django_db

PASSWORD = "fire-gule-cykler-i-regn"


def test_each_gets_one_mail_with_the_link_to_their_own() -> None:
    batch = awarded(make_batch(3, tells=True))
    assert [one.to for one in mail.outbox] == [[f"person-{n}@cohort.example"] for n in range(3)]
    for letter, credential in zip(mail.outbox, Credential.objects.order_by("pk"), strict=True):
        assert f"/beviser/{credential.uuid}/" in letter.body
        assert credential.micro_credential.title_da in letter.subject
    services.tell(batch=batch, clock=clock)
    assert len(mail.outbox) == 3
    assert batch.told_at is not None


def test_nobody_is_told_when_the_office_says_so() -> None:
    awarded(make_batch(2, tells=False))
    assert mail.outbox == []


def test_a_mail_that_cannot_be_sent_is_sent_later(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = make_batch(3, tells=True)
    sent: list[str] = []

    def failing(letter: mail.EmailMessage) -> int:
        if len(sent) == 1:
            sent.append("failed")
            raise ConnectionError
        sent.append(letter.to[0])
        return 1

    monkeypatch.setattr("django.core.mail.EmailMessage.send", failing)
    with pytest.raises(ConnectionError):
        awarded(batch)
    services.tell(batch=batch, clock=clock)
    assert sent == ["person-0@cohort.example", "failed", "person-1@cohort.example", "person-2@cohort.example"]
    assert Chunk.objects.get().told_to == Chunk.objects.get().last


def test_somebody_new_takes_over_their_account_by_the_mail_alone(client: Client) -> None:
    awarded(make_batch(1, tells=True))
    person = Person.objects.get(email="person-0@cohort.example")
    assert (person.name, person.has_usable_password()) == ("Person A", False)
    assert not EmailAddress.objects.get(user=person).verified
    assert "/konto/password/reset/" in mail.outbox[0].body
    client.post("/konto/password/reset/", {"email": person.email})
    link = re.search(r"http://testserver(/konto/password/reset/key/\S+)", str(mail.outbox[1].body))
    assert link
    form = client.get(link[1], follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    client.post("/konto/login/", {"login": person.email, "password": PASSWORD})
    confirm = re.search(r"http://testserver(/konto/confirm-email/\S+)", str(mail.outbox[-1].body))
    assert confirm, mail.outbox[-1].body
    client.post(confirm[1])
    client.post("/konto/login/", {"login": person.email, "password": PASSWORD})
    assert Credential.objects.get().micro_credential.title in client.get("/bank/").content.decode()


def test_whoever_signed_up_with_anothers_address_does_not_get_their_credential(client: Client) -> None:
    trap = make_person("Falsk", "Fælde", email="alma@x.example")
    trap.set_password(PASSWORD)
    trap.save()
    micro_credential = make_awardable(required=[])
    awarded(make_list("navn;e-mail;karakter\nAlma Dal;alma@x.example;10", micro_credential=micro_credential))
    trap.refresh_from_db()
    assert (trap.name, trap.check_password(PASSWORD)) == ("Alma Dal", False)
    assert Credential.objects.get().person == trap


def test_an_account_in_use_keeps_its_name_and_password() -> None:
    person = make_person("Alma", "Dalgaard", email="alma@x.example", last_login=NOW)
    person.set_password(PASSWORD)
    person.save()
    micro_credential = make_awardable(required=[])
    awarded(make_list("navn;e-mail;karakter\nAlma Dal;alma@x.example;10", micro_credential=micro_credential))
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    awarded(
        make_list("navn;e-mail;karakter\nAlma Dalgaard;alma@x.example;10", micro_credential=make_awardable(required=[]))
    )
    person.refresh_from_db()
    assert (person.name, person.check_password(PASSWORD)) == ("Alma Dalgaard", True)


def test_who_uses_their_account_is_told_as_they_have_chosen() -> None:
    person = make_person("Alma", "Dalgaard", email="alma@x.example", last_login=NOW)
    choose(person=person, ways={NoticeKind.CREDENTIAL: Way.APP})
    rows = "navn;e-mail;karakter\nAlma Dalgaard;alma@x.example;10\nBo Bæk;bo@x.example;7"
    batch = awarded(make_list(rows, micro_credential=make_awardable(required=[]), tells=True))
    services.tell(batch=batch, clock=clock)
    assert [letter.to for letter in mail.outbox] == [["bo@x.example"]]
    assert Notice.objects.get().address == f"/beviser/{Credential.objects.get(person=person).uuid}/"


def test_a_confirmed_second_address_leads_to_the_same_person() -> None:
    person = make_person("Alma", "Dalgaard", last_login=NOW)
    EmailAddress.objects.create(user=person, email="alma@work.example", verified=True)
    awarded(
        make_list(
            "navn;e-mail;karakter\nAlma Dal;a@x.example;10\nAlma Dalgaard;alma@work.example;7",
            micro_credential=make_awardable(required=[]),
        )
    )
    assert Credential.objects.filter(person=person).count() == 1
