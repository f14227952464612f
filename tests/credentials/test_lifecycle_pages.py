"""The pages on which a credential is suspended, renewed, renamed or issued anew, and who gets at them."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import make_member, make_person
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from nanobank.accounts.models import Person
from nanobank.credentials.models import Credential, IssuerKey, NameRequest, Reissue
from nanobank.credentials.services import ask_for_new_name, renew, report_compromise
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db

REASON = "Vi undersøger, om opgaven er din egen."
DENIED = sorted(set(Role) - {Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD})


def page_of(credential: Credential) -> str:
    return f"/beviser/{credential.uuid}/"


def recent(person: Person | None = None, **fields: Any) -> Credential:
    """A credential awarded an hour ago."""
    an_hour_ago = timezone.now() - timedelta(hours=1)
    return make_credential(person, make_awardable(**fields), now=an_hour_ago)


def renamed() -> NameRequest:
    """A holder who was called Dalgaard asks for Nyborg."""
    credential = recent(make_person("Alma", "Dalgaard"))
    Person.objects.filter(pk=credential.person_id).update(family_name="Nyborg")
    holder = Person.objects.get(pk=credential.person_id)
    return ask_for_new_name(credential=credential, by=holder, now=timezone.now())


def office_paths(credential: Credential, request: NameRequest) -> list[str]:
    keys = f"/beviser/kontor/noegler/{credential.issuer.slug}/"
    return [
        *(page_of(credential) + verb for verb in ("saet-i-bero/", "saet-i-kraft/", "forny/")),
        f"{keys}{credential.key.public_key_multibase}/stjaalet/",
        f"{keys}det-hele.zip",
        f"/beviser/kontor/navne/{request.uuid}/nej/",
    ]


@pytest.mark.parametrize("role", DENIED)
def test_no_other_role_gets_in(client: Client, role: Role) -> None:
    request = renamed()
    client.force_login(make_member(role, request.credential.issuer))
    for path in [*office_paths(request.credential, request), "/beviser/kontor/navne/"]:
        assert client.get(path).status_code == 404, path
    assert client.post(f"/beviser/kontor/navne/{request.uuid}/ja/").status_code == 404


def test_neither_the_office_next_door_nor_the_holder_nor_a_visitor(client: Client) -> None:
    request = renamed()
    paths = office_paths(request.credential, request)
    assert [client.get(path).status_code for path in paths] == [302] * len(paths)
    for person in (make_secretary(make_issuer()), request.credential.person):
        client.force_login(person)
        assert [client.get(path).status_code for path in paths] == [404] * len(paths)
        assert client.post(f"/beviser/kontor/navne/{request.uuid}/ja/").status_code == 404


def test_the_office_suspends_and_reinstates_and_the_holder_reads_why(client: Client) -> None:
    credential = recent()
    client.force_login(make_secretary(credential.issuer))
    assert "program et andet sted" in client.get(page_of(credential) + "saet-i-bero/").content.decode()
    refused = client.post(page_of(credential) + "saet-i-bero/", {"reason": "fordi"})
    assert (refused.status_code, "fordi" in refused.content.decode()) == (422, True)
    client.post(page_of(credential) + "saet-i-bero/", {"reason": REASON})
    page = client.get(page_of(credential)).content.decode()
    assert ("Beviset gælder ikke lige nu" in page, REASON in page) == (True, False)
    client.force_login(credential.person)
    assert REASON in client.get(page_of(credential)).content.decode()
    client.force_login(make_secretary(credential.issuer))
    assert "Sat i bero" in client.get("/beviser/kontor/?state=suspended").content.decode()
    client.post(page_of(credential) + "saet-i-kraft/", {"reason": "Undersøgelsen er slut."})
    assert "Beviset er ægte" in client.get(page_of(credential)).content.decode()


def test_one_that_was_made_for_it_is_suspended_without_a_warning(client: Client) -> None:
    credential = recent(suspendable=True)
    client.force_login(make_secretary(credential.issuer))
    assert "program et andet sted" not in client.get(page_of(credential) + "saet-i-bero/").content.decode()


def test_the_page_says_until_when_and_the_old_link_leads_to_the_renewed_one(client: Client) -> None:
    old = recent(validity_months=1)
    client.force_login(make_secretary(old.issuer))
    assert page_of(old) in client.get("/beviser/kontor/?state=expiring").content.decode()
    client.post(page_of(old) + "forny/", {"reason": "Genopfriskningskurset er bestået."})
    new = Credential.objects.get(replaces=old)
    assert client.get(page_of(old)).headers["Location"] == page_of(new)
    assert client.get(f"/beviser/{old.uuid}.json").headers["Location"] == f"/beviser/{new.uuid}.json"
    client.force_login(old.person)
    page = client.get(page_of(new)).content.decode()
    assert "Gælder til og med" in page
    assert "Genopfriskningskurset er bestået." in page
    client.logout()
    assert "Genopfriskningskurset" not in client.get(page_of(new)).content.decode()


def test_a_visitors_page_of_one_that_was_renewed_costs_one_query(client: Client) -> None:
    old = recent(validity_months=1)
    reason = "Genopfriskningskurset er bestået."
    new = renew(credential=old, reason=reason, by=make_secretary(old.issuer), now=timezone.now())
    with CaptureQueriesContext(connection) as queries:
        client.get(page_of(new))
    assert len(queries) == 1


def test_a_holder_changes_their_name_asks_and_gets_it(client: Client) -> None:
    credential = recent(make_person("Alma", "Dalgaard"))
    client.force_login(credential.person)
    assert "anden navn" not in client.get(page_of(credential)).content.decode()
    client.post("/konto/navn/", {"given_name": "Alma", "family_name": "Nyborg"})
    assert "/beviser/navn/" in client.get(page_of(credential)).content.decode()
    assert credential.micro_credential.title in client.get("/beviser/navn/").content.decode()
    client.post(page_of(credential) + "navn/")
    assert "Bedt om" in client.get("/beviser/navn/").content.decode()
    request = NameRequest.objects.get()
    client.force_login(make_secretary(credential.issuer))
    assert "Alma Nyborg" in client.get("/beviser/kontor/navne/").content.decode()
    assert "beder om et bevis i et nyt navn" in client.get("/beviser/kontor/").content.decode()
    client.post(f"/beviser/kontor/navne/{request.uuid}/ja/")
    page = client.get(page_of(credential), follow=True).content.decode()
    assert ("Alma Nyborg" in page, "Dalgaard" in page) == (True, False)


def test_the_office_says_no_with_grounds_that_the_holder_reads(client: Client) -> None:
    request = renamed()
    client.force_login(make_secretary(request.credential.issuer))
    path = f"/beviser/kontor/navne/{request.uuid}/nej/"
    assert client.post(path, {"reason": "nej"}).status_code == 422
    client.post(path, {"reason": "Send os en kopi af din navneattest."})
    client.force_login(request.credential.person)
    assert "Send os en kopi af din navneattest." in client.get("/beviser/navn/").content.decode()


def test_nobody_asks_for_anothers_credential(client: Client) -> None:
    client.force_login(make_person())
    assert client.post(page_of(recent()) + "navn/").status_code == 404


def test_a_stolen_key_is_told_of_and_what_it_signed_is_issued_anew(client: Client) -> None:
    credential = recent()
    client.force_login(make_secretary(credential.issuer))
    keys = f"/beviser/kontor/noegler/{credential.issuer.slug}/"
    path = f"{keys}{credential.key.public_key_multibase}/stjaalet/"
    assert client.post(path, {"since": "i går", "reason": REASON}).status_code == 422
    since = timezone.localtime() - timedelta(days=1)
    client.post(path, {"since": since.strftime("%Y-%m-%dT%H:%M"), "reason": "En bærbar computer er stjålet."})
    page = client.get(keys).content.decode()
    assert ("I forkerte hænder" in page, "En bærbar computer er stjålet." in page) == (True, True)
    assert Reissue.objects.get().done == 1
    assert "Beviset er ægte" in client.get(page_of(credential), follow=True).content.decode()


def test_an_issuing_anew_that_came_to_a_halt_is_taken_up_by_its_own_office_alone(client: Client) -> None:
    credential = recent()
    secretary = make_secretary(credential.issuer)
    reissue = report_compromise(
        key=credential.key,
        since=timezone.now() - timedelta(days=1),
        everything=False,
        reason="En bærbar computer er stjålet.",
        by=secretary,
        now=timezone.now(),
    )
    path = f"/beviser/kontor/noegler/{credential.issuer.slug}/igen/{reissue.pk}/"
    client.force_login(make_secretary(make_issuer()))
    assert client.post(path).status_code == 404
    client.force_login(secretary)
    assert client.post(path).status_code == 302
    assert client.post(path).status_code == 404
    assert Reissue.objects.get().done == 1


def test_the_other_kind_of_key_is_made_beside_the_first(client: Client) -> None:
    credential = recent()
    client.force_login(make_secretary(credential.issuer))
    path = f"/beviser/kontor/noegler/{credential.issuer.slug}/"
    assert "til tegnebøger" not in client.get(path).content.decode()
    client.post(path, {"algorithm": "ES256"})
    assert "til tegnebøger" in client.get(path).content.decode()
    current = IssuerKey.objects.of(credential.issuer).current()
    assert {key.algorithm: key.public_key_multibase[:3] for key in current} == {"EdDSA": "z6M", "ES256": "zDn"}


def test_a_stolen_key_for_wallets_has_nothing_to_issue_anew(client: Client) -> None:
    credential = recent()
    client.force_login(make_secretary(credential.issuer))
    keys = f"/beviser/kontor/noegler/{credential.issuer.slug}/"
    client.post(keys, {"algorithm": "ES256"})
    stolen = IssuerKey.objects.get(algorithm="ES256")
    path = f"{keys}{stolen.public_key_multibase}/stjaalet/"
    assert "tegnebog" in client.get(path).content.decode()
    client.post(path, {"since": "2020-01-01T00:00", "everything": "on", "reason": "En bærbar computer er stjålet."})
    assert Reissue.objects.get().finished_at is not None
    assert IssuerKey.objects.of(credential.issuer).current().count() == 2
    assert "Beviset er ægte" in client.get(page_of(credential)).content.decode()


def test_the_office_takes_it_all_along(client: Client) -> None:
    credential = recent()
    client.force_login(make_secretary(credential.issuer))
    response = client.get(f"/beviser/kontor/noegler/{credential.issuer.slug}/det-hele.zip")
    names = ZipFile(BytesIO(response.content)).namelist()
    slug = credential.issuer.slug
    assert f"{slug}/udbydere/{slug}/did.json" in names
    assert f"{slug}/status/{credential.status_list.uuid}" in names
