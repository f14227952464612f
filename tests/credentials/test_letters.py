"""What a holder is told about their credential."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from factories import NOW, make_person
from factories_credentials import make_awardable, make_credential, make_secretary
from nanobank.accounts.models import Person
from nanobank.common.errors import Refused
from nanobank.credentials.models import Credential, StatusChange
from nanobank.credentials.services import reinstate, renew, revoke, suspend
from nanobank.notices.letters import no_letters
from nanobank.notices.models import Language, Notice, NoticeKind, Way
from nanobank.notices.services import choose

pytestmark = pytest.mark.django_db

REASON = 'Vi undersøger, om "opgaven" er din egen.'
LATER = NOW + timedelta(days=1)


@pytest.fixture
def credential() -> Credential:
    made = make_credential(make_person("Maja", "Brandt", email="maja@example.dk"))
    mail.outbox.clear()
    return made


def do(service: Callable[..., Any], credential: Credential, reason: str = REASON) -> None:
    service(credential=credential, reason=reason, by=make_secretary(credential.issuer), now=LATER)


@pytest.mark.parametrize(
    ("services", "subject", "says"),
    [
        ([revoke], "Dit bevis er trukket tilbage", "gælder ikke længere"),
        ([suspend], "Dit bevis er sat i bero", "Indtil videre gælder det ikke"),
        ([suspend, reinstate], "Dit bevis gælder igen", "Det gælder igen"),
    ],
    ids=["revoked", "suspended", "reinstated"],
)
def test_the_holder_is_told_what_happened_and_why(
    services: list[Callable[..., Any]], subject: str, says: str, credential: Credential
) -> None:
    for service in services:
        do(service, credential)
    letter = mail.outbox[-1]
    title = credential.micro_credential.title_da
    assert (len(mail.outbox), letter.to) == (len(services), ["maja@example.dk"])
    assert letter.subject == f"{subject}: {title}"
    for words in ("Hej Maja", says, title, REASON, f"/beviser/{credential.uuid}/", credential.issuer.name_da):
        assert words in letter.body


def test_the_letter_is_in_the_language_of_its_reader(credential: Credential) -> None:
    choose(person=credential.person, ways={}, language=Language.ENGLISH)
    do(revoke, credential)
    assert mail.outbox[0].subject.startswith("Your credential has been revoked: Investigative")
    assert "counts no more" in mail.outbox[0].body


def test_a_holder_chooses_how_to_be_told(credential: Credential) -> None:
    choose(person=credential.person, ways={NoticeKind.CREDENTIAL: Way.APP})
    do(suspend, credential)
    assert mail.outbox == []
    notice = Notice.objects.get(person=credential.person)
    assert notice.address == f"/beviser/{credential.uuid}/"
    assert REASON in notice.quote


def test_a_holder_without_an_address_is_passed_over(credential: Credential) -> None:
    Person.objects.filter(pk=credential.person_id).update(email="")
    do(suspend, Credential.objects.get(pk=credential.pk))
    assert mail.outbox == []
    assert StatusChange.objects.get().kind == StatusChange.Kind.SUSPENDED


def test_what_was_refused_is_not_told(credential: Credential) -> None:
    with pytest.raises(Refused):
        do(revoke, credential, reason="Nej")
    assert mail.outbox == []


def test_a_renewal_is_no_bad_news_and_needs_no_letter() -> None:
    credential = make_credential(micro_credential=make_awardable(validity_months=12))
    mail.outbox.clear()
    do(renew, credential)
    assert mail.outbox == []


def test_what_is_invented_is_not_told(credential: Credential) -> None:
    with no_letters():
        do(suspend, credential)
    assert mail.outbox == []
    do(reinstate, credential)
    assert len(mail.outbox) == 1
